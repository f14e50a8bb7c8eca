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
};
BOOST_DESCRIBE_STRUCT(RecordRow, (),
                      (id, direction, customer_number, called_number, trunk, queue, queue_name, agent, agent_name,
                       started_at_ms, ringing_at_ms, answered_at_ms, ended_at_ms, ring_ms, wait_ms, talk_ms, hold_ms,
                       result, ending_side, ending_reason))

struct RecordingRowView {
    std::int64_t id = 0;
    std::int64_t call_id = 0;
    std::int64_t started_at_ms = 0;
    std::int64_t duration_ms = 0;
    std::int64_t size_bytes = 0;
    std::string failure;
};
BOOST_DESCRIBE_STRUCT(RecordingRowView, (), (id, call_id, started_at_ms, duration_ms, size_bytes, failure))

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

/// A WHERE clause and its values, grown together.
struct Where {
    std::string sql;
    db::Params params;

    template <class... Args>
    void add(std::string_view clause, const Args&... args) {
        sql += sql.empty() ? " WHERE " : " AND ";
        sql += clause;
        (params.push_back(own(args)), ...);
    }

  private:
    // Filters are gone before the statement runs: text is kept here.
    static db::Param own(const std::string& text) { return db::Param::own_text(text); }
    static db::Param own(std::int64_t number) { return db::Param::integer(number); }
};

Where scope_of(const people::SignedIn& who) {
    Where where;
    where.add("calls.tenant_id = ?", who.tenant.value);
    constexpr std::string_view own_call =
        "(calls.agent_id = ? OR EXISTS (SELECT 1 FROM call_legs WHERE call_legs.call_id = calls.id AND "
        "call_legs.user_id = ?)";
    switch (who.role) {
        case model::Role::Admin:
            break;
        case model::Role::Agent:
            where.add(fmt::format("{})", own_call), who.user.value, who.user.value);
            break;
        case model::Role::Leader:
            where.add(
                fmt::format("{} OR calls.queue_id IN (SELECT queue_id FROM queue_leaders WHERE user_id = ?) "
                            "OR calls.agent_id IN (SELECT queue_members.user_id FROM queue_members JOIN queue_leaders "
                            "ON queue_leaders.queue_id = queue_members.queue_id WHERE queue_leaders.user_id = ?))",
                            own_call),
                who.user.value, who.user.value, who.user.value, who.user.value);
            break;
    }
    return where;
}

Where narrowed(const people::SignedIn& who, const RecordFilter& filter) {
    auto where = scope_of(who);
    if (filter.queue) {
        where.add("calls.queue_id IN (SELECT id FROM queues WHERE number = ? AND tenant_id = ?)", *filter.queue,
                  who.tenant.value);
    }
    if (filter.agent) {
        where.add("calls.agent_id IN (SELECT id FROM users WHERE number = ? AND tenant_id = ?)", *filter.agent,
                  who.tenant.value);
    }
    if (filter.direction) {
        where.add("calls.direction = ?", std::string{enum_text(*filter.direction)});
    }
    if (filter.result) {
        where.add("calls.result = ?", std::string{enum_text(*filter.result)});
    }
    if (filter.number) {
        where.add("calls.customer_number LIKE ?", "%" + *filter.number + "%");
    }
    if (filter.from_ms) {
        where.add("calls.started_at_ms >= ?", *filter.from_ms);
    }
    if (filter.to_ms) {
        where.add("calls.started_at_ms < ?", *filter.to_ms);
    }
    if (filter.call) {
        where.add("calls.id = ?", *filter.call);
    }
    return where;
}

constexpr std::string_view select_records =
    "SELECT calls.id AS id, direction, customer_number, called_number, trunk, queues.number AS queue, "
    "queues.name AS queue_name, users.number AS agent, users.name AS agent_name, started_at_ms, ringing_at_ms, "
    "answered_at_ms, ended_at_ms, ring_ms, wait_ms, talk_ms, hold_ms, result, ending_side, ending_reason FROM calls "
    "LEFT JOIN queues ON queues.id = calls.queue_id LEFT JOIN users ON users.id = calls.agent_id";

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
    YH_TRY(answer.total, db_.one<std::int64_t>("SELECT COUNT(*) FROM calls" + where.sql, where.params));
    const auto* order = filter.oldest_first ? "ASC" : "DESC";
    YH_TRY(auto rows,
           db_.rows<RecordRow>(fmt::format("{}{} ORDER BY calls.started_at_ms {}, calls.id {} LIMIT {} OFFSET {}",
                                           select_records, where.sql, order, order, page.size, page.offset()),
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
                    "IN ({}) ORDER BY id",
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
    YH_TRY(detail.legs, db_.rows<LegRow>("SELECT * FROM call_legs WHERE call_id = ? ORDER BY started_at_ms, id", id));
    YH_TRY(detail.visits, db_.rows<QueueVisitRow>("SELECT * FROM queue_visits WHERE call_id = ? ORDER BY visit", id));
    return detail;
}

Result<RecordingPage> RecordStore::recordings(const RecordFilter& filter, const PageArgs& page) {
    const auto where = narrowed(who_, filter);
    constexpr std::string_view from = " FROM recordings JOIN calls ON calls.id = recordings.call_id";
    RecordingPage answer;
    answer.page = page.page;
    answer.size = page.size;
    YH_TRY(answer.total, db_.one<std::int64_t>(fmt::format("SELECT COUNT(*){}{}", from, where.sql), where.params));
    YH_TRY(auto rows,
           db_.rows<RecordingRowView>(
               fmt::format("SELECT recordings.id AS id, call_id, recordings.started_at_ms AS started_at_ms, "
                           "duration_ms, size_bytes, failure"
                           "{}{} ORDER BY recordings.started_at_ms DESC, recordings.id DESC LIMIT {} OFFSET {}",
                           from, where.sql, page.size, page.offset()),
               where.params));
    for (auto& row : rows) {
        answer.items.push_back(view_of(std::move(row)));
    }
    return answer;
}

Result<std::string> RecordStore::recording_path(model::RecordingId id) {
    auto where = scope_of(who_);
    where.add("recordings.id = ?", id.value);
    YH_TRY(auto path,
           db_.row<std::string>("SELECT path FROM recordings JOIN calls ON calls.id = recordings.call_id" + where.sql,
                                where.params));
    if (!path) {
        return not_found("recording.unknown");
    }
    return *std::move(path);
}

}  // namespace yh::office::records
