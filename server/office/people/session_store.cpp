#include "office/people/session_store.h"

#include <sodium.h>

#include <array>

#include "base/random.h"
#include "office/people/sign_in_log.h"

namespace yh::office::people {

namespace {

struct PlacedSession {
    std::string token_hash;
    std::int64_t user_id = 0;
    std::string address;
};
BOOST_DESCRIBE_STRUCT(PlacedSession, (), (token_hash, user_id, address))

}  // namespace

Token make_token() {
    auto text = random_hex(32);
    auto hash = hash_token(text);
    return {std::move(text), std::move(hash)};
}

std::string hash_token(std::string_view text) {
    std::array<unsigned char, 32> digest{};
    ::crypto_generichash(digest.data(), digest.size(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                         nullptr, 0);
    std::array<char, 2 * digest.size() + 1> hex{};
    ::sodium_bin2hex(hex.data(), hex.size(), digest.data(), digest.size());
    return hex.data();
}

Result<std::optional<Account>> find_account(db::Connection& connection, std::string_view tenant,
                                            std::string_view account) {
    return connection.row<Account>(
        "SELECT users.id AS user_id, tenant_id, number, users.name AS name, role, password_hash, failed_sign_ins, "
        "locked_until_ms FROM users JOIN tenants ON tenants.id = tenant_id "
        "WHERE tenants.code = ? AND account = ? AND deleted_at_ms IS NULL AND status = 'active'",
        tenant, account);
}

Result<std::optional<Account>> find_account(db::Connection& connection, std::int64_t user_id) {
    return connection.row<Account>(
        "SELECT id AS user_id, tenant_id, number, name, role, password_hash, failed_sign_ins, locked_until_ms FROM "
        "users WHERE id = ? AND deleted_at_ms IS NULL AND status = 'active'",
        user_id);
}

Result<std::optional<SessionFacts>> find_session(db::Connection& connection, std::string_view token_hash,
                                                 std::int64_t now_ms) {
    return connection.row<SessionFacts>(
        "SELECT users.id AS user_id, tenant_id, number, name, role, (must_change_password OR password_hash = '') AS "
        "must_change_password, EXISTS (SELECT 1 FROM two_factors WHERE two_factors.user_id = users.id AND on_at_ms IS "
        "NOT NULL) AS has_two_factor, by_sms FROM sessions JOIN users ON users.id = sessions.user_id "
        "WHERE token_hash = ? AND expires_at_ms > ? AND deleted_at_ms IS NULL AND status = 'active'",
        token_hash, now_ms);
}

Result<std::vector<std::string>> living_sessions(db::Connection& connection, std::int64_t now_ms) {
    return connection.rows<std::string>(
        "SELECT token_hash FROM sessions JOIN users ON users.id = user_id WHERE expires_at_ms > ? AND deleted_at_ms IS "
        "NULL AND status = 'active'",
        now_ms);
}

Result<void> open_session(db::Connection& connection, std::int64_t user_id, std::string_view token_hash,
                          std::string_view address, std::int64_t now_ms, Duration lifetime, FirstFactor by) {
    YH_CHECK(note_expired(connection, now_ms));
    for (auto ran :
         {connection.run("DELETE FROM sessions WHERE expires_at_ms <= ?", now_ms),
          connection.run("UPDATE users SET failed_sign_ins = 0, locked_until_ms = 0 WHERE id = ?", user_id),
          connection.run("INSERT INTO sessions (token_hash, user_id, created_at_ms, expires_at_ms, address, by_sms) "
                         "VALUES (?, ?, ?, ?, ?, ?)",
                         token_hash, user_id, now_ms, now_ms + to_ms(lifetime), address, by == FirstFactor::Sms)}) {
        if (!ran.ok()) {
            return std::move(ran).error();
        }
    }
    return note_sign_in(connection, user_id, address, SignInOutcome::SignedIn, now_ms);
}

Result<void> close_session(db::Connection& connection, std::string_view token_hash, std::int64_t now_ms) {
    YH_CHECK(note_signed_out(connection, token_hash, now_ms));
    auto ran = connection.run("DELETE FROM sessions WHERE token_hash = ?", token_hash);
    return ran.ok() ? Result<void>{} : Result<void>{std::move(ran).error()};
}

Result<void> note_failure(db::Connection& connection, std::int64_t user_id, std::int64_t now_ms, Duration lock_for) {
    auto ran = connection.run(
        "UPDATE users SET failed_sign_ins = CASE WHEN failed_sign_ins >= 4 THEN 0 ELSE failed_sign_ins + 1 END, "
        "locked_until_ms = CASE WHEN failed_sign_ins >= 4 THEN CAST(? AS BIGINT) ELSE locked_until_ms END WHERE id = ?",
        now_ms + to_ms(lock_for), user_id);
    return ran.ok() ? Result<void>{} : Result<void>{std::move(ran).error()};
}

Result<void> end_sessions_from(db::Connection& connection, std::int64_t tenant,
                               const std::function<bool(std::string_view address)>& stays, std::int64_t now_ms) {
    YH_TRY(const auto sessions,
           connection.rows<PlacedSession>("SELECT token_hash, user_id, sessions.address AS address FROM sessions JOIN "
                                          "users ON users.id = user_id WHERE tenant_id = ?",
                                          tenant));
    for (const auto& session : sessions) {
        if (stays(session.address)) {
            continue;
        }
        YH_CHECK(note_sign_in(connection, session.user_id, session.address, SignInOutcome::Kicked, now_ms));
        YH_CHECK(connection.run("DELETE FROM sessions WHERE token_hash = ?", session.token_hash));
    }
    return {};
}

Result<std::vector<std::string>> set_password(db::Connection& connection, std::int64_t user_id, std::string_view hash,
                                              std::string_view keep, std::int64_t now_ms) {
    YH_TRY(auto ended, connection.rows<std::string>(
                           "SELECT token_hash FROM sessions WHERE user_id = ? AND token_hash <> ?", user_id, keep));
    YH_CHECK(note_kicked(connection, user_id, keep, now_ms));
    for (auto ran : {connection.run("DELETE FROM sessions WHERE user_id = ? AND token_hash <> ?", user_id, keep),
                     connection.run("UPDATE users SET password_hash = ?, password_changed_at_ms = ?, failed_sign_ins = "
                                    "0, locked_until_ms = 0, must_change_password = ? WHERE id = ?",
                                    hash, now_ms, false, user_id)}) {
        if (!ran.ok()) {
            return std::move(ran).error();
        }
    }
    return ended;
}

Result<void> unlock_account(db::Connection& connection, std::int64_t user_id) {
    auto ran = connection.run("UPDATE users SET failed_sign_ins = 0, locked_until_ms = 0 WHERE id = ?", user_id);
    return ran.ok() ? Result<void>{} : Result<void>{std::move(ran).error()};
}

}  // namespace yh::office::people
