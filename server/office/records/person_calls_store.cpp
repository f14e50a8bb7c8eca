#include <fmt/format.h>

#include <optional>

#include "office/lists/where.h"
#include "office/records/annotation_store.h"
#include "office/records/person_calls.h"
#include "office/rollups/facts_of_day.h"
#include "office/rollups/story_store.h"
#include "office/rollups/tally.h"

namespace yh::office::records {

namespace {

struct PersonCall {
    std::int64_t id = 0;
    std::string direction;
    std::string customer_number;
    std::string called_number;
    std::int64_t started_at_ms = 0;
    std::optional<std::int64_t> answered_at_ms;
    std::int64_t ended_at_ms = 0;
    std::int64_t talk_ms = 0;
    std::string result;
    std::string queue;
    std::string agent;
    std::string satisfaction;
};
BOOST_DESCRIBE_STRUCT(PersonCall, (),
                      (id, direction, customer_number, called_number, started_at_ms, answered_at_ms, ended_at_ms,
                       talk_ms, result, queue, agent, satisfaction))

struct Sound {
    std::int64_t id = 0;
    std::int64_t call_id = 0;
    std::int64_t started_at_ms = 0;
    std::int64_t duration_ms = 0;
    bool voicemail = false;
    std::string path;
};
BOOST_DESCRIBE_STRUCT(Sound, (), (id, call_id, started_at_ms, duration_ms, voicemail, path))

/// What a person learns of a recording: where we keep it is ours.
struct PersonRecording {
    std::int64_t call = 0;
    std::int64_t started_at_ms = 0;
    std::int64_t duration_ms = 0;
    bool voicemail = false;
    std::string file;
};
BOOST_DESCRIBE_STRUCT(PersonRecording, (), (call, started_at_ms, duration_ms, voicemail, file))

constexpr std::string_view their_calls = "calls.tenant_id = ? AND calls.customer_number IN {numbers}";

std::string of_calls(std::string_view select, const PersonSpan& span, std::string_view behind = {}) {
    return with_numbers(fmt::format("{} {}{}", select, their_calls, behind), span);
}

Result<std::vector<ErasedCount>> count(db::Connection& connection, const PersonSpan& span) {
    std::vector<ErasedCount> found;
    for (const auto& [what, select] :
         {std::pair{"calls", "SELECT COUNT(*) FROM calls WHERE"},
          std::pair{"recordings",
                    "SELECT COUNT(*) FROM recordings JOIN calls ON calls.id = recordings.call_id WHERE"}}) {
        YH_TRY(const auto rows, connection.one<std::int64_t>(of_calls(select, span), person_params(span)));
        found.push_back({what, rows});
    }
    return found;
}

Result<PersonHold> held(db::Connection& connection, const PersonSpan& span) {
    PersonHold hold;
    YH_TRY(hold.rows, connection.one<std::int64_t>(
                          of_calls("SELECT COUNT(*) FROM calls WHERE", span, " AND calls.started_at_ms >= ?"),
                          person_params(span, {span.held_from_ms})));
    YH_TRY(hold.newest_ms,
           connection.one<std::int64_t>(of_calls("SELECT COALESCE(MAX(calls.started_at_ms), 0) FROM calls WHERE", span),
                                        person_params(span)));
    return hold;
}

Result<PersonData> read(db::Connection& connection, const PersonSpan& span) {
    YH_TRY(const auto calls,
           connection.rows<PersonCall>(
               of_calls("SELECT calls.id AS id, calls.direction AS direction, calls.customer_number AS "
                        "customer_number, calls.called_number AS called_number, calls.started_at_ms AS started_at_ms, "
                        "calls.answered_at_ms AS answered_at_ms, calls.ended_at_ms AS ended_at_ms, calls.talk_ms AS "
                        "talk_ms, calls.result AS result, COALESCE(queues.name, '') AS queue, COALESCE(users.name, "
                        "'') AS agent, COALESCE(surveys.level, '') AS satisfaction FROM calls LEFT JOIN queues ON "
                        "queues.id = calls.queue_id LEFT JOIN users ON users.id = calls.agent_id LEFT JOIN surveys ON "
                        "surveys.call_id = calls.id WHERE",
                        span, " ORDER BY calls.started_at_ms, calls.id"),
               person_params(span)));
    YH_TRY(const auto sounds,
           connection.rows<Sound>(of_calls("SELECT recordings.id AS id, recordings.call_id AS call_id, "
                                           "recordings.started_at_ms AS started_at_ms, recordings.duration_ms AS "
                                           "duration_ms, recordings.voicemail AS voicemail, recordings.path AS path "
                                           "FROM recordings JOIN calls ON calls.id = recordings.call_id WHERE",
                                           span, " ORDER BY recordings.started_at_ms, recordings.id"),
                                  person_params(span)));
    PersonData data;
    std::vector<PersonRecording> recordings;
    for (const auto& sound : sounds) {
        const auto dot = sound.path.rfind('.');
        const auto name =
            fmt::format("recordings/{}{}", sound.id, dot == std::string::npos ? "" : sound.path.substr(dot));
        recordings.push_back({sound.call_id, sound.started_at_ms, sound.duration_ms, sound.voicemail, name});
        data.files.push_back({sound.path, name});
    }
    data.tables.push_back(person_table("calls", calls));
    data.tables.push_back(person_table("recordings", recordings));
    return data;
}

Result<void> erase_sound(db::Connection& connection, const PersonSpan& span, std::int64_t call,
                         std::vector<std::string>& files) {
    YH_TRY(const auto sounds,
           connection.rows<Sound>("SELECT id, call_id, started_at_ms, duration_ms, voicemail, path FROM recordings "
                                  "WHERE call_id = ?",
                                  call));
    for (const auto& one : sounds) {
        files.push_back(one.path);
        if (one.voicemail) {
            YH_CHECK(run_each(connection, one.id,
                              {"DELETE FROM recordings WHERE id = ?", "DELETE FROM voicemails WHERE id = ?"}));
        } else {
            YH_CHECK(forget_recording(connection, {one.id, span.tenant, one.call_id, one.started_at_ms, one.duration_ms,
                                                   span.now_ms, span.user}));
        }
    }
    return {};
}

/// The number wherever a call is written down; its marks lose what was typed or said of it.
Result<void> erase_number(db::Connection& connection, const PersonSpan& span, std::int64_t call) {
    YH_CHECK(run_each(
        connection, call,
        {"UPDATE call_legs SET number = '' WHERE call_id = ? AND role = 'customer'",
         "UPDATE missed_calls SET number = '' WHERE call_id = ?", "UPDATE lost_calls SET number = '' WHERE call_id = ?",
         "UPDATE forwarded_calls SET number = '' WHERE call_id = ?",
         "UPDATE voicemails SET number = '' WHERE call_id = ?",
         "DELETE FROM callbacks WHERE call_id = ? AND ended_at_ms IS NOT NULL",
         "UPDATE calls SET called_number = '' WHERE id = ? AND called_number = customer_number",
         "UPDATE calls SET customer_number = '' WHERE id = ?"}));
    return connection.change("UPDATE call_marks SET text = '' WHERE call_id = ? AND text LIKE ? ESCAPE '!'", call,
                             lists::anywhere(span.number));
}

rollups::DialledNumber taken_away(rollups::DialledNumber row) {
    for (auto* count :
         {&row.attempts, &row.not_rung, &row.rung_short, &row.rung_long, &row.talked_short, &row.talked_long}) {
        *count = -*count;
    }
    return row;
}

/// How often the person was called: of what the law's days keep, it stays.
Result<void> forget_attempts(db::Connection& connection, const PersonSpan& span) {
    rollups::Sums left;
    YH_CHECK(connection.each<rollups::DialledNumber>(
        with_numbers("SELECT * FROM dialled_numbers WHERE tenant_id = ? AND number IN {numbers} AND day % 100 <> 0",
                     span),
        [&](rollups::DialledNumber&& row) { left.dialled_numbers.add(taken_away(row)); }, person_params(span)));
    YH_TRY(const auto zone, rollups::load_zone(connection, span.tenant));
    lists::Where where;
    where.sql = fmt::format(" WHERE {}", with_numbers(their_calls, span));
    where.params = person_params(span);
    rollups::Sums all;
    YH_CHECK(rollups::each_story(connection, where, rollups::WithStates::No,
                                 [&](const rollups::CallStory& story) { rollups::add_call(all, story, zone); }));
    for (const auto& [key, kept] : all.dialled_numbers.all()) {
        left.dialled_numbers.add(kept);
    }
    YH_CHECK(rollups::add_to(connection, left));
    return connection.change(with_numbers("DELETE FROM dialled_numbers WHERE tenant_id = ? AND number IN {numbers} AND "
                                          "attempts = 0",
                                          span),
                             person_params(span));
}

Result<Erased> erase(db::Connection& connection, const PersonSpan& span, std::int64_t most) {
    YH_TRY(const auto calls,
           connection.rows<std::int64_t>(of_calls("SELECT id FROM calls WHERE", span,
                                                  " AND calls.started_at_ms < ? ORDER BY calls.started_at_ms LIMIT ?"),
                                         person_params(span, {span.held_from_ms, most})));
    Erased erased{static_cast<std::int64_t>(calls.size()), {}};
    for (const auto call : calls) {
        YH_CHECK(erase_sound(connection, span, call, erased.files));
        YH_CHECK(erase_number(connection, span, call));
    }
    for (const std::string_view sql :
         {"DELETE FROM call_numbers WHERE tenant_id = ? AND number IN {numbers} AND NOT EXISTS (SELECT 1 FROM calls "
          "WHERE calls.tenant_id = call_numbers.tenant_id AND calls.customer_number = call_numbers.number)",
          "UPDATE lost_cases SET number = '' WHERE tenant_id = ? AND number IN {numbers} AND NOT EXISTS (SELECT 1 FROM "
          "lost_calls WHERE lost_calls.case_id = lost_cases.id AND lost_calls.number <> '')"}) {
        YH_CHECK(connection.run(with_numbers(sql, span), person_params(span)));
    }
    YH_CHECK(forget_attempts(connection, span));
    return erased;
}

}  // namespace

constinit const PersonPart person_calls{"calls", &count, &held, &read, &erase};

}  // namespace yh::office::records
