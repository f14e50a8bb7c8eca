#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "media/dtls_session.h"
#include "media/ice_lite.h"
#include "media/socket.h"
#include "media/srtp.h"

namespace yh::media {

/// A packet that the browser heard, with SRTP taken off.
struct BrowserHeard {
    std::uint8_t payload_type = 0;
    std::uint16_t sequence = 0;
    std::uint32_t timestamp = 0;
    std::uint32_t ssrc = 0;
    std::vector<std::uint8_t> payload;
};

/// A browser as far as sound is concerned: its descriptions, real connectivity checks, a real DTLS handshake and real
/// SRTP over a loopback socket. Turned by hand: `step` reads and sends what is due. For tests and load. Knows no page.
class FakeBrowser final : private DtlsSession::Wire {
  public:
    /// `identity` may be shared by many. `formats`: payload types of its m-line, Chromium's by default.
    explicit FakeBrowser(const DtlsIdentity& identity, std::string formats = "111 63 9 0 8 13 110 126");
    FakeBrowser(const FakeBrowser&) = delete;
    FakeBrowser& operator=(const FakeBrowser&) = delete;

    std::string offer(const std::string& direction = "sendrecv") const { return description("actpass", direction); }
    /// Answers the engine's offer, which it then also knows.
    std::string answer(const std::string& offer, const std::string& direction = "sendrecv");
    /// Learns from the engine's description where to check and whom to believe. False when it is not WebRTC.
    bool learn(const std::string& sdp);

    /// New credentials from the next description on.
    void restart_ice() { ours_ = make_ice_credentials(); }
    /// Another network: a new socket, a new nomination; DTLS and SRTP go on.
    void change_network();

    void step(MonoTime now);
    bool secured() const { return protect_.has_value(); }
    int fd() const { return socket_.fd(); }

    /// Protected with the agreed keys; nothing before that.
    void send(std::uint8_t payload_type, std::span<const std::uint8_t> payload, std::uint32_t timestamp_step = 160);
    void send_rtcp(std::span<const std::uint8_t> packet);
    void send_raw(std::span<const std::uint8_t> datagram);
    void send_check(bool nominate);

    // What a test may bend.
    std::string setup = "active";   ///< in answers
    std::string fingerprint;        ///< empty: the true one
    bool controlled_role = false;   ///< claims the wrong ICE role
    std::string password_to_check;  ///< empty: the engine's
    bool keep_heard = true;         ///< false: only count
    bool keep_sent = false;         ///< every datagram, for tests that bend and repeat them
    std::uint32_t ssrc = 0x0B0B0B0B;

    std::vector<std::vector<std::uint8_t>> sent;
    std::vector<BrowserHeard> heard;
    std::vector<std::vector<std::uint8_t>> rtcp_heard;
    std::vector<int> errors;  ///< of checks
    std::uint64_t packets_heard = 0;
    std::uint64_t packets_refused = 0;
    std::uint64_t checks_answered = 0;
    std::optional<SrtpProfile> profile;
    SocketAddress mapped;  ///< as the last answered check told
    std::uint16_t target_port() const { return target_.port(); }

  private:
    std::string description(const std::string& setup_word, const std::string& direction) const;
    void open_socket();
    void on_datagram(std::span<std::uint8_t> datagram, MonoTime now);
    void on_stun(std::span<const std::uint8_t> datagram);
    void on_media(std::span<std::uint8_t> packet);
    void begin_dtls();
    void after(DtlsSession::Step step);
    void send_dtls(std::span<const std::uint8_t> datagram) override { send_raw(datagram); }

    const DtlsIdentity& identity_;
    const std::string formats_;
    SocketHandle socket_;
    std::uint16_t port_ = 0;
    IceCredentials ours_ = make_ice_credentials();
    IceCredentials theirs_;
    std::vector<Fingerprint> their_fingerprints_;
    DtlsRole role_ = DtlsRole::Client;
    SocketAddress target_;
    bool path_works_ = false;
    MonoTime next_check_{};
    MonoTime next_timer_{};
    std::unique_ptr<DtlsSession> dtls_;
    std::optional<SrtpContext> protect_;
    std::optional<SrtpContext> unprotect_;
    std::uint16_t sequence_ = 1000;
    std::uint32_t timestamp_ = 7000;
    std::uint64_t tie_breaker_ = 42;
};

}  // namespace yh::media
