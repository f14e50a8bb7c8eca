#include "office/people/two_factor_store.h"

#include "base/log.h"
#include "office/people/one_time_code.h"
#include "office/people/session_store.h"

namespace yh::office::people {

namespace {

struct TwoFactorRow {
    std::int64_t user_id = 0;
    std::string secret;
    std::int64_t made_at_ms = 0;
    std::optional<std::int64_t> on_at_ms;
    std::int64_t last_step = 0;
};
BOOST_DESCRIBE_STRUCT(TwoFactorRow, (), (user_id, secret, made_at_ms, on_at_ms, last_step))

struct RecoveryRow {
    std::int64_t user_id = 0;
    std::string code_hash;
    std::optional<std::int64_t> used_at_ms;
};
BOOST_DESCRIBE_STRUCT(RecoveryRow, (), (user_id, code_hash, used_at_ms))

Result<std::optional<TwoFactorRow>> find_row(db::Connection& connection, std::int64_t user_id) {
    return connection.row<TwoFactorRow>("SELECT * FROM two_factors WHERE user_id = ?", user_id);
}

// 49 random bits, tried five times before the account is locked: a fast hash is enough.
std::string hash_of(std::string_view code) {
    return hash_token(plain_code(code));
}

Result<void> write_codes(db::Connection& connection, std::int64_t user_id, const std::vector<std::string>& codes) {
    YH_CHECK(connection.run("DELETE FROM recovery_codes WHERE user_id = ?", user_id));
    for (const auto& code : codes) {
        YH_CHECK(connection.insert("recovery_codes", RecoveryRow{user_id, hash_of(code), {}}));
    }
    return {};
}

/// The step whose code this is; nothing: it does not fit, or the secret cannot be opened.
std::optional<std::int64_t> fitting_step(const TwoFactorRow& row, std::string_view code, const Unseal& unseal,
                                         std::int64_t now_ms) {
    const auto secret = unseal(row.secret);
    if (!secret) {
        log().error("two_factor.cannot_be_opened", {{"user", row.user_id}});
        return std::nullopt;
    }
    return find_step(*secret, plain_code(code), now_ms, row.last_step);
}

}  // namespace

Result<TwoFactorView> two_factor_of(db::Connection& connection, std::int64_t user_id) {
    YH_TRY(const auto row, find_row(connection, user_id));
    TwoFactorView view;
    if (row && row->on_at_ms) {
        view.on = true;
        view.since_ms = row->on_at_ms;
        YH_TRY(view.recovery_codes_left,
               connection.one<std::int64_t>(
                   "SELECT COUNT(*) FROM recovery_codes WHERE user_id = ? AND used_at_ms IS NULL", user_id));
    }
    return view;
}

Result<bool> keep_new_secret(db::Connection& connection, std::int64_t user_id, std::string_view sealed,
                             std::int64_t now_ms) {
    YH_TRY(const auto row, find_row(connection, user_id));
    if (row && row->on_at_ms) {
        return false;
    }
    YH_CHECK(connection.upsert("two_factors", TwoFactorRow{user_id, std::string{sealed}, now_ms, {}, 0}, {"user_id"}));
    return true;
}

Result<bool> switch_on(db::Connection& connection, std::int64_t user_id, std::string_view code, const Unseal& unseal,
                       const std::vector<std::string>& recovery_codes, std::int64_t now_ms) {
    YH_TRY(const auto row, find_row(connection, user_id));
    if (!row || row->on_at_ms) {
        return false;
    }
    const auto step = fitting_step(*row, code, unseal, now_ms);
    if (!step) {
        return false;
    }
    YH_CHECK(
        connection.run("UPDATE two_factors SET on_at_ms = ?, last_step = ? WHERE user_id = ?", now_ms, *step, user_id));
    YH_CHECK(write_codes(connection, user_id, recovery_codes));
    return true;
}

Result<bool> replace_recovery_codes(db::Connection& connection, std::int64_t user_id,
                                    const std::vector<std::string>& codes) {
    YH_TRY(const auto row, find_row(connection, user_id));
    if (!row || !row->on_at_ms) {
        return false;
    }
    YH_CHECK(write_codes(connection, user_id, codes));
    return true;
}

Result<bool> forget_two_factor(db::Connection& connection, std::int64_t user_id) {
    YH_TRY(const auto row, find_row(connection, user_id));
    YH_CHECK(write_codes(connection, user_id, {}));
    YH_CHECK(connection.run("DELETE FROM two_factors WHERE user_id = ?", user_id));
    return row && row->on_at_ms;
}

Result<SecondFactor> spend_second_factor(db::Connection& connection, std::int64_t user_id,
                                         const std::optional<std::string>& typed, const Unseal& unseal,
                                         std::int64_t now_ms) {
    YH_TRY(const auto row, find_row(connection, user_id));
    if (!row || !row->on_at_ms) {
        return SecondFactor::NotNeeded;
    }
    if (!typed || plain_code(*typed).empty()) {
        return SecondFactor::Missing;
    }
    if (!is_one_time_code(*typed)) {
        YH_TRY(const auto spent, connection.run("UPDATE recovery_codes SET used_at_ms = ? WHERE user_id = ? AND "
                                                "code_hash = ? AND used_at_ms IS NULL",
                                                now_ms, user_id, hash_of(*typed)));
        return spent == 1 ? SecondFactor::Fits : SecondFactor::Wrong;
    }
    const auto step = fitting_step(*row, *typed, unseal, now_ms);
    if (!step) {
        return SecondFactor::Wrong;
    }
    YH_CHECK(connection.run("UPDATE two_factors SET last_step = ? WHERE user_id = ?", *step, user_id));
    return SecondFactor::Fits;
}

}  // namespace yh::office::people
