#include "office/settings/site_toml.h"

#include <gtest/gtest.h>

namespace yh::office::settings {
namespace {

constexpr std::string_view demo = R"([[tenant]]
code = "demo"
name = "演示公司"
state_after_login = "ready"

[[tenant.user]]
number = "10001"
name = "王丽"
password = "demo-10001"
extension = "8001"
extension_type = "sip"
extension_secret = "s3cret"
sign_in = "phone"

[[tenant.user]]
number = "10002"
name = "李强"

[[tenant.queue]]
number = "600"
name = "售后"
strategy = "round_robin"
members = ["10001", { user = "10002", penalty = 1 }]
on_timeout = "extension:8001"

[[tenant.trunk]]
name = "carrier"
address = "127.0.0.1:5070"

[[tenant.inbound]]
did = "4008001234"
trunk = "carrier"
destination = "queue:600"

[[tenant.outbound]]
pattern = "0*|1*"
trunk = "carrier"
caller_id = "4008001234"
)";

std::string fault_of(std::string text, std::string_view from, std::string_view to) {
    text.replace(text.find(from), from.size(), to);
    const auto site = read_site(text, "site.toml");
    return site.ok() ? "accepted" : site.error().detail;
}

TEST(SiteToml, ReadsWritesAndReadsTheSame) {
    const auto site = read_site(demo, "site.toml");
    ASSERT_TRUE(site.ok()) << site.error().detail;
    ASSERT_EQ(site->tenant.size(), 1U);
    EXPECT_EQ(site->tenant[0].queue[0].members[1], (SiteMember{"10002", 1, 0}));
    const auto again = read_site(write_site(*site, Secrets::Show), "again.toml");
    ASSERT_TRUE(again.ok()) << again.error().detail;
    EXPECT_EQ(*again, *site);
    EXPECT_EQ(write_site(*site, Secrets::Hide).find("s3cret"), std::string::npos);
    EXPECT_EQ(write_site(*site, Secrets::Hide).find("demo-10001"), std::string::npos);
}

// R017: what an agent needs and has not, or what is there twice, is said where it stands.
TEST(SiteToml, FaultsNameFileLineAndCure) {
    EXPECT_EQ(fault_of(std::string{demo}, "strategy =", "stratgy ="),
              "site.toml:22: unknown key 'stratgy'; did you mean 'strategy'?");
    EXPECT_NE(fault_of(std::string{demo}, "round_robin", "round_robbin").find("site.toml:22: "), std::string::npos);
    EXPECT_EQ(fault_of(std::string{demo}, "queue:600", "queue:601"),
              "site.toml:30: destination queue:601 leads nowhere: it is not declared");
    EXPECT_EQ(fault_of(std::string{demo}, "\"10001\", {", "\"10009\", {"), "site.toml:19: member 10009 is not a user");
    EXPECT_EQ(fault_of(std::string{demo}, "number = \"10002\"", "number = \"10001\""),
              "site.toml:15: number 10001 is declared twice");
    EXPECT_NE(fault_of(std::string{demo}, "code = \"demo\"", "code = demo").find("site.toml:2: "), std::string::npos);
    EXPECT_EQ(fault_of(std::string{demo}, "penalty = 1", "penalty = \"1\""), "site.toml:23: expected a whole number");
}

}  // namespace
}  // namespace yh::office::settings
