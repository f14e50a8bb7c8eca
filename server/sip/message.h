#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sip/header.h"
#include "sip/header_values.h"
#include "sip/wire.h"

namespace yh::sip {

/// Bounds on what one message may make us do. A message beyond them is answered 513 or dropped.
struct MessageLimits {
    std::size_t message_bytes = 65'535;  ///< offsets are 16 bits wide, so this is also the ceiling
    std::size_t header_fields = 200;
    std::size_t line_bytes = 8'192;
    std::size_t vias = 70;
};

/// Where bytes end: a datagram may be longer than Content-Length says, a stream was cut exactly (RFC 3261 §18.3).
enum class Framing : std::uint8_t { Datagram, Stream };

struct Parsed;

/// One SIP message, request or response, read-only. Owns its text; everything it returns is a view into that
/// text, valid as long as the message lives (views survive neither its move nor its death). Folded lines are unfolded
/// in place. Headers are offsets, the known ones are found in O(1); what only some readers need (URIs, lists,
/// parameters) is parsed on demand by them.
class Message {
  public:
    Message() { first_.fill(none); }

    /// Takes the bytes over and parses them; never throws. See Parsed for what may be wrong.
    static Parsed parse(std::string bytes, Framing framing = Framing::Datagram, const MessageLimits& limits = {});

    bool is_request() const { return status_ == 0; }
    bool is_response() const { return status_ != 0; }
    /// The request's method; for a response the method of its CSeq.
    Method method() const { return method_; }
    std::string_view method_text() const { return view(method_text_); }
    std::string_view request_uri() const { return view(uri_); }
    /// 100..699, 0 for a request.
    int status() const { return status_; }
    std::string_view reason() const { return view(reason_); }
    bool is(Method method) const { return method_ == method; }
    bool is_provisional() const { return status_ >= 100 && status_ < 200; }
    bool is_success() const { return status_ >= 200 && status_ < 300; }
    bool is_final() const { return status_ >= 200; }

    bool has(Header header) const { return first_[static_cast<std::size_t>(header)] != none; }
    /// The first field's value, trimmed; "" when absent (ask `has` where an empty field matters).
    std::string_view header(Header header) const;
    /// The same by name, in any case; knows compact forms.
    std::string_view header(std::string_view name) const;
    /// Each value of a comma list, across all fields of that header, in order. Commas in quotes and <> do not split.
    HeaderList values(Header header) const;
    /// How many fields (lines) of this header there are.
    std::size_t field_count(Header header) const;
    /// Does a comma list of tokens (Require, Supported, Allow…) hold this one, in any case?
    bool lists(Header header, std::string_view token) const;

    struct Field {
        std::string_view name;
        std::string_view value;
        Header header;
    };
    std::size_t field_count() const { return fields_.size(); }
    Field field(std::size_t index) const;

    // What every layer needs is parsed once.
    std::string_view call_id() const { return header(Header::CallId); }
    std::string_view from_tag() const { return view(from_tag_); }
    std::string_view to_tag() const { return view(to_tag_); }
    std::uint32_t cseq() const { return cseq_; }
    /// The branch of the topmost Via; "" when it has none.
    std::string_view branch() const { return view(branch_); }
    /// The topmost Via, parsed anew at each call; its views live in this message.
    Via top_via() const;
    /// 70 when absent (RFC 3261 §8.1.1.6).
    int max_forwards() const { return max_forwards_; }

    std::string_view body() const { return view(body_); }
    /// Content-Type without parameters, e.g. "application/sdp"; "" when absent.
    std::string_view content_type() const;
    /// The whole text, with folded lines unfolded.
    std::string_view text() const { return text_; }

    /// Where it came from; set by whoever received it.
    const Hop& source() const { return source_; }
    void set_source(Hop source) { source_ = std::move(source); }

  private:
    friend class MessageParser;
    friend class HeaderList;

    struct Span {
        std::uint16_t at = 0;
        std::uint16_t length = 0;
    };
    struct StoredField {
        Span name;
        Span value;
        Header header = Header::Unknown;
        std::uint8_t next = none;  ///< the next field of the same known header
    };
    static constexpr std::uint8_t none = 0xff;

    std::string_view view(Span span) const { return std::string_view{text_}.substr(span.at, span.length); }

    std::string text_;
    std::vector<StoredField> fields_;
    std::array<std::uint8_t, header_count> first_;
    Method method_ = Method::Other;
    std::uint16_t status_ = 0;
    std::uint8_t max_forwards_ = 70;
    std::uint32_t cseq_ = 0;
    Span method_text_, uri_, reason_, from_tag_, to_tag_, branch_, body_;
    Hop source_;
};

/// What became of the bytes.
enum class Verdict : std::uint8_t {
    Good,      ///< a message
    Answer,    ///< a malformed request whose Via, From, To, Call-ID and CSeq can be used: answer it with `status`
    Drop,      ///< nothing that can be answered: malformed response, ACK, or no usable Via
    KeepAlive  ///< only CR and LF (RFC 5626 §3.5.1 pings, and the courtesy of many phones over UDP)
};

/// A parsed message and what it deserves. With Answer, `message` holds what could be understood.
struct Parsed {
    Verdict verdict = Verdict::Drop;
    int status = 0;              ///< with Answer: 400, 413, 416, 505, 513
    std::string_view complaint;  ///< why; a literal, fit for the reason phrase and the log
    Message message;

    bool good() const { return verdict == Verdict::Good; }
};

}  // namespace yh::sip
