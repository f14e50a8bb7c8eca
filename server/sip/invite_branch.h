#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/id.h"
#include "calls/ports.h"
#include "sip/dialog.h"
#include "sip/endpoint_world.h"
#include "sip/invite_route.h"
#include "sip/invite_timer.h"
#include "sip/trunk_table.h"

namespace yh::sip {

using BranchId = Id<struct BranchTag>;

/// What every branch of one outgoing leg says alike.
struct InviteOrder {
    std::string caller_number;
    std::string caller_name;
    std::string sdp;
    std::vector<std::pair<std::string, std::string>> headers;
    Duration answer_within{0};  ///< silence for so long, not even 100, is a 408; 0: as long as RFC 3261 waits
};

/// Where one branch goes: a registered contact, or a number behind a trunk.
struct InviteTarget {
    std::string uri;        ///< Request-URI
    std::string to;         ///< To: who was dialled
    std::string from_host;  ///< empty: our own address
    std::vector<std::string> routes;
    Hop hop;
    model::TrunkId trunk;  ///< whose credentials answer a challenge
};

/// What the branches tell their leg. Each call may end the branch or start others.
class BranchEvents {
  public:
    virtual ~BranchEvents() = default;
    /// A provisional response above 100. `dialog` is null when it made none.
    virtual void on_branch_progress(model::LegId leg, BranchId branch, const Message& response, Dialog* dialog) = 0;
    /// A 2xx, already acknowledged. `timer` is what was agreed on.
    virtual void on_branch_won(model::LegId leg, BranchId branch, const Message& response, const Dialog& dialog,
                               const SessionTimer& timer) = 0;
    /// A final failure; `response` is null for our own 408 and 503. The branch is gone.
    virtual void on_branch_failed(model::LegId leg, BranchId branch, int status, const Message* response) = 0;
};

/// Every INVITE that we sent outside of a dialog. A branch belongs to its leg until it wins, fails or is abandoned;
/// then it stays as long as its transaction may still bring a 2xx, which is acknowledged and, unless it is the winner's
/// own, ended with BYE (RFC 3261 §13.2.2.4, §9.1): CANCEL may lose the race, a proxy may have forked. Owned by the
/// desk. Thread: call loop.
class InviteBranches {
  public:
    InviteBranches(const EndpointWorld& world, TrunkTable& trunks, BranchEvents& events)
        : world_{world}, trunks_{trunks}, events_{events} {}

    BranchId send(model::LegId leg, std::shared_ptr<const InviteOrder> order, InviteTarget target);
    /// Cancels it and lets the leg go. `reason` is a Reason header's value.
    void abandon(BranchId id, std::string_view reason);
    /// Acknowledges a reliable provisional response (RFC 3262 §4), each once and in order. False: it must be ignored.
    bool acknowledge_reliable(BranchId id, const Message& response, Dialog& dialog);
    std::size_t size() const { return branches_.size(); }

  private:
    struct Branch {
        model::LegId leg;  ///< none: released
        std::shared_ptr<const InviteOrder> order;
        InviteTarget target;
        std::string contact;
        std::string call_id;
        std::string from_tag;
        std::uint32_t cseq = 0;
        int attempts = 0;
        TransactionId transaction;
        ForkSet forks;
        std::vector<std::pair<std::string, std::uint32_t>> reliable;  ///< last RSeq of each early dialog
        SessionTimer timer;
        bool cancelled = false;
        TimerId oblivion;
        TimerId silence;
    };

    void transmit(BranchId id, Branch& branch);
    MessageBuilder build(const Branch& branch) const;
    void on_answer(BranchId id, const Answer& answer);
    void on_response(BranchId id, Branch& branch, const Message& response);
    void on_failure(BranchId id, Branch& branch, const Answer& answer);
    void on_silence(BranchId id);
    bool try_again(BranchId id, Branch& branch, const Answer& answer);
    void acknowledge(const Branch& branch, Dialog& dialog);
    void release_answered(const Branch& branch, Dialog& dialog);
    void forget_later(BranchId id, Branch& branch);

    const EndpointWorld& world_;
    TrunkTable& trunks_;
    BranchEvents& events_;
    std::int64_t last_id_ = 0;
    std::unordered_map<BranchId, std::unique_ptr<Branch>> branches_;
};

/// `"Li" <sip:8001@host>`; an unknown caller is anonymous (RFC 3323 §4.1.1.3).
std::string caller_party(std::string_view name, std::string_view number, std::string_view host);

}  // namespace yh::sip
