#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "db/connection.h"
#include "office/people/session_store.h"

// Codes that were sent by SMS to sign in with (R003). Thread of all: one that may block.
namespace yh::office::people {

/// Whose mobile this is, however it is written: exactly one person's of this company who is there, else nobody's.
Result<std::optional<Account>> find_account_by_mobile(db::Connection& connection, std::string_view tenant,
                                                      std::string_view mobile);

/// Keeps a code that is about to be sent; what was sent before fits no more. False: enough for today.
Result<bool> keep_sms_code(db::Connection& connection, std::int64_t id, std::int64_t user_id, std::string_view code,
                           std::int64_t now_ms);
/// Whether it is the newest code of this person, still fresh, and not tried wrongly too often; it is not spent by that.
/// A wrong one is counted.
Result<bool> sms_code_fits(db::Connection& connection, std::int64_t user_id, std::string_view code,
                           std::int64_t now_ms);
Result<void> spend_sms_codes(db::Connection& connection, std::int64_t user_id, std::int64_t now_ms);

}  // namespace yh::office::people
