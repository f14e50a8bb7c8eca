#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/timer_queue.h"
#include "sip/message.h"
#include "sip/message_builder.h"
#include "sip/wire.h"

namespace yh::sip {

/// RFC 3261 §17.1.1.1 and table 4.
struct TransactionConfig {
    Duration t1 = std::chrono::milliseconds{500};
    Duration t2 = std::chrono::seconds{4};
    Duration t4 = std::chrono::seconds{5};
    /// How long the user may think about an INVITE before we say 100 ourselves (RFC 3261 §17.2.1: 200 ms). Not at
    /// once, because most are answered sooner, and a timer costs a tenth of what sending a packet does.
    Duration trying_after = std::chrono::milliseconds{200};
    /// Beyond this, new requests are answered 503 without keeping anything.
    std::size_t max_transactions = 400'000;
    /// A first failure of the wire is told at once, further ones together after this.
    Duration failure_spacing = std::chrono::milliseconds{100};
    MessageLimits limits;
};

/// Names one client or server transaction; a stale id is harmless and finds nothing. 0: none.
struct TransactionId {
    std::uint32_t slot = 0;
    std::uint32_t generation = 0;

    explicit operator bool() const { return generation != 0; }
    bool operator==(const TransactionId&) const = default;
};

/// What a client transaction brought: a response, or the status that stands for none.
struct Answer {
    TransactionId transaction;
    int status = 0;                     ///< 408: nobody answered; 503: could not be sent
    const Message* response = nullptr;  ///< null when the status is our own; valid during the call only

    bool is_provisional() const { return status < 200; }
    bool is_success() const { return status >= 200 && status < 300; }
    bool is_final() const { return status >= 200; }
};

/// Called for each provisional response, then for the final one. An INVITE's 2xx comes again whenever the peer repeats
/// it and once for each fork (RFC 6026): the user ACKs each. After any other final answer it is not called again. It
/// may outlive its maker: capture ids and look them up.
using AnswerHandler = std::function<void(const Answer&)>;

/// Why a server transaction could not do its work.
enum class ServerFailure : std::uint8_t {
    NoAck,         ///< our 3xx–6xx to an INVITE was never acknowledged (timer H)
    NotDelivered,  ///< the wire could not send a response
    Unanswered,    ///< the user left a request other than INVITE unanswered for 64·T1; the transaction is gone
};

/// The layer above (RFC 3261: the transaction user). Callbacks may call the layer. Thread: call loop.
class TransactionUser {
  public:
    virtual ~TransactionUser() = default;

    /// A new request. It stays readable through TransactionLayer::request(id) until its final response is sent.
    /// It is well formed, not a retransmission, not merged (482), not CANCEL, and not the ACK of a 3xx–6xx.
    virtual void on_request(TransactionId id, const Message& request) = 0;
    /// The ACK of a 2xx: find the dialog.
    virtual void on_ack(const Message& ack) = 0;
    /// A CANCEL for this pending INVITE; it has been answered 200. Answer the INVITE 487 (RFC 3261 §9.2).
    virtual void on_cancel(TransactionId invite, const Message& cancel) = 0;
    /// A response that belongs to no transaction: a 2xx to INVITE that came very late must be ACKed; others are noise.
    virtual void on_stray_response(const Message& response) = 0;
    virtual void on_server_failure(TransactionId id, ServerFailure why) = 0;
};

struct Transaction;
enum class Machine : std::uint8_t;
enum class TransactionEvent : std::uint8_t;

/// All transactions of this process (RFC 3261 §17 with RFC 6026; the machines are the tables in transaction_table.h).
/// Matches by branch, sent-by and method, or the RFC 2543 way when the branch has no magic cookie; absorbs
/// retransmissions; answers malformed requests, merged requests (482) and CANCEL by itself. Pure: time comes from the
/// clock and the timer queue, bytes from and to the wire; all must outlive it. Owned by the SIP endpoint. Thread: call
/// loop.
class TransactionLayer final : public WireUser {
  public:
    TransactionLayer(const Clock& clock, TimerQueue& timers, Wire& wire, TransactionUser& user,
                     TransactionConfig config = {});
    ~TransactionLayer() override;
    TransactionLayer(const TransactionLayer&) = delete;
    TransactionLayer& operator=(const TransactionLayer&) = delete;

    // --- As a client. Never calls the handler from inside the call.

