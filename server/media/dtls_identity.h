#pragma once

#include <memory>

#include "base/result.h"
#include "media/fingerprint.h"

struct ssl_ctx_st;
struct bio_method_st;

namespace yh::media {

struct SslContextFree {
    void operator()(ssl_ctx_st* context) const noexcept;
};
struct BioMethodFree {
    void operator()(bio_method_st* method) const noexcept;
};

/// Who we are to browsers: an ECDSA P-256 key with a certificate that we signed ourselves, made anew with every process
/// and never written to disk, so that a restart is also its rotation. A browser believes it because the description
/// that came over the signalling names its fingerprint (RFC 8827 §6.5); it does not look at names or dates.
/// Owned by the engine, outlives its workers. Immutable after `create`. Thread: any.
class DtlsIdentity {
    struct Key {};

  public:
    /// `profiles` are OpenSSL's names of the SRTP suites to agree on, the best first. Error: media.no_certificate.
    static Result<std::unique_ptr<DtlsIdentity>> create(
        const char* profiles = "SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80");
    explicit DtlsIdentity(Key) {}

    const Fingerprint& fingerprint() const { return fingerprint_; }
    ssl_ctx_st* context() const { return context_.get(); }
    bio_method_st* wire_method() const { return wire_method_.get(); }

  private:
    std::unique_ptr<ssl_ctx_st, SslContextFree> context_;
    std::unique_ptr<bio_method_st, BioMethodFree> wire_method_;
    Fingerprint fingerprint_;
};

}  // namespace yh::media
