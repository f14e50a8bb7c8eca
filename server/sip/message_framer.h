#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sip/message.h"

namespace yh::sip {

/// Cuts a TCP or TLS byte stream into SIP messages by Content-Length (RFC 3261 §18.3), and answers nothing itself.
/// One per connection, owned by it. Memory: at most one message and what arrived behind it. Thread: call loop.
class StreamFramer {
  public:
    explicit StreamFramer(MessageLimits limits = {}) : limits_{limits} {}

    enum class Event : std::uint8_t {
        NeedMore,  ///< nothing whole is left
        Message,   ///< `message` is one whole message
        Ping,      ///< double CRLF between messages: answer with CRLF (RFC 5626 §3.5.1)
        Pong,      ///< a single CRLF between messages (when its second half comes later, a Ping follows)
        Broken,    ///< too long, or no usable Content-Length: where the next message starts is lost; close
    };
    struct Next {
        Event event = Event::NeedMore;
        std::string message;
    };

    void feed(std::string_view bytes) { buffer_.append(bytes); }
    /// Call after each feed until NeedMore or Broken.
    Next next();
    /// Bytes held back; a connection that keeps a part for long may be cut.
    std::size_t pending_bytes() const { return buffer_.size() - used_; }
    static constexpr std::string_view pong = "\r\n";
    static constexpr std::string_view ping = "\r\n\r\n";

  private:
    Event take_keep_alive(std::string_view pending);
    Next hold();
    Next break_off();

    MessageLimits limits_;
    std::string buffer_;
    std::size_t used_ = 0;     ///< bytes at the front that were already handed out
    std::size_t scanned_ = 0;  ///< bytes behind `used_` known to hold no end of headers
    bool half_ping_ = false;
    bool broken_ = false;
};

}  // namespace yh::sip
