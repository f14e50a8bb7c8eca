#include "sip/digest_hash.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <span>

#include "base/assert.h"
#include "sip/header_values.h"
#include "sip/uri.h"

namespace yh::sip {
namespace {

struct FreeMd {
    void operator()(EVP_MD* md) const { ::EVP_MD_free(md); }
};
struct FreeContext {
    void operator()(EVP_MD_CTX* context) const { ::EVP_MD_CTX_free(context); }
};

std::string hex(std::span<const unsigned char> bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const auto byte : bytes) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

}  // namespace

struct DigestHash::Impl {
    std::unique_ptr<EVP_MD, FreeMd> md5{::EVP_MD_fetch(nullptr, "MD5", nullptr)};
    std::unique_ptr<EVP_MD, FreeMd> sha256{::EVP_MD_fetch(nullptr, "SHA256", nullptr)};
    std::unique_ptr<EVP_MD_CTX, FreeContext> context{::EVP_MD_CTX_new()};
};

DigestHash::DigestHash() : impl_{std::make_unique<Impl>()} {
    // Without MD5 (a FIPS-only OpenSSL) most desk phones cannot register: better not to start than to find out by
    // telephone.
    YH_ASSERT(impl_->md5 && impl_->sha256 && impl_->context);
}
DigestHash::~DigestHash() = default;

std::string DigestHash::joined(DigestAlgorithm algorithm, std::initializer_list<std::string_view> parts) {
    auto* const context = impl_->context.get();
    const auto* const md = algorithm == DigestAlgorithm::Md5 ? impl_->md5.get() : impl_->sha256.get();
    YH_ASSERT(::EVP_DigestInit_ex2(context, md, nullptr) == 1);
    bool first = true;
    for (const auto part : parts) {
        if (!first) {
            YH_ASSERT(::EVP_DigestUpdate(context, ":", 1) == 1);
        }
        YH_ASSERT(::EVP_DigestUpdate(context, part.data(), part.size()) == 1);
        first = false;
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned length = 0;
    YH_ASSERT(::EVP_DigestFinal_ex(context, bytes.data(), &length) == 1);
    return hex(std::span{bytes}.first(length));
}

std::string DigestHash::hmac(std::string_view key, std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned length = 0;
    const auto* const done =
        ::HMAC(impl_->sha256.get(), key.data(), static_cast<int>(key.size()),
               reinterpret_cast<const unsigned char*>(text.data()), text.size(), bytes.data(), &length);
    YH_ASSERT(done != nullptr);
    return hex(std::span{bytes}.first(16));
}

std::string DigestHash::response(const Input& input) {
    const auto a1 = joined(input.algorithm, {input.username, input.realm, input.password});
    const auto a2 = joined(input.algorithm, {input.method, input.uri});
    if (input.qop.empty()) {
        return joined(input.algorithm, {a1, input.nonce, a2});
    }
    return joined(input.algorithm, {a1, input.nonce, input.nc, input.cnonce, input.qop, a2});
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && ::CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string_view digest_name(DigestAlgorithm algorithm) {
    return algorithm == DigestAlgorithm::Md5 ? "MD5" : "SHA-256";
}

Result<DigestAlgorithm> digest_algorithm_from(std::string_view name) {
    if (name.empty() || same_text(name, "MD5")) {
        return DigestAlgorithm::Md5;
    }
    if (same_text(name, "SHA-256")) {
        return DigestAlgorithm::Sha256;
    }
    return Error{ErrorKind::Unsupported, "sip.digest.algorithm", std::string{name.substr(0, 100)}};
}

bool next_auth_param(std::string_view& rest, std::string_view& name, std::string_view& value) {
    std::string_view pair;
    if (!next_list_value(rest, pair)) {
        return false;
    }
    const auto equals = std::min(pair.find('='), pair.size());
    name = trim(pair.substr(0, equals));
    value = trim(pair.substr(std::min(equals + 1, pair.size())));
    return true;
}

std::string_view after_digest_scheme(std::string_view header_value) {
    const auto text = trim(header_value);
    if (text.size() < 8 || !same_text(text.substr(0, 6), "Digest") || (text[6] != ' ' && text[6] != '\t')) {
        return {};
    }
    return trim(text.substr(7));
}

std::string_view without_quotes(std::string_view value) {
    return value.size() >= 2 && value.front() == '"' && value.back() == '"' ? value.substr(1, value.size() - 2) : value;
}

}  // namespace yh::sip