    /// Sends a request (not ACK, not CANCEL) in a new client transaction; writes Via.
    TransactionId send_request(MessageBuilder request, const Hop& to, AnswerHandler handler);
    /// Sends without a transaction: the ACK of a 2xx (RFC 3261 §13.2.2.4). Returns the bytes, to be sent again with
    /// `resend` at each further 2xx.
    std::string send_stateless(MessageBuilder request, const Hop& to);
    void resend(const Hop& to, std::string_view bytes) { wire_.send(to, bytes); }
    /// Cancels a pending INVITE: at once, or when its first provisional response comes (RFC 3261 §9.1); the handler
    /// then gets 487 from the peer, or 408 when the peer forgets it for 64·T1. A 2xx may still win the race.
    /// `reason_header` ("SIP;cause=200;text=…", RFC 3326) may be empty. False: too late or no such INVITE.
    bool cancel(TransactionId invite, std::string_view reason_header = {});
    /// Lets the transaction run on without telling anybody what comes.
    void forget(TransactionId id);

    // --- As a server.

    /// The request of a transaction whose final response is not sent yet; null: already gone.
    const Message* request(TransactionId id) const;
    /// The tag that this transaction's responses carry in To (when the request came without one): the dialog's local
    /// tag.
    std::string_view local_tag(TransactionId id) const;
    /// A response to its request, To tag included, ready to be filled further. The transaction must be pending.
    MessageBuilder response(TransactionId id, int status, std::string_view reason = {}) const;
    /// Sends it and moves the transaction on. Nothing happens when the transaction is gone or already answered.
    /// After a 2xx to INVITE the user repeats it until the ACK (RFC 3261 §13.3.1.4), see Resender.
    void respond(TransactionId id, MessageBuilder response);
    /// response() and respond() in one.
    void respond(TransactionId id, int status, std::string_view reason = {});
    /// Where responses to this request go (RFC 3261 §18.2.2, RFC 3581): its flow, or by its topmost Via.
    static Hop response_hop(const Message& request);

    // --- From the wire.

    void on_received(std::string bytes, const Hop& from) override;
    void on_send_failed(const Hop& to) override;
    void on_flow_closed(FlowId flow) override;

    std::size_t size() const { return live_; }

  private:
    struct Slot {
        std::unique_ptr<Transaction> transaction;
        std::uint32_t generation = 1;
    };
    /// What the wire could not do and no transaction knows yet.
    struct Failures {
        std::set<std::tuple<Transport, Address, FlowId>> places;
        std::set<FlowId> flows;
        bool concern(const Hop& hop) const;
    };

    void on_request(Message message);
    void on_response(const Message& response);
    void on_ack(const Message& ack);
    void on_cancel(TransactionId id);
    void announce(TransactionId id);
    void answer_stateless(const Message& request, int status, std::string_view reason);
    Transaction& create(Machine machine, std::string key, const Hop& hop);
    Transaction* find(TransactionId id) const;
    Transaction* find_key(std::string_view key) const;
    void remove(TransactionId id);

    void fire(Transaction& transaction, TransactionEvent event, const Message* message = nullptr);
    void act(Transaction& transaction, unsigned acts, const Message* message);
    void act_timers(Transaction& transaction, unsigned acts, bool reliable);
    void tell(TransactionId id, Machine machine, unsigned acts, const Message* message);
    void call_handler(TransactionId id, const Answer& answer);
    void tell_failures_in_time();
    void tell_failures();
    void tick_in(Transaction& transaction, Duration delay);
    void expire_in(Transaction& transaction, Duration delay);
    void stop_timers(Transaction& transaction);
    void send_cancel(Transaction& invite);
    void send_ack(const Transaction& invite, const Message& response);
    std::string make_via(const Hop& to, std::string_view branch) const;

    const Clock& clock_;
    TimerQueue& timers_;
    Wire& wire_;
    TransactionUser& user_;
    const TransactionConfig config_;

    std::vector<Slot> slots_;
    std::vector<std::uint32_t> free_slots_;
    std::size_t live_ = 0;
    /// Views into each transaction's own key text.
    std::unordered_map<std::string_view, std::uint32_t> by_key_;
    /// From tag, Call-ID and CSeq of requests without To tag, hashed: the same by another way is merged (§8.2.2.2).
    std::unordered_map<std::uint64_t, std::uint32_t> by_origin_;
    std::string scratch_key_;
    /// Unpredictable, so that nobody can choose call ids that collide in by_origin_.
    const std::uint64_t salt_;
    /// The request that the user is reading now; when it is answered meanwhile, `returned_` keeps it until the user is
    /// done.
    const Message* lent_ = nullptr;
    std::unique_ptr<Message> returned_;
    Failures failed_;
    MonoTime failures_told_at_ = MonoTime::min();
    std::optional<TimerId> failures_timer_;
};

}  // namespace yh::sip
