#include "office/people/rights.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>

#include "office/people/identity.h"
#include "office/people/password.h"

namespace yh::office::people {
namespace {

using model::Role;

// R001, R002: what each base role could do before there was a catalogue, it can do still.
TEST(Rights, BaseRolesKeepWhatTheyHad) {
    const auto agent = Rights::of(Role::Agent);
    const auto leader = Rights::of(Role::Leader);
    const auto admin = Rights::of(Role::Admin);
    for (const auto key : {rights::use_phone, rights::see_records, rights::see_queues, rights::export_records,
                           rights::play_recordings, rights::download_recordings, rights::handle_lost}) {
        EXPECT_TRUE(agent.has(key)) << key;
    }
    for (const auto key : {rights::supervise, rights::force_agents, rights::manage_rooms, rights::cancel_callbacks,
                           rights::unlock_people, rights::see_numbers}) {
        EXPECT_FALSE(agent.has(key)) << key;
        EXPECT_TRUE(leader.has(key)) << key;
    }
    for (const auto key : {rights::configure, rights::delete_voicemail, rights::manage_people}) {
        EXPECT_FALSE(leader.has(key)) << key;
    }
    EXPECT_TRUE(agent.within(leader));
    EXPECT_TRUE(leader.within(admin));
    EXPECT_EQ(admin.keys().size(), right_catalogue().size());
}

TEST(Rights, EveryKeyIsThereOnceAndHasAGroup) {
    std::set<std::string_view> keys;
    for (const auto& line : right_catalogue()) {
        EXPECT_TRUE(keys.insert(line.key).second) << line.key;
        EXPECT_FALSE(line.group.empty()) << line.key;
        EXPECT_EQ(find_right(line.key), &line);
    }
    EXPECT_EQ(find_right("nothing.at_all"), nullptr);
}

TEST(Rights, WhatNoCatalogueKnowsIsNotHeld) {
    const std::array<std::string, 2> keys{"records.see", "moon.fly"};
    const auto held = Rights::of(keys);
    EXPECT_EQ(held.keys(), std::vector<std::string>{"records.see"});
    EXPECT_FALSE(held.has("moon.fly"));
    EXPECT_FALSE(held.has(""));
}

TEST(Rights, WhoManagesPeopleSeesAndUnlocksThem) {
    const auto manager = Rights::of(std::array<std::string, 1>{"people.manage"});
    EXPECT_TRUE(manager.has(rights::unlock_people));
    EXPECT_TRUE(manager.has(rights::see_people));
    const auto roles = Rights::of(std::array<std::string, 1>{"roles.manage"});
    EXPECT_TRUE(roles.has(rights::see_people));
    EXPECT_FALSE(roles.has(rights::unlock_people));
}

// R002: a role of the company's own counts, and not its base.
TEST(Rights, OfARoleOfTheCompanysOwn) {
    SignedIn who;
    who.role = Role::Leader;
    EXPECT_TRUE(may(who, rights::supervise));
    EXPECT_EQ(who.data(), DataScope::Led);
    who.own_rights = Rights::of(std::array<std::string, 1>{"records.see"});
    who.own_data = DataScope::Own;
    EXPECT_FALSE(may(who, rights::supervise));
    EXPECT_TRUE(may(who, rights::see_records));
    EXPECT_TRUE(may(who, "signed_in"));
    EXPECT_FALSE(may(who, "a.word_of_no_catalogue"));
    EXPECT_EQ(who.data(), DataScope::Own);
}

// R009.
TEST(Password, HasLettersAndDigits) {
    EXPECT_TRUE(is_good_password("abc123"));
    EXPECT_FALSE(is_good_password("abc12"));
    EXPECT_FALSE(is_good_password("abcdef"));
    EXPECT_FALSE(is_good_password("123456"));
    EXPECT_FALSE(is_good_password(std::string(200, 'a') + "1"));
    EXPECT_TRUE(is_good_password("密码a1 long"));
}

}  // namespace
}  // namespace yh::office::people
