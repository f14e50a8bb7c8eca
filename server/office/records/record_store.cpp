#include "office/records/record_store.h"

#include <algorithm>
#include <string_view>

#include "office/lists/pool_hiding.h"

namespace yh::office::records {

namespace {

constexpr std::string_view select_legs =
    "SELECT call_legs.*, COALESCE(users.number, '') AS agent, COALESCE(users.name, '') AS agent_name FROM call_legs "
    "LEFT JOIN users ON users.id = call_legs.user_id WHERE call_legs.call_id = ? "
    "ORDER BY call_legs.started_at_ms, call_legs.id";
constexpr std::string_view select_visits =
    "SELECT queue_visits.*, COALESCE(queues.number, '') AS queue, COALESCE(queues.name, '') AS queue_name, "
    "COALESCE(users.number, '') AS agent, COALESCE(users.name, '') AS agent_name FROM queue_visits "
    "LEFT JOIN queues ON queues.id = queue_visits.queue_id LEFT JOIN users ON users.id = queue_visits.agent_id "
    "WHERE queue_visits.call_id = ? ORDER BY queue_visits.visit";

constexpr std::string_view select_marks =
    "SELECT at_ms, kind, text, leg_id AS leg, COALESCE(users.number, '') AS agent, COALESCE(users.name, '') AS "
    "agent_name FROM call_marks LEFT JOIN call_legs ON call_legs.id = call_marks.leg_id LEFT JOIN users ON users.id = "
    "call_legs.user_id WHERE call_marks.call_id = ? ORDER BY mark";
constexpr std::string_view select_survey =
    "SELECT level, reason, asked_at_ms, answered_at_ms, COALESCE(users.number, '') AS agent, COALESCE(users.name, '') "
    "AS agent_name FROM surveys LEFT JOIN users ON users.id = surveys.agent_id WHERE surveys.call_id = ?";
constexpr std::string_view select_voicemail =
    "SELECT voicemails.id AS id, left_at_ms, duration_ms, listened_at_ms FROM voicemails JOIN recordings ON "
    "recordings.id = voicemails.id WHERE voicemails.call_id = ? AND deleted_at_ms IS NULL ORDER BY voicemails.id";
constexpr std::string_view select_deleted =
    "SELECT deleted_recordings.id AS id, duration_ms, deleted_recordings.deleted_at_ms AS deleted_at_ms, "
    "COALESCE(users.number, '') AS \"by\", "
    "COALESCE(users.name, '') AS by_name FROM deleted_recordings LEFT JOIN users ON users.id = deleted_by WHERE "
    "call_id "
    "= ? ORDER BY deleted_recordings.id";

// What a mark says may be a number, of a customer as likely as not.
bool is_number(std::string_view text) {
    constexpr std::size_t internal = 6;
    return text.size() > internal && text.find_first_not_of("0123456789+*#") == std::string_view::npos;
}

void hide_numbers(CallDetail& detail, const people::NumberMask& mask) {
    for (auto& leg : detail.legs) {
        if (leg.role != model::LegRole::Agent) {
            leg.number = mask.shown(leg.number);
        }
    }
    for (auto& mark : detail.marks) {
        if (is_number(mark.text)) {
            mark.text = mask.shown(mark.text);
        }
    }
}

// A leg of one of ours that went out over a trunk rang a mobile.
void hide_mobiles(CallDetail& detail) {
    for (auto& leg : detail.legs) {
        if (!leg.agent.empty() && !leg.trunk.empty()) {
            leg.number.clear();
        }
    }
    for (auto& mark : detail.marks) {
        if (mark.kind == MarkKind::Forwarded) {
            mark.text.clear();
        }
    }
}

}  // namespace

Result<CallDetail> RecordStore::call(model::CallId id) {
    YH_TRY(auto found, lists::find_row(db_, call_records(), reader_, id.value));
    if (!found) {
        return not_found("record.unknown");
    }
    CallDetail detail;
    detail.record = *std::move(found);
    YH_TRY(detail.legs, db_.rows<RecordLeg>(select_legs, id));
    YH_TRY(detail.visits, db_.rows<RecordVisit>(select_visits, id));
    YH_TRY(detail.marks, db_.rows<RecordMark>(select_marks, id));
    YH_TRY(detail.survey, db_.row<RecordSurvey>(select_survey, id));
    YH_TRY(detail.voicemail, db_.row<RecordVoicemail>(select_voicemail, id));
    YH_TRY(detail.deleted_recordings, db_.rows<DeletedRecording>(select_deleted, id));
    YH_TRY(const auto mask, lists::mask_of_row(db_, call_list, reader_, id.value));
    hide_numbers(detail, mask);
    if (!reader_.who.fields.sees(people::fields::employee_mobile)) {
        hide_mobiles(detail);
    }
    return detail;
}

Result<StoredRecording> RecordStore::recording(model::RecordingId id) {
    YH_TRY(auto item, lists::find_row(db_, recordings(), reader_, id.value));
    if (!item) {
        return not_found("recording.unknown");
    }
    YH_TRY(auto path, db_.one<std::string>("SELECT path FROM recordings WHERE id = ?", id));
    return StoredRecording{*std::move(item), std::move(path)};
}

}  // namespace yh::office::records
