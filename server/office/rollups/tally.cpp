#include "office/rollups/tally.h"

#include <algorithm>
#include <array>
#include <vector>

#include "office/rollups/local_time.h"

namespace yh::office::rollups {

namespace {

using model::AgentState;
using model::CallResult;
using model::Direction;
using model::QueueExit;

template <class Row, std::size_t N>
using Columns = std::array<std::int64_t Row::*, N>;

// Up to 5 s, 10 s … 30 s, and more.
constexpr std::size_t classes = 7;
constexpr Columns<DepartmentDay, classes> answered_ring{
    &DepartmentDay::answered_ring_5,   &DepartmentDay::answered_ring_10, &DepartmentDay::answered_ring_15,
    &DepartmentDay::answered_ring_20,  &DepartmentDay::answered_ring_25, &DepartmentDay::answered_ring_30,
    &DepartmentDay::answered_ring_more};
constexpr Columns<CallHour, classes> queued_answered{&CallHour::queued_answered_5,   &CallHour::queued_answered_10,
                                                     &CallHour::queued_answered_15,  &CallHour::queued_answered_20,
                                                     &CallHour::queued_answered_25,  &CallHour::queued_answered_30,
                                                     &CallHour::queued_answered_more};
constexpr Columns<CallHour, classes> queued_unanswered{
    &CallHour::queued_unanswered_5,   &CallHour::queued_unanswered_10, &CallHour::queued_unanswered_15,
    &CallHour::queued_unanswered_20,  &CallHour::queued_unanswered_25, &CallHour::queued_unanswered_30,
    &CallHour::queued_unanswered_more};
constexpr Columns<CallHour, classes> rung_unanswered{&CallHour::rung_unanswered_5,   &CallHour::rung_unanswered_10,
                                                     &CallHour::rung_unanswered_15,  &CallHour::rung_unanswered_20,
                                                     &CallHour::rung_unanswered_25,  &CallHour::rung_unanswered_30,
                                                     &CallHour::rung_unanswered_more};

// The thresholds that a service level may have, s.
constexpr std::array<std::int64_t, 10> thresholds{5, 10, 15, 20, 25, 30, 45, 60, 90, 120};
constexpr Columns<QueueHour, 10> answered_in{
    &QueueHour::answered_in_5,  &QueueHour::answered_in_10, &QueueHour::answered_in_15, &QueueHour::answered_in_20,
    &QueueHour::answered_in_25, &QueueHour::answered_in_30, &QueueHour::answered_in_45, &QueueHour::answered_in_60,
    &QueueHour::answered_in_90, &QueueHour::answered_in_120};
constexpr Columns<QueueHour, 10> abandoned_in{
    &QueueHour::abandoned_in_5,  &QueueHour::abandoned_in_10, &QueueHour::abandoned_in_15, &QueueHour::abandoned_in_20,
    &QueueHour::abandoned_in_25, &QueueHour::abandoned_in_30, &QueueHour::abandoned_in_45, &QueueHour::abandoned_in_60,
    &QueueHour::abandoned_in_90, &QueueHour::abandoned_in_120};

constexpr std::int64_t ms_of_second = 1000;

// By whole seconds rounded up: 5.2 s is in 6–10.
std::size_t class_of(std::int64_t ms) {
    constexpr std::int64_t width_s = 5;
    const auto seconds = (std::max<std::int64_t>(ms, 1) + ms_of_second - 1) / ms_of_second;
    return std::min(static_cast<std::size_t>((seconds - 1) / width_s), classes - 1);
}

std::int64_t ring_began_ms(const StoryLeg& leg) {
    return leg.ringing_at_ms.value_or(leg.started_at_ms);
}

std::int64_t ring_ms(const StoryLeg& leg) {
    return std::max<std::int64_t>(leg.answered_at_ms.value_or(leg.ended_at_ms) - ring_began_ms(leg), 0);
}

/// One department's part in an inbound call.
struct Share {
    std::int64_t department = 0;
    const StoryLeg* first_answer = nullptr;
    const StoryLeg* last_ring = nullptr;
    std::int64_t rang_from_ms = 0;
    std::int64_t rang_until_ms = 0;
    std::int64_t talk_ms = 0;
    std::int64_t queue = 0;  ///< of the first who answered, else of the last ring; nobody was rung: of the first leg
};

void add_leg(Share& share, const StoryLeg& leg) {
    share.talk_ms += leg.talk_ms;
    if (!leg.distributed) {
        return;
    }
    const auto began = ring_began_ms(leg);
    share.rang_from_ms = share.last_ring == nullptr ? began : std::min(share.rang_from_ms, began);
    share.rang_until_ms = std::max(share.rang_until_ms, leg.ended_at_ms);
    if (share.last_ring == nullptr || began >= ring_began_ms(*share.last_ring)) {
        share.last_ring = &leg;
    }
    const bool first = share.first_answer == nullptr ||
                       (leg.answered_at_ms && *leg.answered_at_ms < *share.first_answer->answered_at_ms);
    if (leg.answered_at_ms && first) {
        share.first_answer = &leg;
    }
    share.queue = (share.first_answer != nullptr ? share.first_answer : share.last_ring)->queue_id.value_or(0);
}

std::vector<Share> shares_of(const std::vector<StoryLeg>& legs) {
    std::vector<Share> shares;
    for (const auto& leg : legs) {
        const auto department = leg.department_id.value_or(0);
        auto share = std::ranges::find(shares, department, &Share::department);
        if (share == shares.end()) {
            share = shares.insert(shares.end(), Share{});
            share->department = department;
            share->queue = leg.queue_id.value_or(0);
        }
        add_leg(*share, leg);
    }
    return shares;
}

CallHour call_hour_of(const StoryCall& call, const LocalHour& at) {
    CallHour row;
    row.tenant_id = call.tenant_id;
    row.day = at.day;
    row.hour = at.hour;
    row.queue_id = call.queue_id.value_or(0);
    row.department_id = call.department_id.value_or(0);
    row.inbound = call.direction == Direction::Inbound;
    return row;
}

/// One call with a customer.
class CallTally {
  public:
    CallTally(Sums& sums, const CallStory& story, const model::TimeZone& zone)
        : sums_{sums}, story_{story}, call_{story.call}, at_{local_hour(story.call.started_at_ms, zone)} {}

