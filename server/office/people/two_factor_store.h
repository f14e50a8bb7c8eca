#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "db/connection.h"

// The second factor of people in the database (B19). Secrets arrive and leave sealed (NumberSeal): who has the database
// alone has no codes. Thread of all: one that may block; what changes something: the writer's.
namespace yh::office::people {

/// What a person is shown of it.
struct TwoFactorView {
    bool on = false;
    std::optional<std::int64_t> since_ms;
    std::int64_t recovery_codes_left = 0;
};
BOOST_DESCRIBE_STRUCT(TwoFactorView, (), (on, since_ms, recovery_codes_left))

Result<TwoFactorView> two_factor_of(db::Connection& connection, std::int64_t user_id);

/// A secret to be tried with the app first. Error: two_factor.on_already.
Result<bool> keep_new_secret(db::Connection& connection, std::int64_t user_id, std::string_view sealed,
                             std::int64_t now_ms);
/// Opens what was sealed; nothing where the key is another one now.
using Unseal = std::function<std::optional<std::string>(std::string_view sealed)>;
/// Whether the code fits the secret that was kept last: then it counts from now on, with these recovery codes.
Result<bool> switch_on(db::Connection& connection, std::int64_t user_id, std::string_view code, const Unseal& unseal,
                       const std::vector<std::string>& recovery_codes, std::int64_t now_ms);
/// Whether it was on: from now on those before fit no more.
Result<bool> replace_recovery_codes(db::Connection& connection, std::int64_t user_id,
                                    const std::vector<std::string>& codes);
/// Whether there was one.
Result<bool> forget_two_factor(db::Connection& connection, std::int64_t user_id);

enum class SecondFactor { NotNeeded, Missing, Fits, Wrong };
/// What a sign-in shows beside its first factor: a code of the app, or a recovery code. What fits is spent.
Result<SecondFactor> spend_second_factor(db::Connection& connection, std::int64_t user_id,
                                         const std::optional<std::string>& typed, const Unseal& unseal,
                                         std::int64_t now_ms);

}  // namespace yh::office::people
