#include <algorithm>

#include "base/describe.h"
#include "office/records/call_fold.h"

// What happens around the call: transfers, consultations, conferences, supervision, flows, surveys, messages and
// call-backs. Most of it leaves a mark on the time line.
namespace yh::office::records {

namespace {

std::optional<std::int64_t> value_or_none(std::int64_t id) {
    return id == 0 ? std::nullopt : std::optional{id};
}

}  // namespace

void CallFacts::Fold::mark(MarkKind kind, std::string text, model::LegId leg) const {
    const auto number = static_cast<std::int64_t>(facts.marks.size()) + 1;
    facts.marks.push_back(
        {event.call.value, number, event.tenant.value, event.at_ms, kind, std::move(text), value_or_none(leg.value)});
}

bool CallFacts::Fold::only_consults(model::LegId leg) const {
    return facts.consultation_ && facts.consultation_->consulted == leg.value;
}

bool CallFacts::Fold::only_supervises(model::LegId leg) const {
    return std::ranges::find(facts.supervisors_, leg.value) != facts.supervisors_.end();
}

void CallFacts::Fold::operator()(const model::Transferred& e) const {
    mark(MarkKind::Transfer, e.to, e.from);
    if (e.consulted) {
        talks(e.consulted);
    } else {
        facts.target_rings_ = true;
    }
    std::erase(facts.talkers_, e.from.value);
}

void CallFacts::Fold::operator()(const model::ConsultStarted& e) const {
    const auto* leg = facts.find_leg(e.consulted);
    facts.consultation_ = Consultation{e.by.value, e.consulted.value};
    mark(MarkKind::Consult, leg == nullptr ? std::string{} : leg->number, e.by);
}

void CallFacts::Fold::operator()(const model::ConsultEnded& e) const {
    facts.consultation_.reset();
    mark(MarkKind::ConsultEnded, std::string{enum_text(e.outcome)}, e.by);
    switch (e.outcome) {
        case model::ConsultOutcome::Completed:
            std::erase(facts.talkers_, e.by.value);
            talks(e.consulted);
            break;
        case model::ConsultOutcome::Joined:
            // Both talk with the customer; the one who had the call stays its agent while he is in it.
            std::erase(facts.talkers_, e.consulted.value);
            facts.talkers_.insert(facts.talkers_.begin(), e.consulted.value);
            break;
        case model::ConsultOutcome::Cancelled:
        case model::ConsultOutcome::Failed:
            break;
    }
}

// A room's call has no pair: it is answered when the second party is in it, and its agent is who came first.
void CallFacts::Fold::operator()(const model::PartyJoined& e) const {
    const auto* leg = facts.find_leg(e.leg);
    mark(MarkKind::Joined, leg == nullptr ? std::string{} : leg->number, e.leg);
    if (only_supervises(e.leg) || leg == nullptr || !leg->user_id) {
        return;
    }
    if (std::ranges::find(facts.talkers_, e.leg.value) == facts.talkers_.end()) {
        facts.talkers_.insert(facts.talkers_.begin(), e.leg.value);
    }
    if (!facts.call.agent_id) {
        facts.call.agent_id = leg->user_id;
    }
    if (facts.talkers_.size() >= 2) {
        note_answer();
    }
}

void CallFacts::Fold::operator()(const model::PartyLeft& e) const {
    const auto* leg = facts.find_leg(e.leg);
    mark(MarkKind::Left, leg == nullptr ? std::string{} : leg->number, e.leg);
    talks_no_more(e.leg);
}

void CallFacts::Fold::operator()(const model::Supervised& e) const {
    mark(MarkKind::Supervision, std::string{enum_text(e.mode)}, e.leg);
    std::erase(facts.supervisors_, e.leg.value);
    if (e.mode != model::SupervisionMode::Takeover) {
        facts.supervisors_.push_back(e.leg.value);
        return;
    }
    std::erase_if(facts.talkers_, [&](std::int64_t id) {
        const auto* leg = facts.find_leg(model::LegId{id});
        return leg != nullptr && leg->user_id == e.agent.value;
    });
    talks(e.leg);
}

void CallFacts::Fold::operator()(const model::SupervisionEnded& e) const {
    std::erase(facts.supervisors_, e.leg.value);
    mark(MarkKind::SupervisionEnded, {}, e.leg);
}

void CallFacts::Fold::operator()(const model::FlowStep& e) const {
    mark(MarkKind::Flow, e.keys.empty() ? e.node : e.node + " " + e.keys);
}

void CallFacts::Fold::operator()(const model::SurveyAsked& e) const {
    SurveyRow row;
    row.call_id = event.call.value;
    row.tenant_id = event.tenant.value;
    row.agent_id = value_or_none(e.agent.value);
    row.queue_id = value_or_none(e.queue.value);
    row.asked_at_ms = event.at_ms;
    facts.survey = std::move(row);
    mark(MarkKind::Survey);
}

// Said also of a customer who rated nothing: then the row stays as it was when he was asked.
void CallFacts::Fold::operator()(const model::SurveyAnswered& e) const {
    if (e.level.empty()) {
        return;
    }
    if (!facts.survey) {
        (*this)(model::SurveyAsked{e.agent, e.queue});
    }
    auto& row = *facts.survey;
    row.answered_at_ms = event.at_ms;
    row.level_key = e.level_key;
    row.level = e.level;
    row.reason_key = e.reason_key;
    row.reason = e.reason;
    mark(MarkKind::SurveyAnswered, e.reason.empty() ? e.level : e.level + " / " + e.reason);
}

void CallFacts::Fold::operator()(const model::VoicemailLeft& e) const {
    const auto at = std::ranges::find(facts.recordings, e.recording.value, &RecordingRow::id);
    if (at != facts.recordings.end()) {
        at->voicemail = true;
    }
    facts.message_ = 0;
    facts.voicemails.push_back({e.recording.value, event.call.value, event.tenant.value, value_or_none(e.queue.value),
                                value_or_none(e.user.value), e.number, event.at_ms});
    mark(MarkKind::Voicemail);
}

// The place in the queue outlives its call: what becomes of it is told by later calls, and kept in the row.
void CallFacts::Fold::operator()(const model::CallbackAsked& e) const {
    CallbackRow row;
    row.call_id = event.call.value;
    row.tenant_id = event.tenant.value;
    row.queue_id = e.queue.value;
    row.number = e.number;
    row.called_number = facts.call.called_number;
    row.asked_at_ms = event.at_ms;
    facts.callback = std::move(row);
    facts.callback_asked = true;
    mark(MarkKind::Callback, e.number);
}

void CallFacts::Fold::operator()(const model::CallbackTried& e) const {
    mark(MarkKind::CallbackTried, e.result);
}

void CallFacts::Fold::operator()(const model::CallbackEnded& e) const {
    mark(MarkKind::CallbackEnded, e.result);
}

void CallFacts::Fold::operator()(const model::ForwardedAnswered& e) const {
    const auto* leg = facts.find_leg(e.leg);
    ForwardedRow row;
    row.id = e.leg.value;
    row.call_id = event.call.value;
    row.tenant_id = event.tenant.value;
    row.queue_id = value_or_none(e.queue.value);
    row.agent_id = value_or_none(e.user.value);
    row.mobile = leg == nullptr ? std::string{} : leg->number;
    row.number = facts.call.customer_number;
    row.answered_at_ms = event.at_ms;
    mark(MarkKind::Forwarded, row.mobile, e.leg);
    facts.forwarded.push_back(std::move(row));
}

void CallFacts::Fold::operator()(const model::RecordingPaused& e) const {
    mark(e.paused ? MarkKind::RecordingPaused : MarkKind::RecordingResumed);
}

void CallFacts::Fold::operator()(const model::ResumeStarted& e) const {
    mark(MarkKind::ConnectionLost, {}, e.leg);
}

// The new leg is what the lost one was.
void CallFacts::Fold::operator()(const model::Resumed& e) const {
    mark(MarkKind::Resumed, {}, e.leg);
    facts.returns_.push_back({e.lost.value, e.leg.value});
    std::ranges::replace(facts.talkers_, e.lost.value, e.leg.value);
    if (facts.consultation_) {
        auto& [by, consulted] = *facts.consultation_;
        by = by == e.lost.value ? e.leg.value : by;
        consulted = consulted == e.lost.value ? e.leg.value : consulted;
    }
}

}  // namespace yh::office::records
