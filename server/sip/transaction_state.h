#pragma once

#include <memory>
#include <string>

#include "sip/transaction.h"
#include "sip/transaction_table.h"

namespace yh::sip {

/// 64·T1 is how long anything is tried or waited for (RFC 3261 §17).
inline constexpr int patience = 64;

/// One running transaction: what TransactionLayer keeps of it, and nobody else sees. It goes at once when its state
/// becomes Terminated.
struct Transaction {
    TransactionId id;
    Machine machine = Machine::ClientOther;
    TransactionState state = TransactionState::Calling;
    std::string key;    ///< what the layer's index views; never changes
    Hop hop;            ///< where the request or the responses go
    std::string bytes;  ///< the request, or the last response: what is sent again
    TimerId tick;
    TimerId expiry;
    Duration interval{};  ///< of the last tick

    // Client.
    AnswerHandler handler;
    bool forgotten = false;
    bool cancel_wanted = false;  ///< CANCEL waits for the first provisional response
    std::string cancel_reason;

    // Server.
    std::unique_ptr<Message> request;  ///< until the final response
    std::string tag;
    std::uint64_t origin = 0;  ///< its entry in the index of merged requests

    bool is_client() const { return machine == Machine::ClientInvite || machine == Machine::ClientOther; }
    bool is_pending() const { return state == TransactionState::Calling || state == TransactionState::Proceeding; }
};

}  // namespace yh::sip
