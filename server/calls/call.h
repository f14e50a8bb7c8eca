#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/timer_queue.h"
#include "calls/ports.h"
#include "calls/script_callback.h"
#include "calls/script_flow.h"
#include "calls/script_messages.h"
#include "calls/script_survey.h"
#include "calls/script_voicemail.h"
#include "model/directory.h"
#include "model/ending.h"
#include "model/ids.h"
#include "model/words.h"

namespace yh::calls {

/// Where a call stands. The table of what each phase does with each event is in docs/life_of_a_call.md.
enum class Phase {
    Routing,      ///< being looked up; lasts no time
    Waiting,      ///< in a queue, offers may be ringing
    CallingBack,  ///< the dialling user's own device rings first (click to dial)
    Dialling,     ///< the second party rings
    Talking,
    Resuming,     ///< a browser was lost in mid-call; the other party hears music until it is back
    Menu,         ///< a voice flow (IVR) walks the caller
    Introducing,  ///< the agent has answered; the customer hears the agent's number, then they talk
    Survey,       ///< the agent is gone, the customer rates the service
    Voicemail,    ///< the caller leaves a message
    Announcing,   ///< a last tone or prompt before we hang up
    Closing,      ///< ended; waits for measurements and the recording
};

/// Who is to be reached for a call, how, and as what: it outlives an attempt that failed because of its trunk.
struct LegWish {
    model::LegRole role = model::LegRole::Other;
    model::UserId user;  ///< none: the network
    std::string number;
    bool occupies_agent = false;  ///< the ACD takes its user for busy because of this leg
    model::OfferId offer;         ///< the offer it rings for
    bool offer_open = false;
    bool knocks = false;       ///< rings a user who talks in another call (呼叫等待)
    bool mobile = false;       ///< the user's mobile, reached through a trunk, rings in place of a seat
    std::string shown_number;  ///< whom its device is told it is called by; empty: the call's customer
    std::string shown_name;
    std::string purpose;                ///< what a browser is rung for; empty: as the phase says
    model::LegId like;                  ///< whose codec it prefers; none: that of the call's first
    model::TrunkId trunk;               ///< it goes out over this one, or came in by it; none: a device of ours
    std::vector<model::TrunkId> spare;  ///< tried after it, as long as it is the trunk that fails
    std::string dialled;                ///< on the trunk
};

/// One device's or trunk's part in a call.
struct Leg : LegWish {
    model::LegId id;
    bool outgoing = false;  ///< we called it
    bool answered = false;
    bool ended = false;      ///< its signalling is over
    bool has_media = false;  ///< open in media, or waiting to be measured
    bool ringing = false;
    bool early = false;         ///< its sound may be heard before the answer (183 with SDP)
    bool held_by_peer = false;  ///< the device put us on hold by re-INVITE
    bool held_by_user = false;  ///< held through a command
    bool muted = false;         ///< the other party does not hear it
    bool served = false;        ///< talked with the other party of the call: after-call work may follow
    std::string sdp_answer;     ///< made at once for an incoming leg, sent when it is answered
    TimerId patience;           ///< with a trunk that says nothing of ringing, where there are spare ones
    std::vector<model::LegId> hears;
    std::optional<Program> program;
    WallTime started_at;
    WallTime ringing_at;
    WallTime held_at;

