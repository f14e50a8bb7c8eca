#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calls/ports.h"
#include "sip/dialog.h"
#include "sip/endpoint_world.h"
#include "sip/invite_branch.h"
#include "sip/invite_table.h"
#include "sip/invite_timer.h"
#include "sip/transaction_resender.h"

namespace yh::sip {

/// Who is at the other end.
struct LegPeer {
    model::TenantId tenant;
    model::UserId user;    ///< a device of ours, or
    model::TrunkId trunk;  ///< a carrier
};

class InviteLeg;

/// What a leg asks of the desk that keeps it. Thread: call loop.
class LegKeeper {
  public:
    virtual ~LegKeeper() = default;
    /// Requests of this dialog belong to the leg from now on.
    virtual void know_dialog(const std::string& key, model::LegId leg) = 0;
    virtual void forget_dialog(const std::string& key) = 0;
    /// The leg is over; it is destroyed later, never inside its own call.
    virtual void retire(model::LegId leg) = 0;
    /// Null when it is gone: what a late callback finds.
    virtual InviteLeg* find_leg(model::LegId leg) = 0;
    /// The same by its dialog, which stays when the leg gets another name.
    virtual InviteLeg* find_leg_of(const std::string& dialog_key) = 0;
    virtual InviteBranches& branches() = 0;
    virtual DigestClient* credentials(model::TrunkId trunk) = 0;
};

/// One INVITE session, from the first INVITE to the last BYE. Its life is invite_table.h; `fire` is the only place
/// where the state changes. Incoming part: invite_uas.cpp; outgoing: invite_uac.cpp; offers inside the session:
/// invite_offer.cpp; session timer and other requests: invite_session.cpp. Owned by the desk; ends in Over, is retired
/// once. Thread: call loop.
class InviteLeg {
  public:
    /// A call that reached us; `request` is the INVITE of the pending transaction.
    static Result<std::unique_ptr<InviteLeg>> incoming(const EndpointWorld& world, LegKeeper& keeper, model::LegId id,
                                                       LegPeer peer, TransactionId invite, const Message& request);
    static std::unique_ptr<InviteLeg> outgoing(const EndpointWorld& world, LegKeeper& keeper, model::LegId id,
                                               LegPeer peer);
    ~InviteLeg();
    InviteLeg(const InviteLeg&) = delete;
    InviteLeg& operator=(const InviteLeg&) = delete;

    model::LegId id() const { return id_; }
    const LegPeer& peer() const { return peer_; }
    LegState state() const { return state_; }
    bool uses_flow(FlowId flow) const;
    /// Established: it has one dialog for good. Only such a leg can get another name.
    bool is_talking() const { return state_ == LegState::Talking; }
    const Dialog* dialog() const { return dialog_ ? &*dialog_ : nullptr; }
    void rename(model::LegId id) { id_ = id; }

    // --- Asked by calls (SignalPort).
    void call(const std::shared_ptr<const InviteOrder>& order, std::vector<InviteTarget> targets);
    void progress(int status, std::string sdp);
    void answer(std::string sdp);
    void offer(std::string sdp);
    void answer_offer(Result<std::string> sdp);
    void close(calls::LegClosing why);

    // --- From the peer, dispatched by the desk.
    void on_request(TransactionId id, const Message& request);
    void on_ack(const Message& ack);
    /// CANCEL of the INVITE or of a re-INVITE.
    void on_cancel(TransactionId invite, const Message& cancel);
    void on_server_failure(TransactionId id, ServerFailure why);
    void on_branch_progress(BranchId branch, const Message& response, Dialog* dialog);
    void on_branch_won(BranchId branch, const Message& response, const Dialog& dialog, const SessionTimer& timer);
    void on_branch_failed(BranchId branch, int status, const Message* response);
    void on_flow_closed(FlowId flow);

  private:
    /// What a leg needs only while it rings; freed when it is answered.
    struct Ringing;
    /// What the peer shall hear of its REFER; freed when it has.
    struct Referral;
    /// An offer of either side that has no answer yet (RFC 3264 §4: one at a time).
    enum class Offering : std::uint8_t { Nobody, Us, Them };

    InviteLeg(const EndpointWorld& world, LegKeeper& keeper, model::LegId id, LegPeer peer, LegState state);

    void fire(LegEvent event);
    void act(LegAct act);
    void finish();

