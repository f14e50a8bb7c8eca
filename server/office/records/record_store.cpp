#include "office/records/record_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "base/json.h"

namespace yh::office::records {

namespace {

struct RecordRow {
    std::int64_t id = 0;
    model::Direction direction = model::Direction::Inbound;
    std::string customer_number;
    std::string called_number;
    std::string trunk;
    std::optional<std::string> queue;
    std::optional<std::string> queue_name;
    std::optional<std::string> agent;
    std::optional<std::string> agent_name;
    std::int64_t started_at_ms = 0;
    std::optional<std::int64_t> ringing_at_ms;
    std::optional<std::int64_t> answered_at_ms;
    std::int64_t ended_at_ms = 0;
    std::int64_t ring_ms = 0;
    std::int64_t wait_ms = 0;
    std::int64_t talk_ms = 0;
    std::int64_t hold_ms = 0;
    model::CallResult result = model::CallResult::Failed;
    model::EndingSide ending_side = model::EndingSide::Unknown;
    std::string ending_reason;
    std::optional<std::string> survey;
};
BOOST_DESCRIBE_STRUCT(RecordRow, (),
                      (id, direction, customer_number, called_number, trunk, queue, queue_name, agent, agent_name,
                       started_at_ms, ringing_at_ms, answered_at_ms, ended_at_ms, ring_ms, wait_ms, talk_ms, hold_ms,
                       result, ending_side, ending_reason, survey))

struct RecordingRowView {
    std::int64_t id = 0;
    std::int64_t call_id = 0;
    std::int64_t started_at_ms = 0;
    std::int64_t duration_ms = 0;
    std::int64_t size_bytes = 0;
    std::string failure;
};
BOOST_DESCRIBE_STRUCT(RecordingRowView, (), (id, call_id, started_at_ms, duration_ms, size_bytes, failure))

struct RecordingItemRow {
    std::int64_t id = 0;
    std::int64_t call_id = 0;
    std::int64_t started_at_ms = 0;
    std::int64_t duration_ms = 0;
    std::int64_t size_bytes = 0;
    std::string failure;
    model::Direction direction = model::Direction::Inbound;
    std::string customer_number;
    std::string called_number;
    std::optional<std::string> queue;
    std::optional<std::string> queue_name;
    std::optional<std::string> agent;
    std::optional<std::string> agent_name;
    model::CallResult result = model::CallResult::Failed;
    std::string path;
};
BOOST_DESCRIBE_STRUCT(RecordingItemRow, (),
                      (id, call_id, started_at_ms, duration_ms, size_bytes, failure, direction, customer_number,
                       called_number, queue, queue_name, agent, agent_name, result, path))

struct AgentOfCall {
    std::int64_t call_id = 0;
    std::string number;
};
BOOST_DESCRIBE_STRUCT(AgentOfCall, (), (call_id, number))

double seconds(std::int64_t ms) {
    return static_cast<double>(ms) / 1000.0;
}

CallRecord record_of(RecordRow&& row) {
    CallRecord record;
    record.id = model::CallId{row.id};
    record.direction = row.direction;
    record.customer_number = std::move(row.customer_number);
    record.called_number = std::move(row.called_number);
    record.trunk = std::move(row.trunk);
    record.queue = row.queue.value_or("");
    record.queue_name = row.queue_name.value_or("");
    record.agent = row.agent.value_or("");
    record.agent_name = row.agent_name.value_or("");
    record.created_at_ms = row.started_at_ms;
    record.ringing_at_ms = row.ringing_at_ms;
    record.answered_at_ms = row.answered_at_ms;
    record.ended_at_ms = row.ended_at_ms;
    record.ring_s = seconds(row.ring_ms);
    record.wait_s = seconds(row.wait_ms);
    record.talk_s = seconds(row.talk_ms);
    record.hold_s = seconds(row.hold_ms);
    record.result = row.result;
    record.ending = {row.ending_side, std::move(row.ending_reason)};
    record.survey = std::move(row.survey);
    return record;
}

RecordingView view_of(RecordingRowView&& row) {
    return {model::RecordingId{row.id},
            model::CallId{row.call_id},
            row.started_at_ms,
            row.duration_ms,
            row.size_bytes,
            row.failure};
}

RecordingItem item_of(RecordingItemRow&& row) {
    RecordingItem item;
    item.id = model::RecordingId{row.id};
    item.call = model::CallId{row.call_id};
    item.started_at_ms = row.started_at_ms;
    item.duration_ms = row.duration_ms;
    item.size_bytes = row.size_bytes;
    item.failure = std::move(row.failure);
    item.direction = row.direction;
    item.customer_number = std::move(row.customer_number);
    item.called_number = std::move(row.called_number);
    item.queue = row.queue.value_or("");
    item.queue_name = row.queue_name.value_or("");
    item.agent = row.agent.value_or("");
    item.agent_name = row.agent_name.value_or("");
    item.result = row.result;
    return item;
}

constexpr std::string_view select_records =
    "SELECT calls.id AS id, direction, customer_number, called_number, trunk, queues.number AS queue, "
    "queues.name AS queue_name, users.number AS agent, users.name AS agent_name, started_at_ms, ringing_at_ms, "
    "calls.answered_at_ms AS answered_at_ms, ended_at_ms, ring_ms, wait_ms, talk_ms, hold_ms, result, ending_side, "
    "ending_reason, surveys.level AS survey FROM calls";

constexpr std::string_view select_recordings =
    "SELECT recordings.id AS id, recordings.call_id AS call_id, recordings.started_at_ms AS started_at_ms, "
    "duration_ms, size_bytes, failure, "
    "direction, customer_number, called_number, queues.number AS queue, queues.name AS queue_name, users.number AS "
    "agent, users.name AS agent_name, result, path";
// A message on the voicemail is no recording of a talk: it has a list of its own.
constexpr std::string_view from_recordings =
    " FROM recordings JOIN calls ON calls.id = recordings.call_id AND recordings.voicemail = FALSE";

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

std::string ids_of(const std::vector<CallRecord>& records) {
    std::string list;
    for (const auto& record : records) {
        list += list.empty() ? "" : ",";
        list += record.id.text();
    }
    return list;
}

}  // namespace

Result<CallRecordPage> RecordStore::calls(const RecordFilter& filter, const PageArgs& page) {
    const auto where = narrowed(who_, filter);
    CallRecordPage answer;
    answer.page = page.page;
    answer.size = page.size;
    YH_TRY(answer.total,
           db_.one<std::int64_t>(fmt::format("SELECT COUNT(*) FROM calls{}{}", with_names, where.sql), where.params));
    YH_TRY(auto rows, db_.rows<RecordRow>(fmt::format("{}{}{}{} LIMIT {} OFFSET {}", select_records, with_names,
                                                      where.sql, order_by(filter), page.size, page.offset()),
                                          where.params));
    for (auto& row : rows) {
        answer.items.push_back(record_of(std::move(row)));
    }
    YH_CHECK(attach_recordings(answer.items));
    return answer;
}

// The ids come from rows of ours, so that they may stand in the text of the statement.
Result<void> RecordStore::attach_recordings(std::vector<CallRecord>& records) {
    if (records.empty()) {
        return {};
    }
    const auto ids = ids_of(records);
    const auto find = [&](std::int64_t call) {
        return std::ranges::find(records, model::CallId{call}, &CallRecord::id);
    };
    YH_CHECK(db_.each<RecordingRowView>(
        fmt::format("SELECT id, call_id, started_at_ms, duration_ms, size_bytes, failure FROM recordings WHERE call_id "
                    "IN ({}) AND voicemail = FALSE ORDER BY id",
                    ids),
        [&](RecordingRowView&& row) { find(row.call_id)->recordings.push_back(view_of(std::move(row))); }));
    return db_.each<AgentOfCall>(
        fmt::format("SELECT DISTINCT call_id, users.number AS number FROM call_legs JOIN users ON users.id = user_id "
                    "WHERE call_id IN ({}) AND answered_at_ms IS NOT NULL ORDER BY call_id, number",
                    ids),
        [&](AgentOfCall&& row) { find(row.call_id)->agents.push_back(std::move(row.number)); });
}

Result<CallDetail> RecordStore::call(model::CallId id) {
    RecordFilter filter;
    filter.call = id.value;
    YH_TRY(auto found, calls(filter, {}));
    if (found.items.empty()) {
        return not_found("record.unknown");
    }
    CallDetail detail;
    detail.record = std::move(found.items.front());
    YH_TRY(detail.legs, db_.rows<RecordLeg>(select_legs, id));
    YH_TRY(detail.visits, db_.rows<RecordVisit>(select_visits, id));
    YH_TRY(detail.marks, db_.rows<RecordMark>(select_marks, id));
    YH_TRY(detail.survey, db_.row<RecordSurvey>(select_survey, id));
    YH_TRY(detail.voicemail, db_.row<RecordVoicemail>(select_voicemail, id));
    return detail;
}

Result<RecordingPage> RecordStore::recordings(const RecordFilter& filter, const PageArgs& page) {
    const auto where = narrowed(who_, filter);
    RecordingPage answer;
    answer.page = page.page;
    answer.size = page.size;
    YH_TRY(answer.total,
           db_.one<std::int64_t>(fmt::format("SELECT COUNT(*){}{}{}", from_recordings, with_names, where.sql),
                                 where.params));
    YH_TRY(auto rows,
           db_.rows<RecordingItemRow>(fmt::format("{}{}{}{}{} LIMIT {} OFFSET {}", select_recordings, from_recordings,
                                                  with_names, where.sql, order_by(filter), page.size, page.offset()),
                                      where.params));
    for (auto& row : rows) {
        answer.items.push_back(item_of(std::move(row)));
    }
    return answer;
}

Result<StoredRecording> RecordStore::recording(model::RecordingId id) {
    auto where = scope_of(who_);
    where.add("recordings.id = ?", id.value);
    YH_TRY(auto row,
           db_.row<RecordingItemRow>(fmt::format("{}{}{}{}", select_recordings, from_recordings, with_names, where.sql),
                                     where.params));
    if (!row) {
        return not_found("recording.unknown");
    }
    auto path = std::move(row->path);
    return StoredRecording{item_of(*std::move(row)), std::move(path)};
}

}  // namespace yh::office::records
