#pragma once

#include "base/clock.h"
#include "base/id.h"
#include "base/timer_queue.h"
#include "calls/ports.h"
#include "sip/endpoint_config.h"
#include "sip/endpoint_metrics.h"
#include "sip/transaction.h"
#include "sip/wire.h"

namespace yh::sip {

/// What every act of SIP works with; all of it outlives them. Passed by reference instead of ten parameters.
struct EndpointWorld {
    const EndpointConfig& config;
    const Clock& clock;
    TimerQueue& timers;
    Wire& wire;
    TransactionLayer& transactions;
    IdMaker& ids;
    calls::SignalEvents& events;
    EndpointMetrics& metrics;

    TimerId after(Duration delay, Task task) const { return timers.schedule(clock.now() + delay, std::move(task)); }
    /// Our Contact URI as the peer at `hop` should see it.
    std::string contact(const Hop& hop, std::string_view user) const;
};

/// What we accept, for Allow (RFC 3261 §20.5).
inline constexpr std::string_view allowed_methods =
    "INVITE, ACK, BYE, CANCEL, OPTIONS, PRACK, UPDATE, INFO, REFER, REGISTER";
/// Inside calls we are no registrar.
inline constexpr std::string_view allowed_in_calls = "INVITE, ACK, BYE, CANCEL, OPTIONS, PRACK, UPDATE, INFO, REFER";
inline constexpr std::string_view supported_options = "100rel, timer, path, outbound, norefersub";
inline constexpr std::string_view supported_in_calls = "100rel, timer, norefersub";

}  // namespace yh::sip
