#pragma once

#include <cstdint>
#include <span>

namespace yh::media {

/// The two laws of G.711; A-law is what China and Europe speak.
enum class Law : std::uint8_t { A, Mu };

/// The byte that says nothing.
constexpr std::uint8_t silence_byte(Law law) {
    return law == Law::A ? 0xD5 : 0xFF;
}

std::uint8_t alaw_of(std::int16_t sample);
std::uint8_t ulaw_of(std::int16_t sample);
std::int16_t linear_of_alaw(std::uint8_t byte);
std::int16_t linear_of_ulaw(std::uint8_t byte);
std::uint8_t ulaw_of_alaw(std::uint8_t byte);
std::uint8_t alaw_of_ulaw(std::uint8_t byte);

/// Whole blocks; as many as the shorter of both holds. `in` and `out` of `change_law` may be the same memory.
void encode_g711(Law law, std::span<const std::int16_t> in, std::span<std::uint8_t> out);
void decode_g711(Law law, std::span<const std::uint8_t> in, std::span<std::int16_t> out);
void change_law(Law from, Law to, std::span<const std::uint8_t> in, std::span<std::uint8_t> out);

/// The 256 bytes that turn `from` into `to`; the identity when both are the same.
std::span<const std::uint8_t, 256> law_table(Law from, Law to);

}  // namespace yh::media
