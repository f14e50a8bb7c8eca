#include "office/records/record_keeper.h"

#include <iterator>
#include <utility>

#include "base/json.h"

namespace yh::office::records {

namespace {

// What a record never needs is not journalled: it would only make the writer slower.
bool concerns_records(const model::Event& event) {
    return event.call && !std::holds_alternative<model::AgentActivityChanged>(event.body);
}

struct JournalRow {
    std::int64_t id = 0;
    std::int64_t at_ms = 0;
    std::string events;
};
BOOST_DESCRIBE_STRUCT(JournalRow, (), (id, at_ms, events))

template <class Row>
Result<void> upsert_all(db::Connection& connection, std::string_view table, const std::vector<Row>& rows,
                        std::initializer_list<std::string_view> keys) {
    for (const auto& row : rows) {
        YH_CHECK(connection.upsert(table, row, keys));
    }
    return {};
}

template <class T>
void move_into(std::vector<T>& to, std::vector<T>&& from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

}  // namespace

Result<void> KeptBatch::write(db::Connection& connection) const {
    if (!journal.empty()) {
        YH_CHECK(connection.upsert("call_journal", JournalRow{id, at_ms, journal}, {"id"}));
    }
    YH_CHECK(upsert_all(connection, "calls", calls, {"id"}));
    YH_CHECK(upsert_all(connection, "call_legs", legs, {"id"}));
    YH_CHECK(upsert_all(connection, "queue_visits", visits, {"call_id", "visit"}));
    YH_CHECK(upsert_all(connection, "recordings", recordings, {"id"}));
    for (const auto& state : agent_states) {
        auto closed = connection.run(
            "UPDATE agent_states SET ended_at_ms = ? WHERE user_id = ? AND ended_at_ms IS NULL AND id < ?",
            state.began_at_ms, state.user_id, state.id);
        if (!closed.ok()) {
            return std::move(closed).error();
        }
        YH_CHECK(connection.upsert("agent_states", state, {"id"}));
    }
    if (journal_needed_from != 0) {
        auto trimmed = connection.run("DELETE FROM call_journal WHERE id < ?", journal_needed_from);
        if (!trimmed.ok()) {
            return std::move(trimmed).error();
        }
    }
    return {};
}

KeptBatch RecordKeeper::fold(const std::vector<model::Event>& events, std::int64_t now_ms) {
    KeptBatch batch;
    batch.id = ids_.make<Id<struct BatchTag>>(now_ms).value;
    batch.at_ms = now_ms;
    for (const auto& event : events) {
        if (concerns_records(event)) {
            append_json(batch.journal, event);
            batch.journal += '\n';
            fold_call(event, batch);
        } else if (const auto* change = std::get_if<model::AgentStateChanged>(&event.body)) {
            batch.agent_states.push_back({ids_.make<Id<struct StateTag>>(now_ms).value, event.tenant.value,
                                          change->agent.value, change->to, change->reason, event.at_ms, std::nullopt});
        }
    }
    // Trimming each time would cost a statement per batch; nobody is harmed by a journal that is a little long.
    constexpr std::int64_t trim_every = std::int64_t{5000} << 21;  // five seconds, in the ids' unit
    const auto needed_from = begun_in_.empty() ? batch.id + 1 : begun_in_.begin()->first;
    if (needed_from > trimmed_to_ && batch.id - trimmed_to_ > trim_every) {
        batch.journal_needed_from = needed_from;
        trimmed_to_ = batch.id;
    }
    return batch;
}

void RecordKeeper::fold_call(const model::Event& event, KeptBatch& batch) {
    auto call = open_.find(event.call);
    if (call == open_.end()) {
        if (!std::holds_alternative<model::CallStarted>(event.body)) {
            return;  // a measurement that came after the call's patience had ended
        }
        call = open_.emplace(event.call, Open{{}, batch.id}).first;
        ++begun_in_[batch.id];
    }
    call->second.facts.apply(event);
    if (call->second.facts.ended) {
        finish(call, batch);
    }
}

void RecordKeeper::finish(std::unordered_map<model::CallId, Open>::iterator call, KeptBatch& batch) {
    const auto began = begun_in_.find(call->second.first_batch);
    if (--began->second == 0) {
        begun_in_.erase(began);
    }
    add_rows(std::move(call->second.facts), batch);
    open_.erase(call);
}

void add_rows(CallFacts&& facts, KeptBatch& batch) {
    for (auto& leg : facts.legs) {
        if (leg.ended_at_ms == 0) {
            leg.ended_at_ms = facts.call.ended_at_ms;
        }
    }
    for (auto& visit : facts.visits) {
        if (visit.left_at_ms == 0) {
            visit.left_at_ms = facts.call.ended_at_ms;
        }
    }
    batch.calls.push_back(std::move(facts.call));
    move_into(batch.legs, std::move(facts.legs));
    move_into(batch.visits, std::move(facts.visits));
    move_into(batch.recordings, std::move(facts.recordings));
}

}  // namespace yh::office::records
