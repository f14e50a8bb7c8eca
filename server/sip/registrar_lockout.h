#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>

#include "base/clock.h"
#include "sip/endpoint_config.h"
#include "sip/wire.h"

namespace yh::sip {

/// What each source address may still do: how often it failed to sign in, and how many requests without credentials it
/// may send. Bounded: when too many addresses are known, those that did nothing lately are forgotten, and if none is,
/// all are. Owned by the gate. Thread: call loop.
class LockOut {
  public:
    LockOut(const Clock& clock, const EndpointConfig& config) : clock_{clock}, config_{config} {}

    bool is_locked(const Address& source);
    /// A wrong password. True when this one locks the source out.
    bool on_failure(const Address& source);
    void on_success(const Address& source);
    /// Takes one request from the source's allowance (a token bucket).
    bool allow_unauthenticated(const Address& source);
    std::size_t known() const { return sources_.size(); }

  private:
    struct Source {
        int failures = 0;
        MonoTime window_began;
        MonoTime locked_until;
        double allowance = 0;
        MonoTime refilled;
    };
    static constexpr std::size_t max_sources = 50'000;

    Source& source(const Address& address);
    void forget_idle();

    const Clock& clock_;
    const EndpointConfig& config_;
    std::unordered_map<std::string, Source> sources_;
};

}  // namespace yh::sip
