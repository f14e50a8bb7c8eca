#pragma once

#include <optional>
#include <string>

#include "office/records/call_facts.h"

namespace yh::office::records {

/// One function per event that a call's record cares about; the rest is for agents and pages. Split over
/// call_fold.cpp (the call itself) and call_fold_services.cpp (what happens around it).
struct CallFacts::Fold {
    CallFacts& facts;
    const model::Event& event;

    void operator()(const model::CallStarted& e) const;
    void operator()(const model::LegStarted& e) const;
    void operator()(const model::LegRinging& e) const;
    void operator()(const model::LegAnswered& e) const;
    void operator()(const model::LegHeld& e) const;
    void operator()(const model::LegEnded& e) const;
    void operator()(const model::LegMeasured& e) const;
    void operator()(const model::QueueEntered& e) const;
    void operator()(const model::QueueLeft& e) const;
    void operator()(const model::OfferMade& e) const;
    void operator()(const model::OfferEnded& e) const;
    void operator()(const model::Bridged& e) const;
    void operator()(const model::RecordingStarted& e) const;
    void operator()(const model::RecordingEnded& e) const;
    void operator()(const model::CallEnded& e) const;

    void operator()(const model::Transferred& e) const;
    void operator()(const model::ConsultStarted& e) const;
    void operator()(const model::ConsultEnded& e) const;
    void operator()(const model::PartyJoined& e) const;
    void operator()(const model::PartyLeft& e) const;
    void operator()(const model::Supervised& e) const;
    void operator()(const model::SupervisionEnded& e) const;
    void operator()(const model::FlowStep& e) const;
    void operator()(const model::SurveyAsked& e) const;
    void operator()(const model::SurveyAnswered& e) const;
    void operator()(const model::VoicemailLeft& e) const;
    void operator()(const model::CallbackAsked& e) const;
    void operator()(const model::CallbackTried& e) const;
    void operator()(const model::CallbackEnded& e) const;
    void operator()(const model::ForwardedAnswered& e) const;
    void operator()(const model::RecordingPaused& e) const;
    void operator()(const model::ResumeStarted& e) const;
    void operator()(const model::Resumed& e) const;

    void operator()(const model::ResumeEnded&) const {}
    void operator()(const model::LegMuted&) const {}
    void operator()(const model::AnswerAsked&) const {}
    void operator()(const model::AgentStateChanged&) const {}
    void operator()(const model::AgentActivityChanged&) const {}
    void operator()(const model::QueuePauseChanged&) const {}
    void operator()(const model::DeviceChanged&) const {}
    void operator()(const model::MobileChanged&) const {}
    void operator()(const model::CustomerKnown&) const {}

  private:
    void mark(MarkKind kind, std::string text = {}, model::LegId leg = {}) const;
    /// The leg's user talks with the customer from now on.
    void talks(model::LegId leg) const;
    void talks_no_more(model::LegId leg) const;
    void note_answer() const;
    void note_dialled_back() const;
    std::int64_t last_ring_ended_at() const;
    bool only_consults(model::LegId leg) const;
    bool only_supervises(model::LegId leg) const;
    void judge_rings() const;
    void judge_loss() const;
    void judge_distribution() const;
};

}  // namespace yh::office::records
