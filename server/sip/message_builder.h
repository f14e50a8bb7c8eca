#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sip/header.h"
#include "sip/message.h"

namespace yh::sip {

/// Writes one message, header by header, into one string. Values may hold anything: line breaks and NUL in them become
/// spaces, so that nobody can smuggle a header in. Thread: any.
class MessageBuilder {
  public:
    /// A request without Via: the transaction layer writes it first, with the branch that it chose.
    static MessageBuilder request(std::string_view method, std::string_view uri);
    static MessageBuilder request(Method method, std::string_view uri) { return request(method_name(method), uri); }

    /// A response to `request` with its Via, From, To, Call-ID and CSeq, and Record-Route where the response may
    /// make a dialog (RFC 3261 §8.2.6, §12.1.1). `to_tag` is added when the request has none and the status is not 100.
    /// The topmost Via gets received= and rport= from request.source() (RFC 3261 §18.2.1, RFC 3581 §4).
    /// An empty reason becomes the usual words.
    static MessageBuilder response(const Message& request, int status, std::string_view to_tag = {},
                                   std::string_view reason = {});

    MessageBuilder& add(Header header, std::string_view value);
    MessageBuilder& add(Header header, std::uint32_t value);
    MessageBuilder& add(std::string_view name, std::string_view value);
    /// All fields of this header, as they stand in `from`.
    MessageBuilder& copy(const Message& from, Header header);
    /// The body and its type; at most once. Without it the message says Content-Length: 0.
    MessageBuilder& body(std::string_view content_type, std::string_view content);

    /// 0 for a request.
    int status() const { return status_; }
    std::string_view method() const { return std::string_view{text_}.substr(0, method_bytes_); }

    /// The finished bytes; the builder is empty afterwards. For a request, `via` ("SIP/2.0/UDP host;branch=…") goes in
    /// as the first header; "" leaves it out.
    std::string finish(std::string_view via = {});

  private:
    MessageBuilder() = default;
    void append_clean(std::string_view value);

    std::string text_;
    std::string body_;
    std::string content_type_;
    std::size_t method_bytes_ = 0;
    std::size_t start_line_bytes_ = 0;
    int status_ = 0;
};

}  // namespace yh::sip
