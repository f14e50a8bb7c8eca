#include "media/browser_fake.h"

#include <sys/socket.h>

#include <algorithm>
#include <utility>

#include "base/random.h"
#include "media/rtp_packet.h"
#include "media/sdp.h"
#include "media/stun_writer.h"

namespace yh::media {
namespace {

constexpr Duration fast_checks = std::chrono::milliseconds{50};
constexpr Duration slow_checks = std::chrono::milliseconds{2500};
constexpr Duration timer_pace = std::chrono::milliseconds{50};

}  // namespace

FakeBrowser::FakeBrowser(const DtlsIdentity& identity, std::string formats)
    : identity_{identity}, formats_{std::move(formats)} {
    open_socket();
}

void FakeBrowser::open_socket() {
    socket_ = open_udp(*SocketAddress::parse("127.0.0.1", 0)).value();
    sockaddr_storage raw{};
    socklen_t bytes = sizeof raw;
    ::getsockname(socket_.fd(), reinterpret_cast<sockaddr*>(&raw), &bytes);
    port_ = SocketAddress::from(raw).port();
}

std::string FakeBrowser::description(const std::string& setup_word, const std::string& direction) const {
    return "v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n"
           "a=extmap-allow-mixed\r\na=msid-semantic: WMS stream\r\nm=audio " +
           std::to_string(port_) + " UDP/TLS/RTP/SAVPF " + formats_ +
           "\r\nc=IN IP4 127.0.0.1\r\na=rtcp:9 IN IP4 0.0.0.0\r\na=candidate:1 1 udp 2122260223 127.0.0.1 " +
           std::to_string(port_) + " typ host generation 0\r\na=ice-ufrag:" + ours_.ufrag +
           "\r\na=ice-pwd:" + ours_.password + "\r\na=ice-options:trickle\r\na=fingerprint:" +
           (fingerprint.empty() ? format_fingerprint(identity_.fingerprint()) : fingerprint) +
           "\r\na=setup:" + setup_word +
           "\r\na=mid:0\r\na=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\na=" + direction +
           "\r\na=rtcp-mux\r\na=rtcp-rsize\r\na=rtpmap:111 opus/48000/2\r\na=rtcp-fb:111 transport-cc\r\n"
           "a=fmtp:111 minptime=10;useinbandfec=1\r\na=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\n"
           "a=rtpmap:9 G722/8000\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:13 CN/8000\r\n"
           "a=rtpmap:110 telephone-event/48000\r\na=rtpmap:126 telephone-event/8000\r\n";
}

std::string FakeBrowser::answer(const std::string& offer, const std::string& direction) {
    learn(offer);
    role_ = setup == "passive" ? DtlsRole::Server : DtlsRole::Client;
    return description(setup, direction);
}

bool FakeBrowser::learn(const std::string& sdp) {
    const auto parsed = parse_sdp(sdp);
    if (!parsed || parsed->media.empty() || parsed->media[0].ice.fingerprints.empty()) {
        return false;
    }
    const auto& line = parsed->media[0];
    if (theirs_.ufrag != line.ice.ufrag) {
        path_works_ = false;
        next_check_ = {};
    }
    theirs_ = {.ufrag = line.ice.ufrag, .password = line.ice.password};
    their_fingerprints_.clear();
    for (const auto& text : line.ice.fingerprints) {
        their_fingerprints_.push_back(parse_fingerprint(text).value());
    }
    role_ = line.ice.setup == "active" ? DtlsRole::Server : DtlsRole::Client;
    target_ = *SocketAddress::parse(line.address, line.port);
    return true;
}

void FakeBrowser::change_network() {
    open_socket();
    path_works_ = false;
    next_check_ = {};
}

void FakeBrowser::send_raw(std::span<const std::uint8_t> datagram) {
    if (keep_sent) {
        sent.emplace_back(datagram.begin(), datagram.end());
    }
    if (target_) {
        ::sendto(socket_.fd(), datagram.data(), datagram.size(), MSG_NOSIGNAL, target_.raw(), target_.raw_bytes());
    }
}

void FakeBrowser::send_check(bool nominate) {
    std::array<std::uint8_t, 300> out;
    StunTransaction transaction;
    fill_random(transaction);
    StunWriter writer{out, StunClass::Request, transaction};
    writer.add_text(StunAttribute::Username, theirs_.ufrag + ":" + ours_.ufrag);
    writer.add_number(controlled_role ? StunAttribute::IceControlled : StunAttribute::IceControlling, tie_breaker_);
    if (nominate) {
        writer.add(StunAttribute::UseCandidate);
    }
    writer.add_number(StunAttribute::Priority, std::uint32_t{1853824767});
    writer.sign(password_to_check.empty() ? theirs_.password : password_to_check);
    send_raw(std::span{out}.first(writer.finish()));
}

void FakeBrowser::step(MonoTime now) {
    std::array<std::uint8_t, 2048> buffer;
    for (;;) {
        const auto got = ::recv(socket_.fd(), buffer.data(), buffer.size(), 0);
        if (got <= 0) {
            break;
        }
        on_datagram(std::span{buffer}.first(static_cast<std::size_t>(got)), now);
    }
    if (target_ && now >= next_check_) {
        // As Chromium does towards a lite peer: the first check asks, the later ones nominate what was answered.
        send_check(path_works_);
        next_check_ = now + (path_works_ ? slow_checks : fast_checks);
    }
    if (dtls_ && !protect_ && now >= next_timer_) {
        next_timer_ = now + timer_pace;
        after(dtls_->on_timer());
    }
}

void FakeBrowser::on_datagram(std::span<std::uint8_t> datagram, MonoTime) {
    if (datagram[0] < 4) {
        on_stun(datagram);
    } else if (datagram[0] < 64) {
        if (!dtls_ && role_ == DtlsRole::Server && client_hello_random(datagram)) {
            begin_dtls();
        }
        if (dtls_) {
            after(dtls_->on_datagram(datagram));
        }
    } else {
        on_media(datagram);
    }
}

void FakeBrowser::on_stun(std::span<const std::uint8_t> datagram) {
    const auto message = parse_stun(datagram);
    if (!message) {
        ++packets_refused;
        return;
    }
    if (message->kind == StunClass::Failure) {
        errors.push_back(message->error_code);
        return;
    }
    if (message->kind != StunClass::Success || !integrity_fits(*message, theirs_.password)) {
        ++packets_refused;
        return;
    }
    ++checks_answered;
    mapped = message->mapped.value_or(SocketAddress{});
    if (!std::exchange(path_works_, true)) {
        send_check(true);
        if (role_ == DtlsRole::Client && !dtls_ && !protect_) {
            begin_dtls();
            after(dtls_->begin());
        }
    }
}

void FakeBrowser::begin_dtls() {
    dtls_ = DtlsSession::create(identity_, role_, *this).value();
}

void FakeBrowser::after(DtlsSession::Step step) {
    if (step == DtlsSession::Step::Failed) {
        dtls_.reset();
        return;
    }
    if (step != DtlsSession::Step::Finished || protect_) {
        return;
    }
    const auto keys = dtls_->keys(their_fingerprints_);
    if (keys) {
        profile = keys->profile;
        protect_ = SrtpContext::create(keys->profile, keys->master(keys->send)).value();
        unprotect_ = SrtpContext::create(keys->profile, keys->master(keys->receive)).value();
    }
}

void FakeBrowser::on_media(std::span<std::uint8_t> packet) {
    const bool rtcp = is_rtcp(packet);
    auto plain = !unprotect_ ? Result<std::size_t>{invalid_input("no keys", "")}
                 : rtcp      ? unprotect_->unprotect_rtcp(packet)
                             : unprotect_->unprotect(packet);
    if (!plain) {
        ++packets_refused;
        return;
    }
    if (rtcp) {
        rtcp_heard.emplace_back(packet.begin(), packet.begin() + static_cast<std::ptrdiff_t>(*plain));
        return;
    }
    ++packets_heard;
    const auto rtp = parse_rtp(packet.first(*plain));
    if (rtp && keep_heard) {
        heard.push_back({.payload_type = rtp->payload_type,
                         .sequence = rtp->sequence,
                         .timestamp = rtp->timestamp,
                         .ssrc = rtp->ssrc,
                         .payload = {rtp->payload.begin(), rtp->payload.end()}});
    }
}

void FakeBrowser::send(std::uint8_t payload_type, std::span<const std::uint8_t> payload, std::uint32_t timestamp_step) {
    if (!protect_) {
        return;
    }
    std::array<std::uint8_t, 1500> packet{};
    write_rtp_header(std::span{packet}.first<rtp_header_bytes>(), {.payload_type = payload_type,
                                                                   .marker = false,
                                                                   .sequence = sequence_++,
                                                                   .timestamp = timestamp_,
                                                                   .ssrc = ssrc});
    std::ranges::copy(payload, packet.begin() + rtp_header_bytes);
    timestamp_ += timestamp_step;
    send_raw(std::span{packet}.first(protect_->protect(packet, rtp_header_bytes + payload.size()).value()));
}

void FakeBrowser::send_rtcp(std::span<const std::uint8_t> packet) {
    if (!protect_) {
        return;
    }
    std::array<std::uint8_t, 1500> buffer{};
    std::ranges::copy(packet, buffer.begin());
    send_raw(std::span{buffer}.first(protect_->protect_rtcp(buffer, packet.size()).value()));
}

}  // namespace yh::media
