#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/timer_queue.h"
#include "calls/ports.h"
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
    Resuming,    ///< a browser was lost in mid-call; the other party hears music until it is back
    Announcing,  ///< a last tone or prompt before we hang up
    Closing,     ///< ended; waits for measurements and the recording
};

/// One device's or trunk's part in a call.
struct Leg {
    model::LegId id;
    model::LegRole role = model::LegRole::Other;
    model::UserId user;  ///< none: the network
    std::string number;
    bool outgoing = false;  ///< we called it
    bool answered = false;
    bool ended = false;      ///< its signalling is over
    bool has_media = false;  ///< open in media, or waiting to be measured
    bool ringing = false;
    bool early = false;           ///< its sound may be heard before the answer (183 with SDP)
    bool held_by_peer = false;    ///< the device put us on hold by re-INVITE
    bool held_by_user = false;    ///< held through a command
    bool muted = false;           ///< the other party does not hear it
    bool occupies_agent = false;  ///< the ACD takes its user for busy because of this leg
    model::OfferId offer;         ///< the offer it rings for
    bool offer_open = false;
    std::string sdp_answer;  ///< made at once for an incoming leg, sent when it is answered
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
    bool ended = false;
};

/// A call that waits for the browser of one of its two parties.
struct Resume {
    model::UserId user;
    model::LegId lost;   ///< still named by the call's first or second
    model::LegId fresh;  ///< rings the browser that came back; none: it is away
    WallTime until;
    TimerId timer;
};

/// Everything around one customer, or one internal dial. A plain value: the conductor acts on it.
struct Call {
    model::CallId id;
    model::TenantId tenant;
    model::Direction direction = model::Direction::Inbound;
    Phase phase = Phase::Routing;
    std::string customer_number;
    std::string customer_name;
    std::string called_number;
    std::string second_caller_id;  ///< what the second party sees as the caller; empty: the customer's number
    model::QueueId queue;
    model::LegId first;    ///< who came first
    model::LegId second;   ///< the party talked or dialled to
    std::deque<Leg> legs;  ///< addresses are stable: a leg added while another is at work moves nobody
    std::optional<Recording> recording;
    std::optional<Resume> resume;
    std::int64_t programs = 0;  ///< ids given to programs so far
    std::int64_t greeting = 0;  ///< the program that is the greeting; music follows it
    bool was_queued = false;
    bool returned = false;  ///< talked already, lost its agent, and waits again at the head of the queue
    int silences = 0;       ///< how often a browser in it was fetched again because nothing was heard of it
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
    bool awaits(model::UserId user) const { return resume && resume->user == user; }
    Leg* first_leg() { return find(first); }
    Leg* second_leg() { return find(second); }
    /// The leg that the other one of the two talks to; null unless `leg` is one of the two.
    Leg* partner_of(model::LegId leg) { return leg == first ? second_leg() : leg == second ? first_leg() : nullptr; }
};

}  // namespace yh::calls
