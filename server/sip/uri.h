#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "sip/wire.h"

namespace yh::sip {

/// Parameters as they stand on the wire: ";lr;transport=tcp;x=\"a;b\"" (without or with the first semicolon).
/// A view; names are compared without case.
class Params {
  public:
    Params() = default;
    explicit Params(std::string_view text) : text_{text} {}

    bool has(std::string_view name) const { return get(name).has_value(); }
    /// The value ("" when it has none), quotes kept; nothing when the parameter is absent.
    std::optional<std::string_view> get(std::string_view name) const;
    std::string_view text() const { return text_; }

    /// Walks: takes the next "name" or "name=value" off `rest` (start with text()); false at the end.
    static bool next(std::string_view& rest, std::string_view& name, std::string_view& value);

  private:
    std::string_view text_;
};

/// A SIP, SIPS or tel URI, or any other of which only the scheme is known. Views into the text it was parsed from,
/// which must outlive it.
struct Uri {
    enum class Scheme : std::uint8_t { Sip, Sips, Tel, Other };

    Scheme scheme = Scheme::Other;
    std::string_view scheme_text;
    std::string_view user;      ///< as written (escapes kept), with its own ";params"; for tel the number, for Other
                                ///< everything after the colon
    std::string_view password;  ///< as written
    std::string_view host;      ///< IPv6 with its brackets
    std::uint16_t port = 0;     ///< 0: none given
    Params params;
    std::string_view headers;  ///< after '?'
    std::string_view text;     ///< all of it

    /// Errors: sip.uri (malformed).
    static Result<Uri> parse(std::string_view text);

    bool is_sip() const { return scheme == Scheme::Sip || scheme == Scheme::Sips; }
    /// The user part with escapes resolved.
    std::string user_text() const;
    /// `transport=`, else TLS for sips, else UDP. Error: sip.transport_unknown.
    Result<Transport> transport() const;
    bool is_loose_router() const { return params.has("lr"); }
};

/// RFC 3261 §19.1.4 (for tel and others: equal text without case).
bool equivalent(const Uri& a, const Uri& b);
/// Escapes what a user part may not hold literally (RFC 3261 §25.1).
std::string escape_user(std::string_view text);
/// "%41" → "A"; a broken escape stays as it is.
std::string unescape(std::string_view text);
/// Compares without ASCII case.
bool same_text(std::string_view a, std::string_view b);

}  // namespace yh::sip