    void add() {
        add_call_hour();
        if (call_.direction == Direction::Inbound) {
            add_rings();
            add_shares();
        } else {
            add_dialling();
        }
        if (call_.direction != Direction::AutoOutbound) {
            add_visits();
        }
        add_survey();
    }

  private:
    bool answered() const { return call_.result == CallResult::Answered; }

    AgentDay& agent_day(const StoryLeg& leg) {
        AgentDay row;
        row.tenant_id = call_.tenant_id;
        row.day = at_.day;
        row.agent_id = leg.user_id;
        row.department_id = leg.department_id.value_or(0);
        row.queue_id = leg.queue_id.value_or(0);
        return sums_.agent_days.at(row);
    }

    DepartmentDay& department_day(std::int64_t department, std::int64_t queue) {
        DepartmentDay row;
        row.tenant_id = call_.tenant_id;
        row.day = at_.day;
        row.department_id = department;
        row.queue_id = queue;
        return sums_.department_days.at(row);
    }

    QueueHour& queue_hour(std::int64_t queue) {
        QueueHour row;
        row.tenant_id = call_.tenant_id;
        row.day = at_.day;
        row.hour = at_.hour;
        row.queue_id = queue;
        return sums_.queue_hours.at(row);
    }

    void add_call_hour() {
        auto& row = sums_.call_hours.at(call_hour_of(call_, at_));
        row.calls += 1;
        row.answered += answered() ? 1 : 0;
        row.talk_ms += call_.talk_ms;
        row.hold_ms += call_.hold_ms;
        if (call_.direction != Direction::Inbound) {
            return;
        }
        row.called_again += answered() && call_.called_again_at_ms ? 1 : 0;
        if (call_.queue_id) {
            row.*(answered() ? queued_answered : queued_unanswered).at(class_of(call_.wait_ms)) += 1;
        }
        if (!answered() && call_.ringing_at_ms) {
            row.*rung_unanswered.at(class_of(call_.ring_ms)) += 1;
        }
    }

    void add_rings() {
        for (const auto& leg : story_.legs) {
            if (!leg.distributed && leg.talk_ms == 0) {
                continue;
            }
            auto& row = agent_day(leg);
            row.inbound_talk_ms += leg.talk_ms;
            if (leg.distributed) {
                row.inbound += 1;
                row.inbound_answered += leg.answered_at_ms ? 1 : 0;
                row.inbound_ring_ms += ring_ms(leg);
            }
        }
    }

    void add_shares() {
        for (const auto& share : shares_of(story_.legs)) {
            if (share.last_ring == nullptr && share.talk_ms == 0) {
                continue;
            }
            auto& row = department_day(share.department, share.queue);
            row.inbound_talk_ms += share.talk_ms;
            if (share.last_ring == nullptr) {
                continue;
            }
            row.inbound += 1;
            if (share.first_answer != nullptr) {
                const auto rang = std::max<std::int64_t>(*share.first_answer->answered_at_ms - share.rang_from_ms, 0);
                row.inbound_answered += 1;
                row.answered_ring_ms += rang;
                row.*answered_ring.at(class_of(rang)) += 1;
            } else {
                row.unanswered_ring_ms += std::max<std::int64_t>(share.rang_until_ms - share.rang_from_ms, 0);
            }
        }
    }

