#include "office/people/session_store.h"

#include <sodium.h>

#include <array>

#include "base/random.h"

namespace yh::office::people {

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
        "WHERE tenants.code = ? AND account = ? AND deleted_at_ms IS NULL",
        tenant, account);
}

Result<std::optional<Account>> find_session(db::Connection& connection, std::string_view token_hash,
                                            std::int64_t now_ms) {
    return connection.row<Account>(
        "SELECT users.id AS user_id, tenant_id, number, name, role, '' AS password_hash, failed_sign_ins, "
        "locked_until_ms "
        "FROM sessions JOIN users ON users.id = user_id "
        "WHERE token_hash = ? AND expires_at_ms > ? AND deleted_at_ms IS NULL",
        token_hash, now_ms);
}

Result<std::vector<std::string>> living_sessions(db::Connection& connection, std::int64_t now_ms) {
    return connection.rows<std::string>(
        "SELECT token_hash FROM sessions JOIN users ON users.id = user_id WHERE expires_at_ms > ? AND deleted_at_ms IS "
        "NULL",
        now_ms);
}

Result<void> open_session(db::Connection& connection, std::int64_t user_id, std::string_view token_hash,
                          std::int64_t now_ms, Duration lifetime) {
    for (auto ran :
         {connection.run("DELETE FROM sessions WHERE expires_at_ms <= ?", now_ms),
          connection.run("UPDATE users SET failed_sign_ins = 0, locked_until_ms = 0 WHERE id = ?", user_id),
          connection.run("INSERT INTO sessions (token_hash, user_id, created_at_ms, expires_at_ms) VALUES (?, ?, ?, ?)",
                         token_hash, user_id, now_ms, now_ms + to_ms(lifetime))}) {
        if (!ran.ok()) {
            return std::move(ran).error();
        }
    }
    return {};
}

Result<void> close_session(db::Connection& connection, std::string_view token_hash) {
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

Result<void> unlock_account(db::Connection& connection, std::int64_t user_id) {
    auto ran = connection.run("UPDATE users SET failed_sign_ins = 0, locked_until_ms = 0 WHERE id = ?", user_id);
    return ran.ok() ? Result<void>{} : Result<void>{std::move(ran).error()};
}

}  // namespace yh::office::people