    bool held() const { return held_by_peer || held_by_user; }
};

struct Recording {
    model::RecordingId id;
    std::string path;
    bool paused = false;
    bool paused_by_hand = false;  ///< not because of who takes part
    bool ended = false;
    Duration quiet{0};  ///< so much silence is told; 0: never
};

/// A lost browser that a call waits for. Where two talked the other one waits with it (Phase::Resuming); in a
/// consultation, a three-way or a room those who are there talk on.
struct Resume {
    model::UserId user;
    model::LegId lost;   ///< still named by the call: first, second, joined, or asking, or asked
    model::LegId fresh;  ///< rings the browser that came back; none: it is away
    WallTime until;
    TimerId timer;
};

/// What the call has to do with calling back (排队回呼); nothing, as a rule.
struct CallbackPart {
    std::string wanted_at;  ///< the caller wants to be called back there, and keeps the place
    model::CallId of;       ///< made in place of the caller of that call, who asked to be called back
    bool dialled = false;   ///< the customer has been
};

/// A caller's way through queues and other destinations.
struct Wait {
    int priority = 0;         ///< in queues: higher first (VIP)
    int hops = 0;             ///< destinations gone to so far, so that two that name each other do not go on for ever
    int refusals = 0;         ///< queues that let it not in, one after the other
    bool returned = false;    ///< talked already, lost its agent, and waits again at the head of the queue
    model::UserId preferred;  ///< assigned to the customer: rings first, where the company wants that (R088)
    TimerId announce;         ///< the next announcement of its place in the queue
    bool asks = false;        ///< who the customer is was asked and is not known yet
    TimerId held;             ///< at the door, until that is known or has taken too long
    model::UserId rings;      ///< whose telephone it stands before; none: a queue
};

/// A consultation (咨询) that is up: `by` talks with `consulted`, or rings it; whoever else is in the call waits.
struct Consult {
    model::LegId by;
    model::LegId consulted;
    std::string to;
    bool answered = false;
    bool swapped = false;  ///< `by` talks with the others just now, `consulted` waits
    TimerId timer;         ///< how long it may ring
};

/// A leader's part in a call (监听, 耳语, 强插, 接管). The leg is none of the call's parties.
struct Supervision {
    model::LegId leg;
    model::UserId user;
    model::LegId agent;  ///< the supervised agent's leg
    model::SupervisionMode mode = model::SupervisionMode::Listen;
    bool answered = false;
    bool drops_customer = false;  ///< 强拆并接管: on the answer the customer goes, and the leader talks to the agent
    TimerId timer;                ///< how long it may ring
};

/// The members' mobiles are rung one after the other (R026), because nobody at a seat took the call.
struct Forward {
    model::QueueId queue;
    std::size_t next = 0;  ///< among the queue's members
};

/// What walks the caller just now: a voice flow, the survey, the taking of a message, or of a number to call back; or a
/// person of ours who hears messages.
struct Script {
    std::variant<FlowWalk, SurveyTalk, VoicemailTalk, CallbackTalk, MessagesTalk> talk;
    std::int64_t program = 0;   ///< what it plays
    std::int64_t question = 0;  ///< the look-up that is under way
    TimerId timer{};
    model::UserId user{};  ///< who is rated, or whose box it is
    model::QueueId queue{};
    model::Ending talk_ended{};  ///< of a survey: how the talk before it ended
    MonoTime recorded_from{};
    bool told = false;  ///< its result was said
};

/// Everything around one customer, or one internal dial. A plain value: the conductor acts on it.
struct Call {
    model::CallId id;
    model::TenantId tenant;
    model::Direction direction = model::Direction::Inbound;
    Phase phase = Phase::Routing;
    std::string customer_number;
    std::string customer_name;  ///< as the network tells it
    std::optional<KnownCustomer> customer;
    std::string called_number;
    std::string keys;              ///< the caller's way through the voice menu
    std::string second_caller_id;  ///< what the second party sees as the caller; empty: the customer's number
    model::QueueId queue;
    model::LegId first;    ///< who came first
    model::LegId second;   ///< the party talked or dialled to
    std::deque<Leg> legs;  ///< addresses are stable: a leg added while another is at work moves nobody
    std::optional<Recording> recording;
    std::optional<Recording> message;  ///< left for a queue or a user; apart from the talk's recording
    bool message_kept = false;
    std::unique_ptr<Script> script;
    std::vector<Resume> resumes;
    std::vector<model::LegId> joined;  ///< further parties of a three-way or a room, besides first and second
    std::optional<Consult> consult;
    std::optional<Supervision> supervision;
    model::LegId host;             ///< who made the three-way
    model::UserId transferred_by;  ///< who gets the call back when the blind transfer comes to nothing
    bool picked_up = false;        ///< taken out of its queue by somebody who has not answered yet
    model::RoomId room;            ///< the conference room it is; none: an ordinary call
    std::int64_t programs = 0;     ///< ids given to programs so far
    std::int64_t greeting = 0;     ///< the program that is the greeting; music follows it
    bool was_queued = false;
    Wait wait;
    CallbackPart callback;
    std::optional<Forward> forward;
    int silences = 0;    ///< how often of late a browser in it was fetched again because nothing was heard of it
    MonoTime silent_at;  ///< when that was noticed last
    model::CallResult result = model::CallResult::Failed;
    model::Ending ending;
    WallTime started_at;
    WallTime queued_at;
    WallTime answered_at;
    WallTime ended_at;
    TimerId limit;  ///< ring time-out while dialling, longest duration while talking, patience while closing

    Leg* find(model::LegId leg) {
        const auto at = std::ranges::find(legs, leg, &Leg::id);
        return at == legs.end() ? nullptr : &*at;
    }
    Leg* find_user(model::UserId user) {
        const auto at = std::ranges::find_if(legs, [&](const Leg& leg) { return leg.user == user && !leg.ended; });
        return at == legs.end() ? nullptr : &*at;
    }
    /// The lost browser's: of a user, by the lost leg, or by the one that takes its place. Null: nobody waits for it.
    Resume* find_resume(model::UserId user) { return first_resume(resumes, &Resume::user, user); }
    Resume* find_lost(model::LegId leg) { return first_resume(resumes, &Resume::lost, leg); }
    Resume* find_fresh(model::LegId leg) { return first_resume(resumes, &Resume::fresh, leg); }
    bool awaits(model::UserId user) const { return std::ranges::find(resumes, user, &Resume::user) != resumes.end(); }
    bool awaits(model::LegId lost) const { return std::ranges::find(resumes, lost, &Resume::lost) != resumes.end(); }
    /// `fresh` is from now on whatever `lost` was.
    void replace(model::LegId lost, model::LegId fresh);
    /// Whether the leg is one of those who talk with each other (or wait to): first, second, or joined.
    bool is_party(model::LegId leg) const {
        return leg && (leg == first || leg == second || std::ranges::find(joined, leg) != joined.end());
    }
    bool is_conference() const { return room || !joined.empty(); }
    /// Whether a supervisor hears it: has answered, and is not away.
    bool is_supervised() const { return supervision && supervision->answered && !awaits(supervision->leg); }
    Leg* first_leg() { return find(first); }
    Leg* second_leg() { return find(second); }
    /// The leg that the other one of the two talks to; null unless `leg` is one of the two.
    Leg* partner_of(model::LegId leg) { return leg == first ? second_leg() : leg == second ? first_leg() : nullptr; }

  private:
    template <class Member, class Value>
    static Resume* first_resume(std::vector<Resume>& among, Member member, Value value) {
        const auto at = value ? std::ranges::find(among, value, member) : among.end();
        return at == among.end() ? nullptr : &*at;
    }
};

inline void Call::replace(model::LegId lost, model::LegId fresh) {
    const auto take = [&](model::LegId& named) { named = named == lost ? fresh : named; };
    take(first);
    take(second);
    take(host);
    std::ranges::for_each(joined, take);
    if (consult) {
        take(consult->by);
        take(consult->consulted);
    }
    if (supervision) {
        take(supervision->leg);
        take(supervision->agent);
    }
}

}  // namespace yh::calls
