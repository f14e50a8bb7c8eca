#include "media/engine_phone_fake.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <cmath>
#include <numbers>

#include "media/dtmf.h"
#include "media/sdp.h"

namespace yh::media {
FakePhone::FakePhone(std::string formats, std::string extra) : formats_{std::move(formats)}, extra_{std::move(extra)} {
    for (std::uint16_t port = 42000; port < 60000 && port_ == 0; port = static_cast<std::uint16_t>(port + 2)) {
        auto rtp = open_udp(*SocketAddress::parse("127.0.0.1", port));
        auto rtcp = open_udp(*SocketAddress::parse("127.0.0.1", static_cast<std::uint16_t>(port + 1)));
        if (rtp && rtcp) {
            rtp_ = std::move(rtp).value();
            rtcp_ = std::move(rtcp).value();
            port_ = port;
        }
    }
}

std::string FakePhone::sdp(const std::string& direction) const {
    return "v=0\r\no=phone 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio " +
           std::to_string(port()) + (extra_.find("a=crypto") != std::string::npos ? " RTP/SAVP " : " RTP/AVP ") +
           formats_ + "\r\na=rtpmap:101 telephone-event/8000\r\na=rtpmap:96 opus/48000/2\r\n" + extra_ +
           "a=" + direction + "\r\n";
}

void FakePhone::learn(const std::string& engine_sdp) {
    const auto sdp = parse_sdp(engine_sdp);
    ASSERT_TRUE(sdp) << engine_sdp;
    target_ = *SocketAddress::parse(sdp->media[0].address, sdp->media[0].port);
}

void FakePhone::use_keys(const SdesCrypto& ours, const SdesCrypto& theirs) {
    protect_ = SrtpContext::create(ours.profile, ours.master_bytes()).value();
    unprotect_ = SrtpContext::create(theirs.profile, theirs.master_bytes()).value();
}

void FakePhone::send(std::uint8_t payload_type, std::span<const std::uint8_t> payload, std::uint32_t step,
                     bool marker) {
    std::array<std::uint8_t, 2000> packet{};
    write_rtp_header(
        std::span{packet}.first<rtp_header_bytes>(),
        {.payload_type = payload_type, .marker = marker, .sequence = sequence++, .timestamp = timestamp, .ssrc = ssrc});
    std::ranges::copy(payload, packet.begin() + rtp_header_bytes);
    timestamp += step;
    std::size_t length = rtp_header_bytes + payload.size();
    if (protect_) {
        length = protect_->protect(packet, length).value();
    }
    send_raw(std::span{packet}.first(length));
}

void FakePhone::send_raw(std::span<const std::uint8_t> packet) {
    ::sendto(rtp_.fd(), packet.data(), packet.size(), 0, target_.raw(), target_.raw_bytes());
}

void FakePhone::send_rtcp(std::span<const std::uint8_t> packet) {
    auto to = target_;
    to.set_port(static_cast<std::uint16_t>(to.port() + 1));
    ::sendto(rtcp_.fd(), packet.data(), packet.size(), 0, to.raw(), to.raw_bytes());
}

void FakePhone::send_event(char digit, bool end, std::uint16_t duration) {
    const std::array<std::uint8_t, 4> payload{*dtmf_event(digit), static_cast<std::uint8_t>(end ? 0x8A : 0x0A),
                                              static_cast<std::uint8_t>(duration >> 8),
                                              static_cast<std::uint8_t>(duration)};
    send(101, payload, 0);
}

void FakePhone::send_tone(double hz, Law law) {
    std::array<std::int16_t, frame_samples> pcm;
    for (auto& sample : pcm) {
        sample = static_cast<std::int16_t>(8000 * std::sin(phase_));
        phase_ += 2 * std::numbers::pi * hz / mix_rate_hz;
    }
    std::array<std::uint8_t, frame_samples> payload;
    encode_g711(law, pcm, payload);
    send(law == Law::A ? 8 : 0, payload);
}

void FakePhone::collect() {
    std::array<std::uint8_t, 2048> packet;
    for (;;) {
        const auto got = ::recv(rtp_.fd(), packet.data(), packet.size(), 0);
        if (got <= 0) {
            break;
        }
        auto bytes = std::span{packet}.first(static_cast<std::size_t>(got));
        if (unprotect_) {
            const auto plain = unprotect_->unprotect(bytes);
            if (!plain) {
                ADD_FAILURE() << plain.error().code;
                continue;
            }
            bytes = bytes.first(*plain);
        }
        const auto rtp = parse_rtp(bytes);
        if (!rtp) {
            ADD_FAILURE() << "not RTP";
            continue;
        }
        heard.push_back({.payload_type = rtp->payload_type,
                         .marker = rtp->marker,
                         .sequence = rtp->sequence,
                         .timestamp = rtp->timestamp,
                         .ssrc = rtp->ssrc,
                         .payload = {rtp->payload.begin(), rtp->payload.end()}});
    }
    for (;;) {
        const auto got = ::recv(rtcp_.fd(), packet.data(), packet.size(), 0);
        if (got <= 0) {
            break;
        }
        rtcp_heard.emplace_back(packet.begin(), packet.begin() + got);
    }
}

std::vector<std::int16_t> FakePhone::heard_pcm(Law law) const {
    std::vector<std::int16_t> pcm;
    for (const auto& packet : heard) {
        std::vector<std::int16_t> part(packet.payload.size());
        decode_g711(law, packet.payload, part);
        pcm.insert(pcm.end(), part.begin(), part.end());
    }
    return pcm;
}

}  // namespace yh::media
