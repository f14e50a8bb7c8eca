#include <boost/describe/class.hpp>

#include "base/id.h"
#include "office/people/sign_in_log.h"

namespace yh::office::people {

namespace {

struct EndingSession {
    std::int64_t user_id = 0;
    std::string address;
    std::int64_t expires_at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(EndingSession, (), (user_id, address, expires_at_ms))

}  // namespace

// Two people may come in within one millisecond: the id goes on from the newest.
Result<void> note_sign_in(db::Connection& connection, std::int64_t user_id, std::string_view address,
                          SignInOutcome outcome, std::int64_t at_ms) {
    const auto id = IdMaker{}.make<Id<struct SignInTag>>(at_ms);
    const auto noted = connection.run(
        "INSERT INTO sign_ins (id, tenant_id, user_id, at_ms, address, outcome) SELECT (SELECT CASE WHEN "
        "COALESCE(MAX(id), 0) >= CAST(? AS BIGINT) THEN MAX(id) + 1 ELSE CAST(? AS BIGINT) END FROM sign_ins), "
        "tenant_id, id, CAST(? AS BIGINT), CAST(? AS TEXT), CAST(? AS TEXT) FROM users WHERE id = ?",
        id, id, at_ms, address, enum_text(outcome), user_id);
    return noted.ok() ? Result<void>{} : Result<void>{noted.error()};
}

Result<void> note_signed_out(db::Connection& connection, std::string_view token_hash, std::int64_t at_ms) {
    YH_TRY(const auto session,
           connection.row<EndingSession>("SELECT user_id, address, expires_at_ms FROM sessions WHERE token_hash = ?",
                                         token_hash));
    return session ? note_sign_in(connection, session->user_id, session->address, SignInOutcome::SignedOut, at_ms)
                   : Result<void>{};
}

Result<void> note_expired(db::Connection& connection, std::int64_t now_ms) {
    YH_TRY(const auto sessions,
           connection.rows<EndingSession>(
               "SELECT user_id, address, expires_at_ms FROM sessions WHERE expires_at_ms <= ? ORDER BY expires_at_ms",
               now_ms));
    for (const auto& session : sessions) {
        YH_CHECK(
            note_sign_in(connection, session.user_id, session.address, SignInOutcome::Expired, session.expires_at_ms));
    }
    return {};
}

Result<void> note_kicked(db::Connection& connection, std::int64_t user_id, std::string_view keep, std::int64_t at_ms) {
    YH_TRY(const auto sessions,
           connection.rows<EndingSession>("SELECT user_id, address, expires_at_ms FROM sessions WHERE user_id = ? AND "
                                          "token_hash <> ? AND expires_at_ms > ?",
                                          user_id, keep, at_ms));
    for (const auto& session : sessions) {
        YH_CHECK(note_sign_in(connection, session.user_id, session.address, SignInOutcome::Kicked, at_ms));
    }
    return {};
}

}  // namespace yh::office::people
