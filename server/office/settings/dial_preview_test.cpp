#include "office/settings/dial_preview.h"

#include <gtest/gtest.h>

namespace yh::office::settings {
namespace {

struct Company {
    Company() {
        model::Tenant tenant;
        tenant.id = model::TenantId{1};
        directory.tenants.push_back(tenant);
        user.id = model::UserId{11};
        user.tenant = tenant.id;
        user.number = "10001";
        user.extension = "8001";
        directory.users.push_back(user);
        model::Queue queue;
        queue.id = model::QueueId{2};
        queue.tenant = tenant.id;
        queue.number = "600";
        directory.queues.push_back(queue);
        model::Trunk trunk;
        trunk.id = model::TrunkId{3};
        trunk.tenant = tenant.id;
        trunk.name = "carrier";
        directory.trunks.push_back(trunk);
        directory.outbound.push_back({tenant.id, {"00*"}, trunk.id, 0, "", ""});
        directory.outbound.push_back({tenant.id, {"0*", "1*"}, trunk.id, 1, "9", "4008001234"});
        directory.index();
    }
    DialTest test(std::string_view number) const { return test_dial(directory, user, number, http::Language::English); }
    model::Directory directory;
    model::User user;
};

TEST(DialTest, OutsideSaysRuleTrunkNumberAndCallerId) {
    const auto test = Company{}.test("013812345678");
    EXPECT_TRUE(test.allowed);
    EXPECT_EQ(test.reason, "outside");
    EXPECT_EQ(test.rule, "0*|1*");
    EXPECT_EQ(test.trunk, "carrier");
    EXPECT_EQ(test.dialled, "913812345678");
    EXPECT_EQ(test.caller_id, "4008001234");
    ASSERT_GE(test.steps.size(), 4U);
    EXPECT_EQ(test.steps[1], "rule 00* does not match");
    EXPECT_EQ(test.steps[2], "rule 0*|1* matches");
}

TEST(DialTest, TrunksThatStandInAreNamedInTheirOrder) {
    Company company;
    for (const auto& [id, name] : {std::pair{4, "second"}, std::pair{5, "third"}}) {
        auto trunk = company.directory.trunks[0];
        trunk.id = model::TrunkId{id};
        trunk.name = name;
        company.directory.trunks.push_back(trunk);
        company.directory.outbound[1].backups.push_back(trunk.id);
    }
    company.directory.index();
    EXPECT_EQ(company.test("013812345678").steps.back(), "should trunk carrier not serve, then over second, third");
}

TEST(DialTest, InsideNumbersStayInside) {
    const Company company;
    EXPECT_EQ(company.test("8001").reason, "extension");
    EXPECT_EQ(company.test("600").reason, "queue");
    EXPECT_EQ(company.test("*71").reason, "feature");
    EXPECT_EQ(company.test("*88001").reason, "feature");
    EXPECT_EQ(company.test("*97").steps.back(), "it is the feature code voicemail");
    EXPECT_EQ(company.test("*912").steps.back(), "it is the feature code conference");
    EXPECT_EQ(company.test("600").caller_id, "8001");
}

TEST(DialTest, WhatNoRuleTakesIsRefused) {
    const Company company;
    EXPECT_EQ(company.test("95588").reason, "number.no_route");
    EXPECT_FALSE(company.test("95588").allowed);
    EXPECT_EQ(company.test("abc").reason, "number.malformed");
    auto silent = company.user;
    silent.extension = "";
    EXPECT_EQ(test_dial(company.directory, silent, "600", http::Language::Chinese).reason, "device.none");
}

}  // namespace
}  // namespace yh::office::settings
