#include "model/hiding_pools.h"

#include <gtest/gtest.h>

namespace yh::model {
namespace {

TEST(HidingPools, R151HideFromAllButThoseWhoSee) {
    constexpr TenantId company{1};
    constexpr UserId admin{11};
    constexpr UserId member{12};
    HidingPools pools;
    EXPECT_FALSE(pools.hides_from(company, member, std::nullopt));
    pools.add(company, 5, {admin});
    pools.add(company, 6, {admin, member});
    EXPECT_TRUE(pools.has(company));
    EXPECT_TRUE(pools.hides_from(company, member, 5));
    EXPECT_FALSE(pools.hides_from(company, member, 6));
    EXPECT_FALSE(pools.hides_from(company, member, 0));
    EXPECT_FALSE(pools.hides_from(company, admin, 5));
    EXPECT_TRUE(pools.hides_from(company, member, std::nullopt)) << "it may turn out to be any";
    EXPECT_FALSE(pools.hides_from(company, admin, std::nullopt));
    EXPECT_FALSE(pools.has(TenantId{2}));
    EXPECT_FALSE(pools.hides_from(TenantId{2}, member, 5));
}

}  // namespace
}  // namespace yh::model
