#include <gtest/gtest.h>

#include <functional>

#include "office/settings/site_check.h"

namespace yh::office::settings {
namespace {

/// "code field" of the first fault after a change; "none" when there is none.
std::string fault_after(const std::function<void(SiteTenant&)>& change) {
    SiteTenant tenant;
    tenant.code = "demo";
    tenant.popup = SitePopup{"https://crm.example.com/in?tel={number}", "http://crm.example.com", PopupOpen::Ringing};
    tenant.mail = SiteMail{"smtp.example.com", 465, MailSecurity::Tls, "robot", "pw", "robot@example.com"};
    tenant.disk_alert = SiteDiskAlert{true, 10, {"admin@example.com"}};
    tenant.retention = SiteRetention{365, 180};
    change(tenant);
    const auto faults = find_faults(tenant, {});
    return faults.empty() ? "none" : std::string{faults[0].code} + " " + faults[0].field;
}

// R068: what opens in an agent's browser is a page, on a host that no caller chooses.
TEST(SiteCheckAdvancedTest, R068_PopupsLeadToPagesOfOneHost) {
    const auto of = [](const std::string& address) {
        return fault_after([&](SiteTenant& tenant) { tenant.popup->inbound = address; });
    };
    EXPECT_EQ(of(""), "none");
    EXPECT_EQ(of("https://crm.example.com:8443/a/{call}/{direction}?q={queue}&n={customer_name}#{agent}"), "none");
    for (const auto* address :
         {"javascript:alert(1)", "data:text/html,x", "ftp://crm.example.com/", "crm.example.com", "https://",
          "https://{number}.example.com/", "https://{number}", "https://crm.example.com@evil.example/",
          "https://user:pw@crm.example.com/", "https://crm.example.com/a b", "https://crm.example.com/\"x",
          "https://%65vil.example/"}) {
        EXPECT_EQ(of(address), "config.popup_address inbound") << address;
    }
    EXPECT_EQ(of("https://crm.example.com/?n={nummer}"), "config.unknown_popup_word inbound");
    EXPECT_EQ(fault_after([](SiteTenant& tenant) { tenant.popup->outbound = "file:///etc/passwd"; }),
              "config.popup_address outbound");
}

// R266
TEST(SiteCheckAdvancedTest, R266_MailServerCanBeAsked) {
    const auto of = [](auto change) { return fault_after([&](SiteTenant& tenant) { change(*tenant.mail); }); };
    EXPECT_EQ(of([](SiteMail&) {}), "none");
    EXPECT_EQ(of([](SiteMail& mail) { mail.host = "smtp.example.com/x"; }), "config.malformed host");
    EXPECT_EQ(of([](SiteMail& mail) { mail.sender.clear(); }), "config.required sender");
    EXPECT_EQ(of([](SiteMail& mail) { mail.sender = "robot"; }), "config.mailbox sender");
    EXPECT_EQ(of([](SiteMail& mail) { mail.port = 0; }), "config.out_of_range port");
    EXPECT_EQ(of([](SiteMail& mail) { mail.security = MailSecurity::None; }), "config.mail_in_clear security");
    EXPECT_EQ(of([](SiteMail& mail) { mail.certificate = "my certificate"; }), "config.mail_certificate certificate");
    EXPECT_EQ(of([](SiteMail& mail) { mail.certificate.assign(70'000, 'x'); }), "config.mail_certificate certificate");
    EXPECT_EQ(of([](SiteMail& mail) {
                  mail.security = MailSecurity::None;
                  mail.username.clear();
              }),
              "none");
}

TEST(SiteCheckAdvancedTest, R266_AnAlertReachesSomebody) {
    const auto of = [](auto change) { return fault_after([&](SiteTenant& tenant) { change(*tenant.disk_alert); }); };
    EXPECT_EQ(of([](SiteDiskAlert& alert) { alert.to.clear(); }), "config.required to");
    EXPECT_EQ(of([](SiteDiskAlert& alert) { alert.to.emplace_back("a@b.example\r\nBcc: c@d.example"); }),
              "config.mailbox to[1]");
    EXPECT_EQ(of([](SiteDiskAlert& alert) { alert.to = {"x@y.example>,<z@y.example"}; }), "config.mailbox to[0]");
    EXPECT_EQ(of([](SiteDiskAlert& alert) { alert.below_percent = 0; }), "config.out_of_range below_percent");
    EXPECT_EQ(of([](SiteDiskAlert& alert) { alert.to.assign(21, "a@b.example"); }), "config.out_of_range to");
    EXPECT_EQ(fault_after([](SiteTenant& tenant) { tenant.mail.reset(); }), "config.mail_missing enabled");
    // What is switched off may be half done.
    EXPECT_EQ(fault_after([](SiteTenant& tenant) {
                  tenant.mail.reset();
                  tenant.disk_alert = SiteDiskAlert{};
              }),
              "none");
}

// B03
TEST(SiteCheckAdvancedTest, B03_RecordingsOutlastTheLawsDays) {
    const auto of = [](SiteRetention days) {
        return fault_after([&](SiteTenant& tenant) { tenant.retention = days; });
    };
    EXPECT_EQ(of({0, 180}), "none") << "for ever";
    EXPECT_EQ(of({180, 180}), "none");
    EXPECT_EQ(of({179, 180}), "config.below_hold recording_days");
    EXPECT_EQ(of({0, 40'000}), "config.out_of_range hold_days");
}

}  // namespace
}  // namespace yh::office::settings
