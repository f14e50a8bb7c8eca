#pragma once

#include <array>
#include <cstdint>

namespace yh::sip {

/// The four machines of RFC 3261 §17 with the Accepted state of RFC 6026, as data. `transaction.cpp` only executes
/// them.

enum class Machine : std::uint8_t { ClientInvite, ClientOther, ServerInvite, ServerOther };

/// Calling stands for Trying too.
enum class TransactionState : std::uint8_t { Calling, Proceeding, Completed, Confirmed, Accepted, Terminated };

/// For a client "response" means received, for a server it means that the user sends it.
enum class TransactionEvent : std::uint8_t {
    Provisional,
    Success,    ///< 2xx
    Failure,    ///< 3xx–6xx
    Repeat,     ///< the request again (server)
    Ack,        ///< server INVITE only
    Tick,       ///< the retransmission timer: A, E, G; for a pending INVITE server the 200 ms until 100
    Expire,     ///< the one long timer that runs in this state: B, F, H or D, I, J, K, L, M
    SendError,  ///< the wire failed
};

/// What a step does, in this order.
enum TransactionAct : std::uint16_t {
    StopTimers = 1 << 0,
    Send = 1 << 1,     ///< the request (client) or the last response (server)
    SendAck = 1 << 2,  ///< the ACK of a 3xx–6xx
    SendTrying = 1 << 3,
    TickDouble = 1 << 4,  ///< next tick after twice the interval (timer A)
    TickCapped = 1 << 5,  ///< next tick after twice the interval, at most T2 (timers E, G)
    TickSlow = 1 << 6,    ///< next tick after T2 (timer E in Proceeding)
    Wait64T1 = 1 << 7,    ///< expire after 64·T1 on any transport: H, L, M
    Linger64T1 = 1 << 8,  ///< absorb repeats for 64·T1, on reliable transports not at all: D, J
    LingerT4 = 1 << 9,    ///< absorb repeats for T4, on reliable transports not at all: I, K
    Release = 1 << 10,    ///< the retained bytes and request are not needed any more
    PassUp = 1 << 11,
    TellTimeout = 1 << 12,
    TellSendError = 1 << 13,
};

struct TransactionRow {
    TransactionState from;
    TransactionEvent event;
    TransactionState to;
    std::uint16_t acts;
};

namespace table {
using S = TransactionState;
using E = TransactionEvent;

/// RFC 3261 figure 5, RFC 6026 §7.2. Timer B also guards a cancelled INVITE in Proceeding (RFC 3261 §9.1).
inline constexpr std::array client_invite{
    TransactionRow{S::Calling, E::Tick, S::Calling, Send | TickDouble},
    TransactionRow{S::Calling, E::Expire, S::Terminated, StopTimers | TellTimeout},
    TransactionRow{S::Calling, E::Provisional, S::Proceeding, StopTimers | PassUp},
    TransactionRow{S::Calling, E::Success, S::Accepted, StopTimers | Wait64T1 | Release | PassUp},
    TransactionRow{S::Calling, E::Failure, S::Completed, StopTimers | SendAck | Linger64T1 | PassUp},
    TransactionRow{S::Calling, E::SendError, S::Terminated, StopTimers | TellSendError},
    TransactionRow{S::Proceeding, E::Expire, S::Terminated, StopTimers | TellTimeout},
    TransactionRow{S::Proceeding, E::Provisional, S::Proceeding, PassUp},
    TransactionRow{S::Proceeding, E::Success, S::Accepted, StopTimers | Wait64T1 | Release | PassUp},
    TransactionRow{S::Proceeding, E::Failure, S::Completed, StopTimers | SendAck | Linger64T1 | PassUp},
    TransactionRow{S::Proceeding, E::SendError, S::Terminated, StopTimers | TellSendError},
    TransactionRow{S::Completed, E::Failure, S::Completed, SendAck},
    TransactionRow{S::Completed, E::Expire, S::Terminated, 0},
    TransactionRow{S::Completed, E::SendError, S::Terminated, StopTimers},
    TransactionRow{S::Accepted, E::Success, S::Accepted, PassUp},
    TransactionRow{S::Accepted, E::Expire, S::Terminated, 0},
};

/// RFC 3261 figure 6.
inline constexpr std::array client_other{
    TransactionRow{S::Calling, E::Tick, S::Calling, Send | TickCapped},
    TransactionRow{S::Calling, E::Expire, S::Terminated, StopTimers | TellTimeout},
    TransactionRow{S::Calling, E::Provisional, S::Proceeding, PassUp},
    TransactionRow{S::Calling, E::Success, S::Completed, StopTimers | LingerT4 | Release | PassUp},
    TransactionRow{S::Calling, E::Failure, S::Completed, StopTimers | LingerT4 | Release | PassUp},
    TransactionRow{S::Calling, E::SendError, S::Terminated, StopTimers | TellSendError},
    TransactionRow{S::Proceeding, E::Tick, S::Proceeding, Send | TickSlow},
    TransactionRow{S::Proceeding, E::Expire, S::Terminated, StopTimers | TellTimeout},
    TransactionRow{S::Proceeding, E::Provisional, S::Proceeding, PassUp},
    TransactionRow{S::Proceeding, E::Success, S::Completed, StopTimers | LingerT4 | Release | PassUp},
    TransactionRow{S::Proceeding, E::Failure, S::Completed, StopTimers | LingerT4 | Release | PassUp},
    TransactionRow{S::Proceeding, E::SendError, S::Terminated, StopTimers | TellSendError},
    TransactionRow{S::Completed, E::Expire, S::Terminated, 0},
};

/// RFC 3261 figure 7, RFC 6026 §7.1. A failing wire does not end it: the user decides (RFC 6026 §8.6).
inline constexpr std::array server_invite{
    TransactionRow{S::Proceeding, E::Repeat, S::Proceeding, Send},
    TransactionRow{S::Proceeding, E::Tick, S::Proceeding, SendTrying},
    TransactionRow{S::Proceeding, E::Provisional, S::Proceeding, StopTimers | Send},
    TransactionRow{S::Proceeding, E::Success, S::Accepted, StopTimers | Send | Wait64T1 | Release},
    TransactionRow{S::Proceeding, E::Failure, S::Completed, StopTimers | Send | TickCapped | Wait64T1},
    TransactionRow{S::Proceeding, E::SendError, S::Proceeding, TellSendError},
    TransactionRow{S::Completed, E::Repeat, S::Completed, Send},
    TransactionRow{S::Completed, E::Tick, S::Completed, Send | TickCapped},
    TransactionRow{S::Completed, E::Ack, S::Confirmed, StopTimers | LingerT4 | Release},
    TransactionRow{S::Completed, E::Expire, S::Terminated, StopTimers | TellTimeout},
    TransactionRow{S::Completed, E::SendError, S::Completed, TellSendError},
    TransactionRow{S::Confirmed, E::Expire, S::Terminated, 0},
    TransactionRow{S::Accepted, E::Success, S::Accepted, Send | Release},
    TransactionRow{S::Accepted, E::Ack, S::Accepted, PassUp},
    TransactionRow{S::Accepted, E::Expire, S::Terminated, 0},
    TransactionRow{S::Accepted, E::SendError, S::Accepted, TellSendError},
};

/// RFC 3261 figure 8. A request that the user never answers is dropped after 64·T1 (its client has given up by then).
inline constexpr std::array server_other{
    TransactionRow{S::Calling, E::Provisional, S::Proceeding, Send},
    TransactionRow{S::Calling, E::Success, S::Completed, StopTimers | Send | Linger64T1},
    TransactionRow{S::Calling, E::Failure, S::Completed, StopTimers | Send | Linger64T1},
    TransactionRow{S::Calling, E::Expire, S::Terminated, TellTimeout},
    TransactionRow{S::Proceeding, E::Repeat, S::Proceeding, Send},
    TransactionRow{S::Proceeding, E::Provisional, S::Proceeding, Send},
    TransactionRow{S::Proceeding, E::Success, S::Completed, StopTimers | Send | Linger64T1},
    TransactionRow{S::Proceeding, E::Failure, S::Completed, StopTimers | Send | Linger64T1},
    TransactionRow{S::Proceeding, E::Expire, S::Terminated, TellTimeout},
    TransactionRow{S::Completed, E::Repeat, S::Completed, Send},
    TransactionRow{S::Completed, E::Expire, S::Terminated, 0},
    TransactionRow{S::Completed, E::SendError, S::Completed, TellSendError},
};
}  // namespace table

/// The row for this state and event; null: the event means nothing here and is ignored.
constexpr const TransactionRow* find_row(Machine machine, TransactionState state, TransactionEvent event) {
    const auto search = [&](const auto& rows) -> const TransactionRow* {
        for (const auto& row : rows) {
            if (row.from == state && row.event == event) {
                return &row;
            }
        }
        return nullptr;
    };
    switch (machine) {
        case Machine::ClientInvite:
            return search(table::client_invite);
        case Machine::ClientOther:
            return search(table::client_other);
        case Machine::ServerInvite:
            return search(table::server_invite);
        case Machine::ServerOther:
            return search(table::server_other);
    }
    return nullptr;
}

}  // namespace yh::sip
