#include "sip/transaction.h"

#include <algorithm>
#include <utility>

#include "base/assert.h"
#include "base/random.h"
#include "sip/transaction_state.h"
#include "sip/transaction_table.h"

namespace yh::sip {
namespace {

using State = TransactionState;
using Event = TransactionEvent;

}  // namespace

TransactionLayer::TransactionLayer(const Clock& clock, TimerQueue& timers, Wire& wire, TransactionUser& user,
                                   TransactionConfig config)
    : clock_{clock}, timers_{timers}, wire_{wire}, user_{user}, config_{config}, salt_{random_u64()} {}

TransactionLayer::~TransactionLayer() {
    if (failures_timer_) {
        timers_.cancel(*failures_timer_);
    }
    for (auto& slot : slots_) {
        if (slot.transaction) {
            stop_timers(*slot.transaction);
        }
    }
}

// --- Keeping.

Transaction& TransactionLayer::create(Machine machine, std::string key, const Hop& hop) {
    if (free_slots_.empty()) {
        free_slots_.push_back(static_cast<std::uint32_t>(slots_.size()));
        slots_.emplace_back();
    }
    const auto index = free_slots_.back();
    free_slots_.pop_back();
    auto& slot = slots_[index];
    slot.transaction = std::make_unique<Transaction>();
    auto& transaction = *slot.transaction;
    transaction.id = {index, slot.generation};
    transaction.machine = machine;
    // A server INVITE has no Trying state of its own (RFC 3261 figure 7).
    transaction.state = machine == Machine::ServerInvite ? State::Proceeding : State::Calling;
    transaction.key = std::move(key);
    transaction.hop = hop;
    by_key_.emplace(transaction.key, index);
    ++live_;
    return transaction;
}

Transaction* TransactionLayer::find(TransactionId id) const {
    if (!id || id.slot >= slots_.size() || slots_[id.slot].generation != id.generation) {
        return nullptr;
    }
    return slots_[id.slot].transaction.get();
}

Transaction* TransactionLayer::find_key(std::string_view key) const {
    const auto found = by_key_.find(key);
    return found == by_key_.end() ? nullptr : slots_[found->second].transaction.get();
}

void TransactionLayer::remove(TransactionId id) {
    auto& slot = slots_[id.slot];
    auto& transaction = *slot.transaction;
    stop_timers(transaction);
    by_key_.erase(transaction.key);
    if (const auto origin = by_origin_.find(transaction.origin);
        origin != by_origin_.end() && origin->second == id.slot) {
        by_origin_.erase(origin);
    }
    if (++slot.generation == 0) {
        slot.generation = 1;
    }
    free_slots_.push_back(id.slot);
    --live_;
    // Last, because a handler's captures may call us while they die.
    const auto dying = std::move(slot.transaction);
}

// --- The machine: table row in, acts out.

void TransactionLayer::fire(Transaction& transaction, Event event, const Message* message) {
    const auto* row = find_row(transaction.machine, transaction.state, event);
    if (row == nullptr) {
        return;
    }
    const auto id = transaction.id;
    const auto machine = transaction.machine;
    transaction.state = row->to;
    act(transaction, row->acts, message);
    // The user hears of it last: it may call back, and the transaction may be gone when it returns.
    tell(id, machine, row->acts, message);
    if (auto* left = find(id); left != nullptr && left->state == State::Terminated) {
        remove(id);
    }
}

void TransactionLayer::act(Transaction& transaction, unsigned acts, const Message* message) {
    const bool reliable = is_reliable(transaction.hop.transport);
    if (acts & StopTimers) {
        stop_timers(transaction);
    }
    if ((acts & Send) && !transaction.bytes.empty()) {
        wire_.send(transaction.hop, transaction.bytes);
    }
    if (acts & SendAck) {
        send_ack(transaction, *message);
    }
    if ((acts & SendTrying) && transaction.request) {
        transaction.bytes = MessageBuilder::response(*transaction.request, 100).finish();
        wire_.send(transaction.hop, transaction.bytes);
    }
    act_timers(transaction, acts, reliable);
    if (acts & Release) {
        transaction.bytes = {};
        transaction.request.reset();
    }
}

void TransactionLayer::act_timers(Transaction& transaction, unsigned acts, bool reliable) {
    if ((acts & (TickDouble | TickCapped | TickSlow)) && !reliable) {
        const auto doubled = transaction.interval == Duration{} ? config_.t1 : transaction.interval * 2;
        const auto capped = std::min(doubled, config_.t2);
        tick_in(transaction, acts & TickSlow ? config_.t2 : acts & TickCapped ? capped : doubled);
    }
    if (acts & Wait64T1) {
        expire_in(transaction, patience * config_.t1);
    }
    if (acts & (Linger64T1 | LingerT4)) {
        if (reliable) {
            transaction.state = State::Terminated;
        } else {
            expire_in(transaction, acts & LingerT4 ? config_.t4 : patience * config_.t1);
        }
    }
}

void TransactionLayer::tell(TransactionId id, Machine machine, unsigned acts, const Message* message) {
    const bool client = machine == Machine::ClientInvite || machine == Machine::ClientOther;
    if (client) {
        if (acts & PassUp) {
            call_handler(id, {id, message->status(), message});
        } else if (acts & TellTimeout) {
            call_handler(id, {id, 408, nullptr});
        } else if (acts & TellSendError) {
            call_handler(id, {id, 503, nullptr});
        }
        return;
    }
    if (acts & PassUp) {
        user_.on_ack(*message);
    } else if (acts & TellTimeout) {
        user_.on_server_failure(id,
                                machine == Machine::ServerInvite ? ServerFailure::NoAck : ServerFailure::Unanswered);
    } else if (acts & TellSendError) {
        user_.on_server_failure(id, ServerFailure::NotDelivered);
    }
}

void TransactionLayer::call_handler(TransactionId id, const Answer& answer) {
    auto* transaction = find(id);
    if (transaction == nullptr || !transaction->handler) {
        return;
    }
    // Taken out while it runs: it may forget the transaction, and must not be destroyed under its own feet.
    auto handler = std::exchange(transaction->handler, nullptr);
    handler(answer);
    transaction = find(id);
    const bool may_come_again = answer.is_provisional() || answer.is_success();
    if (transaction != nullptr && !transaction->forgotten && may_come_again) {
        transaction->handler = std::move(handler);
    }
}

void TransactionLayer::tick_in(Transaction& transaction, Duration delay) {
    timers_.cancel(transaction.tick);
    transaction.interval = delay;
    transaction.tick = timers_.schedule(clock_.now() + delay, [this, id = transaction.id] {
        if (auto* due = find(id)) {
            fire(*due, Event::Tick);
        }
    });
}

void TransactionLayer::expire_in(Transaction& transaction, Duration delay) {
    timers_.cancel(transaction.expiry);
    transaction.expiry = timers_.schedule(clock_.now() + delay, [this, id = transaction.id] {
        if (auto* due = find(id)) {
            fire(*due, Event::Expire);
        }
    });
}

void TransactionLayer::stop_timers(Transaction& transaction) {
    timers_.cancel(std::exchange(transaction.tick, {}));
    timers_.cancel(std::exchange(transaction.expiry, {}));
    transaction.interval = {};
}

// --- From the wire.

void TransactionLayer::on_received(std::string bytes, const Hop& from) {
    // A WebSocket message has its own bounds, as a datagram has (RFC 7118 §5).
    const bool stream = from.transport == Transport::Tcp || from.transport == Transport::Tls;
    const auto framing = stream ? Framing::Stream : Framing::Datagram;
    auto parsed = Message::parse(std::move(bytes), framing, config_.limits);
    parsed.message.set_source(from);
    switch (parsed.verdict) {
        case Verdict::Good:
            if (parsed.message.is_response()) {
                on_response(parsed.message);
            } else if (parsed.message.is(Method::Ack)) {
                on_ack(parsed.message);
            } else {
                on_request(std::move(parsed.message));
            }
            break;
        case Verdict::Answer:
            answer_stateless(parsed.message, parsed.status, parsed.complaint);
            break;
        case Verdict::Drop:
        case Verdict::KeepAlive:
            break;
    }
}

void TransactionLayer::on_send_failed(const Hop& to) {
    failed_.places.insert({to.transport, to.address, to.flow});
    tell_failures_in_time();
}

void TransactionLayer::on_flow_closed(FlowId flow) {
    if (flow) {
        failed_.flows.insert(flow);
        tell_failures_in_time();
    }
}

/// Telling is a walk over all transactions. A peer that answers each of ten thousand responses with "port unreachable"
/// must not make us walk ten thousand times: the first failure is told at once, those that follow it closely together.
void TransactionLayer::tell_failures_in_time() {
    if (failures_timer_) {
        return;
    }
    const auto now = clock_.now();
    if (now >= failures_told_at_ + config_.failure_spacing) {
        tell_failures();
        return;
    }
    failures_timer_ = timers_.schedule(failures_told_at_ + config_.failure_spacing, [this] {
        failures_timer_.reset();
        tell_failures();
    });
}

/// By id, because handlers make and end other transactions meanwhile.
void TransactionLayer::tell_failures() {
    failures_told_at_ = clock_.now();
    const auto failed = std::exchange(failed_, {});
    std::vector<TransactionId> hit;
    for (const auto& slot : slots_) {
        if (slot.transaction && failed.concern(slot.transaction->hop)) {
            hit.push_back(slot.transaction->id);
        }
    }
    for (const auto id : hit) {
        if (auto* transaction = find(id)) {
            fire(*transaction, Event::SendError);
        }
    }
}

bool TransactionLayer::Failures::concern(const Hop& hop) const {
    return flows.contains(hop.flow) || places.contains({hop.transport, hop.address, hop.flow});
}

}  // namespace yh::sip
