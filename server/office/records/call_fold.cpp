#include "office/records/call_fold.h"

#include <algorithm>
#include <utility>

// The call itself: legs, queues, offers, talk and end. What its end means for the lists is in call_judgement.cpp.
namespace yh::office::records {

namespace {

std::optional<std::int64_t> value_or_none(std::int64_t id) {
    return id == 0 ? std::nullopt : std::optional{id};
}

}  // namespace

void CallFacts::Fold::operator()(const model::CallStarted& e) const {
    auto& record = facts.call;
    if (record.id != 0) {
        return;  // the beginning is told once
    }
    record.id = event.call.value;
    record.tenant_id = event.tenant.value;
    record.direction = e.direction;
    record.customer_number = e.customer_number;
    record.called_number = e.called_number;
    record.trunk = e.trunk;
    record.started_at_ms = event.at_ms;
    facts.target_rings_ = !e.room;  // who is invited to a room and does not come misses no call
}

void CallFacts::Fold::operator()(const model::LegStarted& e) const {
    if (facts.find_leg(e.leg) != nullptr) {
        return;
    }
    LegRow leg;
    leg.id = e.leg.value;
    leg.call_id = event.call.value;
    leg.tenant_id = event.tenant.value;
    leg.role = e.role;
    leg.user_id = value_or_none(e.user.value);
    leg.number = e.number;
    leg.trunk = e.trunk;
    leg.started_at_ms = event.at_ms;
    if (leg.role == model::LegRole::Customer && !e.trunk.empty() && facts.call.direction != model::Direction::Inbound) {
        facts.call.trunk = e.trunk;  // of several that were tried, the one that was used stands
    }
    if (leg.user_id && facts.call.direction == model::Direction::ManualOutbound && !facts.call.dialled_by) {
        facts.call.dialled_by = leg.user_id;
    }
    if (leg.role == model::LegRole::Customer && facts.call.direction == model::Direction::AutoOutbound) {
        note_dialled_back();
    }
    // Of a direct call it is the target that rings; the first leg of all is whoever calls.
    const bool for_offer = std::ranges::any_of(facts.rings_, [&](const Ring& ring) { return ring.leg == leg.id; });
    if (facts.target_rings_ && leg.user_id && !facts.legs.empty() && !for_offer) {
        facts.rings_.push_back({leg.id, std::nullopt, false});
    }
    facts.legs.push_back(std::move(leg));
}

void CallFacts::Fold::operator()(const model::LegRinging& e) const {
    if (auto* leg = facts.find_leg(e.leg)) {
        leg->ringing_at_ms = event.at_ms;
    }
    // Who dials by click is rung first, by their own telephone: the call rings when somebody else does.
    const auto direction = facts.call.direction;
    const bool own_device =
        (direction == model::Direction::ManualOutbound || direction == model::Direction::Internal) &&
        facts.target_rings_ && !facts.legs.empty() && facts.legs.front().id == e.leg.value;
    if (!facts.call.ringing_at_ms && !own_device) {
        facts.call.ringing_at_ms = event.at_ms;
    }
}

void CallFacts::Fold::operator()(const model::LegAnswered& e) const {
    if (auto* leg = facts.find_leg(e.leg)) {
        leg->answered_at_ms = event.at_ms;
    }
}

void CallFacts::Fold::operator()(const model::LegHeld& e) const {
    auto& holds = facts.holds_;
    const auto open = std::ranges::find(holds, e.leg.value, &OpenHold::leg);
    if (e.held && open == holds.end()) {
        holds.push_back({e.leg.value, event.at_ms});
        mark(MarkKind::Hold, {}, e.leg);
    } else if (!e.held && open != holds.end()) {
        facts.call.hold_ms += event.at_ms - open->since_ms;
        holds.erase(open);
        mark(MarkKind::Retrieve, {}, e.leg);
    }
}

// Who held and left holds nobody any longer: the others talk on.
void CallFacts::Fold::operator()(const model::LegEnded& e) const {
    if (auto* leg = facts.find_leg(e.leg)) {
        leg->ended_at_ms = event.at_ms;
        leg->ending_side = e.ending.side;
        leg->ending_reason = e.ending.reason;
        leg->sip_status = e.sip_status;
    }
    auto& holds = facts.holds_;
    if (const auto open = std::ranges::find(holds, e.leg.value, &OpenHold::leg); open != holds.end()) {
        facts.call.hold_ms += event.at_ms - open->since_ms;
        holds.erase(open);
    }
}

void CallFacts::Fold::operator()(const model::LegMeasured& e) const {
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

void CallFacts::Fold::operator()(const model::QueueEntered& e) const {
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

void CallFacts::Fold::operator()(const model::QueueLeft& e) const {
    if (facts.visits.empty() || facts.visits.back().left_at_ms != 0) {
        return;
    }
    auto& visit = facts.visits.back();
    visit.left_at_ms = event.at_ms;
    visit.queue_exit = e.exit;
    visit.agent_id = value_or_none(e.agent.value);
    facts.call.wait_ms += event.at_ms - visit.entered_at_ms;
    const bool connected = e.exit == model::QueueExit::Connected;
    facts.target_rings_ = !connected;  // wherever the queue sends it, somebody shall answer
    // What still rings, or was silenced a moment ago in the same decision, rang for a caller who is gone, or for one
    // whom a colleague has taken.
    constexpr std::int64_t a_moment_ms = 20;
    for (auto& ring : facts.rings_) {
        const auto* leg = facts.find_leg(model::LegId{ring.leg});
        if (leg != nullptr && (leg->ended_at_ms == 0 || leg->ended_at_ms + a_moment_ms >= event.at_ms)) {
            ring.given_up = !connected;
        }
    }
}

void CallFacts::Fold::operator()(const model::OfferMade& e) const {
    if (const auto open = std::ranges::find(facts.offers_, e.offer, &OpenOffer::offer); open != facts.offers_.end()) {
        // The trunk to the agent's mobile failed, and the next one is taken: no ring more than before.
        for (auto& ring : facts.rings_) {
            ring.leg = ring.leg == open->leg ? e.leg.value : ring.leg;
        }
        open->leg = e.leg.value;
        return;
    }
    facts.offers_.push_back({e.offer, e.leg.value});
    facts.rings_.push_back({e.leg.value, value_or_none(e.queue.value), false});
}

void CallFacts::Fold::operator()(const model::OfferEnded& e) const {
    const auto offer = std::ranges::find(facts.offers_, e.offer, &OpenOffer::offer);
    if (offer == facts.offers_.end()) {
        return;
    }
    if (auto* leg = facts.find_leg(model::LegId{offer->leg})) {
        leg->offer_outcome = e.outcome;
    }
    facts.offers_.erase(offer);
}

void CallFacts::Fold::operator()(const model::Bridged& e) const {
    // The talk of a consultation, or a leader's ear, is no talk with the customer.
    if (only_consults(e.first) || only_consults(e.second) || only_supervises(e.first) || only_supervises(e.second)) {
        return;
    }
    note_answer();
    // Two of ours may be left alone with each other when the customer has gone: that changes nothing for the record.
    const auto* first = facts.find_leg(e.first);
    const auto* second = facts.find_leg(e.second);
    if (facts.call.direction != model::Direction::Internal && first != nullptr && first->user_id && second != nullptr &&
        second->user_id) {
        return;
    }
    // Told anew after a resume or a retrieve, it names the same two; a new pair takes the place of the old.
    const auto pair = {e.first.value, e.second.value};
    std::erase_if(facts.talkers_, [&](std::int64_t leg) { return std::ranges::find(pair, leg) == pair.end(); });
    talks(e.first);
    talks(e.second);
}

void CallFacts::Fold::operator()(const model::RecordingStarted& e) const {
    facts.recordings.push_back(
        {e.recording.value, event.call.value, event.tenant.value, e.path, event.at_ms, 0, 0, "not_closed", false});
    if (!e.right) {
        facts.message_ = e.recording.value;  // only one side of it: the caller speaks to nobody
    }
}

void CallFacts::Fold::operator()(const model::RecordingEnded& e) const {
    const auto at = std::ranges::find(facts.recordings, e.recording.value, &RecordingRow::id);
    if (at != facts.recordings.end() && e.failure == "discarded") {
        facts.recordings.erase(at);  // a message too short to be one; its file is gone
    } else if (at != facts.recordings.end()) {
        at->duration_ms = e.duration_ms;
        at->size_bytes = e.size_bytes;
        at->failure = e.failure;
    }
}

void CallFacts::Fold::operator()(const model::CallEnded& e) const {
    auto& record = facts.call;
    record.ended_at_ms = event.at_ms;
    record.result = e.result;
    record.ending_side = e.ending.side;
    record.ending_reason = e.ending.reason;
    for (const auto& hold : facts.holds_) {
        record.hold_ms += event.at_ms - hold.since_ms;
    }
    facts.holds_.clear();
    if (record.answered_at_ms) {
        // Answering questions by key is no talk: that was over when the agent had gone.
        const auto until = facts.survey ? facts.survey->asked_at_ms : event.at_ms;
        record.talk_ms = std::max<std::int64_t>(until - *record.answered_at_ms, 0);
    }
    if (record.ringing_at_ms) {
        const auto until = record.answered_at_ms ? *record.answered_at_ms : last_ring_ended_at();
        record.ring_ms = std::max<std::int64_t>(until - *record.ringing_at_ms, 0);
    }
    facts.ended = true;
    for (auto& taken : facts.forwarded) {
        const auto* leg = facts.find_leg(model::LegId{taken.id});
        const auto until = leg == nullptr || leg->ended_at_ms == 0 ? event.at_ms : leg->ended_at_ms;
        taken.talk_ms = std::max<std::int64_t>(until - taken.answered_at_ms, 0);
    }
    judge_rings();
    judge_loss();
    facts.measure_talk(event.at_ms);
    judge_distribution();
}

// Of a call that nobody answered: what came after the last ring, a message or an announcement, is no ringing.
std::int64_t CallFacts::Fold::last_ring_ended_at() const {
    std::int64_t last = 0;
    for (const auto& leg : facts.legs) {
        if (leg.ringing_at_ms) {
            const auto ended = leg.ended_at_ms == 0 ? event.at_ms : leg.ended_at_ms;
            last = std::max(last, leg.answered_at_ms.value_or(ended));
        }
    }
    return last;
}

// The agent who took the offer hears the customer ring.
void CallFacts::Fold::note_dialled_back() const {
    for (const auto& leg : facts.legs) {
        if (leg.user_id && leg.answered_at_ms && leg.ended_at_ms == 0) {
            facts.call.dialled_by = leg.user_id;
        }
    }
}

void CallFacts::Fold::note_answer() const {
    if (!facts.call.answered_at_ms) {
        facts.call.answered_at_ms = event.at_ms;
    }
    facts.target_rings_ = false;
}

void CallFacts::Fold::talks(model::LegId leg) const {
    const auto* row = facts.find_leg(leg);
    if (row == nullptr || !row->user_id) {
        return;
    }
    std::erase(facts.talkers_, leg.value);
    facts.talkers_.push_back(leg.value);
    facts.call.agent_id = row->user_id;
}

// The record names who is left; while nobody is (music, a queue), it names who talked last.
void CallFacts::Fold::talks_no_more(model::LegId leg) const {
    std::erase(facts.talkers_, leg.value);
    if (facts.talkers_.empty() || !facts.customer_is_there()) {
        return;
    }
    if (const auto* row = facts.find_leg(model::LegId{facts.talkers_.back()})) {
        facts.call.agent_id = row->user_id;
    }
}

}  // namespace yh::office::records
