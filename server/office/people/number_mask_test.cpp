#include "office/people/number_mask.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "db/testing/test_database_fake.h"

namespace yh::office::people {
namespace {

const model::TenantId mine{1};
const model::TenantId other{2};

model::Directory company(model::HideNumbers how) {
    model::Directory directory;
    model::Tenant tenant;
    tenant.id = mine;
    tenant.code = "demo";
    tenant.options.hide_numbers = how;
    directory.tenants.push_back(tenant);
    directory.index();
    return directory;
}

SignedIn somebody(model::Role role) {
    SignedIn who;
    who.tenant = mine;
    who.role = role;
    return who;
}

// R264, U17: numbers are hidden from whoever lacks the right, whatever his base role is.
TEST(NumberMask, HidesFromThoseWithoutTheRight) {
    const auto directory = company(model::HideNumbers::Partial);
    EXPECT_EQ(mask_for(somebody(model::Role::Agent), directory).shown("13812345678"), "138****5678");
    EXPECT_FALSE(mask_for(somebody(model::Role::Leader), directory).hides());
    EXPECT_FALSE(mask_for(somebody(model::Role::Agent), company(model::HideNumbers::Off)).hides());
    auto leader = somebody(model::Role::Leader);
    leader.own_rights = Rights{};
    EXPECT_TRUE(mask_for(leader, directory).hides());
    auto agent = somebody(model::Role::Agent);
    agent.own_rights = Rights{};
    agent.own_rights->add(rights::see_numbers);
    EXPECT_FALSE(mask_for(agent, directory).hides());
}

TEST(NumberSeal, OpensWhatItSealedForTheSameCompanyOnly) {
    const NumberSeal seal;
    const auto token = seal.seal(mine, "13812345678");
    EXPECT_TRUE(NumberSeal::is_token(token));
    EXPECT_EQ(token.find("1381"), std::string::npos);
    EXPECT_EQ(seal.open(mine, token).value(), "13812345678");
    EXPECT_EQ(seal.open(other, token).error().code, "number.bad_token");
    EXPECT_EQ(NumberSeal{}.open(mine, token).error().code, "number.bad_token");
    EXPECT_EQ(seal.seal(mine, "13812345678"), token) << "rows of one customer can be told by it";
    EXPECT_NE(seal.seal(mine, "13812345679"), token);
    EXPECT_NE(seal.seal(other, "13812345678"), token);
    EXPECT_EQ(seal.seal(mine, ""), "");
}

TEST(NumberSeal, WhatSomebodyMadeUpDoesNotOpen) {
    const NumberSeal seal;
    const auto token = seal.seal(mine, "13812345678");
    for (std::size_t at = 0; at < token.size(); ++at) {
        auto changed = token;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        const auto opened = seal.open(mine, changed);
        // The last letter carries bits that mean nothing; whatever opens says the same number.
        EXPECT_TRUE(!opened.ok() || *opened == "13812345678") << changed;
    }
    for (const auto& text : {std::string{}, std::string{"token:"}, std::string{"token:AAAA"}, std::string{"138"},
                             "token:" + std::string(5000, 'A'), token.substr(0, token.size() - 4)}) {
        EXPECT_FALSE(seal.open(mine, text).ok()) << text;
    }
}

TEST(NumberSeal, TheKeyOfTheDataFolderStays) {
    const db::TempFolder folder;
    const auto path = (folder.path() / "number_key").string();
    const auto token = NumberSeal::from_file(path).value().seal(mine, "13812345678");
    EXPECT_EQ(NumberSeal::from_file(path).value().open(mine, token).value(), "13812345678");
    const auto rights = std::filesystem::status(path).permissions();
    EXPECT_EQ(rights & (std::filesystem::perms::group_all | std::filesystem::perms::others_all),
              std::filesystem::perms::none);
    std::ofstream{path, std::ios::trunc} << "short";
    EXPECT_EQ(NumberSeal::from_file(path).error().code, "number_key.unusable");
}

TEST(NumberSeal, ARowCarriesATokenOnlyWhereANumberIsHidden) {
    const NumberSeal seal;
    EXPECT_EQ(token_for(NumberMask{}, seal, mine, "13812345678"), std::nullopt);
    EXPECT_EQ(token_for(NumberMask{model::HideNumbers::All}, seal, mine, ""), std::nullopt);
    EXPECT_EQ(token_for(NumberMask{model::HideNumbers::All}, seal, mine, "138"), seal.seal(mine, "138"));
}

}  // namespace
}  // namespace yh::office::people