    /// The dialler's own leg; of a call-back the one that answered.
    StoryLeg dialling_leg() const {
        const StoryLeg* found = nullptr;
        for (const auto& leg : story_.legs) {
            const bool better = found == nullptr || (!found->answered_at_ms && leg.answered_at_ms);
            if (leg.user_id == *call_.dialled_by && better) {
                found = &leg;
            }
        }
        StoryLeg nobody;
        nobody.user_id = *call_.dialled_by;
        return found == nullptr ? nobody : *found;
    }

    void add_dialling() {
        const auto dialler = dialling_leg();
        auto& own = agent_day(dialler);
        own.outbound += 1;
        own.outbound_connected += answered() ? 1 : 0;
        if (const auto rang = call_.ringing_at_ms ? call_.ringing_at_ms : call_.answered_at_ms; rang) {
            own.outbound_call_ms += std::max<std::int64_t>(call_.ended_at_ms - *rang, 0);
        }
        auto& department = department_day(dialler.department_id.value_or(0), dialler.queue_id.value_or(0));
        department.outbound += 1;
        department.outbound_connected += answered() ? 1 : 0;
        for (const auto& leg : story_.legs) {
            if (leg.talk_ms > 0) {
                agent_day(leg).outbound_talk_ms += leg.talk_ms;
                department_day(leg.department_id.value_or(0), leg.queue_id.value_or(0)).outbound_talk_ms += leg.talk_ms;
            }
        }
        if (!call_.customer_number.empty()) {
            add_attempt();
        }
    }

    void add_attempt() {
        constexpr std::int64_t short_ring_ms = 10 * ms_of_second;
        constexpr std::int64_t short_talk_ms = 60 * ms_of_second;
        DialledNumber row;
        row.tenant_id = call_.tenant_id;
        row.day = at_.day;
        row.number = call_.customer_number;
        auto& number = sums_.dialled_numbers.at(row);
        number.attempts += 1;
        auto& kind = call_.talk_ms > short_talk_ms   ? number.talked_long
                     : call_.talk_ms > 0             ? number.talked_short
                     : call_.ring_ms > short_ring_ms ? number.rung_long
                     : call_.ring_ms > 0             ? number.rung_short
                                                     : number.not_rung;
        kind += 1;
    }

    void add_visits() {
        for (const auto& visit : story_.visits) {
            auto& row = queue_hour(visit.queue_id);
            const auto waited = std::max<std::int64_t>(visit.left_at_ms - visit.entered_at_ms, 0);
            row.visits += 1;
            if (visit.queue_exit == QueueExit::Connected) {
                row.answered += 1;
                row.answered_wait_ms += waited;
            } else if (visit.queue_exit == QueueExit::Abandoned) {
                row.abandoned += 1;
                row.abandoned_wait_ms += waited;
            }
            for (std::size_t i = 0; i < thresholds.size(); ++i) {
                const auto limit = thresholds.at(i) * ms_of_second;
                row.*answered_in.at(i) += visit.queue_exit == QueueExit::Connected && waited <= limit ? 1 : 0;
                row.*abandoned_in.at(i) += visit.queue_exit == QueueExit::Abandoned && waited < limit ? 1 : 0;
            }
        }
        for (const auto& leg : story_.legs) {
            if (leg.queue_id && leg.talk_ms > 0) {
                queue_hour(*leg.queue_id).talk_ms += leg.talk_ms;
            }
        }
    }

    void add_survey() {
        if (!story_.survey) {
            return;
        }
        SurveyDay row;
        row.tenant_id = call_.tenant_id;
        row.day = at_.day;
        row.agent_id = story_.survey->agent_id.value_or(0);
        row.department_id = story_.survey->department_id.value_or(0);
        row.queue_id = story_.survey->queue_id.value_or(0);
        row.level = story_.survey->level;
        sums_.survey_days.at(row).surveys += 1;
    }

    Sums& sums_;
    const CallStory& story_;
    const StoryCall& call_;
    const LocalHour at_;
};

}  // namespace

void add_call(Sums& sums, const CallStory& story, const model::TimeZone& zone) {
    add_talk(sums, story, zone);
    const auto direction = story.call.direction;
    // A call-back that no agent took dialled nobody.
    if (direction == Direction::Inbound || (direction != Direction::Internal && story.call.dialled_by)) {
        CallTally{sums, story, zone}.add();
    }
}

void add_called_again(Sums& sums, const StoryCall& call, const model::TimeZone& zone) {
    sums.call_hours.at(call_hour_of(call, local_hour(call.started_at_ms, zone))).called_again += 1;
}

}  // namespace yh::office::rollups
