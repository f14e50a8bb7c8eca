#pragma once

#include "media/leg_latch.h"
#include "media/leg_transport.h"
#include "media/socket.h"

namespace yh::media {

/// A socket for RTP, and one for RTCP on the next port (RFC 3550 §11) that is opened with the first report: most calls
/// that are never answered need none. Once the peer's address is certain the RTP socket is connected: the kernel then
/// drops strangers, and sending needs no route look-up. Owned by a leg. Made on the call loop, lives on its media loop.
class SocketTransport final : public LegTransport {
  public:
    /// Connect only when the sockets are bound to one address: a peer may send to another one of ours otherwise.
    enum class Connect : std::uint8_t { Never, WhenCertain };
    /// `rtp` is bound to `local`.
    SocketTransport(SocketHandle rtp, SocketAddress local, Connect connect);

    Result<void> start(Poller& poller, PacketSink& sink) override;
    void set_remote(const SocketAddress& rtp, const SocketAddress& rtcp, MonoTime now) override;
    bool send_rtp(std::span<const std::uint8_t> packet) override;
    bool send_rtcp(std::span<const std::uint8_t> packet) override;
    std::uint64_t strangers() const override { return strangers_; }

  private:
    struct RtpPort final : Pollable {
        explicit RtpPort(SocketTransport& owner) : transport{owner} {}
        void on_readable(ReceiveContext& context) override { transport.on_rtp_readable(context); }
        SocketTransport& transport;
    };
    struct RtcpPort final : Pollable {
        explicit RtcpPort(SocketTransport& owner) : transport{owner} {}
        void on_readable(ReceiveContext& context) override { transport.on_rtcp_readable(context); }
        SocketTransport& transport;
    };

    void on_rtp_readable(ReceiveContext& context);
    void on_rtcp_readable(ReceiveContext& context);
    void receive_from_anyone(ReceiveContext& context);
    void deliver(std::span<std::uint8_t> packet, MonoTime now);
    void connect_to(const SocketAddress& peer);
    void disconnect();
    bool ensure_rtcp();

    const SocketAddress local_;
    SocketHandle rtp_;
    SocketHandle rtcp_;
    const Connect connect_;
    RtpPort rtp_port_{*this};
    RtcpPort rtcp_port_{*this};
    PacketSink* sink_ = nullptr;
    Poller* poller_ = nullptr;
    bool rtcp_tried_ = false;
    SourceLatch latch_;
    bool connected_ = false;
    SocketAddress rtcp_target_;
    bool one_port_ = false;
    std::uint64_t strangers_ = 0;
};

}  // namespace yh::media
