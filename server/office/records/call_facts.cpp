#include "office/records/call_facts.h"

#include <algorithm>

#include "office/records/call_fold.h"

namespace yh::office::records {

void CallFacts::apply(const model::Event& event) {
    std::visit(Fold{*this, event}, event.body);
    measure_talk(event.at_ms);
}

LegRow* CallFacts::find_leg(model::LegId leg) {
    const auto at = std::ranges::find(legs, leg.value, &LegRow::id);
    return at == legs.end() ? nullptr : &*at;
}

const LegRow* CallFacts::find_leg(model::LegId leg) const {
    const auto at = std::ranges::find(legs, leg.value, &LegRow::id);
    return at == legs.end() ? nullptr : &*at;
}

std::vector<model::Event> CallFacts::lost_at(std::int64_t at_ms) const {
    const model::Ending lost_process{model::EndingSide::Us, "process_lost"};
    const model::TenantId tenant{call.tenant_id};
    const model::CallId id{call.id};
    std::vector<model::Event> events;
    const auto add = [&](model::EventBody body) { events.push_back({at_ms, tenant, id, std::move(body)}); };
    for (const auto& offer : offers_) {
        add(model::OfferEnded{offer.offer, {}, model::OfferOutcome::Withdrawn});
    }
    if (consultation_) {
        add(model::ConsultEnded{model::LegId{consultation_->by}, model::LegId{consultation_->consulted},
                                model::ConsultOutcome::Failed});
    }
    for (const auto leg : supervisors_) {
        const auto* row = find_leg(model::LegId{leg});
        add(model::SupervisionEnded{model::LegId{leg}, model::UserId{row == nullptr ? 0 : row->user_id.value_or(0)}});
    }
    if (!visits.empty() && visits.back().left_at_ms == 0) {
        add(model::QueueLeft{model::QueueId{visits.back().queue_id}, model::QueueExit::ProcessLost, {}});
    }
    for (const auto& leg : legs) {
        if (leg.ended_at_ms == 0) {
            add(model::LegEnded{model::LegId{leg.id}, lost_process, 0});
        }
    }
    const auto message = std::ranges::find(recordings, message_, &RecordingRow::id);
    const bool left = message != recordings.end() && message->failure.empty();
    if (left) {
        add(model::VoicemailLeft{
            model::RecordingId{message_}, model::QueueId{call.queue_id.value_or(0)}, {}, call.customer_number});
    }
    add(model::CallEnded{call.answered_at_ms           ? model::CallResult::Answered
                         : left || !voicemails.empty() ? model::CallResult::Voicemail
                                                       : model::CallResult::Failed,
                         lost_process});
    return events;
}

// Inside the company everybody is somebody's customer.
bool CallFacts::customer_is_there() const {
    return call.direction == model::Direction::Internal || std::ranges::any_of(legs, [](const LegRow& leg) {
               return leg.role == model::LegRole::Customer && leg.ended_at_ms == 0;
           });
}

// Who is in the talk changes by many events: it is looked at after each. Answering the survey is no talk.
void CallFacts::measure_talk(std::int64_t at_ms) {
    const bool over = ended || survey || !customer_is_there();
    const auto talks_now = [&](std::int64_t id) {
        const auto* leg = find_leg(model::LegId{id});
        return !over && leg != nullptr && leg->ended_at_ms == 0 && std::ranges::find(talkers_, id) != talkers_.end();
    };
    std::erase_if(talks_, [&](const OpenTalk& talk) {
        if (talks_now(talk.leg)) {
            return false;
        }
        find_leg(model::LegId{talk.leg})->talk_ms += std::max<std::int64_t>(at_ms - talk.since_ms, 0);
        return true;
    });
    for (const auto id : talkers_) {
        if (talks_now(id) && std::ranges::find(talks_, id, &OpenTalk::leg) == talks_.end()) {
            talks_.push_back({id, at_ms});
        }
    }
}

std::optional<std::int64_t> CallFacts::queue_of(const LegRow& leg) const {
    const auto back = std::ranges::find(returns_, leg.id, &Return::leg);
    if (back != returns_.end()) {
        const auto* before = back->lost == leg.id ? nullptr : find_leg(model::LegId{back->lost});
        return before == nullptr ? std::nullopt : queue_of(*before);
    }
    const auto ring = std::ranges::find(rings_, leg.id, &Ring::leg);
    if (ring == rings_.end() || ring->queue) {
        return ring == rings_.end() ? std::nullopt : ring->queue;
    }
    for (const auto& visit : visits) {
        const bool taken = visit.left_at_ms != 0 && visit.queue_exit == model::QueueExit::Connected &&
                           visit.agent_id == leg.user_id && visit.left_at_ms >= leg.started_at_ms;
        if (taken && leg.answered_at_ms) {
            return visit.queue_id;
        }
    }
    return std::nullopt;
}

// The first leg of a call that goes out or inside is the caller's own.
std::optional<CallFacts::Dialled> CallFacts::dialled_by(const model::Event& event) const {
    const auto* leg = std::get_if<model::LegStarted>(&event.body);
    const bool dials =
        call.direction == model::Direction::ManualOutbound || call.direction == model::Direction::Internal;
    if (leg == nullptr || !leg->user || !dials || legs.size() != 1 || legs.front().id != leg->leg.value) {
        return std::nullopt;
    }
    return Dialled{leg->user, call.called_number};
}

}  // namespace yh::office::records
