#include <utility>

#include "base/random.h"
#include "sip/transaction.h"
#include "sip/transaction_state.h"
#include "sip/transaction_table.h"

namespace yh::sip {
namespace {

using State = TransactionState;
using Event = TransactionEvent;

/// RFC 3261 §17.1.3: branch and CSeq method name a client transaction.
void write_client_key(std::string& key, std::string_view branch, std::string_view method) {
    key = "C\n";
    key += branch;
    key += '\n';
    key += method;
}

std::string new_branch() {
    return "z9hG4bK" + random_hex(8);
}

/// ACK of a 3xx–6xx (RFC 3261 §17.1.1.3) and CANCEL (§9.1): they repeat the INVITE's own Via, route and CSeq number.
MessageBuilder follow_invite(const Message& invite, std::string_view method, std::string_view to) {
    auto message = MessageBuilder::request(method, invite.request_uri());
    const auto via = *invite.values(Header::Via).begin();
    message.add(Header::Via, via);
    message.copy(invite, Header::Route);
    message.add(Header::MaxForwards, 70);
    message.copy(invite, Header::From);
    message.add(Header::To, to);
    message.copy(invite, Header::CallId);
    message.add(Header::CSeq, std::to_string(invite.cseq()) + ' ' + std::string{method});
    return message;
}

}  // namespace

std::string TransactionLayer::make_via(const Hop& to, std::string_view branch) const {
    std::string via{"SIP/2.0/"};
    via += transport_name(to.transport);
    via += ' ';
    via += wire_.local_host_port(to);
    via += ";branch=";
    via += branch;
    via += ";rport";
    return via;
}

TransactionId TransactionLayer::send_request(MessageBuilder request, const Hop& to, AnswerHandler handler) {
    const auto branch = new_branch();
    const bool invite = request.method() == method_name(Method::Invite);
    std::string key;
    write_client_key(key, branch, request.method());
    auto& transaction = create(invite ? Machine::ClientInvite : Machine::ClientOther, std::move(key), to);
    transaction.handler = std::move(handler);
    transaction.bytes = std::move(request).finish(make_via(to, branch));
    wire_.send(to, transaction.bytes);
    expire_in(transaction, patience * config_.t1);
    if (!is_reliable(to.transport)) {
        tick_in(transaction, config_.t1);
    }
    return transaction.id;
}

std::string TransactionLayer::send_stateless(MessageBuilder request, const Hop& to) {
    auto bytes = std::move(request).finish(make_via(to, new_branch()));
    wire_.send(to, bytes);
    return bytes;
}

bool TransactionLayer::cancel(TransactionId id, std::string_view reason_header) {
    auto* invite = find(id);
    if (invite == nullptr || invite->machine != Machine::ClientInvite || !invite->is_pending()) {
        return false;
    }
    if (std::exchange(invite->cancel_wanted, true)) {
        return true;
    }
    invite->cancel_reason = reason_header;
    if (invite->state == State::Proceeding) {
        send_cancel(*invite);
    }
    return true;
}

void TransactionLayer::send_cancel(Transaction& invite) {
    const auto parsed = Message::parse(invite.bytes);
    if (!parsed.good()) {
        return;  // what the user built cannot be read back, so no peer has understood it either
    }
    auto cancel = follow_invite(parsed.message, method_name(Method::Cancel), parsed.message.header(Header::To));
    if (!invite.cancel_reason.empty()) {
        cancel.add(Header::Reason, invite.cancel_reason);
    }
    const auto hop = invite.hop;
    // A peer that accepts the CANCEL and never ends the INVITE is not waited for longer than this (RFC 3261 §9.1).
    expire_in(invite, patience * config_.t1);
    std::string key;
    write_client_key(key, parsed.message.branch(), method_name(Method::Cancel));
    auto& transaction = create(Machine::ClientOther, std::move(key), hop);
    transaction.bytes = std::move(cancel).finish();
    wire_.send(hop, transaction.bytes);
    expire_in(transaction, patience * config_.t1);
    if (!is_reliable(hop.transport)) {
        tick_in(transaction, config_.t1);
    }
}

void TransactionLayer::send_ack(const Transaction& invite, const Message& response) {
    const auto parsed = Message::parse(invite.bytes);
    if (parsed.good()) {
        wire_.send(invite.hop,
                   follow_invite(parsed.message, method_name(Method::Ack), response.header(Header::To)).finish());
    }
}

void TransactionLayer::forget(TransactionId id) {
    if (auto* transaction = find(id)) {
        transaction->forgotten = true;
        const auto dropped = std::exchange(transaction->handler, nullptr);
    }
}

void TransactionLayer::on_response(const Message& response) {
    write_client_key(scratch_key_, response.branch(), response.method_text());
    auto* transaction = find_key(scratch_key_);
    if (transaction == nullptr) {
        user_.on_stray_response(response);
        return;
    }
    const auto id = transaction->id;
    const bool was_calling = transaction->state == State::Calling;
    fire(*transaction,
         response.is_provisional() ? Event::Provisional
         : response.is_success()   ? Event::Success
                                   : Event::Failure,
         &response);
    transaction = find(id);
    if (was_calling && transaction != nullptr && transaction->cancel_wanted &&
        transaction->state == State::Proceeding) {
        send_cancel(*transaction);
    }
}

}  // namespace yh::sip
