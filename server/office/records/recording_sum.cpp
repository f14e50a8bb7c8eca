#include "office/records/recording_sum.h"

#include <sodium.h>

#include <array>
#include <fstream>

namespace yh::office::records {

Result<std::string> sum_of_file(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) {
        return not_found("recording.missing");
    }
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    constexpr std::size_t piece = 64 * 1024;
    std::array<char, piece> bytes{};
    while (file.read(bytes.data(), bytes.size()), file.gcount() > 0) {
        crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(bytes.data()),
                                  static_cast<unsigned long long>(file.gcount()));
    }
    std::array<unsigned char, crypto_hash_sha256_BYTES> sum{};
    crypto_hash_sha256_final(&state, sum.data());
    std::array<char, crypto_hash_sha256_BYTES * 2 + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), sum.data(), sum.size());
    return std::string{hex.data()};
}

}  // namespace yh::office::records
