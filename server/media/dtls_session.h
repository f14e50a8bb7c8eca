#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "base/clock.h"
#include "base/result.h"
#include "media/dtls_identity.h"
#include "media/fingerprint.h"
#include "media/srtp.h"

struct ssl_st;

namespace yh::media {

enum class DtlsRole : std::uint8_t { Server, Client };

struct SslFree {
    void operator()(ssl_st* ssl) const noexcept;
};

/// What a handshake is for: the SRTP keys of both directions (RFC 5764 §4.2), key then salt. Wiped with its owner.
struct DtlsKeys {
    SrtpProfile profile = SrtpProfile::AeadAes128Gcm;
    std::array<std::uint8_t, max_srtp_master_bytes> send{};
    std::array<std::uint8_t, max_srtp_master_bytes> receive{};

    DtlsKeys() = default;
    DtlsKeys(const DtlsKeys&) = default;
    DtlsKeys& operator=(const DtlsKeys&) = default;
    ~DtlsKeys();
    std::span<const std::uint8_t> master(const std::array<std::uint8_t, max_srtp_master_bytes>& from) const;
};

/// One DTLS 1.2 handshake over OpenSSL (RFC 6347) with use_srtp. Knows no socket and no clock of its own: datagrams are
/// handed in, go out through the wire one by one, and its owner asks for the timer.
/// Owned by a browser leg's transport until the peer's SRTP proves that it has finished as well. Thread: its media
/// loop.
class DtlsSession {
    struct Key {};

  public:
    /// Where its datagrams go. Implemented by the transport.
    class Wire {
      public:
        virtual ~Wire() = default;
        virtual void send_dtls(std::span<const std::uint8_t> datagram) = 0;
    };
    enum class Step : std::uint8_t { Going, Finished, Failed };

    /// Error: dtls.failed.
    static Result<std::unique_ptr<DtlsSession>> create(const DtlsIdentity& identity, DtlsRole role, Wire& wire);
    DtlsSession(Key, DtlsRole role, Wire& wire);
    DtlsSession(const DtlsSession&) = delete;
    DtlsSession& operator=(const DtlsSession&) = delete;

    /// The client's first flight.
    Step begin() { return proceed(); }
    /// After Finished too: a peer that did not get our last flight sends its own again.
    Step on_datagram(std::span<const std::uint8_t> datagram);
    /// To be called every 50 ms or so while the handshake goes on: sends a flight again when it is time.
    Step on_timer();
    /// The keys, when the peer's certificate has one of these fingerprints. Errors: dtls.wrong_fingerprint,
    /// dtls.no_srtp, dtls.failed.
    Result<DtlsKeys> keys(std::span<const Fingerprint> expected) const;

  private:
    friend struct DtlsWire;  // OpenSSL's callbacks, which reach in here

    Step proceed();
    bool peer_is(std::span<const Fingerprint> expected) const;

    const DtlsRole role_;
    Wire& wire_;
    std::span<const std::uint8_t> incoming_;  // the datagram in hand, read once
    bool finished_ = false;
    std::unique_ptr<ssl_st, SslFree> ssl_;  // last: ends first, and may still want to write
};

using DtlsRandom = std::array<std::uint8_t, 32>;
/// The client's random of a datagram that begins a handshake (RFC 6347 §4.3.2); nothing for another datagram.
std::optional<DtlsRandom> client_hello_random(std::span<const std::uint8_t> datagram);

}  // namespace yh::media
