#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "base/clock.h"
#include "base/result.h"
#include "media/browser_terms.h"
#include "media/socket_address.h"
#include "media/srtp.h"
#include "media/worker_poller.h"

namespace yh::media {

/// Where a transport delivers. Implemented by the leg.
class PacketSink {
  public:
    virtual ~PacketSink() = default;
    /// A packet from the peer, in place, with room for SRTP after it. `buffer` may be changed.
    enum class Heard : std::uint8_t { No, Yes, Authenticated };
    virtual Heard on_rtp_packet(std::span<std::uint8_t> packet, MonoTime now) = 0;
    virtual void on_rtcp_packet(std::span<std::uint8_t> packet, MonoTime now) = 0;
    /// Whether packets prove by themselves who sent them (SRTP).
    virtual bool authenticates() const = 0;
    /// The transport agreed on keys with the peer (DTLS), or they are void; without them nothing goes in or out.
    virtual void on_keys(std::optional<SrtpContext> send, std::optional<SrtpContext> receive) = 0;
};

/// How a leg's packets travel: a pair of UDP sockets, or for a browser a port shared with others, told apart by ICE.
/// Owned by a leg, ends with it. Thread: its media loop, after `start`.
class LegTransport {
  public:
    virtual ~LegTransport() = default;
    /// Joins the worker's poll set. The sink owns this transport.
    virtual Result<void> start(Poller& poller, PacketSink& sink) = 0;
    /// The peer's addresses as described; none: nowhere to send for now.
    virtual void set_remote(const SocketAddress& rtp, const SocketAddress& rtcp, MonoTime now) = 0;
    /// What a browser's description says instead of an address.
    virtual void set_terms(const BrowserTerms&, MonoTime) {}
    /// False when it could not go out. Never waits.
    virtual bool send_rtp(std::span<const std::uint8_t> packet) = 0;
    virtual bool send_rtcp(std::span<const std::uint8_t> packet) = 0;
    /// When the peer last proved to be there, with or without sound; none: not yet, or only its sound could.
    virtual std::optional<MonoTime> last_sign() const { return std::nullopt; }
    /// Packets that were thrown away because of who sent them.
    virtual std::uint64_t strangers() const = 0;
};

}  // namespace yh::media
