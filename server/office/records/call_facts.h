#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/event.h"
#include "office/records/service_rows.h"

namespace yh::office::records {

/// Rows of the tables of the same names (migration 0004).
struct CallRow {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    model::Direction direction = model::Direction::Inbound;
    std::string customer_number;
    std::string called_number;
    std::string trunk;
    std::optional<std::int64_t> queue_id;
    std::optional<std::int64_t> agent_id;  ///< who talked to the customer last
    std::int64_t started_at_ms = 0;
    std::optional<std::int64_t> ringing_at_ms;   ///< the first ring at the party called
    std::optional<std::int64_t> answered_at_ms;  ///< when the two parties heard each other first
    std::int64_t ended_at_ms = 0;
    std::int64_t ring_ms = 0;  ///< first ring → answer, or end
    std::int64_t wait_ms = 0;  ///< in queues, all visits together
    std::int64_t talk_ms = 0;  ///< answer → end, hold included
    std::int64_t hold_ms = 0;
    model::CallResult result = model::CallResult::Failed;
    model::EndingSide ending_side = model::EndingSide::Unknown;
    std::string ending_reason;
    std::optional<std::int64_t> dialled_by;     ///< who called out; of a call-back: for whom the customer was dialled
    std::optional<std::int64_t> department_id;  ///< known when it is written (record_sums.h)
};
BOOST_DESCRIBE_STRUCT(CallRow, (),
                      (id, tenant_id, direction, customer_number, called_number, trunk, queue_id, agent_id,
                       started_at_ms, ringing_at_ms, answered_at_ms, ended_at_ms, ring_ms, wait_ms, talk_ms, hold_ms,
                       result, ending_side, ending_reason, dialled_by, department_id))

struct LegRow {
    std::int64_t id = 0;
    std::int64_t call_id = 0;
    std::int64_t tenant_id = 0;
    model::LegRole role = model::LegRole::Other;
    std::optional<std::int64_t> user_id;
    std::string number;
    std::int64_t started_at_ms = 0;
    std::optional<std::int64_t> ringing_at_ms;
    std::optional<std::int64_t> answered_at_ms;
    std::int64_t ended_at_ms = 0;
    std::optional<model::OfferOutcome> offer_outcome;
    model::EndingSide ending_side = model::EndingSide::Unknown;
    std::string ending_reason;
    std::int64_t sip_status = 0;
    std::string codec;
    std::int64_t packets_received = 0;
    std::int64_t packets_lost = 0;
    double jitter_ms = 0;
    double peer_loss_percent = 0;
    double peer_jitter_ms = 0;
    double round_trip_ms = 0;
    bool one_way = false;
    double mos = 0;
    std::string trunk;                          ///< the line it came in by, or went out over; empty: a device of ours
    std::optional<std::int64_t> queue_id;       ///< whose offer it was, or whose waiting call it picked up
    std::optional<std::int64_t> department_id;  ///< the user's; known when it is written (record_sums.h)
    bool distributed = false;                   ///< decision 0018; known when the call has ended
    std::int64_t talk_ms = 0;                   ///< in the talk with the customer, hold included
};
BOOST_DESCRIBE_STRUCT(LegRow, (),
                      (id, call_id, tenant_id, role, user_id, number, started_at_ms, ringing_at_ms, answered_at_ms,
                       ended_at_ms, offer_outcome, ending_side, ending_reason, sip_status, codec, packets_received,
                       packets_lost, jitter_ms, peer_loss_percent, peer_jitter_ms, round_trip_ms, one_way, mos, trunk,
                       queue_id, department_id, distributed, talk_ms))

struct QueueVisitRow {
    std::int64_t call_id = 0;
    std::int64_t visit = 0;  ///< 1 for the first
    std::int64_t tenant_id = 0;
    std::int64_t queue_id = 0;
    std::int64_t entered_at_ms = 0;
    std::int64_t left_at_ms = 0;
    model::QueueExit queue_exit = model::QueueExit::Abandoned;
    std::optional<std::int64_t> agent_id;
    std::string entered_reason;  ///< "connection_lost": came back because its agent's browser was lost
};
BOOST_DESCRIBE_STRUCT(QueueVisitRow, (),
                      (call_id, visit, tenant_id, queue_id, entered_at_ms, left_at_ms, queue_exit, agent_id,
                       entered_reason))

struct RecordingRow {
    std::int64_t id = 0;
    std::int64_t call_id = 0;
    std::int64_t tenant_id = 0;
    std::string path;
    std::int64_t started_at_ms = 0;
    std::int64_t duration_ms = 0;
    std::int64_t size_bytes = 0;
    std::string failure;
    bool voicemail = false;  ///< a message, and no recording of a talk
};
BOOST_DESCRIBE_STRUCT(RecordingRow, (),
                      (id, call_id, tenant_id, path, started_at_ms, duration_ms, size_bytes, failure, voicemail))

struct AgentStateRow {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::int64_t user_id = 0;
    model::AgentState state = model::AgentState::Offline;
    std::string reason;
    std::int64_t began_at_ms = 0;
    std::optional<std::int64_t> ended_at_ms;
    std::optional<std::int64_t> queue_id;       ///< of wrap-up: whose call led to it
    std::optional<std::int64_t> department_id;  ///< the user's; known when it is written (record_sums.h)
};
BOOST_DESCRIBE_STRUCT(AgentStateRow, (),
                      (id, tenant_id, user_id, state, reason, began_at_ms, ended_at_ms, queue_id, department_id))

/// Everything known of one call, folded from its events one by one. The running server and the recovery after a
/// crash use this same fold, so a record cannot depend on how its call ended. A plain value.
struct CallFacts {
    CallRow call;
    std::vector<LegRow> legs;
    std::vector<QueueVisitRow> visits;
    std::vector<RecordingRow> recordings;
    std::vector<MarkRow> marks;
    std::vector<VoicemailRow> voicemails;
    std::vector<ForwardedRow> forwarded;
    std::vector<MissedRow> missed;  ///< known when the call has ended
    std::optional<LostRow> lost;    ///< likewise
    std::optional<SurveyRow> survey;
    std::optional<CallbackRow> callback;
    bool callback_asked = false;  ///< set by the fold, taken back by who has written the row
    bool ended = false;

