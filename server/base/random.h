#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace yh {

/// Unpredictable bytes from the operating system's generator: nonces, tags, tokens, keys. Thread: any.
void fill_random(std::span<std::uint8_t> out);
/// Lower-case hexadecimal text of `bytes` random bytes.
std::string random_hex(std::size_t bytes);
std::uint64_t random_u64();

}  // namespace yh