    // invite_uas.cpp
    void send_progress(int status, const std::string& sdp);
    void send_reliably(int status, const std::string& sdp);
    void send_answer();
    void reject();
    void on_prack(TransactionId id, const Message& request);

    // invite_uac.cpp
    void take_call();
    void give_up();
    void abandon(std::string_view reason);
    void forget_early_dialogs();
    void note_failure(int status, const Message* response);

    // invite_offer.cpp
    void on_offer_request(TransactionId id, const Message& request);
    void send_offer();
    void on_offer_answer(const Answer& answer);
    void on_offer_refused(const Answer& answer);
    void send_next_offer();
    void retry_offer_in(Duration delay);
    void offer_done();
    /// Sends a 2xx to INVITE and repeats it until its ACK.
    void respond_until_ack(TransactionId id, const Message& request, MessageBuilder response);

    // invite_refer.cpp
    void on_refer(TransactionId id, const Message& request);
    /// Whom a Replaces names: another established leg of the same user.
    Result<model::LegId> leg_replaced(const std::string& replaces) const;
    void begin_referral(TransactionId id, const Message& request);
    /// Without a subscription the response itself tells the outcome.
    void answer_silently(TransactionId id, int outcome);
    void notify(int status, std::string_view subscription);
    void on_notified(const Answer& answer);
    void notify_outcome();
    bool owes_outcome();
    void end_referral();

    // invite_session.cpp
    void on_bye(TransactionId id, const Message& request);
    void on_info(TransactionId id, const Message& request);
    void dispatch(TransactionId id, const Message& request);
    void follow_peer(const Message& request);
    void on_update(TransactionId id, const Message& request);
    void send_bye();
    void tell_ended();
    void arm_session_timer();
    void on_session_timer();
    void refresh_by_update();
    void on_refreshed(const Answer& answer);
    void lost(std::string_view why);
    void respond_with_allow(TransactionId id, int status);
    void fill_success(MessageBuilder& response) const;
    void authorize(MessageBuilder& request, std::string_view method) const;
    model::EndingSide far_side() const;
    /// A handler that finds this leg again, or nobody.
    AnswerHandler handler(void (InviteLeg::*member)(const Answer&));

    const EndpointWorld& world_;
    LegKeeper& keeper_;
    model::LegId id_;
    const LegPeer peer_;

    LegState state_;
    std::optional<Dialog> dialog_;
    std::unique_ptr<Ringing> ringing_;
    SessionTimer session_;
    std::unique_ptr<Referral> referral_;
    bool in_refer_ = false;               ///< calls hears of a REFER: what it closes now is closed later
    bool referred_before_ = false;        ///< further subscriptions of this dialog have ids (RFC 3515 §2.4.6)
    std::unique_ptr<Resender> resender_;  ///< a 2xx without ACK or a reliable 1xx without PRACK

    Offering offering_ = Offering::Nobody;
    TransactionId their_offer_;       ///< the request to be answered by answer_offer
    bool their_offer_empty_ = false;  ///< they want our offer in the 2xx; the answer comes in the ACK
    bool ack_brings_answer_ = false;
    bool refreshing_ = false;        ///< our re-INVITE only keeps the session alive: calls need not know
    bool peer_updates_ = false;      ///< the peer's Allow lists UPDATE
    std::uint32_t awaited_ack_ = 0;  ///< CSeq of the INVITE whose 2xx of ours is not acknowledged
    std::string waiting_offer_;      ///< ours, to be sent when the line is free
    std::string offered_sdp_;        ///< ours, on its way
    std::string local_sdp_;          ///< what we said last: repeated by a refresh
    std::string closing_reason_;     ///< Reason header of our BYE, CANCEL or rejection
    model::Ending ending_;
    calls::LegClosing closing_;

    bool retired_ = false;
    TimerId session_timer_;
    TimerId retry_timer_;
    TimerId flow_timer_;
};

/// "Q.850;cause=16;text=\"…\"" (RFC 3326), or SIP;cause=200 when another device answered.
std::string reason_header(const calls::LegClosing& why);
/// What a Reason header of the peer says: "q850_41", "sip_200", or "" without one.
std::string reason_word(const Message& request);
/// The SDP of a message; "" when its body is something else.
std::string_view sdp_of(const Message& message);

}  // namespace yh::sip
