#include "media/leg_latch.h"

namespace yh::media {

void SourceLatch::expect(const SocketAddress& described, MonoTime now) {
    // An old-style hold (no address) keeps the source that it will come back with.
    if (described && !(described == described_)) {
        described_ = described;
        latched_ = false;
    }
    candidate_packets_ = 0;
    open_until_ = now + settling;
}

SourceLatch::Verdict SourceLatch::on_packet(const SocketAddress& source, std::uint32_t ssrc, std::uint16_t sequence,
                                            Proof proof, MonoTime now) {
    if (latched_ && source == source_) {
        if (source == described_ && now < open_until_) {
            open_until_ = now;  // the described source speaks: nobody else needs a chance
        }
        return Verdict::Accept;
    }
    if (closed(now)) {
        return Verdict::Stranger;
    }
    if (source == described_) {
        return latch(source, now);
    }
    if (proof == Proof::Authenticated || (!latched_ && source.same_ip(described_))) {
        return latch(source, now + settling);
    }
    if (trusted(source, ssrc, sequence)) {
        return latch(source, now + settling);
    }
    return Verdict::NotYet;
}

SourceLatch::Verdict SourceLatch::latch(const SocketAddress& source, MonoTime open_until) {
    source_ = source;
    latched_ = true;
    open_until_ = open_until;
    candidate_packets_ = 0;
    return Verdict::Moved;
}

bool SourceLatch::trusted(const SocketAddress& source, std::uint32_t ssrc, std::uint16_t sequence) {
    const bool goes_on =
        candidate_packets_ > 0 && source == candidate_ && ssrc == candidate_ssrc_ && sequence == candidate_next_;
    candidate_packets_ = goes_on ? candidate_packets_ + 1 : 1;
    candidate_ = source;
    candidate_ssrc_ = ssrc;
    candidate_next_ = static_cast<std::uint16_t>(sequence + 1);
    return candidate_packets_ >= packets_to_trust;
}

}  // namespace yh::media
