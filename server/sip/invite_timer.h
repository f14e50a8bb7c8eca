#pragma once

#include <cstdint>

#include "base/clock.h"
#include "sip/message.h"
#include "sip/message_builder.h"

namespace yh::sip {

/// Who keeps a session alive, and how often (RFC 4028). Only the agreement: the leg holds the clock. Owned by the leg.
class SessionTimer {
  public:
    SessionTimer(std::uint32_t wanted_s, std::uint32_t min_s) : wanted_s_{wanted_s}, min_s_{min_s} {}

    /// Is the peer's interval below what we accept, and may we say so (422)?
    bool is_too_small(const Message& request) const;
    /// A 422 to our request: true when its Min-SE can be met by asking again.
    bool raise(const Message& response);

    /// Our INVITE or UPDATE asks for what was agreed, or for what we want.
    void write_request(MessageBuilder& request) const;
    /// The peer's INVITE or UPDATE, accepted: what our 2xx will say (RFC 4028 §9).
    void on_request(const Message& request);
    void write_response(MessageBuilder& response) const;
    /// A 2xx to our INVITE or UPDATE (RFC 4028 §7.2).
    void on_response(const Message& response);

    bool is_on() const { return interval_s_ != 0; }
    bool we_refresh() const { return we_refresh_; }
    /// When to refresh (half way), or when to give the peer up (RFC 4028 §10).
    Duration due() const;

  private:
    std::uint32_t wanted_s_;
    std::uint32_t min_s_;
    std::uint32_t interval_s_ = 0;
    bool we_refresh_ = false;
};

}  // namespace yh::sip
