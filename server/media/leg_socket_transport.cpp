#include "media/leg_socket_transport.h"

#include <sys/socket.h>

#include "media/rtp_packet.h"
#include "media/srtp.h"

namespace yh::media {
namespace {

/// Fills `context.buffer`, leaving room for a tag; nothing when there was no packet after all.
std::span<std::uint8_t> receive(int fd, ReceiveContext& context, SocketAddress* source) {
    const auto room = context.buffer.size() - srtp_growth_bytes;
    ssize_t got = 0;
    if (source == nullptr) {
        got = ::recv(fd, context.buffer.data(), room, 0);
    } else {
        sockaddr_storage from{};
        socklen_t bytes = sizeof from;
        got = ::recvfrom(fd, context.buffer.data(), room, 0, reinterpret_cast<sockaddr*>(&from), &bytes);
        *source = SocketAddress::from(from);
    }
    // An error here is the peer's ICMP answer to something we sent: reading it has cleared it.
    return context.buffer.first(got > 0 ? static_cast<std::size_t>(got) : 0);
}

}  // namespace

SocketTransport::SocketTransport(SocketHandle rtp, SocketAddress local, Connect connect)
    : local_{local}, rtp_{std::move(rtp)}, connect_{connect} {}

Result<void> SocketTransport::start(Poller& poller, PacketSink& sink) {
    sink_ = &sink;
    poller_ = &poller;
    return poller.add(rtp_.fd(), rtp_port_);
}

/// Another program may sit on the odd port: then this leg goes without reports.
bool SocketTransport::ensure_rtcp() {
    if (!rtcp_ && poller_ != nullptr && !std::exchange(rtcp_tried_, true)) {
        auto local = local_;
        local.set_port(static_cast<std::uint16_t>(local.port() + 1));
        if (auto opened = open_udp(local); opened && poller_->add(opened->fd(), rtcp_port_)) {
            rtcp_ = std::move(opened).value();
        }
    }
    return static_cast<bool>(rtcp_);
}

void SocketTransport::set_remote(const SocketAddress& rtp, const SocketAddress& rtcp, MonoTime now) {
    latch_.expect(rtp, now);
    rtcp_target_ = rtcp;
    one_port_ = rtcp && rtcp == rtp;
    // A new description may come with a new source: listen to everyone until it is found.
    disconnect();
}

void SocketTransport::on_rtp_readable(ReceiveContext& context) {
    if (!connected_) {
        receive_from_anyone(context);
        return;
    }
    const auto packet = receive(rtp_.fd(), context, nullptr);
    if (!packet.empty()) {
        deliver(packet, context.now);
    }
}

void SocketTransport::deliver(std::span<std::uint8_t> packet, MonoTime now) {
    if (is_rtcp(packet)) {
        sink_->on_rtcp_packet(packet, now);
    } else {
        sink_->on_rtp_packet(packet, now);
    }
}

void SocketTransport::receive_from_anyone(ReceiveContext& context) {
    SocketAddress source;
    const auto packet = receive(rtp_.fd(), context, &source);
    if (packet.size() < rtp_header_bytes) {
        return;
    }
    if (is_rtcp(packet)) {
        if (latch_.latched() && source == latch_.target()) {
            sink_->on_rtcp_packet(packet, context.now);
        }
        return;
    }
    auto proof = SourceLatch::Proof::None;
    const auto ssrc = rtp_ssrc(packet);
    const auto sequence = rtp_sequence(packet);
    const bool delivered_first = sink_->authenticates();
    if (delivered_first) {
        if (sink_->on_rtp_packet(packet, context.now) != PacketSink::Heard::Authenticated) {
            ++strangers_;
            return;
        }
        proof = SourceLatch::Proof::Authenticated;
    }
    switch (latch_.on_packet(source, ssrc, sequence, proof, context.now)) {
        case SourceLatch::Verdict::Stranger:
            ++strangers_;
            return;
        case SourceLatch::Verdict::NotYet:
            return;
        case SourceLatch::Verdict::Moved:
            // Symmetric peers keep the RTCP port beside the RTP port wherever their NAT put it.
            if (!source.same_ip(rtcp_target_)) {
                rtcp_target_ = source;
                rtcp_target_.set_port(static_cast<std::uint16_t>(source.port() + 1));
            }
            break;
        case SourceLatch::Verdict::Accept:
            break;
    }
    if (latch_.closed(context.now)) {
        connect_to(source);
    }
    if (!delivered_first) {
        sink_->on_rtp_packet(packet, context.now);
    }
}

void SocketTransport::on_rtcp_readable(ReceiveContext& context) {
    SocketAddress source;
    const auto packet = receive(rtcp_.fd(), context, &source);
    if (packet.empty()) {
        return;
    }
    if (!sink_->authenticates() && !source.same_ip(latch_.target()) && !source.same_ip(rtcp_target_)) {
        ++strangers_;
        return;
    }
    sink_->on_rtcp_packet(packet, context.now);
}

bool SocketTransport::send_rtp(std::span<const std::uint8_t> packet) {
    if (connected_) {
        return ::send(rtp_.fd(), packet.data(), packet.size(), MSG_NOSIGNAL) >= 0;
    }
    const auto& to = latch_.target();
    return to && ::sendto(rtp_.fd(), packet.data(), packet.size(), MSG_NOSIGNAL, to.raw(), to.raw_bytes()) >= 0;
}

bool SocketTransport::send_rtcp(std::span<const std::uint8_t> packet) {
    if (one_port_) {
        return send_rtp(packet);  // RFC 5761
    }
    const auto& to = rtcp_target_;
    return to && ensure_rtcp() &&
           ::sendto(rtcp_.fd(), packet.data(), packet.size(), MSG_NOSIGNAL, to.raw(), to.raw_bytes()) >= 0;
}

void SocketTransport::connect_to(const SocketAddress& peer) {
    if (connect_ == Connect::WhenCertain) {
        connected_ = ::connect(rtp_.fd(), peer.raw(), peer.raw_bytes()) == 0;
    }
}

void SocketTransport::disconnect() {
    if (connected_) {
        sockaddr nobody{};
        nobody.sa_family = AF_UNSPEC;
        static_cast<void>(::connect(rtp_.fd(), &nobody, sizeof nobody));  // AF_UNSPEC cannot fail on an open socket
        connected_ = false;
    }
}

}  // namespace yh::media
