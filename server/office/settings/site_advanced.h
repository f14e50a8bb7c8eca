#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <string>
#include <vector>

// What a site says of pages of third parties, of e-mail and of the disk (高级设置).
namespace yh::office::settings {

/// When the page of a third party opens by itself.
enum class PopupOpen { Ringing, Answered, ByHand };
BOOST_DESCRIBE_ENUM(PopupOpen, Ringing, Answered, ByHand)

/// R068: pages of a third party for calls from customers and to them. The addresses may hold words in braces, which the
/// agent's page fills in with what it shows of the call: a hidden number stays hidden.
struct SitePopup {
    std::string inbound;  ///< http or https; empty: none
    std::string outbound;
    PopupOpen open = PopupOpen::Ringing;

    bool operator==(const SitePopup&) const = default;
};
BOOST_DESCRIBE_STRUCT(SitePopup, (), (inbound, outbound, open))

/// From the first byte, after a word in the clear, or not at all.
enum class MailSecurity { Tls, StartTls, None };
BOOST_DESCRIBE_ENUM(MailSecurity, Tls, StartTls, None)

/// The mail server (SMTP) that messages of the system go out by.
struct SiteMail {
    std::string host;
    std::int64_t port = 465;
    MailSecurity security = MailSecurity::Tls;
    std::string username;  ///< empty: without signing in
    std::string secret;    ///< empty: keeps the old one; never shown again
    std::string sender;    ///< address that messages come from
    /// Trusted besides the authorities that the system knows: that of the company, or the server's own (PEM).
    std::string certificate{};

    bool operator==(const SiteMail&) const = default;
};
BOOST_DESCRIBE_STRUCT(SiteMail, (), (host, port, security, username, secret, sender, certificate))

/// R266: who is told by e-mail that the disk is filling up.
struct SiteDiskAlert {
    bool enabled = false;
    std::int64_t below_percent = 10;  ///< of the disk with the recordings; less than that is free
    std::vector<std::string> to;      ///< mailboxes

    bool operator==(const SiteDiskAlert&) const = default;
};
BOOST_DESCRIBE_STRUCT(SiteDiskAlert, (), (enabled, below_percent, to))

}  // namespace yh::office::settings
