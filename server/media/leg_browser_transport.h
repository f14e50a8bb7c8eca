#pragma once

#include <memory>
#include <optional>

#include "media/browser_port.h"
#include "media/browser_terms.h"
#include "media/dtls_session.h"
#include "media/ice_lite.h"
#include "media/leg_transport.h"

namespace yh::media {

/// A browser's way to us: the worker's shared port, ICE-lite to know which datagrams are his, DTLS to agree on SRTP
/// keys. A handshake that fails, or shows another certificate than the description named, costs that attempt only.
/// Owned by a leg. Made on the call loop, lives on its media loop.
class BrowserTransport final : public LegTransport, private BrowserPortLeg, private DtlsSession::Wire {
  public:
    /// `ours` is answered from `start` on, before the browser's description is known.
    BrowserTransport(BrowserPort& port, const DtlsIdentity& identity, IceCredentials ours);
    ~BrowserTransport() override;

    Result<void> start(Poller& poller, PacketSink& sink) override;
    void set_remote(const SocketAddress&, const SocketAddress&, MonoTime) override {}
    void set_terms(const BrowserTerms& terms, MonoTime now) override;
    bool send_rtp(std::span<const std::uint8_t> packet) override { return port_.send(ice_.target(), packet); }
    bool send_rtcp(std::span<const std::uint8_t> packet) override { return port_.send(ice_.target(), packet); }
    std::optional<MonoTime> last_sign() const override;
    std::uint64_t strangers() const override { return 0; }  // the port counts them

  private:
    IceLite::Answer on_check(const StunMessage& request, const SocketAddress& source, std::span<std::uint8_t> reply,
                             MonoTime now) override;
    void on_path_checked(MonoTime now) override;
    void on_dtls(std::span<const std::uint8_t> datagram, MonoTime now) override;
    void on_media(std::span<std::uint8_t> packet, MonoTime now) override;
    void on_handshake_timer(MonoTime now) override;
    MonoTime last_proof() const override { return last_proof_; }
    void send_dtls(std::span<const std::uint8_t> datagram) override { port_.send(ice_.target(), datagram); }

    bool begin_handshake(MonoTime now);
    void after(DtlsSession::Step step, MonoTime now);
    Result<void> take_keys();
    void give_up(std::string_view why);
    void forget_handshake();

    BrowserPort& port_;
    const DtlsIdentity& identity_;
    IceLite ice_;
    PacketSink* sink_ = nullptr;  // null until started
    std::optional<BrowserTerms> terms_;
    std::unique_ptr<DtlsSession> handshake_;
    MonoTime began_at_{};
    DtlsRandom hello_{};  // of the handshake in hand
    int attempts_ = 0;    // of late
    MonoTime attempts_from_{};
    bool secured_ = false;  // keys are in use
    MonoTime last_proof_{};
};

}  // namespace yh::media
