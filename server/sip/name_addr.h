#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "sip/uri.h"

namespace yh::sip {

/// `"Display" <uri>;params` or `uri;params`: From, To, Contact, Route, Refer-To, P-Asserted-Identity…
/// Views into the text it was parsed from, which must outlive it.
struct NameAddr {
    std::string_view display;  ///< as written, quotes kept
    std::string_view uri;      ///< without <>; "*" only for Contact: *
    Params params;             ///< header parameters, never those of the URI

    /// One value (no comma list). Error: sip.name_addr. Without <> everything after ';' or '?' belongs to the header
    /// (RFC 3261 §20: such a URI must have been written with <>).
    static Result<NameAddr> parse(std::string_view text);

    std::string_view tag() const { return params.get("tag").value_or(std::string_view{}); }
    /// Without quotes and backslashes.
    std::string display_text() const;
    bool is_star() const { return uri == "*"; }
};

/// `"display" <uri>`; quotes and escapes the display name, leaves it out when empty.
std::string format_name_addr(std::string_view display, std::string_view uri);
/// `"text"` with backslashes where needed (RFC 3261 §25.1 quoted-string); control characters become spaces.
std::string quoted(std::string_view text);
/// The reverse; text without quotes comes back as it is.
std::string unquoted(std::string_view text);

}  // namespace yh::sip
