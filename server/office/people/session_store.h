#pragma once

#include <boost/describe/class.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "db/connection.h"
#include "model/words.h"

namespace yh::office::people {

/// What signing in needs to know of an account.
struct Account {
    std::int64_t user_id = 0;
    std::int64_t tenant_id = 0;
    std::string number;
    std::string name;
    model::Role role = model::Role::Agent;
    std::string password_hash;
    std::int64_t failed_sign_ins = 0;
    std::int64_t locked_until_ms = 0;
};
BOOST_DESCRIBE_STRUCT(Account, (),
                      (user_id, tenant_id, number, name, role, password_hash, failed_sign_ins, locked_until_ms))

/// What every request of a session needs to know of whose it is.
struct SessionFacts {
    std::int64_t user_id = 0;
    std::int64_t tenant_id = 0;
    std::string number;
    std::string name;
    model::Role role = model::Role::Agent;
    bool must_change_password = false;  ///< somebody else chose it, or there is none yet
    bool has_two_factor = false;
    bool by_sms = false;
};
BOOST_DESCRIBE_STRUCT(SessionFacts, (),
                      (user_id, tenant_id, number, name, role, must_change_password, has_two_factor, by_sms))

/// The text a client keeps, and what the database keeps of it.
struct Token {
    std::string text;
    std::string hash;
};
Token make_token();
std::string hash_token(std::string_view text);

Result<std::optional<Account>> find_account(db::Connection& connection, std::string_view tenant,
                                            std::string_view account);
/// Of somebody who is signed in.
Result<std::optional<Account>> find_account(db::Connection& connection, std::int64_t user_id);
/// Whose session it is, if it is one that still lives.
Result<std::optional<SessionFacts>> find_session(db::Connection& connection, std::string_view token_hash,
                                                 std::int64_t now_ms);

/// The hashes of all sessions that live.
Result<std::vector<std::string>> living_sessions(db::Connection& connection, std::int64_t now_ms);

enum class FirstFactor { Password, Sms };

/// `address`: where the person sits. Both are written into the sign-in log.
Result<void> open_session(db::Connection& connection, std::int64_t user_id, std::string_view token_hash,
                          std::string_view address, std::int64_t now_ms, Duration lifetime,
                          FirstFactor by = FirstFactor::Password);
Result<void> close_session(db::Connection& connection, std::string_view token_hash, std::int64_t now_ms);
/// Counts a wrong password; the fifth within a row locks the account for `lock_for` (R010).
Result<void> note_failure(db::Connection& connection, std::int64_t user_id, std::int64_t now_ms, Duration lock_for);

/// Ends every session of this company that was opened from where nobody may come from any more: those for which
/// `stays` says no. They are written down as ended by somebody else.
Result<void> end_sessions_from(db::Connection& connection, std::int64_t tenant,
                               const std::function<bool(std::string_view address)>& stays, std::int64_t now_ms);

/// A new password of one's own: wrong ones before are forgotten, and every session but `keep` ends. Returns those that
/// did.
Result<std::vector<std::string>> set_password(db::Connection& connection, std::int64_t user_id, std::string_view hash,
                                              std::string_view keep, std::int64_t now_ms);

/// Forgets wrong passwords and the lock they led to (R010).
Result<void> unlock_account(db::Connection& connection, std::int64_t user_id);

}  // namespace yh::office::people
