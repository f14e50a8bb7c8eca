#include "office/people/number_mask.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

namespace yh::office::people {

namespace {

constexpr std::string_view token_start = "token:";
constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t longest_token = 200;
constexpr auto base64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

// The tenant is sealed in: a token of another company does not open.
std::string about(model::TenantId tenant) {
    return "tenant " + std::to_string(tenant.value);
}

Error unusable(const std::string& path) {
    return {ErrorKind::Internal, "number_key.unusable", path + ": " + std::strerror(errno)};
}

}  // namespace

NumberMask mask_for(const SignedIn& who, const model::Directory& directory) {
    return may(who, rights::see_numbers) ? NumberMask{} : company_mask(who.tenant, directory);
}

NumberMask company_mask(model::TenantId tenant, const model::Directory& directory) {
    const auto* known = directory.find_tenant(tenant);
    return known == nullptr ? NumberMask{} : NumberMask{known->options.hide_numbers};
}

NumberSeal::NumberSeal() {
    ::randombytes_buf(key_.data(), key_.size());
}

Result<NumberSeal> NumberSeal::from_file(const std::string& path) {
    Key key{};
    const int made = ::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (made >= 0) {
        ::randombytes_buf(key.data(), key.size());
        const bool whole = ::write(made, key.data(), key.size()) == static_cast<ssize_t>(key.size());
        const bool kept = ::fsync(made) == 0;
        ::close(made);
        if (!whole || !kept) {
            ::unlink(path.c_str());
            return unusable(path);
        }
        return NumberSeal{key};
    }
    const int known = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (known < 0) {
        return unusable(path);
    }
    const bool whole = ::read(known, key.data(), key.size()) == static_cast<ssize_t>(key.size());
    ::close(known);
    return whole ? Result<NumberSeal>{NumberSeal{key}} : Result<NumberSeal>{unusable(path)};
}

bool NumberSeal::is_token(std::string_view text) {
    return text.starts_with(token_start);
}

// The nonce is a keyed hash of what is sealed (as in RFC 8452's synthetic initialisation vectors): the same number
// gives the same token, and nobody without the key can try numbers out.
std::string NumberSeal::seal(model::TenantId tenant, std::string_view number) const {
    if (number.empty()) {
        return {};
    }
    const auto bound = about(tenant);
    const auto hashed = bound + ' ' + std::string{number};
    std::vector<unsigned char> sealed(nonce_bytes + number.size() + tag_bytes);
    ::crypto_generichash(sealed.data(), nonce_bytes, bytes_of(hashed), hashed.size(), key_.data(), key_.size());
    ::crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.data() + nonce_bytes, nullptr, bytes_of(number), number.size(),
                                                 bytes_of(bound), bound.size(), nullptr, sealed.data(), key_.data());
    std::string text(sodium_base64_ENCODED_LEN(sealed.size(), base64), '\0');
    ::sodium_bin2base64(text.data(), text.size(), sealed.data(), sealed.size(), base64);
    text.resize(std::strlen(text.c_str()));
    return std::string{token_start} + text;
}

Result<std::string> NumberSeal::open(model::TenantId tenant, std::string_view token) const {
    const Error bad = invalid_input("number.bad_token", "no token of this company");
    if (!is_token(token) || token.size() > longest_token) {
        return bad;
    }
    token.remove_prefix(token_start.size());
    std::array<unsigned char, longest_token> sealed{};
    std::size_t size = 0;
    if (::sodium_base642bin(sealed.data(), sealed.size(), token.data(), token.size(), nullptr, &size, nullptr,
                            base64) != 0 ||
        size <= nonce_bytes + tag_bytes) {
        return bad;
    }
    const auto bound = about(tenant);
    std::string number(size - nonce_bytes - tag_bytes, '\0');
    if (::crypto_aead_xchacha20poly1305_ietf_decrypt(reinterpret_cast<unsigned char*>(number.data()), nullptr, nullptr,
                                                     sealed.data() + nonce_bytes, size - nonce_bytes, bytes_of(bound),
                                                     bound.size(), sealed.data(), key_.data()) != 0) {
        return bad;
    }
    return number;
}

std::optional<std::string> token_for(const NumberMask& mask, const NumberSeal& seal, model::TenantId tenant,
                                     std::string_view number) {
    return mask.hides() && !number.empty() ? std::optional{seal.seal(tenant, number)} : std::nullopt;
}

}  // namespace yh::office::people
