#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace yh::http {

/// A certificate with those that vouch for it, the server's own first, and its private key; both as PEM text.
struct PemPair {
    std::string chain;
    std::string key;
};

/// What a certificate says of itself.
struct CertificateFacts {
    std::string subject;             ///< the common name, else the first of the names
    std::vector<std::string> names;  ///< DNS names and addresses that it stands for
    std::string issuer;
    std::string key;  ///< "RSA 2048", "EC 256"
    std::int64_t not_before_ms = 0;
    std::int64_t not_after_ms = 0;
    std::string fingerprint;    ///< SHA-256, "AB:CD:…"
    bool self_signed = false;   ///< browsers warn until somebody trusts it
    std::int64_t in_chain = 0;  ///< how many certificates were given, its own among them
};
BOOST_DESCRIBE_STRUCT(CertificateFacts, (),
                      (subject, names, issuer, key, not_before_ms, not_after_ms, fingerprint, self_signed, in_chain))

/// What the first certificate of a PEM text says. Errors: certificate.none, certificate.malformed.
Result<CertificateFacts> read_certificate(const std::string& chain);

/// Whether a server may show this pair to browsers and telephones from now on: a readable chain whose links vouch for
/// each other, a key without pass phrase that fits, nothing out of its time. Errors: those of read_certificate, and
/// certificate.no_key, certificate.key_malformed, certificate.key_locked, certificate.key_differs,
/// certificate.key_weak, certificate.expired, certificate.too_early, certificate.chain_broken, certificate.no_names.
Result<CertificateFacts> check_certificate(const PemPair& pair, std::int64_t now_ms);

/// Whether TLS would be spoken with these files: OpenSSL has rules of its own, such as which signatures are too weak.
/// Errors: http.certificate, http.certificate_key.
Result<void> try_certificate(const std::string& cert_file, const std::string& key_file);

}  // namespace yh::http
