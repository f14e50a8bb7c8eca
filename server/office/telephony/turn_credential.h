#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace yh::office::telephony {

struct TurnCredential {
    std::string username;
    std::string password;
};

/// What a TURN server with the same secret accepts until `expires_at_s` (UNIX time): the name tells until when, the
/// password is its HMAC-SHA1 (coturn's "use-auth-secret", draft-uberti-behave-turn-rest-00 §2.2). Nobody has to store
/// anything. Pure.
TurnCredential make_turn_credential(std::string_view secret, std::string_view user, std::int64_t expires_at_s);

}  // namespace yh::office::telephony
