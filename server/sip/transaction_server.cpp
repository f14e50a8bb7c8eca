#include <array>
#include <utility>

#include "base/random.h"
#include "sip/transaction.h"
#include "sip/transaction_state.h"
#include "sip/transaction_table.h"

namespace yh::sip {
namespace {

using State = TransactionState;
using Event = TransactionEvent;

/// RFC 3261 §17.2.3: branch, sent-by and method; without the magic cookie what RFC 2543 matched by. The To tag is left
/// out there, so that an ACK, which carries ours, matches its INVITE; a new request in a dialog has a new CSeq anyway.
void write_server_key(std::string& key, const Message& request, std::string_view method) {
    const auto via = request.top_via();
    key = "S\n";
    key += via.sent_by;
    key += '\n';
    key += method;
    key += '\n';
    if (via.has_magic_cookie()) {
        key += via.branch();
        return;
    }
    key += via.branch();
    for (const auto part : {request.request_uri(), request.from_tag(), request.call_id()}) {
        key += '\n';
        key += part;
    }
    key += '\n';
    key += std::to_string(request.cseq());
}

/// 0: has a To tag and cannot be merged (RFC 3261 §8.2.2.2). The salt keeps others from choosing what collides.
std::uint64_t origin_of(const Message& request, std::uint64_t salt) {
    if (!request.to_tag().empty() || request.from_tag().empty()) {
        return 0;
    }
    std::uint64_t hash = salt ^ (request.cseq() * 0x9e3779b97f4a7c15ULL);
    for (const auto part : {request.from_tag(), request.call_id(), request.method_text()}) {
        for (const char c : part) {
            hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
        }
        hash ^= hash >> 29;
    }
    return hash | 1;
}

}  // namespace

void TransactionLayer::on_request(Message message) {
    const bool invite = message.is(Method::Invite);
    write_server_key(scratch_key_, message, message.method_text());
    if (auto* known = find_key(scratch_key_)) {
        fire(*known, Event::Repeat);
        return;
    }
    const auto origin = message.is(Method::Cancel) ? 0 : origin_of(message, salt_);
    if (origin != 0 && by_origin_.contains(origin)) {
        answer_stateless(message, 482, "Loop Detected");
        return;
    }
    if (live_ >= config_.max_transactions) {
        answer_stateless(message, 503, "Service Unavailable");
        return;
    }
    auto& transaction =
        create(invite ? Machine::ServerInvite : Machine::ServerOther, scratch_key_, response_hop(message));
    transaction.request = std::make_unique<Message>(std::move(message));
    transaction.tag = random_hex(8);
    if (origin != 0) {
        transaction.origin = origin;
        by_origin_.emplace(origin, transaction.id.slot);
    }
    const auto id = transaction.id;
    if (invite) {
        tick_in(transaction, config_.trying_after);
    } else {
        expire_in(transaction, patience * config_.t1);
    }
    if (transaction.request->is(Method::Cancel)) {
        on_cancel(id);
        return;
    }
    announce(id);
}

/// The user may answer at once, which frees the stored request: it is lent from outside of the transaction while it
/// reads.
void TransactionLayer::announce(TransactionId id) {
    auto& transaction = *find(id);
    auto* const request = transaction.request.get();
    lent_ = request;
    user_.on_request(id, *request);
    lent_ = nullptr;
    const auto freed_now = std::move(returned_);
}

void TransactionLayer::on_cancel(TransactionId id) {
    const auto& cancel = *find(id)->request;
    write_server_key(scratch_key_, cancel, method_name(Method::Invite));
    auto* invite = find_key(scratch_key_);
    if (invite == nullptr) {
        respond(id, 481);
        return;
    }
    // The same To tag as the INVITE's responses (RFC 3261 §9.2).
    const auto invite_id = invite->id;
    const bool pending = invite->is_pending();
    find(id)->tag = invite->tag;
    const Message copy = cancel;
    respond(id, 200);
    if (pending) {
        user_.on_cancel(invite_id, copy);
    }
}

void TransactionLayer::on_ack(const Message& ack) {
    write_server_key(scratch_key_, ack, method_name(Method::Invite));
    if (auto* invite = find_key(scratch_key_)) {
        fire(*invite, Event::Ack, &ack);
    } else {
        user_.on_ack(ack);
    }
}

/// RFC 3261 §8.2.7: nothing is kept, and the same request always gets the same To tag.
void TransactionLayer::answer_stateless(const Message& request, int status, std::string_view reason) {
    std::uint64_t hash = salt_;
    for (const char c : request.branch()) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    }
    const auto bytes = MessageBuilder::response(request, status, std::to_string(hash), reason).finish();
    wire_.send(response_hop(request), bytes);
}

const Message* TransactionLayer::request(TransactionId id) const {
    const auto* transaction = find(id);
    return transaction == nullptr ? nullptr : transaction->request.get();
}

std::string_view TransactionLayer::local_tag(TransactionId id) const {
    const auto* transaction = find(id);
    return transaction == nullptr ? std::string_view{} : std::string_view{transaction->tag};
}

MessageBuilder TransactionLayer::response(TransactionId id, int status, std::string_view reason) const {
    const auto* transaction = find(id);
    if (transaction == nullptr || !transaction->request) {
        return MessageBuilder::response(Message{}, status, {}, reason);
    }
    return MessageBuilder::response(*transaction->request, status, transaction->tag, reason);
}

void TransactionLayer::respond(TransactionId id, int status, std::string_view reason) {
    if (request(id) != nullptr) {
        respond(id, response(id, status, reason));
    }
}

void TransactionLayer::respond(TransactionId id, MessageBuilder response) {
    auto* transaction = find(id);
    const auto event = response.status() < 200   ? Event::Provisional
                       : response.status() < 300 ? Event::Success
                                                 : Event::Failure;
    if (transaction == nullptr || transaction->is_client() ||
        find_row(transaction->machine, transaction->state, event) == nullptr) {
        return;
    }
    transaction->bytes = std::move(response).finish();
    if (event != Event::Provisional && transaction->request.get() == lent_ && lent_ != nullptr) {
        returned_ = std::move(transaction->request);
    } else if (event != Event::Provisional) {
        transaction->request.reset();
    }
    fire(*transaction, event);
}

Hop TransactionLayer::response_hop(const Message& request) {
    auto hop = request.source();
    const auto via = request.top_via();
    if (!is_reliable(hop.transport) && !via.params.has("rport")) {
        // Without rport the peer listens where its Via says (RFC 3261 §18.2.2); only the host is where it really is.
        hop.address.port = via.port != 0 ? via.port : default_port(hop.transport);
    }
    return hop;
}

}  // namespace yh::sip
