#pragma once

#include "media/dtls_identity.h"

struct bio_st;

namespace yh::media {

/// OpenSSL's way to and from a DtlsSession: one write is one datagram, and one read is one (a memory BIO would merge
/// them). The callbacks run inside a call of the session, on its thread.
struct DtlsWire {
    /// Made once per identity. Null when OpenSSL has no memory.
    static std::unique_ptr<bio_method_st, BioMethodFree> make_method();
    static int write(bio_st* bio, const char* data, int length) noexcept;
    static int read(bio_st* bio, char* into, int room) noexcept;
    static long control(bio_st* bio, int command, long number, void* pointer) noexcept;
};

}  // namespace yh::media
