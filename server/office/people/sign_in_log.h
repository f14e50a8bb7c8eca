#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/describe/enum.hpp>

#include "base/result.h"
#include "db/connection.h"

// Who came in, who was turned away, who left (R214): written in the same transaction as what it tells of.
namespace yh::office::people {

enum class SignInOutcome {
    SignedIn,
    WrongPassword,
    WrongCode,       ///< of the second factor, or sent by SMS
    AddressRefused,  ///< from where the company lets nobody in
    Locked,          ///< asked while the account was locked
    SignedOut,       ///< by himself
    Expired,
    Kicked  ///< somebody else ended the session
};
BOOST_DESCRIBE_ENUM(SignInOutcome, SignedIn, WrongPassword, WrongCode, AddressRefused, Locked, SignedOut, Expired,
                    Kicked)

/// Nothing for somebody who does not exist. Thread of all: the writer's.
Result<void> note_sign_in(db::Connection& connection, std::int64_t user_id, std::string_view address,
                          SignInOutcome outcome, std::int64_t at_ms);
/// Before the session is taken away.
Result<void> note_signed_out(db::Connection& connection, std::string_view token_hash, std::int64_t at_ms);
/// Before sessions are taken away that have had their time.
Result<void> note_expired(db::Connection& connection, std::int64_t now_ms);
/// Before somebody else ends this person's sessions, all but the one with the hash `keep`.
Result<void> note_kicked(db::Connection& connection, std::int64_t user_id, std::string_view keep, std::int64_t at_ms);

}  // namespace yh::office::people
