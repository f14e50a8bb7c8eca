#pragma once

#include <cstdint>

#include "base/clock.h"
#include "media/socket_address.h"

namespace yh::media {

/// Decides whose packets a plain RTP port listens to. The SDP's address is taken at once; another one only after it
/// sent three packets of one stream in a row, because phones behind NAT do not know their outside address, and
/// strangers who spray a port range seldom send a steady stream. A while after that the door closes; a new description
/// opens it again. Owned by a leg's transport. Thread: its media loop.
class SourceLatch {
  public:
    static constexpr Duration settling = std::chrono::seconds{2};
    static constexpr int packets_to_trust = 3;

    /// The address in the peer's description; none when it gave 0.0.0.0.
    void expect(const SocketAddress& described, MonoTime now);

    enum class Verdict : std::uint8_t { Accept, Moved, NotYet, Stranger };
    /// Moved: accept, and send to `target` from now on. `Authenticated` packets need no further proof.
    enum class Proof : std::uint8_t { None, Authenticated };
    Verdict on_packet(const SocketAddress& source, std::uint32_t ssrc, std::uint16_t sequence, Proof proof,
                      MonoTime now);

    /// Where to send: the latched source, or what the peer described.
    const SocketAddress& target() const { return latched_ ? source_ : described_; }
    bool latched() const { return latched_; }
    /// Nobody else will be listened to until the next `expect`.
    bool closed(MonoTime now) const { return latched_ && now >= open_until_; }

  private:
    Verdict latch(const SocketAddress& source, MonoTime open_until);
    bool trusted(const SocketAddress& source, std::uint32_t ssrc, std::uint16_t sequence);

    SocketAddress described_;
    SocketAddress source_;
    bool latched_ = false;
    MonoTime open_until_{};
    SocketAddress candidate_;
    std::uint32_t candidate_ssrc_ = 0;
    std::uint16_t candidate_next_ = 0;
    int candidate_packets_ = 0;
};

}  // namespace yh::media
