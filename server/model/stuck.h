#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>

#include "model/ids.h"

namespace yh::model {

/// What the watchdog (自检) finds of agents and calls that stand where nothing moves them any more (B24).
enum class Fault {
    AgentWithoutCall,   ///< taken for busy, and in no call
    OfferWithoutRing,   ///< reserved for an offer that rings nowhere
    BusyTakenForFree,   ///< in a call, and taken for free
    WrapUpOverdue,      ///< after-call work that did not end when it should have
    AlarmLost,          ///< nobody would have woken the distribution of calls
    CallWithoutParty,   ///< a call that nobody is in
    WaitingNowhere,     ///< waits, and stands in no queue
    WaitingUnknown,     ///< stands in a queue, and does not wait
    CallbackForgotten,  ///< a promised call-back that waits for nothing
    SignalLost,         ///< a party whose signalling is gone
    MediaLost,          ///< a party whose sound is gone
    ClosingForever,     ///< a call that has ended and was never recorded as such
};
BOOST_DESCRIBE_ENUM(Fault, AgentWithoutCall, OfferWithoutRing, BusyTakenForFree, WrapUpOverdue, AlarmLost,
                    CallWithoutParty, WaitingNowhere, WaitingUnknown, CallbackForgotten, SignalLost, MediaLost,
                    ClosingForever)

/// One that was found, and healed. Tenant, call and user: what there is of them.
struct Healed {
    std::int64_t at_ms = 0;
    Fault fault = Fault::AlarmLost;
    TenantId tenant;
    CallId call;
    UserId user;

    bool operator==(const Healed&) const = default;
};
BOOST_DESCRIBE_STRUCT(Healed, (), (at_ms, fault, tenant, call, user))

}  // namespace yh::model
