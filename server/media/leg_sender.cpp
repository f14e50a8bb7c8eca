#include "media/leg_sender.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/random.h"

namespace yh::media {
namespace {

// A tick later than this is a pause, not jitter: the timestamp then jumps by the time that passed.
constexpr Duration pause_time = std::chrono::milliseconds{100};
constexpr std::size_t scratch_bytes = 2048;

std::int16_t ahead(std::uint16_t sequence, std::uint16_t of) {
    return static_cast<std::int16_t>(static_cast<std::uint16_t>(sequence - of));
}

}  // namespace

LegSender::LegSender(LegTransport& transport)
    : transport_{transport},
      ssrc_{static_cast<std::uint32_t>(random_u64())},
      last_sequence_{static_cast<std::uint16_t>(random_u64() & 0x7FFF)},  // low: leaves SRTP's rollover alone at first
      last_timestamp_{static_cast<std::uint32_t>(random_u64())} {}

void LegSender::configure(const Agreement& agreement) {
    const auto& info = codec_info(agreement.codec);
    payload_type_ = agreement.send_payload_type;
    event_type_ = agreement.send_event_type.value_or(101);
    clock_rate_hz_ = info.clock_rate_hz;
    frame_step_ = info.frame_timestamp_step;
    may_send_ = agreement.flow == calls::MediaFlow::Both || agreement.flow == calls::MediaFlow::SendOnly;
}

std::uint32_t LegSender::units(Duration time) const {
    return static_cast<std::uint32_t>(time.count() / 1000 * clock_rate_hz_ / 1'000'000);
}

/// Where the timestamp must be when something new begins: time went on since the last packet, at least one frame.
std::uint32_t LegSender::next_timestamp(MonoTime now) const {
    return last_timestamp_ + (packets_ == 0 ? 0 : std::max(frame_step_, units(now - last_sent_at_)));
}

/// Keeps the offsets between the followed stream and ours; false for a packet from before the change.
bool LegSender::follow(const void* source, const RtpPacket& packet, MonoTime now) {
    if (source_ != source || source_ssrc_ != packet.ssrc) {
        source_ = source;
        source_ssrc_ = packet.ssrc;
        source_first_sequence_ = packet.sequence;
        sequence_offset_ = static_cast<std::uint16_t>(last_sequence_ + 1 - packet.sequence);
        timestamp_offset_ = next_timestamp(now) - packet.timestamp;
        followed_ = 0;
        marker_ = true;
    }
    // Later than 2^15 packets the comparison means nothing, and is not needed.
    return ++followed_ >= 0x4000 || ahead(packet.sequence, source_first_sequence_) >= 0;
}

void LegSender::relay(const void* source, const RtpPacket& packet, std::uint8_t payload_type, const std::uint8_t* table,
                      MonoTime now) {
    if (!may_send()) {
        follow_nobody();
        return;
    }
    if (!follow(source, packet, now)) {
        return;
    }
    const RtpHeader header{.payload_type = payload_type,
                           .marker = packet.marker || std::exchange(marker_, false),
                           .sequence = static_cast<std::uint16_t>(packet.sequence + sequence_offset_),
                           .timestamp = packet.timestamp + timestamp_offset_,
                           .ssrc = ssrc_};
    if (packets_ == 0 || ahead(header.sequence, last_sequence_) > 0) {
        last_sequence_ = header.sequence;
        last_timestamp_ = header.timestamp;
    }
    const std::size_t length = rtp_header_bytes + packet.payload.size();
    if (table == nullptr && !protect_) {
        // The fast way: a new header right before the payload, which is not even looked at.
        const std::span whole{packet.payload.data() - rtp_header_bytes, length};
        write_rtp_header(whole.first<rtp_header_bytes>(), header);
        emit(whole, length, now);
        return;
    }
    std::array<std::uint8_t, scratch_bytes> scratch;
    if (length + srtp_growth_bytes > scratch.size()) {
        return;
    }
    write_rtp_header(std::span{scratch}.first<rtp_header_bytes>(), header);
    auto* to = scratch.data() + rtp_header_bytes;
    if (table == nullptr) {
        std::memcpy(to, packet.payload.data(), packet.payload.size());
    } else {
        std::ranges::transform(packet.payload, to, [table](std::uint8_t byte) { return table[byte]; });
    }
    emit(scratch, length, now);
}

/// Moves our own clock by one tick, or by the time that passed when something else was sent meanwhile.
void LegSender::advance_local(MonoTime now) {
    if (source_ == this && now - last_sent_at_ < pause_time) {
        last_timestamp_ += frame_step_;
    } else {
        last_timestamp_ = next_timestamp(now);
        marker_ = true;
    }
    source_ = this;
    last_sent_at_ = now;
}

void LegSender::send_frame(std::span<const std::uint8_t> payload, MonoTime now) {
    std::array<std::uint8_t, rtp_header_bytes + max_payload_bytes + srtp_growth_bytes> scratch;
    if (!may_send() || payload.size() > max_payload_bytes) {
        return;
    }
    advance_local(now);
    const RtpHeader header{.payload_type = payload_type_,
                           .marker = std::exchange(marker_, false),
                           .sequence = ++last_sequence_,
                           .timestamp = last_timestamp_,
                           .ssrc = ssrc_};
    write_rtp_header(std::span{scratch}.first<rtp_header_bytes>(), header);
    std::memcpy(scratch.data() + rtp_header_bytes, payload.data(), payload.size());
    emit(scratch, rtp_header_bytes + payload.size(), now);
}

std::uint32_t LegSender::tick_timestamp(MonoTime now) {
    advance_local(now);
    return last_timestamp_;
}

void LegSender::send_event(const DtmfPacket& event, MonoTime now) {
    std::array<std::uint8_t, rtp_header_bytes + 4 + srtp_growth_bytes> scratch;
    if (!may_send()) {
        return;
    }
    const RtpHeader header{.payload_type = event_type_,
                           .marker = event.marker,
                           .sequence = ++last_sequence_,
                           .timestamp = event.rtp_timestamp,
                           .ssrc = ssrc_};
    write_rtp_header(std::span{scratch}.first<rtp_header_bytes>(), header);
    std::ranges::copy(event.payload, scratch.begin() + rtp_header_bytes);
    emit(scratch, rtp_header_bytes + event.payload.size(), now);
}

void LegSender::emit(std::span<std::uint8_t> buffer, std::size_t length, MonoTime now) {
    if (packets_ == 0) {
        first_sent_at_ = now;
    }
    ++packets_;
    octets_ += length - rtp_header_bytes;
    last_sent_at_ = now;
    if (protect_) {
        const auto grown = protect_->protect(buffer, length);
        if (!grown) {
            ++failures_;
            return;
        }
        length = *grown;
    }
    if (!transport_.send_rtp(buffer.first(length))) {
        ++failures_;
    }
}

std::optional<SenderInfo> LegSender::info(std::uint64_t ntp, MonoTime now) const {
    if (packets_ == 0) {
        return std::nullopt;
    }
    return SenderInfo{.ntp = ntp,
                      .rtp_timestamp = last_timestamp_ + units(now - last_sent_at_),
                      .packets = static_cast<std::uint32_t>(packets_),
                      .octets = static_cast<std::uint32_t>(octets_)};
}

void LegSender::send_rtcp(std::span<std::uint8_t> buffer, std::size_t length) {
    if (needs_keys_ && !protect_) {
        return;
    }
    if (protect_) {
        const auto grown = protect_->protect_rtcp(buffer, length);
        if (!grown) {
            ++failures_;
            return;
        }
        length = *grown;
    }
    transport_.send_rtcp(buffer.first(length));
}

}  // namespace yh::media
