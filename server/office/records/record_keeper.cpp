#include "office/records/record_keeper.h"

#include <iterator>
#include <optional>
#include <utility>

#include "base/json.h"
#include "office/records/lost_cases.h"
#include "office/records/record_sums.h"

namespace yh::office::records {

namespace {

// What a record never needs is not journalled: it would only make the writer slower.
bool concerns_records(const model::Event& event) {
    return event.call && !std::holds_alternative<model::AgentActivityChanged>(event.body);
}

std::optional<CallbackStep> callback_step(const model::Event& event) {
    if (const auto* tried = std::get_if<model::CallbackTried>(&event.body)) {
        return CallbackStep{tried->asked_by.value, event.at_ms, *tried};
    }
    if (const auto* ended = std::get_if<model::CallbackEnded>(&event.body)) {
        return CallbackStep{ended->asked_by.value, event.at_ms, *ended};
    }
    const auto* entered = std::get_if<model::QueueEntered>(&event.body);
    if (entered != nullptr && entered->reason == "callback") {
        return CallbackStep{event.call.value, event.at_ms, *entered};
    }
    return std::nullopt;
}

/// One statement for one step. The queue is that of the place, wherever it has moved on to.
struct WriteStep {
    db::Connection& connection;
    const CallbackStep& step;

