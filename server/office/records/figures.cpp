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
    YH_TRY(const auto talk,
           connection.one<TalkRow>(
               "SELECT COALESCE(SUM(CASE WHEN direction IN ('inbound', 'internal') THEN 1 ELSE 0 END), 0) AS answered, "
               "COUNT(*) AS talked, COALESCE(SUM(talk_ms), 0) AS talk_ms FROM calls WHERE tenant_id = ? AND agent_id = "
               "? AND started_at_ms >= ? AND result = 'answered'",
               who.tenant.value, who.user.value, from_ms));
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
