#include "office/settings/people_guard.h"

#include <gtest/gtest.h>

#include <array>

#include "office/people/password.h"
#include "office/settings/site_check.h"

namespace yh::office::settings {
namespace {

using model::Role;
using people::DataScope;

SiteUser user(std::string number, Role role, std::string own = {}) {
    SiteUser made;
    made.number = std::move(number);
    made.name = made.number;
    made.role = role;
    made.custom_role = std::move(own);
    return made;
}

/// An administrator, somebody of personnel (manages agents and nothing else), an agent.
SiteTenant company() {
    SiteTenant tenant;
    tenant.code = "demo";
    tenant.role = {{"hr", "人事", "", Role::Agent, {"people.manage", "phone.use"}, DataScope::Own},
                   {"clerk", "文员", "", Role::Agent, {"phone.use"}, DataScope::Own}};
    tenant.department = {{"top", "总部", "", {"10000"}}, {"sub", "一部", "top", {}}};
    tenant.user = {user("10000", Role::Admin), user("10005", Role::Agent, "hr"), user("10001", Role::Agent, "clerk")};
    return tenant;
}

people::SignedIn asker(const SiteTenant& tenant, const std::string& number) {
    people::SignedIn who;
    who.number = number;
    for (const auto& one : tenant.user) {
        if (one.number == number) {
            who.role = one.role;
            who.own_rights = rights_in(tenant, one);
            who.own_data = data_in(tenant, one);
            who.fields = fields_in(tenant, one);
        }
    }
    return who;
}

template <class Change>
std::string_view refusal(const std::string& by, Change change) {
    const auto before = company();
    auto after = before;
    change(after);
    const auto checked = check_people_change(asker(before, by), before, after);
    return checked.ok() ? "" : checked.error().code;
}

// R255: nobody gives away what he has not.
TEST(PeopleGuard, NobodyGivesMoreThanHeHas) {
    EXPECT_EQ(refusal("10005", [](SiteTenant& t) { t.user[2].nickname = "小王"; }), "");
    EXPECT_EQ(refusal("10005", [](SiteTenant& t) { t.user.push_back(user("10006", Role::Agent, "clerk")); }), "");
    EXPECT_EQ(refusal("10005", [](SiteTenant& t) { t.user[2] = user("10001", Role::Admin); }), "rights.beyond_yours");
    EXPECT_EQ(refusal("10005", [](SiteTenant& t) { t.user[1] = user("10005", Role::Admin); }), "rights.beyond_yours");
    EXPECT_EQ(refusal("10005", [](SiteTenant& t) { t.user.push_back(user("10006", Role::Leader)); }),
              "rights.beyond_yours");
    EXPECT_EQ(refusal("10005",
                      [](SiteTenant& t) {
                          t.role[1].rights = {"phone.use", "site.configure"};
                      }),
              "rights.beyond_yours");
    EXPECT_EQ(refusal("10005", [](SiteTenant& t) { t.role[1].data = DataScope::All; }), "rights.beyond_yours");
    EXPECT_EQ(refusal("10000", [](SiteTenant& t) { t.user[2] = user("10001", Role::Admin); }), "");
}

TEST(PeopleGuard, NobodyTouchesWhoIsAboveHim) {
    EXPECT_EQ(refusal("10005", [](SiteTenant& t) { t.user[0].password = "taken123"; }), "rights.beyond_yours");
    EXPECT_EQ(refusal("10005", [](SiteTenant& t) { t.user[0].status = UserStatus::Left; }), "rights.beyond_yours");
    EXPECT_EQ(refusal("10005", [](SiteTenant& t) { t.user.erase(t.user.begin()); }), "rights.beyond_yours");
    EXPECT_EQ(refusal("10005", [](SiteTenant& t) { t.user[2].password = "given123"; }), "");
}

TEST(PeopleGuard, SomebodyIsLeftAndItIsNotOneself) {
    EXPECT_EQ(refusal("10000", [](SiteTenant& t) { t.user[0].status = UserStatus::Left; }), "people.yourself");
    EXPECT_EQ(refusal("10000", [](SiteTenant& t) { t.user.erase(t.user.begin()); }), "people.yourself");
    EXPECT_EQ(refusal("10000",
                      [](SiteTenant& t) {
                          t.user[0] = user("10000", Role::Agent);
                          t.user[1].custom_role = "hr";
                      }),
              "people.last_admin");
}

std::string faults(const SiteTenant& tenant) {
    std::string all;
    for (const auto& fault : find_faults(Site{{tenant}})) {
        all += fault.name + ' ' + fault.field + ' ' + std::string{fault.code} + '\n';
    }
    return all;
}

// R256, R258: roles and departments come before the people in them; the tree is one.
TEST(PeopleCheck, WhatIsNamedMustBeThere) {
    EXPECT_EQ(faults(company()), "");
    auto tenant = company();
    tenant.user[2].custom_role = "nobody";
    tenant.user[2].department = "nowhere";
    tenant.user[2].email = "no mail";
    tenant.department[0].managers = {"10000", "10000", "99999"};
    EXPECT_EQ(faults(tenant),
              "top managers[1] config.twice\ntop managers[2] config.unknown_user\n10001 custom_role "
              "config.unknown_role\n10001 department config.unknown_department\n10001 email config.malformed\n");
    tenant = company();
    tenant.department[0].parent = "sub";
    EXPECT_EQ(faults(tenant), "top parent config.circle\nsub parent config.circle\n");
    tenant.department[0].parent = "nowhere";
    EXPECT_EQ(faults(tenant), "top parent config.unknown_department\n");
}

// R255.
TEST(PeopleCheck, RolesNameFieldsOfTheCatalogueOnce) {
    auto tenant = company();
    tenant.role[0].hidden_fields = {"customer.note", "customer.name", "moon.phase"};
    tenant.role[0].fixed_fields = {"customer.note", "customer.numbers"};
    EXPECT_EQ(faults(tenant),
              "hr hidden_fields[1] config.not_hideable\nhr hidden_fields[2] config.unknown_field\n"
              "hr fixed_fields[0] config.twice\n");
}

TEST(PeopleCheck, RolesNameRightsOfTheCatalogueOnce) {
    auto tenant = company();
    tenant.role[0].rights = {"phone.use", "phone.use", "moon.fly"};
    tenant.role[1].code = "admin";
    tenant.role.push_back({"a b", "人事", "", Role::Agent, {}, DataScope::Own});
    EXPECT_EQ(faults(tenant),
              "hr rights[1] config.twice\nhr rights[2] config.unknown_right\nadmin code config.reserved\na b code "
              "config.malformed\na b name config.twice\n10001 custom_role config.unknown_role\n");
}

// R255: nobody gives a colleague a field that is kept from himself, nor goes in as one who has it.
TEST(PeopleGuard, NobodyGivesAFieldThatHeHasNot) {
    auto before = company();
    before.role[0].hidden_fields = {"employee.mobile"};  // of personnel
    const auto by = asker(before, "10005");
    const auto refused = [&](auto change) {
        auto after = before;
        change(after);
        const auto checked = check_people_change(by, before, after);
        return std::string{checked.ok() ? "" : checked.error().code};
    };
    EXPECT_EQ(refused([](SiteTenant& t) { t.user[2].nickname = "小王"; }), "");
    EXPECT_EQ(refused([](SiteTenant& t) { t.user[2].password = "Taken123"; }), "rights.beyond_yours");
    EXPECT_EQ(refused([](SiteTenant& t) { t.user.push_back(user("10020", Role::Agent, "clerk")); }),
              "rights.beyond_yours");
    EXPECT_EQ(refused([](SiteTenant& t) { t.user.push_back(user("10020", Role::Agent, "hr")); }), "");
    EXPECT_EQ(refused([](SiteTenant& t) { t.role[0].hidden_fields.clear(); }), "rights.beyond_yours");
}

}  // namespace
}  // namespace yh::office::settings
