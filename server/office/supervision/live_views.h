#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <optional>
#include <string>
#include <vector>

#include "model/directory.h"
#include "model/live.h"
#include "office/crm/book.h"
#include "office/people/number_mask.h"

// What pages see of live truth: pictures in numbers and names, the same for REST and /ws. Pure. Who may see which is
// live_scope.h. Every time is UTC in ms; 0: not yet, or not now.
namespace yh::office::supervision {

enum class CallPhase {
    Routing,
    Menu,
    Waiting,
    Ringing,
    Dialling,
    Talking,
    Held,
    Consulting,
    Conference,
    Resuming,
    Announcing,
    Voicemail,
    Survey
};
BOOST_DESCRIBE_ENUM(CallPhase, Routing, Menu, Waiting, Ringing, Dialling, Talking, Held, Consulting, Conference,
                    Resuming, Announcing, Voicemail, Survey)

/// A queue or a person, by number and name.
struct NamedNumber {
    std::string number;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(NamedNumber, (), (number, name))

struct CallLegView {
    model::LegId leg;
    model::LegRole role = model::LegRole::Other;
    std::optional<NamedNumber> user;  ///< 工号 and name; none for the network side
    std::string number;               ///< extension or outside number
    bool answered = false;
    bool called = false;   ///< we called it, and it has not answered yet
    bool ringing = false;  ///< and its far end says that it rings
    bool held = false;
    bool muted = false;
    bool away = false;  ///< its browser was lost, and the call waits for it
};
BOOST_DESCRIBE_STRUCT(CallLegView, (), (leg, role, user, number, answered, called, ringing, held, muted, away))

/// A leader's part in a call.
struct SupervisionView {
    model::LegId leg;
    std::optional<NamedNumber> user;
    model::SupervisionMode mode = model::SupervisionMode::Listen;
    bool answered = false;  ///< false: the leader's telephone rings
};
BOOST_DESCRIBE_STRUCT(SupervisionView, (), (leg, user, mode, answered))

/// 归属地 in both languages: what is pushed is the same for all.
struct RegionView {
    std::string zh;
    std::string en;
};
BOOST_DESCRIBE_STRUCT(RegionView, (), (zh, en))

struct CallView {
    model::CallId id;
    model::Direction direction = model::Direction::Inbound;
    CallPhase phase = CallPhase::Routing;
    std::string customer_number;
    std::string customer_name;
    RegionView region;  ///< where the customer's number belongs; empty: nobody knows
    std::string called_number;
    std::optional<NamedNumber> queue;
    std::int64_t started_at_ms = 0;
    std::int64_t queued_at_ms = 0;
    std::int64_t ringing_at_ms = 0;
    std::int64_t offer_ends_at_ms = 0;
    std::int64_t answered_at_ms = 0;
    std::int64_t held_since_ms = 0;
    std::int64_t resume_until_ms = 0;
    model::RecordingState recording = model::RecordingState::None;
    std::vector<CallLegView> legs;
    std::optional<model::LiveConsult> consult;
    std::optional<SupervisionView> supervision;
    std::vector<model::LegId> parties;            ///< who talk with each other; more than two: a conference
    std::string room;                             ///< name of the conference room; empty: none
    bool callback = false;                        ///< nobody is on the line: the caller asked to be called back
    std::string keys;                             ///< the caller's way through the voice menu
    std::optional<model::LiveCustomer> customer;  ///< whom the company knows by the number; the name stands above, too
    std::optional<std::string> number_token;      ///< where the number is hidden: what may be dialled in its place
};
BOOST_DESCRIBE_STRUCT(CallView, (),
                      (id, direction, phase, customer_number, customer_name, region, called_number, queue,
                       started_at_ms, queued_at_ms, ringing_at_ms, offer_ends_at_ms, answered_at_ms, held_since_ms,
                       resume_until_ms, recording, legs, consult, supervision, parties, room, callback, keys, customer,
                       number_token))

struct QueueView {
    std::string number;
    std::string name;
    model::Strategy strategy = model::Strategy::LongestIdle;
    bool record = true;
    std::int64_t waiting = 0;
    std::int64_t ready = 0;
    std::int64_t talking = 0;
    std::vector<std::string> members;  ///< 工号
};
BOOST_DESCRIBE_STRUCT(QueueView, (), (number, name, strategy, record, waiting, ready, talking, members))

struct WaitingView {
    model::CallId call;
    std::string customer_number;
    std::int64_t entered_at_ms = 0;
    int position = 0;
    bool callback = false;  ///< nobody is on the line: the caller is called back
};
BOOST_DESCRIBE_STRUCT(WaitingView, (), (call, customer_number, entered_at_ms, position, callback))

struct AgentView {
    std::string number;
    std::string name;
    std::string extension;
    model::AgentState state = model::AgentState::Offline;
    model::AgentActivity activity = model::AgentActivity::Idle;
    std::string reason;
    std::int64_t since_ms = 0;
    std::int64_t signed_in_at_ms = 0;
    std::int64_t wrap_up_until_ms = 0;
    bool device_online = false;
    std::optional<model::CallId> call;
    std::vector<std::string> paused_queues;  ///< numbers
    bool mobile = false;                     ///< signed in by mobile: calls ring there (R024)
};
BOOST_DESCRIBE_STRUCT(AgentView, (),
                      (number, name, extension, state, activity, reason, since_ms, signed_in_at_ms, wrap_up_until_ms,
                       device_online, call, paused_queues, mobile))

struct QueueLiveView {
    std::string number;
    std::string name;
    std::int64_t at_ms = 0;
    std::int64_t ready = 0;
    std::int64_t talking = 0;
    std::vector<WaitingView> waiting;
    std::vector<std::string> members;  ///< 工号 of all members, whether or not their states may be seen
    /// The members whose state the asker may see. Null on /ws: there, agents come as objects of their own.
    std::optional<std::vector<AgentView>> agents;
};
BOOST_DESCRIBE_STRUCT(QueueLiveView, (), (number, name, at_ms, ready, talking, waiting, members, agents))

CallView view_of(const model::LiveCall& call, const model::Directory& directory);
/// A leader listens in: nobody of the call may notice, so agents are shown it without that leader.
bool has_listener(const model::LiveCall& call);
model::LiveCall without_listener(model::LiveCall call);
/// How one viewer sees calls and queues.
struct Sight {
    bool notices_listeners = true;
    people::NumberMask mask{};
    bool sees_mobiles = true;  ///< of colleagues whose calls ring there
    /// Public pools that hide the numbers of what lies in them from this viewer (B14), sorted.
    std::vector<std::int64_t> hiding_pools{};

