#include <gtest/gtest.h>

#include <functional>

#include "office/settings/site_check.h"

namespace yh::office::settings {
namespace {

/// "code field" of the first fault after a change; "none" when there is none.
std::string fault_after(const std::function<void(SiteTenant&)>& change) {
    SiteTenant tenant;
    tenant.code = "demo";
    tenant.sms.emplace();
    tenant.sms->enabled = true;
    tenant.sms->url = "https://sms.example/send";
    tenant.sms_signature = {{"应和客服", ""}};
    tenant.sms_template = {{"稍后联系", "{customer}您好", "应和客服", true}};
    tenant.platform = SitePlatform{true, "https://platform.example"};
    change(tenant);
    const auto faults = find_faults(tenant, {});
    return faults.empty() ? "none" : std::string{faults[0].code} + " " + faults[0].field;
}

TEST(SiteCheckMessagesTest, GatewayCanBeAsked) {  // R064
    const auto of = [](auto change) { return fault_after([&](SiteTenant& tenant) { change(*tenant.sms); }); };
    EXPECT_EQ(of([](SiteSms&) {}), "none");
    EXPECT_EQ(of([](SiteSms& sms) { sms.url = "file:///etc/passwd"; }), "config.malformed url");
    EXPECT_EQ(of([](SiteSms& sms) { sms.url.clear(); }), "config.required url");
    EXPECT_EQ(of([](SiteSms& sms) { sms.body = "{number}"; }), "config.word_missing body");
    EXPECT_EQ(of([](SiteSms& sms) {
                  sms.body.clear();
                  sms.url += "?to={number}&text={text}";
              }),
              "none");
    EXPECT_EQ(of([](SiteSms& sms) { sms.headers.push_back({"X: y", ""}); }), "config.malformed headers[1].name");
    EXPECT_EQ(of([](SiteSms& sms) { sms.timeout_s = 0; }), "config.out_of_range timeout_s");
    EXPECT_EQ(of([](SiteSms& sms) { sms.signature = "别家"; }), "config.unknown_signature signature");
    // What is switched off may be half done.
    EXPECT_EQ(of([](SiteSms& sms) { sms = {}; }), "none");
}

TEST(SiteCheckMessagesTest, TemplatesAreSigned) {  // R205, R206
    const auto of = [](auto change) {
        return fault_after([&](SiteTenant& tenant) { change(tenant.sms_template[0]); });
    };
    EXPECT_EQ(of([](SiteSmsTemplate& one) { one.text = "{custmer}"; }), "config.unknown_word text");
    EXPECT_EQ(of([](SiteSmsTemplate& one) { one.text.clear(); }), "config.required text");
    EXPECT_EQ(of([](SiteSmsTemplate& one) { one.signature.clear(); }), "config.required signature");
    EXPECT_EQ(of([](SiteSmsTemplate& one) { one.signature = "别家"; }), "config.unknown_signature signature");
    EXPECT_EQ(fault_after([](SiteTenant& tenant) { tenant.sms_signature.clear(); }),
              "config.unknown_signature signature");
    EXPECT_EQ(fault_after([](SiteTenant& tenant) {
                  tenant.sms_signature.push_back({"【坏】", ""});
              }),
              "config.malformed name");
}

TEST(SiteCheckMessagesTest, PlatformHasAnAddress) {  // R035
    EXPECT_EQ(fault_after([](SiteTenant& tenant) { tenant.platform->address.clear(); }), "config.required address");
    EXPECT_EQ(fault_after([](SiteTenant& tenant) { tenant.platform->address = "javascript:alert(1)"; }),
              "config.malformed address");
    EXPECT_EQ(fault_after([](SiteTenant& tenant) { tenant.platform = SitePlatform{}; }), "none");
}

}  // namespace
}  // namespace yh::office::settings
