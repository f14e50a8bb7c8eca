#include "sip/header.h"

#include <array>

#include "sip/uri.h"

namespace yh::sip {
namespace {

constexpr std::array<std::string_view, 14> method_names{"INVITE",    "ACK",   "BYE",     "CANCEL", "REGISTER",
                                                        "OPTIONS",   "PRACK", "UPDATE",  "REFER",  "NOTIFY",
                                                        "SUBSCRIBE", "INFO",  "MESSAGE", "PUBLISH"};

/// In the order of the enum.
constexpr std::array<std::string_view, header_count> header_names{
    "Accept",
    "Accept-Encoding",
    "Accept-Language",
    "Alert-Info",
    "Allow",
    "Allow-Events",
    "Authentication-Info",
    "Authorization",
    "Call-ID",
    "Call-Info",
    "Contact",
    "Content-Disposition",
    "Content-Encoding",
    "Content-Language",
    "Content-Length",
    "Content-Type",
    "CSeq",
    "Date",
    "Diversion",
    "Error-Info",
    "Event",
    "Expires",
    "From",
    "History-Info",
    "In-Reply-To",
    "Max-Forwards",
    "MIME-Version",
    "Min-Expires",
    "Min-SE",
    "Organization",
    "P-Asserted-Identity",
    "P-Preferred-Identity",
    "Path",
    "Priority",
    "Privacy",
    "Proxy-Authenticate",
    "Proxy-Authorization",
    "Proxy-Require",
    "RAck",
    "RSeq",
    "Reason",
    "Record-Route",
    "Refer-Sub",
    "Refer-To",
    "Referred-By",
    "Remote-Party-ID",
    "Replaces",
    "Reply-To",
    "Require",
    "Retry-After",
    "Route",
    "Server",
    "Service-Route",
    "Session-Expires",
    "SIP-ETag",
    "SIP-If-Match",
    "Subject",
    "Subscription-State",
    "Supported",
    "Timestamp",
    "To",
    "Unsupported",
    "User-Agent",
    "User-to-User",
    "Via",
    "Warning",
    "WWW-Authenticate",
};
static_assert(header_names.back() == "WWW-Authenticate");

constexpr unsigned char lower(char c) {
    return static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

/// Spreads the known names well enough that a look-up compares about once.
constexpr std::size_t slot_of(std::string_view name) {
    const std::size_t middle = lower(name[name.size() / 2]);
    return (name.size() * 31 + lower(name.front()) * 7U + lower(name.back()) * 13U + middle * 3U) % 256;
}

constexpr auto slots = [] {
    std::array<std::uint8_t, 256> table{};
    table.fill(0xff);
    for (std::size_t i = 0; i < header_names.size(); ++i) {
        std::size_t slot = slot_of(header_names[i]);
        while (table[slot] != 0xff) {
            slot = (slot + 1) % table.size();
        }
        table[slot] = static_cast<std::uint8_t>(i);
    }
    return table;
}();

/// RFC 3261 §7.3.3 and the compact forms of later RFCs.
constexpr Header compact_header(unsigned char letter) {
    switch (letter) {
        case 'a':
            return Header::Unknown;  // Accept-Contact (RFC 3841): not ours
        case 'b':
            return Header::ReferredBy;
        case 'c':
            return Header::ContentType;
        case 'e':
            return Header::ContentEncoding;
        case 'f':
            return Header::From;
        case 'i':
            return Header::CallId;
        case 'k':
            return Header::Supported;
        case 'l':
            return Header::ContentLength;
        case 'm':
            return Header::Contact;
        case 'o':
            return Header::Event;
        case 'r':
            return Header::ReferTo;
        case 's':
            return Header::Subject;
        case 't':
            return Header::To;
        case 'u':
            return Header::AllowEvents;
        case 'v':
            return Header::Via;
        case 'x':
            return Header::SessionExpires;
        default:
            return Header::Unknown;
    }
}

struct Phrase {
    int status;
    std::string_view text;
};
constexpr std::array phrases{Phrase{100, "Trying"},
                             Phrase{180, "Ringing"},
                             Phrase{181, "Call Is Being Forwarded"},
                             Phrase{182, "Queued"},
                             Phrase{183, "Session Progress"},
                             Phrase{199, "Early Dialog Terminated"},
                             Phrase{200, "OK"},
                             Phrase{202, "Accepted"},
                             Phrase{204, "No Notification"},
                             Phrase{300, "Multiple Choices"},
                             Phrase{301, "Moved Permanently"},
                             Phrase{302, "Moved Temporarily"},
                             Phrase{305, "Use Proxy"},
                             Phrase{380, "Alternative Service"},
                             Phrase{400, "Bad Request"},
                             Phrase{401, "Unauthorized"},
                             Phrase{402, "Payment Required"},
                             Phrase{403, "Forbidden"},
                             Phrase{404, "Not Found"},
                             Phrase{405, "Method Not Allowed"},
                             Phrase{406, "Not Acceptable"},
                             Phrase{407, "Proxy Authentication Required"},
                             Phrase{408, "Request Timeout"},
                             Phrase{410, "Gone"},
                             Phrase{412, "Conditional Request Failed"},
                             Phrase{413, "Request Entity Too Large"},
                             Phrase{414, "Request-URI Too Long"},
                             Phrase{415, "Unsupported Media Type"},
                             Phrase{416, "Unsupported URI Scheme"},
                             Phrase{420, "Bad Extension"},
                             Phrase{421, "Extension Required"},
                             Phrase{422, "Session Interval Too Small"},
                             Phrase{423, "Interval Too Brief"},
                             Phrase{430, "Flow Failed"},
                             Phrase{439, "First Hop Lacks Outbound Support"},
                             Phrase{480, "Temporarily Unavailable"},
                             Phrase{481, "Call/Transaction Does Not Exist"},
                             Phrase{482, "Loop Detected"},
                             Phrase{483, "Too Many Hops"},
                             Phrase{484, "Address Incomplete"},
                             Phrase{485, "Ambiguous"},
                             Phrase{486, "Busy Here"},
                             Phrase{487, "Request Terminated"},
                             Phrase{488, "Not Acceptable Here"},
                             Phrase{489, "Bad Event"},
                             Phrase{491, "Request Pending"},
                             Phrase{493, "Undecipherable"},
                             Phrase{494, "Security Agreement Required"},
                             Phrase{500, "Server Internal Error"},
                             Phrase{501, "Not Implemented"},
                             Phrase{502, "Bad Gateway"},
                             Phrase{503, "Service Unavailable"},
                             Phrase{504, "Server Time-out"},
                             Phrase{505, "Version Not Supported"},
                             Phrase{513, "Message Too Large"},
                             Phrase{580, "Precondition Failure"},
                             Phrase{600, "Busy Everywhere"},
                             Phrase{603, "Decline"},
                             Phrase{604, "Does Not Exist Anywhere"},
                             Phrase{606, "Not Acceptable"},
                             Phrase{607, "Unwanted"},
                             Phrase{608, "Rejected"}};

constexpr std::array<std::string_view, 7> class_phrases{
    "Error", "Progress", "OK", "Redirection", "Request Failed", "Server Error", "Global Failure"};

}  // namespace

Method method_from(std::string_view name) {
    for (std::size_t i = 0; i < method_names.size(); ++i) {
        if (method_names[i] == name) {
            return static_cast<Method>(i);
        }
    }
    return Method::Other;
}

std::string_view method_name(Method method) {
    return method == Method::Other ? std::string_view{} : method_names[static_cast<std::size_t>(method)];
}

Header header_from(std::string_view name) {
    if (name.size() <= 1) {
        return name.empty() ? Header::Unknown : compact_header(lower(name.front()));
    }
    for (std::size_t slot = slot_of(name); slots[slot] != 0xff; slot = (slot + 1) % slots.size()) {
        if (same_text(header_names[slots[slot]], name)) {
            return static_cast<Header>(slots[slot]);
        }
    }
    return Header::Unknown;
}

std::string_view header_name(Header header) {
    return header == Header::Unknown ? std::string_view{} : header_names[static_cast<std::size_t>(header)];
}

std::string_view reason_phrase(int status) {
    for (const auto& phrase : phrases) {
        if (phrase.status == status) {
            return phrase.text;
        }
    }
    return class_phrases[status >= 100 && status < 700 ? static_cast<std::size_t>(status / 100) : 0];
}

}  // namespace yh::sip
