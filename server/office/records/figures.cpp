#include "office/records/figures.h"

namespace yh::office::records {

namespace {

struct TalkRow {
    std::int64_t answered = 0;
    std::int64_t talked = 0;
    std::int64_t talk_ms = 0;
};
BOOST_DESCRIBE_STRUCT(TalkRow, (), (answered, talked, talk_ms))

}  // namespace

Result<MyFigures> my_figures(db::Connection& connection, const people::SignedIn& who, std::int64_t from_ms) {
    // By one's own legs: a call that was handed on was answered by everybody who talked in it, each for their time.
    // Whoever called a colleague has answered nothing, and nobody talks while the other one rings.
    YH_TRY(
        const auto talk,
        connection.one<TalkRow>(
            "SELECT COUNT(DISTINCT CASE WHEN calls.direction = 'inbound' OR (calls.direction = 'internal' AND EXISTS "
            "(SELECT 1 FROM call_legs AS caller WHERE caller.call_id = calls.id AND caller.id < mine.id AND "
            "caller.user_id <> mine.user_id)) THEN calls.id END) AS answered, COUNT(DISTINCT calls.id) AS talked, "
            "COALESCE(SUM(mine.ended_at_ms - CASE WHEN mine.answered_at_ms < calls.answered_at_ms THEN "
            "calls.answered_at_ms ELSE mine.answered_at_ms END), 0) AS talk_ms FROM calls JOIN call_legs AS mine ON "
            "mine.call_id = calls.id WHERE calls.tenant_id = ? AND calls.started_at_ms >= ? AND calls.result = "
            "'answered' AND mine.user_id = ? AND mine.role = 'agent' AND mine.answered_at_ms IS NOT NULL AND "
            "mine.ended_at_ms > calls.answered_at_ms",
            who.tenant.value, from_ms, who.user.value));
    YH_TRY(const auto outbound,
           connection.one<std::int64_t>(
               "SELECT COUNT(DISTINCT calls.id) FROM calls JOIN call_legs ON call_legs.call_id = calls.id WHERE "
               "calls.tenant_id = ? AND calls.started_at_ms >= ? AND call_legs.user_id = ? AND direction IN "
               "('manual_outbound', 'auto_outbound')",
               who.tenant.value, from_ms, who.user.value));
    YH_TRY(const auto missed,
           connection.one<std::int64_t>("SELECT COUNT(*) FROM missed_calls WHERE agent_id = ? AND ringing_at_ms >= ?",
                                        who.user.value, from_ms));
    YH_TRY(const auto signed_in,
           connection.one<std::int64_t>("SELECT COALESCE(MIN(began_at_ms), 0) FROM agent_states WHERE user_id = ? AND "
                                        "state <> 'offline' AND (ended_at_ms IS NULL OR ended_at_ms > ?)",
                                        who.user.value, from_ms));
    MyFigures figures;
    figures.from_ms = from_ms;
    figures.signed_in_at_ms = signed_in;
    figures.outbound = outbound;
    figures.answered = talk.answered;
    figures.missed = missed;
    figures.talk_s = static_cast<double>(talk.talk_ms) / 1000.0;
    figures.average_talk_s = talk.talked == 0 ? 0 : figures.talk_s / static_cast<double>(talk.talked);
    return figures;
}

}  // namespace yh::office::records
