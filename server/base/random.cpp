#include "base/random.h"

#include <openssl/rand.h>

#include <algorithm>
#include <array>

#include "base/assert.h"

namespace yh {

void fill_random(std::span<std::uint8_t> out) {
    // One system call serves many small requests: tags and branches are asked for at every SIP message.
    thread_local std::array<std::uint8_t, 1024> pool;
    thread_local std::size_t used = pool.size();
    if (out.size() > pool.size()) {
        YH_ASSERT(::RAND_bytes(out.data(), static_cast<int>(out.size())) == 1);
        return;
    }
    if (pool.size() - used < out.size()) {
        YH_ASSERT(::RAND_bytes(pool.data(), static_cast<int>(pool.size())) == 1);
        used = 0;
    }
    std::copy_n(pool.begin() + static_cast<std::ptrdiff_t>(used), out.size(), out.begin());
    std::fill_n(pool.begin() + static_cast<std::ptrdiff_t>(used), out.size(), std::uint8_t{0});
    used += out.size();
}

std::string random_hex(std::size_t bytes) {
    constexpr char digits[] = "0123456789abcdef";
    std::array<std::uint8_t, 64> raw{};
    YH_ASSERT(bytes <= raw.size());
    fill_random(std::span{raw}.first(bytes));
    std::string text(bytes * 2, '0');
    for (std::size_t i = 0; i < bytes; ++i) {
        text[2 * i] = digits[raw[i] >> 4];
        text[2 * i + 1] = digits[raw[i] & 15];
    }
    return text;
}

std::uint64_t random_u64() {
    std::array<std::uint8_t, 8> raw{};
    fill_random(raw);
    std::uint64_t value = 0;
    for (const auto byte : raw) {
        value = value << 8 | byte;
    }
    return value;
}

}  // namespace yh
