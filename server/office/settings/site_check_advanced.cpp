#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "http/certificate.h"
#include "office/settings/popup_words.h"
#include "office/settings/sms_words.h"
#include "office/settings/tenant_check.h"

// What a site says in its advanced settings: pages of third parties, e-mail, the disk, how long data is kept.
namespace yh::office::settings {

namespace {

bool is_ascii_graph(std::string_view text, std::string_view but_not) {
    return std::ranges::all_of(
        text, [&](char c) { return c > ' ' && c < '\x7f' && but_not.find(c) == std::string_view::npos; });
}

bool is_host(std::string_view text) {
    return !text.empty() && text.size() <= 253 && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
               c == ':' || c == '[' || c == ']';
    });
}

// Less than RFC 5321 allows: no quoted names, no comments. What passes cannot end a header or a command.
bool is_mailbox(std::string_view text) {
    const auto at = text.find('@');
    return at != std::string_view::npos && at > 0 && text.size() <= 254 && is_host(text.substr(at + 1)) &&
           is_ascii_graph(text.substr(0, at), "<>()[],;:\\\"");
}

}  // namespace

bool is_popup_address(std::string_view text) {
    const std::size_t start = text.starts_with("https://") ? 8 : text.starts_with("http://") ? 7 : 0;
    if (start == 0 || text.find_first_of(" \t\"<>\\^`|") != std::string_view::npos) {
        return false;
    }
    // Whose page it is stands fixed: a customer's name must not lead an agent to another host.
    const auto host = text.substr(start, text.find_first_of("/?#", start) - start);
    return !host.empty() && host.find_first_of("{}@%") == std::string_view::npos;
}

void TenantCheck::advanced() {
    if (tenant_.popup) {
        at("popup", 0, "popup");
        for (const auto& [field, address] :
             {std::pair{"inbound", &tenant_.popup->inbound}, std::pair{"outbound", &tenant_.popup->outbound}}) {
            if (!address->empty() && !is_popup_address(*address)) {
                note(field, "config.popup_address", "the address is http or https, and its host holds no words");
            } else if (const auto word = find_unknown_word(*address, popup_words)) {
                note(field, "config.unknown_popup_word", fmt::format("{{{}}} is no word of a call", *word));
            }
        }
    }
    if (tenant_.mail) {
        mail(*tenant_.mail);
    }
    if (tenant_.disk_alert) {
        disk_alert(*tenant_.disk_alert);
    }
    if (tenant_.retention) {
        constexpr std::int64_t hundred_years = 36'500;
        const auto& [recording_days, hold_days] = *tenant_.retention;
        at("retention", 0, "retention");
        range("recording_days", recording_days, 0, hundred_years);
        range("hold_days", hold_days, 0, hundred_years);
        if (recording_days != 0 && recording_days < hold_days) {
            note("recording_days", "config.below_hold", "recordings go before the law's days are over");
        }
    }
}

void TenantCheck::mail(const SiteMail& mail) {
    constexpr std::int64_t last_port = 65'535;
    at("mail", 0, "mail");
    if (!mail.host.empty() && !is_host(mail.host)) {
        note("host", "config.malformed", "no name of a host");
    }
    if (!mail.host.empty() && mail.sender.empty()) {
        note("sender", "config.required", "messages need a sender");
    } else if (!mail.sender.empty() && !is_mailbox(mail.sender)) {
        note("sender", "config.mailbox", "no mailbox");
    }
    range("port", mail.port, 1, last_port);
    if (mail.security == MailSecurity::None && !mail.username.empty()) {
        note("security", "config.mail_in_clear", "a password does not go over the network in the clear");
    }
    constexpr std::size_t most_bytes = 65'536;
    if (mail.certificate.size() > most_bytes || mail.certificate.find("PRIVATE KEY") != std::string::npos ||
        (!mail.certificate.empty() && !http::read_certificate(mail.certificate).ok())) {
        note("certificate", "config.mail_certificate", "no certificate in PEM, or a private key with it");
    }
}

void TenantCheck::disk_alert(const SiteDiskAlert& alert) {
    constexpr std::size_t most = 20;
    at("disk_alert", 0, "disk_alert");
    range("below_percent", alert.below_percent, 1, 100);
    if (alert.enabled && alert.to.empty()) {
        note("to", "config.required", "nobody would be told");
    }
    if (alert.to.size() > most) {
        note("to", "config.out_of_range", fmt::format("at most {} mailboxes", most));
    }
    for (std::size_t i = 0; i < alert.to.size(); ++i) {
        if (!is_mailbox(alert.to[i])) {
            note(fmt::format("to[{}]", i), "config.mailbox", "no mailbox");
        }
    }
    if (alert.enabled && (!tenant_.mail || tenant_.mail->host.empty())) {
        note("enabled", "config.mail_missing", "there is no mail server to tell it by");
    }
}

}  // namespace yh::office::settings