    /// How somebody's number looks to this viewer. Of whom it is not known yet who he is, he may lie in any pool.
    people::NumberMask mask_of(const model::LiveCall& call) const;
    people::NumberMask mask_of(const model::LiveWaiting& waiting) const;
    bool is_hidden_by_pool(const model::LiveCall& call) const;
    bool is_hidden_by_pool(const model::LiveWaiting& waiting) const;
};
Sight sight_of(const people::SignedIn& who, const model::Directory& directory, const crm::Book& book);

/// As this viewer may know it. `seal` makes what stands for a hidden number.
CallView view_of(const model::LiveCall& call, const model::Directory& directory, const Sight& sight,
                 const people::NumberSeal& seal);
/// `live` is the picture that the view was made from.
void hide_numbers(QueueLiveView& queue, const model::LiveQueue* live, const Sight& sight);
/// An agent of whom nothing live is known is offline.
AgentView view_of(const model::User& user, const model::LiveAgent* live, const model::Directory& directory);
QueueView view_of(const model::Queue& queue, const model::LiveSnapshot& live, const model::Directory& directory);
/// Without agents.
QueueLiveView live_view_of(const model::Queue& queue, const model::LiveQueue* live, std::int64_t at_ms,
                           const model::Directory& directory);

/// The picture of one queue or agent; nothing when there is none.
const model::LiveQueue* find_queue(const model::LiveSnapshot& live, model::QueueId id);
const model::LiveAgent* find_agent(const model::LiveSnapshot& live, model::UserId id);

}  // namespace yh::office::supervision
