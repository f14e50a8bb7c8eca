#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "sip/header.h"
#include "sip/uri.h"
#include "sip/wire.h"

namespace yh::sip {

class Message;

/// Takes the next value of a comma list off `rest`, trimmed; commas within quotes and <> do not split; empty
/// values are skipped. False at the end.
bool next_list_value(std::string_view& rest, std::string_view& value);

/// All values of one header across its fields: `for (std::string_view route : message.values(Header::Route))`.
/// The message must outlive it.
class HeaderList {
  public:
    class Iterator {
      public:
        using value_type = std::string_view;
        using difference_type = std::ptrdiff_t;

        std::string_view operator*() const { return value_; }
        Iterator& operator++();
        void operator++(int) { ++*this; }
        bool operator==(std::default_sentinel_t) const { return message_ == nullptr; }

      private:
        friend class HeaderList;
        const Message* message_ = nullptr;
        std::uint8_t field_ = 0xff;
        std::string_view rest_;
        std::string_view value_;
    };

    HeaderList(const Message& message, Header header) : message_{&message}, header_{header} {}
    Iterator begin() const;
    std::default_sentinel_t end() const { return {}; }
    bool empty() const { return begin() == end(); }
    std::size_t count() const;

  private:
    const Message* message_;
    Header header_;
};

/// RFC 3261 §20.42. Views.
struct Via {
    std::string_view transport_text;  ///< "UDP", "SCTP", anything
    std::string_view host;            ///< sent-by; IPv6 with brackets
    std::uint16_t port = 0;           ///< 0: none given
    std::string_view sent_by;         ///< host[:port] as written
    Params params;

    /// Errors: sip.via.
    static Result<Via> parse(std::string_view value);
    std::string_view branch() const { return params.get("branch").value_or(std::string_view{}); }
    /// RFC 3261 §8.1.1.7: made by a stack that keeps branches unique.
    bool has_magic_cookie() const;
};

/// RFC 3261 §20.16.
struct CSeq {
    std::uint32_t number = 0;
    std::string_view method;
    /// Errors: sip.cseq (not a number below 2^31, or no method).
    static Result<CSeq> parse(std::string_view value);
};

/// RFC 3262 §7.2: which reliable provisional response a PRACK acknowledges.
struct RAck {
    std::uint32_t rseq = 0;
    std::uint32_t cseq = 0;
    std::string_view method;
    static Result<RAck> parse(std::string_view value);
};

/// RFC 4028 §4.
struct SessionExpires {
    enum class Refresher : std::uint8_t { Unset, Uac, Uas };
    std::uint32_t seconds = 0;
    Refresher refresher = Refresher::Unset;
    static Result<SessionExpires> parse(std::string_view value);
};

/// RFC 3891 §6.1.
struct Replaces {
    std::string_view call_id;
    std::string_view to_tag;
    std::string_view from_tag;
    bool early_only = false;
    static Result<Replaces> parse(std::string_view value);
};

/// A header that is one decimal number with optional parameters (Expires, Min-SE, RSeq, Retry-After…).
/// Error: sip.number.
Result<std::uint32_t> parse_number(std::string_view value);
/// RFC 3261 §20.10: `expires=` of a contact, else the Expires header, else nothing. Too large values become 2^32-1.
std::optional<std::uint32_t> expires_of(const Params& contact_params, const Message& message);

/// Removes spaces and tabs on both sides.
std::string_view trim(std::string_view text);

}  // namespace yh::sip
