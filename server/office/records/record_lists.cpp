#include "office/records/record_lists.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "office/people/field_rights.h"
#include "office/reports/drill_down.h"

namespace yh::office::records {

namespace {

using lists::Choice;
using lists::Column;
using lists::Filter;
using lists::FilterKind;
using lists::Kind;
using lists::Wide;

// By the number that the call has, however the network wrote it: whoever is that customer now.
constexpr std::string_view name_of_customer =
    "COALESCE((SELECT customers.name FROM customer_numbers JOIN customers ON customers.id = "
    "customer_numbers.customer_id WHERE customer_numbers.tenant_id = calls.tenant_id AND "
    "customer_numbers.object = 'customer' AND customer_numbers.deleted_at_ms IS NULL AND customer_numbers.number IN "
    "(calls.customer_number, CASE WHEN "
    "calls.customer_number LIKE '01%' THEN substr(calls.customer_number, 2) ELSE '' END, CASE WHEN "
    "calls.customer_number LIKE '86%' THEN substr(calls.customer_number, 3) ELSE '' END, CASE WHEN "
    "calls.customer_number LIKE '+86%' THEN substr(calls.customer_number, 4) ELSE '' END) ORDER BY customers.id LIMIT "
    "1), '')";
// From the names, by their index (that is what the comparison with nothing is for), to the numbers: with a million
// customers the other way round takes seconds.
constexpr std::string_view named_like =
    "calls.customer_number IN (SELECT spelled.prefix || numbers.number FROM customers CROSS JOIN customer_numbers AS "
    "numbers CROSS JOIN (SELECT '' AS prefix UNION ALL SELECT '0' UNION ALL SELECT '86' UNION ALL SELECT '+86') AS "
    "spelled WHERE customers.tenant_id = {tenant} AND customers.object = 'customer' AND customers.name > '' AND "
    "customers.name LIKE ? ESCAPE '!' AND numbers.customer_id = customers.id AND numbers.object = 'customer' AND "
    "numbers.deleted_at_ms IS NULL)";
constexpr Column name_column{.key = "customer_name",
                             .title = {"客户名称", "Customer's name"},
                             .sql = name_of_customer,
                             .field = people::fields::customer_name,
                             .searched = named_like};

// Queues and people are looked through once, and not for each call.
constexpr Column queue_column{
    .key = "queue",
    .title = {"队列号", "Queue"},
    .sql = "COALESCE(queues.number, '')",
    .searched =
        "calls.queue_id IN (SELECT named.id FROM queues AS named WHERE named.tenant_id = {tenant} AND "
        "named.number LIKE ? ESCAPE '!')"};
constexpr Column queue_name_column{
    .key = "queue_name",
    .title = {"队列", "Queue name"},
    .sql = "COALESCE(queues.name, '')",
    .searched =
        "calls.queue_id IN (SELECT named.id FROM queues AS named WHERE named.tenant_id = {tenant} AND "
        "named.name LIKE ? ESCAPE '!')"};
constexpr Column agent_column{
    .key = "agent",
    .title = {"工号", "Agent"},
    .sql = "COALESCE(users.number, '')",
    .searched =
        "calls.agent_id IN (SELECT named.id FROM users AS named WHERE named.tenant_id = {tenant} AND "
        "named.number LIKE ? ESCAPE '!')"};
constexpr Column agent_name_column{
    .key = "agent_name",
    .title = {"坐席", "Agent name"},
    .sql = "COALESCE(users.name, '')",
    .searched =
        "calls.agent_id IN (SELECT named.id FROM users AS named WHERE named.tenant_id = {tenant} AND "
        "named.name LIKE ? ESCAPE '!')"};
// Only of a call that nothing else was found in is the survey looked at.
constexpr Column survey_column{
    .key = "survey",
    .title = {"满意度", "Survey"},
    .sql = "surveys.level",
    .order = "surveys.level_key",
    .searched = "(SELECT rated.level FROM surveys AS rated WHERE rated.call_id = calls.id) LIKE ? ESCAPE '!'"};

constexpr std::array call_columns{
    Column{"created_at_ms", {"开始时间", "Started"}, "calls.started_at_ms", Kind::Time},
    Column{"direction", {"方向", "Direction"}, "calls.direction", Kind::Word},
    name_column,
    Column{"customer_number", {"客户号码", "Customer"}, "calls.customer_number", Kind::Telephone},
    Column{"region", {"归属地", "Region"}, "calls.customer_number", Kind::Region},
    Column{"called_number", {"被叫号码", "Called"}, "calls.called_number", Kind::Dialled},
    queue_column,
    queue_name_column,
    agent_column,
    agent_name_column,
    Column{"ringing_at_ms", {"振铃时间", "Ringing"}, "calls.ringing_at_ms", Kind::Time},
    Column{"answered_at_ms", {"接听时间", "Answered"}, "calls.answered_at_ms", Kind::Time},
    Column{"ended_at_ms", {"结束时间", "Ended"}, "calls.ended_at_ms", Kind::Time},
    Column{"ring_s",
           {"振铃秒", "Ring s"},
           "CAST(calls.ring_ms AS DOUBLE PRECISION) / 1000",
           Kind::Seconds,
           "calls.ring_ms"},
    Column{"wait_s",
           {"等待秒", "Wait s"},
           "CAST(calls.wait_ms AS DOUBLE PRECISION) / 1000",
           Kind::Seconds,
           "calls.wait_ms"},
    Column{"talk_s",
           {"通话秒", "Talk s"},
           "CAST(calls.talk_ms AS DOUBLE PRECISION) / 1000",
           Kind::Seconds,
           "calls.talk_ms"},
    Column{"hold_s",
           {"保持秒", "Hold s"},
           "CAST(calls.hold_ms AS DOUBLE PRECISION) / 1000",
           Kind::Seconds,
           "calls.hold_ms"},
    Column{"result", {"结果", "Result"}, "calls.result", Kind::Word},
    Column{"ending", {"结束原因", "Ending"}, "calls.ending_side || ' ' || calls.ending_reason", Kind::Word},
    survey_column,
    Column{"trunk", {"中继", "Trunk"}, "calls.trunk"},
    Column{"id", {"编号", "Id"}, "calls.id", Kind::Id},
    Column{.key = "ending_side", .sql = "calls.ending_side", .shown = false},
    Column{.key = "ending_reason", .sql = "calls.ending_reason", .shown = false},
};

constexpr std::array recording_columns{
    Column{"started_at_ms", {"开始时间", "Started"}, "recordings.started_at_ms", Kind::Time, "calls.started_at_ms"},
    Column{.key = "duration_ms",
           .title = {"时长秒", "Length s"},
           .sql = "recordings.duration_ms",
           .kind = Kind::Milliseconds,
           .tenant = "recordings.tenant_id"},
    Column{"direction", {"方向", "Direction"}, "calls.direction", Kind::Word},
    name_column,
    Column{"customer_number", {"客户号码", "Customer"}, "calls.customer_number", Kind::Telephone},
    Column{"called_number", {"被叫号码", "Called"}, "calls.called_number", Kind::Dialled},
    queue_column,
    queue_name_column,
    agent_column,
    agent_name_column,
    Column{"result", {"结果", "Result"}, "calls.result", Kind::Word},
    Column{"annotated_at_ms",
           {"批注时间", "Noted"},
           "(SELECT MAX(recording_annotations.created_at_ms) FROM recording_annotations WHERE "
           "recording_annotations.recording_id = recordings.id)",
           Kind::Time},
    Column{"size_bytes", {"字节", "Bytes"}, "recordings.size_bytes", Kind::Number},
    Column{"call", {"通话编号", "Call id"}, "recordings.call_id", Kind::Id},
    Column{"id", {"编号", "Id"}, "recordings.id", Kind::Id},
    Column{.key = "failure", .sql = "recordings.failure", .shown = false},
    // What pages and programs have always sorted by; the same as started_at_ms.
    Column{.key = "created_at_ms",
           .sql = "calls.started_at_ms",
           .kind = Kind::Time,
           .order = "calls.started_at_ms",
           .shown = false},
};

// R093: direct outbound calls belong to the queue that is none.
constexpr std::array queues_besides{Choice{"DOUT", "(calls.queue_id IS NULL AND calls.direction = 'manual_outbound')"}};
constexpr std::array surveys_besides{Choice{"unrated", "(surveys.tenant_id = {tenant} AND surveys.level = '')"}};

constexpr Filter queue_filter{"queue", FilterKind::Text,
                              "calls.queue_id = (SELECT id FROM queues WHERE number = ? AND tenant_id = {tenant})",
                              queues_besides};
// Whoever had a part in the call, and not only who talked last.
constexpr Filter agent_filter{"agent", FilterKind::HadPart};
constexpr Filter number_filter{
    .key = "number", .kind = FilterKind::Telephone, .clause = "calls.customer_number", .numbers_known = true};
constexpr Filter name_filter{
    .key = "customer",
    .clause =
        "calls.customer_number IN (SELECT spelled.prefix || numbers.number FROM customers CROSS JOIN customer_numbers "
        "AS numbers CROSS JOIN (SELECT '' AS prefix UNION ALL SELECT '0' UNION ALL SELECT '86' UNION ALL SELECT '+86') "
        "AS spelled WHERE customers.tenant_id = {tenant} AND customers.object = 'customer' AND customers.name = ? AND "
        "numbers.customer_id = customers.id AND numbers.object = 'customer' AND numbers.deleted_at_ms IS NULL)",
    .field = people::fields::customer_name};
// R220: whatever people dialled or took themselves.
constexpr std::array directions_besides{Choice{"ordinary", "calls.direction <> 'auto_outbound'"}};
constexpr Filter direction_filter{.key = "direction",
                                  .kind = FilterKind::Word,
                                  .clause = "calls.direction = ?",
                                  .choices = directions_besides,
                                  .check = lists::is_word<model::Direction>};
constexpr Filter result_filter{.key = "result",
                               .kind = FilterKind::Word,
                               .clause = "calls.result = ?",
                               .check = lists::is_word<model::CallResult>};
// R217 knows three answers: answered, busy, and everything else that is no message. Written as what they are not, so
// that the page is met in the list's own order: there are many such calls, of recordings there are none.
constexpr std::array results_besides{Choice{"unanswered", "calls.result NOT IN ('answered', 'busy', 'voicemail')"},
                                     Choice{"no_voicemail", "calls.result <> 'voicemail'"}};
constexpr Filter answer_filter{.key = result_filter.key,
                               .kind = result_filter.kind,
                               .clause = result_filter.clause,
                               .choices = results_besides,
                               .check = result_filter.check};
constexpr Filter survey_filter{.key = "survey",
                               .kind = FilterKind::Text,
                               .clause = "surveys.tenant_id = {tenant} AND surveys.level = ?",
                               .choices = surveys_besides,
                               .wide = Wide::Joined};

constexpr Filter longer_than(std::string_view clause, Wide wide) {
    return {.key = "min_ms", .kind = FilterKind::Number, .clause = clause, .wide = wide};
}
constexpr Filter shorter_than(std::string_view clause, Wide wide) {
    return {.key = "max_ms", .kind = FilterKind::Number, .clause = clause, .wide = wide};
}

constexpr std::array call_filters{queue_filter,
                                  agent_filter,
                                  number_filter,
                                  name_filter,
                                  direction_filter,
                                  answer_filter,
                                  survey_filter,
                                  Filter{"call", FilterKind::Number, "calls.id = ?"},
                                  longer_than("calls.talk_ms >= ?", Wide::Here),
                                  shorter_than("calls.talk_ms < ?", Wide::Here)};
constexpr std::array annotated_or_not{
    Choice{"true",
           "recordings.id IN (SELECT recording_annotations.recording_id FROM recording_annotations WHERE "
           "recording_annotations.tenant_id = {tenant})"},
    Choice{
        "false",
        "NOT EXISTS (SELECT 1 FROM recording_annotations WHERE recording_annotations.recording_id = recordings.id)"}};
constexpr std::array recording_filters{
    queue_filter,
    agent_filter,
    number_filter,
    name_filter,
    direction_filter,
    result_filter,
    survey_filter,
    Filter{"call", FilterKind::Number, "recordings.call_id = ?"},
    Filter{.key = "annotated", .kind = FilterKind::Choice, .choices = annotated_or_not, .wide = Wide::Joined},
    longer_than("recordings.tenant_id = {tenant} AND recordings.duration_ms >= ?", Wide::Joined),
    shorter_than("recordings.tenant_id = {tenant} AND recordings.duration_ms < ?", Wide::Joined)};

constexpr people::ScopeColumns scope_of_calls{
    .person = reports::dialled_by,
    .queue = "calls.queue_id",
    .own = "calls.id IN (SELECT call_people.call_id FROM call_people WHERE call_people.user_id = ?)",
    .own_values = 1};
constexpr lists::HadPart people_of_calls{
    .table = "call_people", .row = "call_id", .of = "calls.id", .person = "user_id", .time = "started_at_ms"};
constexpr lists::HadPart people_of_recordings{.table = people_of_calls.table,
                                              .row = people_of_calls.row,
                                              .of = "recordings.call_id",
                                              .person = people_of_calls.person,
                                              .time = people_of_calls.time};

CallRecord record_of(CallRecordRow&& row) {
    CallRecord record;
    static_cast<CallRecordFields&>(record) = std::move(row);
    record.ending = {row.ending_side, std::move(row.ending_reason)};
    return record;
}

struct AgentOfCall {
    std::int64_t call_id = 0;
    std::string number;
};
BOOST_DESCRIBE_STRUCT(AgentOfCall, (), (call_id, number))

// The ids come from rows of ours, so that they may stand in the text of the statement.
Result<void> attach_recordings(db::Connection& connection, std::vector<CallRecord>& records) {
    if (records.empty()) {
        return {};
    }
    std::string ids;
    for (const auto& record : records) {
        ids += (ids.empty() ? "" : ",") + record.id.text();
    }
    const auto find = [&](model::CallId call) { return std::ranges::find(records, call, &CallRecord::id); };
    YH_CHECK(connection.each<RecordingView>(
        fmt::format("SELECT id, call_id AS call, started_at_ms, duration_ms, size_bytes, failure FROM recordings WHERE "
                    "call_id IN ({}) AND voicemail = FALSE ORDER BY id",
                    ids),
        [&](RecordingView&& row) {
            const auto record = find(row.call);
            record->recordings.push_back(std::move(row));
        }));
    return connection.each<AgentOfCall>(
        fmt::format("SELECT DISTINCT call_id, users.number AS number FROM call_legs JOIN users ON users.id = user_id "
                    "WHERE call_id IN ({}) AND answered_at_ms IS NOT NULL ORDER BY call_id, number",
                    ids),
        [&](AgentOfCall&& row) { find(model::CallId{row.call_id})->agents.push_back(std::move(row.number)); });
}

}  // namespace

constinit const lists::List call_list{
    .name = "call-records",
    .title = {"通话记录", "Call records"},
    .permission = people::rights::see_records,
    .from =
        "calls LEFT JOIN queues ON queues.id = calls.queue_id LEFT JOIN users ON users.id = calls.agent_id LEFT "
        "JOIN surveys ON surveys.call_id = calls.id",
    .tenant = "calls.tenant_id",
    .scope = scope_of_calls,
    .had_part = people_of_calls,
    .time = "calls.started_at_ms",
    .id = "calls.id",
    .columns = call_columns,
    .filters = call_filters,
    .customer = "customer_number",
    .narrowed = &reports::figure_filter};

// A message on the voicemail is no recording of a talk: it has a list of its own. Ordered and narrowed by their calls,
// so that the indexes of calls serve recordings, too.
constinit const lists::List recording_list{
    .name = "recordings",
    .title = {"录音", "Recordings"},
    .permission = people::rights::see_records,
    .from =
        "recordings JOIN calls ON calls.id = recordings.call_id LEFT JOIN queues ON queues.id = calls.queue_id LEFT "
        "JOIN users ON users.id = calls.agent_id LEFT JOIN surveys ON surveys.call_id = calls.id",
    .tenant = "calls.tenant_id",
    .scope = scope_of_calls,
    .had_part = people_of_recordings,
    .only = "recordings.voicemail = FALSE",
    .time = "calls.started_at_ms",
    .id = "recordings.id",
    .columns = recording_columns,
    .filters = recording_filters,
    .customer = "customer_number"};

lists::Listing<CallRecord, CallRecordRow> call_records() {
    return {call_list, record_of, attach_recordings};
}

lists::Listing<RecordingItem> recordings() {
    return {recording_list};
}

}  // namespace yh::office::records
