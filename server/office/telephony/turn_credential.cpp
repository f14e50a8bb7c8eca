#include "office/telephony/turn_credential.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

namespace yh::office::telephony {

TurnCredential make_turn_credential(std::string_view secret, std::string_view user, std::int64_t expires_at_s) {
    TurnCredential made;
    made.username = std::to_string(expires_at_s) + ':' + std::string{user};
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    ::HMAC(::EVP_sha1(), secret.data(), static_cast<int>(secret.size()),
           reinterpret_cast<const unsigned char*>(made.username.data()), made.username.size(), digest.data(), &size);
    constexpr std::size_t base64_of_the_longest = (EVP_MAX_MD_SIZE + 2) / 3 * 4 + 1;
    std::array<unsigned char, base64_of_the_longest> text{};
    const int length = ::EVP_EncodeBlock(text.data(), digest.data(), static_cast<int>(size));
    made.password.assign(reinterpret_cast<const char*>(text.data()), static_cast<std::size_t>(length));
    return made;
}

}  // namespace yh::office::telephony
