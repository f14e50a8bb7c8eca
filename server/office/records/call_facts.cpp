#include "office/records/call_facts.h"

#include <algorithm>

namespace yh::office::records {

namespace {

std::optional<std::int64_t> value_or_none(std::int64_t id) {
    return id == 0 ? std::nullopt : std::optional{id};
}

}  // namespace

// One function per event that a call's record cares about; the rest is for agents and pages.
struct CallFacts::Fold {
    CallFacts& facts;
    const model::Event& event;

    void operator()(const model::CallStarted& e) const {
        auto& call = facts.call;
        call.id = event.call.value;
        call.tenant_id = event.tenant.value;
        call.direction = e.direction;
        call.customer_number = e.customer_number;
        call.called_number = e.called_number;
        call.trunk = e.trunk;
        call.started_at_ms = event.at_ms;
    }
    void operator()(const model::LegStarted& e) const {
        LegRow leg;
        leg.id = e.leg.value;
        leg.call_id = event.call.value;
        leg.tenant_id = event.tenant.value;
        leg.role = e.role;
        leg.user_id = value_or_none(e.user.value);
        leg.number = e.number;
        leg.started_at_ms = event.at_ms;
        facts.legs.push_back(std::move(leg));
    }
    void operator()(const model::LegRinging& e) const {
        if (auto* leg = facts.find_leg(e.leg)) {
            leg->ringing_at_ms = event.at_ms;
        }
        if (!facts.call.ringing_at_ms) {
            facts.call.ringing_at_ms = event.at_ms;
        }
    }
    void operator()(const model::LegAnswered& e) const {
        if (auto* leg = facts.find_leg(e.leg)) {
            leg->answered_at_ms = event.at_ms;
        }
    }
    void operator()(const model::LegHeld& e) const {
        auto& holds = facts.holds_;
        const auto open = std::ranges::find(holds, e.leg.value, &OpenHold::leg);
        if (e.held && open == holds.end()) {
            holds.push_back({e.leg.value, event.at_ms});
        } else if (!e.held && open != holds.end()) {
            facts.call.hold_ms += event.at_ms - open->since_ms;
            holds.erase(open);
        }
    }
    void operator()(const model::LegEnded& e) const {
        if (auto* leg = facts.find_leg(e.leg)) {
            leg->ended_at_ms = event.at_ms;
            leg->ending_side = e.ending.side;
            leg->ending_reason = e.ending.reason;
            leg->sip_status = e.sip_status;
        }
    }
    void operator()(const model::LegMeasured& e) const {
        if (auto* leg = facts.find_leg(e.leg)) {
            const auto& q = e.quality;
            leg->codec = q.codec;
            leg->packets_received = q.packets_received;
            leg->packets_lost = q.packets_lost;
            leg->jitter_ms = q.jitter_ms;
            leg->peer_loss_percent = q.peer_loss_percent;
            leg->peer_jitter_ms = q.peer_jitter_ms;
            leg->round_trip_ms = q.round_trip_ms;
            leg->one_way = q.one_way;
            leg->mos = q.mos;
        }
    }
    void operator()(const model::QueueEntered& e) const {
        QueueVisitRow visit;
        visit.call_id = event.call.value;
        visit.visit = static_cast<std::int64_t>(facts.visits.size()) + 1;
        visit.tenant_id = event.tenant.value;
        visit.queue_id = e.queue.value;
        visit.entered_at_ms = event.at_ms;
        visit.entered_reason = e.reason;
        facts.visits.push_back(visit);
        facts.call.queue_id = e.queue.value;
    }
    void operator()(const model::QueueLeft& e) const {
        if (facts.visits.empty() || facts.visits.back().left_at_ms != 0) {
            return;
        }
        auto& visit = facts.visits.back();
        visit.left_at_ms = event.at_ms;
        visit.queue_exit = e.exit;
        visit.agent_id = value_or_none(e.agent.value);
        facts.call.wait_ms += event.at_ms - visit.entered_at_ms;
    }
    void operator()(const model::OfferMade& e) const { facts.offers_.push_back({e.offer, e.leg.value}); }
    void operator()(const model::OfferEnded& e) const {
        const auto offer = std::ranges::find(facts.offers_, e.offer, &OpenOffer::offer);
        if (offer == facts.offers_.end()) {
            return;
        }
        if (auto* leg = facts.find_leg(model::LegId{offer->leg})) {
            leg->offer_outcome = e.outcome;
        }
        facts.offers_.erase(offer);
    }
    void operator()(const model::Bridged& e) const {
        if (!facts.call.answered_at_ms) {
            facts.call.answered_at_ms = event.at_ms;
        }
        for (const auto id : {e.first, e.second}) {
            const auto* leg = facts.find_leg(id);
            if (leg != nullptr && leg->user_id) {
                facts.call.agent_id = leg->user_id;
            }
        }
    }
    void operator()(const model::RecordingStarted& e) const {
        facts.recordings.push_back(
            {e.recording.value, event.call.value, event.tenant.value, e.path, event.at_ms, 0, 0, "not_closed"});
    }
    void operator()(const model::RecordingEnded& e) const {
        const auto at = std::ranges::find(facts.recordings, e.recording.value, &RecordingRow::id);
        if (at != facts.recordings.end()) {
            at->duration_ms = e.duration_ms;
            at->size_bytes = e.size_bytes;
            at->failure = e.failure;
        }
    }
    void operator()(const model::CallEnded& e) const {
        auto& call = facts.call;
        call.ended_at_ms = event.at_ms;
        call.result = e.result;
        call.ending_side = e.ending.side;
        call.ending_reason = e.ending.reason;
        for (const auto& hold : facts.holds_) {
            call.hold_ms += event.at_ms - hold.since_ms;
        }
        facts.holds_.clear();
        if (call.answered_at_ms) {
            call.talk_ms = std::max<std::int64_t>(event.at_ms - *call.answered_at_ms, 0);
        }
        if (call.ringing_at_ms) {
            call.ring_ms = std::max<std::int64_t>(call.answered_at_ms.value_or(event.at_ms) - *call.ringing_at_ms, 0);
        }
        facts.ended = true;
    }
    void operator()(const model::LegMuted&) const {}
    void operator()(const model::Transferred&) const {}
    void operator()(const model::ConsultStarted&) const {}
    void operator()(const model::ConsultEnded&) const {}
    void operator()(const model::PartyJoined&) const {}
    void operator()(const model::PartyLeft&) const {}
    void operator()(const model::Supervised&) const {}
    void operator()(const model::SupervisionEnded&) const {}
    void operator()(const model::FlowStep&) const {}
    void operator()(const model::SurveyAsked&) const {}
    void operator()(const model::SurveyAnswered&) const {}
    void operator()(const model::VoicemailLeft&) const {}
    void operator()(const model::CallbackAsked&) const {}
    void operator()(const model::CallbackTried&) const {}
    void operator()(const model::CallbackEnded&) const {}
    void operator()(const model::ForwardedAnswered&) const {}
    void operator()(const model::AnswerAsked&) const {}
    void operator()(const model::ResumeStarted&) const {}
    void operator()(const model::ResumeEnded&) const {}
    void operator()(const model::RecordingPaused&) const {}
    void operator()(const model::AgentStateChanged&) const {}
    void operator()(const model::AgentActivityChanged&) const {}
    void operator()(const model::QueuePauseChanged&) const {}
    void operator()(const model::DeviceChanged&) const {}
};

void CallFacts::apply(const model::Event& event) {
    std::visit(Fold{*this, event}, event.body);
}

LegRow* CallFacts::find_leg(model::LegId leg) {
    const auto at = std::ranges::find(legs, leg.value, &LegRow::id);
    return at == legs.end() ? nullptr : &*at;
}

std::vector<model::Event> CallFacts::lost_at(std::int64_t at_ms) const {
    const model::Ending lost{model::EndingSide::Us, "process_lost"};
    const model::TenantId tenant{call.tenant_id};
    const model::CallId id{call.id};
    std::vector<model::Event> events;
    const auto add = [&](model::EventBody body) { events.push_back({at_ms, tenant, id, std::move(body)}); };
    for (const auto& offer : offers_) {
        add(model::OfferEnded{offer.offer, {}, model::OfferOutcome::Withdrawn});
    }
    if (!visits.empty() && visits.back().left_at_ms == 0) {
        add(model::QueueLeft{model::QueueId{visits.back().queue_id}, model::QueueExit::ProcessLost, {}});
    }
    for (const auto& leg : legs) {
        if (leg.ended_at_ms == 0) {
            add(model::LegEnded{model::LegId{leg.id}, lost, 0});
        }
    }
    add(model::CallEnded{call.answered_at_ms ? model::CallResult::Answered : model::CallResult::Failed, lost});
    return events;
}

}  // namespace yh::office::records
