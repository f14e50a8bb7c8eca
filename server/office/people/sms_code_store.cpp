#include "office/people/sms_code_store.h"

#include <boost/describe/class.hpp>

#include "model/telephone_number.h"
#include "office/people/one_time_code.h"

namespace yh::office::people {

namespace {

constexpr std::int64_t lives_ms = 5 * 60'000;
constexpr std::int64_t a_day_ms = 24 * 60 * 60'000;
constexpr std::int64_t most_a_day = 10;
constexpr std::int64_t most_wrong = 5;

struct SmsCodeRow {
    std::int64_t id = 0;
    std::int64_t user_id = 0;
    std::string code_hash;
    std::int64_t created_at_ms = 0;
    std::int64_t expires_at_ms = 0;
    std::int64_t wrong = 0;
};
BOOST_DESCRIBE_STRUCT(SmsCodeRow, (), (id, user_id, code_hash, created_at_ms, expires_at_ms, wrong))

struct MobileRow {
    std::int64_t id = 0;
    std::string mobile;
};
BOOST_DESCRIBE_STRUCT(MobileRow, (), (id, mobile))

// The person's id goes in: two people's equal codes look different.
std::string hash_of(std::int64_t user_id, std::string_view code) {
    return hash_token(std::to_string(user_id) + ':' + plain_code(code));
}

}  // namespace

Result<std::optional<Account>> find_account_by_mobile(db::Connection& connection, std::string_view tenant,
                                                      std::string_view mobile) {
    const auto wanted = model::normal_number(mobile);
    if (!model::is_telephone_number(wanted)) {
        return std::optional<Account>{};
    }
    YH_TRY(const auto rows,
           connection.rows<MobileRow>("SELECT users.id AS id, mobile FROM users JOIN tenants ON tenants.id = tenant_id "
                                      "WHERE tenants.code = ? AND mobile <> '' AND deleted_at_ms IS NULL AND status = "
                                      "'active'",
                                      tenant));
    std::optional<std::int64_t> found;
    for (const auto& row : rows) {
        if (model::normal_number(row.mobile) != wanted) {
            continue;
        }
        if (found) {
            return std::optional<Account>{};  // nobody can say which of the two asks
        }
        found = row.id;
    }
    return found ? find_account(connection, *found) : std::optional<Account>{};
}

Result<bool> keep_sms_code(db::Connection& connection, std::int64_t id, std::int64_t user_id, std::string_view code,
                           std::int64_t now_ms) {
    YH_CHECK(connection.run("DELETE FROM sign_in_codes WHERE user_id = ? AND created_at_ms <= ?", user_id,
                            now_ms - a_day_ms));
    YH_TRY(const auto today,
           connection.one<std::int64_t>("SELECT COUNT(*) FROM sign_in_codes WHERE user_id = ?", user_id));
    if (today >= most_a_day) {
        return false;
    }
    YH_CHECK(spend_sms_codes(connection, user_id, now_ms));
    YH_CHECK(connection.insert("sign_in_codes",
                               SmsCodeRow{id, user_id, hash_of(user_id, code), now_ms, now_ms + lives_ms, 0}));
    return true;
}

Result<bool> sms_code_fits(db::Connection& connection, std::int64_t user_id, std::string_view code,
                           std::int64_t now_ms) {
    YH_TRY(const auto row, connection.row<SmsCodeRow>("SELECT * FROM sign_in_codes WHERE user_id = ? AND expires_at_ms "
                                                      "> ? ORDER BY created_at_ms DESC, id DESC LIMIT 1",
                                                      user_id, now_ms));
    if (!row || row->wrong >= most_wrong) {
        return false;
    }
    if (row->code_hash == hash_of(user_id, code)) {
        return true;
    }
    YH_CHECK(connection.run("UPDATE sign_in_codes SET wrong = wrong + 1 WHERE id = ?", row->id));
    return false;
}

Result<void> spend_sms_codes(db::Connection& connection, std::int64_t user_id, std::int64_t now_ms) {
    auto ran = connection.run("UPDATE sign_in_codes SET expires_at_ms = ? WHERE user_id = ? AND expires_at_ms > ?",
                              now_ms, user_id, now_ms);
    return ran.ok() ? Result<void>{} : Result<void>{std::move(ran).error()};
}

}  // namespace yh::office::people
