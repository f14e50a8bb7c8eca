#include <gtest/gtest.h>

#include <functional>

#include "db/migrations.h"
#include "db/testing/test_database_fake.h"
#include "office/people/password.h"
#include "office/settings/people_list_store.h"
#include "office/settings/site_check.h"
#include "office/settings/site_store.h"
#include "office/settings/site_toml.h"

// First passwords (R006) and the ways to sign in (R003, B19) as parts of a site, with both databases.
namespace yh::office::settings {
namespace {

class FirstPasswordTest : public ::testing::TestWithParam<db::Engine> {
  protected:
    FirstPasswordTest() { EXPECT_TRUE(db::migrate(connection_, db::embedded_migrations(), clock_).ok()); }

    static Site company(std::string_view password, bool first) {
        const std::string text = "[[tenant]]\ncode = \"demo\"\nname = \"d\"\n[[tenant.user]]\nnumber = \"10001\"\n" +
                                 std::string{"name = \"w\"\npassword = \""} + std::string{password} + "\"\n" +
                                 (first ? "first_password = true\n" : "");
        auto site = read_site(text, "site.toml");
        EXPECT_TRUE(site.ok()) << site.error().detail;
        return site.ok() ? *site : Site{};
    }
    std::size_t apply(const Site& site) {
        const auto changes = apply_site(connection_, site, DryRun::No, clock_, ids_, {});
        EXPECT_TRUE(changes.ok()) << changes.error().detail;
        return changes.ok() ? changes->size() : 0;
    }
    bool fits(std::string_view password) {
        return people::password_fits(password, connection_.one<std::string>("SELECT password_hash FROM users").value());
    }
    bool must_change() { return load_site(connection_)->tenant.at(0).user.at(0).first_password; }
    void choose(std::string_view password) {
        ASSERT_TRUE(connection_
                        .run("UPDATE users SET password_hash = ?, must_change_password = ?",
                             people::hash_password(password).value(), false)
                        .ok());
    }

    db::TestDatabase test_{GetParam()};
    db::Database database_ = test_.open();
    db::Connection connection_ = std::move(database_.connect()).value();
    ManualClock clock_;
    IdMaker ids_;
};

TEST_P(FirstPasswordTest, CountsOnceAndMustBeChanged) {
    apply(company("first-123", true));
    EXPECT_TRUE(fits("first-123"));
    EXPECT_TRUE(must_change());
    EXPECT_EQ(apply(company("first-123", true)), 0U);
    choose("mine-123");
    EXPECT_EQ(apply(company("first-123", true)), 0U) << "what a person has chosen stays";
    EXPECT_TRUE(fits("mine-123"));
    EXPECT_FALSE(must_change());
    const auto text = write_site(load_site(connection_).value(), Secrets::Show);
    EXPECT_EQ(text.find("first_password"), std::string::npos) << text;
}

TEST_P(FirstPasswordTest, APasswordThatIsNoFirstOneIsAsDeclared) {
    apply(company("first-123", true));
    const auto text = write_site(load_site(connection_).value(), Secrets::Show);
    EXPECT_NE(text.find("first_password = true"), std::string::npos) << text;
    EXPECT_EQ(apply(*read_site(text, "site.toml")), 0U) << "an exported site applies without a change";
    EXPECT_TRUE(must_change());
    apply(company("given-123", false));
    EXPECT_TRUE(fits("given-123"));
    EXPECT_FALSE(must_change());
}

// What an administrator's reset does (people_routes.cpp).
TEST_P(FirstPasswordTest, WhoHasNoPasswordTakesAFirstOneAgain) {
    apply(company("first-123", true));
    choose("mine-123");
    const auto tenant = connection_.one<std::int64_t>("SELECT id FROM tenants");
    ASSERT_TRUE(forget_password(connection_, tenant.value(), "10001").ok());
    EXPECT_GT(apply(company("again-123", true)), 0U);
    EXPECT_TRUE(fits("again-123"));
    EXPECT_TRUE(must_change());
}

TEST_P(FirstPasswordTest, WaysToSignInArePartOfTheSite) {
    auto site = company("first-123", false);
    site.tenant[0].sign_in.emplace();
    site.tenant[0].sign_in->two_factor = people::TwoFactorNeed::Leaders;
    site.tenant[0].sign_in->allow_from = {"10.0.0.0/8", "2001:db8::1"};
    apply(site);
    const auto text = write_site(load_site(connection_).value(), Secrets::Show);
    EXPECT_NE(text.find("[tenant.sign_in]"), std::string::npos) << text;
    const auto again = read_site(text, "site.toml");
    ASSERT_TRUE(again.ok()) << again.error().detail;
    EXPECT_EQ(again->tenant[0].sign_in, site.tenant[0].sign_in);
    EXPECT_EQ(apply(*again), 0U);
    EXPECT_EQ(apply(company("first-123", false)), 0U) << "not mentioned: stays";
    EXPECT_EQ(load_site(connection_)->tenant[0].sign_in, site.tenant[0].sign_in);
}

INSTANTIATE_TEST_SUITE_P(Engines, FirstPasswordTest, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& one) { return db::engine_name(one.param); });

TEST(SignInRulesCheck, SaysWhatIsWrong) {
    const auto fault = [](const std::function<void(SiteTenant&)>& change) {
        SiteTenant tenant;
        tenant.code = "demo";
        tenant.sign_in.emplace();
        change(tenant);
        const auto faults = find_faults(tenant, std::nullopt);
        return faults.empty() ? std::string{"none"} : std::string{faults[0].code} + ' ' + faults[0].field;
    };
    EXPECT_EQ(fault([](SiteTenant&) {}), "none");
    EXPECT_EQ(fault([](SiteTenant& t) {
                  t.sign_in->allow_from = {"10.0.0.0/8", "office"};
              }),
              "config.malformed allow_from[1]");
    EXPECT_EQ(fault([](SiteTenant& t) { t.sign_in->allow_from.assign(201, "10.0.0.1"); }),
              "config.out_of_range allow_from");
    EXPECT_EQ(fault([](SiteTenant& t) { t.sign_in->sms_text = "hello"; }), "config.needs_code sms_text");
    EXPECT_EQ(fault([](SiteTenant& t) {
                  t.sign_in->sms = true;
                  t.sms.emplace();
              }),
              "sms.no_gateway sms");
}

}  // namespace
}  // namespace yh::office::settings