    void apply(const model::Event& event);

    /// The events that an honest end still needs, when the process died: open offers, consultations, supervision,
    /// legs, an open visit and the call end at `at_ms` as us: process_lost; a message that was just being spoken is
    /// left. Recordings are the caller's: what is in the file must be looked at first.
    std::vector<model::Event> lost_at(std::int64_t at_ms) const;

    /// Whose dialling this event begins, or none: an agent who calls out has called back whoever is at `number`.
    struct Dialled {
        model::UserId by;
        std::string number;
    };
    std::optional<Dialled> dialled_by(const model::Event& event) const;

    /// Of a user's leg: whose offer it was, or whose waiting call it picked up.
    std::optional<std::int64_t> queue_of(const LegRow& leg) const;
    const LegRow* find_leg(model::LegId leg) const;

  private:
    struct Fold;

    struct OpenOffer {
        model::OfferId offer;
        std::int64_t leg = 0;
    };
    struct OpenHold {
        std::int64_t leg = 0;
        std::int64_t since_ms = 0;
    };
    /// A ring that wants an answer: an offer's, or a direct call's at its target.
    struct Ring {
        std::int64_t leg = 0;
        std::optional<std::int64_t> queue;
        bool given_up = false;  ///< the caller went away, or was taken away, while it rang
    };
    /// A browser that came back: the same talk on another leg.
    struct Return {
        std::int64_t lost = 0;
        std::int64_t leg = 0;
    };
    struct OpenTalk {
        std::int64_t leg = 0;
        std::int64_t since_ms = 0;
    };
    struct Consultation {
        std::int64_t by = 0;
        std::int64_t consulted = 0;
    };

    LegRow* find_leg(model::LegId leg);
    bool customer_is_there() const;
    void measure_talk(std::int64_t at_ms);

    std::vector<OpenOffer> offers_;
    std::vector<OpenHold> holds_;
    std::vector<Ring> rings_;
    std::vector<std::int64_t> talkers_;  // legs of users who talk with the customer, the newest last
    std::vector<OpenTalk> talks_;        // of those `talkers_` who are there, with the customer
    std::vector<Return> returns_;
    std::vector<std::int64_t> supervisors_;  // legs that listen, and talk to nobody in the record's sense
    std::optional<Consultation> consultation_;
    std::int64_t message_ = 0;  // recording of a message that is not said to be left yet
    bool target_rings_ = true;  // the next user's leg is who was called: it rings for the caller
};

}  // namespace yh::office::records
