#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include "sip/digest.h"

namespace yh::sip {

/// MD5, SHA-256 and HMAC as hexadecimal text, on one set of OpenSSL handles (fetching an algorithm by name costs more
/// than hashing with it). Inside of digest only. Thread: the one that owns it.
class DigestHash {
  public:
    DigestHash();
    ~DigestHash();
    DigestHash(const DigestHash&) = delete;
    DigestHash& operator=(const DigestHash&) = delete;

    /// H(part ":" part ":" …).
    std::string joined(DigestAlgorithm algorithm, std::initializer_list<std::string_view> parts);
    /// The first 16 bytes of HMAC-SHA-256.
    std::string hmac(std::string_view key, std::string_view text);

    /// RFC 7616 §3.4.1: what `response=` must be.
    struct Input {
        DigestAlgorithm algorithm;
        std::string_view username, realm, password, method, uri, nonce, nc, cnonce, qop;
    };
    std::string response(const Input& input);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Compares in a time that depends on the lengths only.
bool equal_in_constant_time(std::string_view a, std::string_view b);

std::string_view digest_name(DigestAlgorithm algorithm);
/// Error: sip.digest.algorithm. "" is MD5 (RFC 2617). The -sess variants are not done.
Result<DigestAlgorithm> digest_algorithm_from(std::string_view name);

/// Walks the `name=value` pairs behind the scheme of a challenge or credentials; values with their quotes.
bool next_auth_param(std::string_view& rest, std::string_view& name, std::string_view& value);
/// The text behind "Digest "; "" for another scheme.
std::string_view after_digest_scheme(std::string_view header_value);
/// A view without the surrounding quotes; escapes stay.
std::string_view without_quotes(std::string_view value);

}  // namespace yh::sip
