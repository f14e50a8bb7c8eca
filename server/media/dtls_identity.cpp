#include "media/dtls_identity.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "base/random.h"
#include "media/dtls_wire.h"

namespace yh::media {
namespace {

constexpr long day_seconds = 24 * 3600;
// The key is ECDSA, so that these are all that can be agreed on.
constexpr const char* ciphers =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES256-GCM-SHA384";

struct KeyFree {
    void operator()(EVP_PKEY* key) const noexcept { ::EVP_PKEY_free(key); }
};
struct CertificateFree {
    void operator()(X509* certificate) const noexcept { ::X509_free(certificate); }
};
using KeyHandle = std::unique_ptr<EVP_PKEY, KeyFree>;
using Certificate = std::unique_ptr<X509, CertificateFree>;

Error failed(const char* what) {
    return {ErrorKind::Internal, "media.no_certificate", what};
}

Certificate make_certificate(EVP_PKEY* key) {
    Certificate certificate{::X509_new()};
    if (!certificate) {
        return {};
    }
    auto* x509 = certificate.get();
    auto* name = ::X509_get_subject_name(x509);
    // Backdated by a day for a browser whose clock is behind.
    const bool made = ::X509_set_version(x509, X509_VERSION_3) == 1 &&
                      ::ASN1_INTEGER_set_uint64(::X509_get_serialNumber(x509), random_u64() >> 1) == 1 &&
                      ::X509_gmtime_adj(::X509_getm_notBefore(x509), -day_seconds) != nullptr &&
                      ::X509_gmtime_adj(::X509_getm_notAfter(x509), 365 * day_seconds) != nullptr &&
                      ::X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                                                   reinterpret_cast<const unsigned char*>("yinghe"), -1, -1, 0) == 1 &&
                      ::X509_set_issuer_name(x509, name) == 1 && ::X509_set_pubkey(x509, key) == 1 &&
                      ::X509_sign(x509, key, ::EVP_sha256()) != 0;
    return made ? std::move(certificate) : Certificate{};
}

/// Everybody's certificate is taken here: its fingerprint is what counts, and is looked at after the handshake.
int take_any_certificate(int, X509_STORE_CTX*) noexcept {
    return 1;
}

bool configure(SSL_CTX* context, X509* certificate, EVP_PKEY* key, const char* profiles) {
    ::SSL_CTX_set_options(context, SSL_OP_NO_QUERY_MTU | SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION);
    ::SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    ::SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, take_any_certificate);
    return ::SSL_CTX_set_min_proto_version(context, DTLS1_2_VERSION) == 1 &&
           ::SSL_CTX_set_cipher_list(context, ciphers) == 1 && ::SSL_CTX_use_certificate(context, certificate) == 1 &&
           ::SSL_CTX_use_PrivateKey(context, key) == 1 &&
           ::SSL_CTX_set_tlsext_use_srtp(context, profiles) == 0;  // this one says 0 when it worked
}

}  // namespace

void SslContextFree::operator()(ssl_ctx_st* context) const noexcept {
    ::SSL_CTX_free(context);
}

void BioMethodFree::operator()(bio_method_st* method) const noexcept {
    ::BIO_meth_free(method);
}

Result<std::unique_ptr<DtlsIdentity>> DtlsIdentity::create(const char* profiles) {
    const KeyHandle key{::EVP_EC_gen("P-256")};
    const auto certificate = key ? make_certificate(key.get()) : Certificate{};
    if (!certificate) {
        return failed("no key or no certificate");
    }
    auto identity = std::make_unique<DtlsIdentity>(Key{});
    identity->context_.reset(::SSL_CTX_new(::DTLS_method()));
    identity->wire_method_ = DtlsWire::make_method();
    if (!identity->context_ || !identity->wire_method_ ||
        !configure(identity->context_.get(), certificate.get(), key.get(), profiles)) {
        return failed("no DTLS context");
    }
    unsigned int length = 0;
    if (::X509_digest(certificate.get(), ::EVP_sha256(), identity->fingerprint_.value.data(), &length) != 1) {
        return failed("no fingerprint");
    }
    return identity;
}

}  // namespace yh::media
