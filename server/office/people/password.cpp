#include "office/people/password.h"

#include <sodium.h>

#include <algorithm>
#include <array>

namespace yh::office::people {

namespace {

// OWASP's second recommended set for argon2id. libsodium's "interactive" preset takes 64 MiB and 150 ms, which a
// morning's sign-in of 500 agents on two cores would turn into a queue of its own.
constexpr unsigned long long passes = 2;
constexpr std::size_t memory_bytes = std::size_t{19} * 1024 * 1024;

}  // namespace

Result<std::string> hash_password(std::string_view password) {
    if (::sodium_init() < 0) {
        return Error{ErrorKind::Internal, "password.no_random", {}};
    }
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    if (::crypto_pwhash_str(hash.data(), password.data(), password.size(), passes, memory_bytes) != 0) {
        return Error{ErrorKind::Full, "password.no_memory", {}};
    }
    return std::string{hash.data()};
}

bool is_good_password(std::string_view password) {
    constexpr std::size_t shortest = 6;
    constexpr std::size_t longest = 128;
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    return password.size() >= shortest && password.size() <= longest && std::ranges::any_of(password, letter) &&
           std::ranges::any_of(password, digit);
}

bool password_fits(std::string_view password, const std::string& hash) {
    static const std::string nobody = hash_password("nobody has this").value();
    const bool fits =
        ::crypto_pwhash_str_verify((hash.empty() ? nobody : hash).c_str(), password.data(), password.size()) == 0;
    return fits && !hash.empty();
}

}  // namespace yh::office::people
