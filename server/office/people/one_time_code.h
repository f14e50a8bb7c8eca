#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Codes of an authenticator app: HMAC-SHA1, six digits, thirty seconds (RFC 6238, RFC 4226), because that is what every
// app speaks. All of it is pure but make_secret.
namespace yh::office::people {

/// 160 random bits (RFC 4226 §4), as apps take them: Base32 without padding.
std::string make_secret();
/// What the picture to be scanned says: "otpauth://totp/…".
std::string authenticator_uri(std::string_view issuer, std::string_view account, std::string_view secret);

/// The thirty seconds that hold this moment.
std::int64_t step_at(std::int64_t now_ms);
/// The code of one step; empty where `secret` is no Base32.
std::string code_at(std::string_view secret, std::int64_t step);
/// The step whose code this is: the one of now, or one before or after it, because clocks differ; and never one that is
/// not after `last_step`, so that no code fits twice (RFC 6238 §5.2).
std::optional<std::int64_t> find_step(std::string_view secret, std::string_view code, std::int64_t now_ms,
                                      std::int64_t last_step);

/// Six digits and nothing else, once blanks and dashes are gone: else what was typed is a recovery code.
bool is_one_time_code(std::string_view typed);
/// As it is compared: without blanks and dashes, small letters.
std::string plain_code(std::string_view typed);
/// "k3f9x-2m7qa": 49 random bits.
std::string make_recovery_code();
/// Six random digits, for a text.
std::string make_sms_code();

}  // namespace yh::office::people