    Result<std::int64_t> operator()(const model::QueueEntered& e) const {
        return connection.run("UPDATE callbacks SET queue_id = ? WHERE call_id = ? AND ended_at_ms IS NULL", e.queue,
                              step.asked_by);
    }
    Result<std::int64_t> operator()(const model::CallbackTried& e) const {
        return connection.run(
            "UPDATE callbacks SET attempts = ?, tried_at_ms = ?, last_result = ?, agent_id = ? WHERE call_id = ?",
            std::int64_t{e.attempt}, step.at_ms, e.result, e.agent, step.asked_by);
    }
    Result<std::int64_t> operator()(const model::CallbackEnded& e) const {
        YH_TRY(const auto ended, connection.run("UPDATE callbacks SET ended_at_ms = ?, result = ? WHERE call_id = ? "
                                                "AND ended_at_ms IS NULL",
                                                step.at_ms, e.result, step.asked_by));
        if (ended > 0 && e.result == "gave_up") {
            YH_CHECK(write_lost_callback(connection, step.asked_by, step.at_ms));
        }
        return ended;
    }
};

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

// Where lists look for a part of a number (office/lists).
Result<void> write_numbers(db::Connection& connection, const std::vector<CallRow>& calls) {
    for (const auto& call : calls) {
        YH_CHECK(connection.run(
            "INSERT INTO call_numbers (tenant_id, number) VALUES (?, ?) ON CONFLICT (tenant_id, number) DO NOTHING",
            call.tenant_id, call.customer_number));
    }
    return {};
}

// Along whom lists walk one person's calls.
Result<void> write_people(db::Connection& connection, const std::vector<LegRow>& legs) {
    for (const auto& leg : legs) {
        if (leg.user_id) {
            YH_CHECK(connection.run(
                "INSERT INTO call_people (call_id, user_id, started_at_ms) SELECT id, CAST(? AS BIGINT), started_at_ms "
                "FROM calls WHERE id = ? ON CONFLICT (call_id, user_id) DO NOTHING",
                *leg.user_id, leg.call_id));
        }
    }
    return {};
}

}  // namespace

Result<void> KeptBatch::write(db::Connection& connection) const {
    if (!journal.empty()) {
        YH_CHECK(connection.upsert("call_journal", JournalRow{id, at_ms, journal}, {"id"}));
    }
    RecordSums sums{connection};
    YH_CHECK(sums.take(*this));
    YH_CHECK(upsert_all(connection, "calls", sums.calls, {"id"}));
    YH_CHECK(write_numbers(connection, sums.calls));
    YH_CHECK(upsert_all(connection, "call_legs", sums.legs, {"id"}));
    YH_CHECK(write_people(connection, sums.legs));
    YH_CHECK(upsert_all(connection, "surveys", sums.surveys, {"call_id"}));
    YH_CHECK(upsert_all(connection, "queue_visits", visits, {"call_id", "visit"}));
    YH_CHECK(upsert_all(connection, "recordings", recordings, {"id"}));
    YH_CHECK(write_services(connection));
    YH_CHECK(sums.write_states(agent_states));
    YH_CHECK(sums.add());
    YH_CHECK(write_mobiles(connection));
    if (journal_needed_from != 0) {
        auto trimmed = connection.run("DELETE FROM call_journal WHERE id < ?", journal_needed_from);
        if (!trimmed.ok()) {
            return std::move(trimmed).error();
        }
    }
    return {};
}

Result<void> KeptBatch::write_mobiles(db::Connection& connection) const {
    for (const auto& mobile : mobiles) {
        const auto written = mobile.on
                                 ? connection.run(
                                       "INSERT INTO mobile_sign_ins (user_id, since_ms) VALUES (?, ?) ON CONFLICT "
                                       "(user_id) DO NOTHING",
                                       mobile.user, mobile.at_ms)
                                 : connection.run("DELETE FROM mobile_sign_ins WHERE user_id = ?", mobile.user);
        if (!written.ok()) {
            return written.error();
        }
    }
    return {};
}

Result<void> KeptBatch::write_services(db::Connection& connection) const {
    YH_CHECK(upsert_all(connection, "call_marks", marks, {"call_id", "mark"}));
    YH_CHECK(upsert_all(connection, "voicemails", voicemails, {"id"}));
    YH_CHECK(upsert_all(connection, "callbacks", callbacks, {"call_id"}));
    YH_CHECK(upsert_all(connection, "forwarded_calls", forwarded, {"id"}));
    YH_CHECK(upsert_all(connection, "missed_calls", missed, {"id"}));
    for (const auto& call : lost) {
        YH_CHECK(write_lost_call(connection, call));
    }
    for (const auto& call : called_back) {
        auto handled = connection.run(
            "UPDATE missed_calls SET handled_at_ms = ?, handled_by = ? WHERE agent_id = ? AND number = ? AND "
            "tenant_id = ? AND handled_at_ms IS NULL AND ended_at_ms <= ?",
            call.at_ms, call.by, call.by, call.number, call.tenant, call.at_ms);
        if (!handled.ok()) {
            return std::move(handled).error();
        }
    }
    return write_callback_steps(connection);
}

Result<void> KeptBatch::write_callback_steps(db::Connection& connection) const {
    for (const auto& step : callback_steps) {
        const auto written = std::visit(WriteStep{connection, step}, step.what);
        if (!written.ok()) {
            return written.error();
        }
    }
    return {};
}

KeptBatch RecordKeeper::fold(const std::vector<model::Event>& events, std::int64_t now_ms) {
    KeptBatch batch;
    batch.id = ids_.make<Id<struct BatchTag>>(now_ms).value;
    batch.at_ms = now_ms;
    for (const auto& event : events) {
        if (auto step = callback_step(event); step) {
            batch.callback_steps.push_back(*std::move(step));
        }
        if (concerns_records(event)) {
            append_json(batch.journal, event);
            batch.journal += '\n';
            fold_call(event, batch);
        } else if (const auto* change = std::get_if<model::AgentStateChanged>(&event.body)) {
            AgentStateRow state{ids_.make<Id<struct StateTag>>(now_ms).value,
                                event.tenant.value,
                                change->agent.value,
                                change->to,
                                change->reason,
                                event.at_ms,
                                std::nullopt,
                                std::nullopt,
                                std::nullopt};
            const auto last = last_queue_.find(change->agent);
            if (change->to == model::AgentState::WrapUp && last != last_queue_.end() && last->second) {
                state.queue_id = last->second.value;
            }
            batch.agent_states.push_back(std::move(state));
        } else if (const auto* mobile = std::get_if<model::MobileChanged>(&event.body)) {
            batch.mobiles.push_back({mobile->user, mobile->on, event.at_ms});
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
    auto& facts = call->second.facts;
    facts.apply(event);
    note_queue(event, facts);
    if (auto dialled = facts.dialled_by(event); dialled) {
        batch.called_back.push_back({event.tenant, dialled->by, std::move(dialled->number), event.at_ms});
    }
    if (std::exchange(facts.callback_asked, false)) {
        batch.callbacks.push_back(*facts.callback);  // now: its call-back may have begun before its record is whole
    }
    if (facts.ended) {
        finish(call, batch);
    }
}

// What an agent does after a call is told by the queue of the call. A call-back is no work of its queue's callers.
void RecordKeeper::note_queue(const model::Event& event, const CallFacts& facts) {
    const auto* ended = std::get_if<model::LegEnded>(&event.body);
    const auto* leg = ended == nullptr ? nullptr : facts.find_leg(ended->leg);
    if (leg == nullptr || !leg->user_id || !leg->answered_at_ms) {
        return;
    }
    const auto queue = facts.call.direction == model::Direction::AutoOutbound ? std::nullopt : facts.queue_of(*leg);
    last_queue_[model::UserId{*leg->user_id}] = model::QueueId{queue.value_or(0)};
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
    if (facts.callback_asked) {
        batch.callbacks.push_back(*std::move(facts.callback));
    }
    if (facts.survey) {
        batch.surveys.push_back(*std::move(facts.survey));
    }
    if (facts.lost) {
        batch.lost.push_back(*std::move(facts.lost));
    }
    move_into(batch.marks, std::move(facts.marks));
    move_into(batch.voicemails, std::move(facts.voicemails));
    move_into(batch.forwarded, std::move(facts.forwarded));
    move_into(batch.missed, std::move(facts.missed));
    batch.calls.push_back(std::move(facts.call));
    move_into(batch.legs, std::move(facts.legs));
    move_into(batch.visits, std::move(facts.visits));
    move_into(batch.recordings, std::move(facts.recordings));
}

}  // namespace yh::office::records
