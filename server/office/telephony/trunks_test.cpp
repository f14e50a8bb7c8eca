#include "office/telephony/trunks.h"

#include <gtest/gtest.h>

namespace yh::office::telephony {
namespace {

TEST(TrunkViews, HoldTheTenantsTrunksAndWhatTheTelephonesKnow) {
    model::Directory directory;
    const auto add = [&](std::int64_t id, std::int64_t tenant, std::string name) {
        model::Trunk trunk;
        trunk.id = model::TrunkId{id};
        trunk.tenant = model::TenantId{tenant};
        trunk.name = std::move(name);
        trunk.address = "carrier.example";
        trunk.max_calls = 30;
        directory.trunks.push_back(std::move(trunk));
    };
    add(1, 1, "b");
    add(2, 1, "a");
    add(3, 2, "other");
    const auto views = trunk_views(directory, model::TenantId{1},
                                   {{model::TrunkId{1}, "10.0.0.1:5060", model::TrunkHealth::Down, "dns", 7, 2},
                                    {model::TrunkId{3}, "10.0.0.2:5060", model::TrunkHealth::Up, "", 8, 1}});
    ASSERT_EQ(views.size(), 2U);
    EXPECT_EQ(views[0].name, "a");
    EXPECT_EQ(views[0].state, model::TrunkHealth::Unknown);
    EXPECT_EQ(views[0].address, "carrier.example");
    EXPECT_EQ(views[1].state, model::TrunkHealth::Down);
    EXPECT_EQ(views[1].address, "10.0.0.1:5060");
    EXPECT_EQ(views[1].reason, "dns");
    EXPECT_EQ(views[1].calls, 2);
    EXPECT_EQ(views[1].max_calls, 30);
}

}  // namespace
}  // namespace yh::office::telephony
