#include "media/browser_port.h"

#include <sys/socket.h>

#include <algorithm>

#include "media/srtp.h"

namespace yh::media {
namespace {

constexpr std::size_t batch = 32;
// A datagram of a handshake costs up to half a millisecond: while there are some, others get their turn in between.
constexpr std::size_t batch_with_handshakes = 4;
constexpr std::size_t slot_bytes = 2048;
// Hundreds of voices meet here; the kernel counts several times a packet's size. It gives what it is allowed to give.
constexpr int receive_buffer_bytes = 4 * 1024 * 1024;
constexpr Duration timer_pace = std::chrono::milliseconds{50};
// More than a browser has network paths at a time; when a long call collects more, the one unused for longest goes.
constexpr std::size_t max_sources_per_leg = 16;
// A source that just proved to be one leg's cannot be taken over by another.
constexpr Duration source_is_fresh = std::chrono::seconds{2};
// Errors to people who do not know the password: enough to help one who is wrong, too few to be of use as a weapon.
constexpr int refusals_a_second = 20;

metrics::Counter& packets(const char* what) {
    return metrics::counter("yinghe_media_packets_total", "RTP packets", {{"what", what}});
}

/// The first byte says what a datagram is (RFC 7983 §7).
enum class DatagramKind : std::uint8_t { Stun, Dtls, Media, Unknown };
DatagramKind kind_of(std::uint8_t first) {
    if (first <= 3) {
        return DatagramKind::Stun;
    }
    if (first >= 20 && first <= 63) {
        return DatagramKind::Dtls;
    }
    return first >= 128 && first <= 191 ? DatagramKind::Media : DatagramKind::Unknown;
}

}  // namespace

/// Where datagrams are received into.
struct BrowserPort::Batch {
    Batch() {
        for (std::size_t i = 0; i < batch; ++i) {
            vectors[i] = {.iov_base = slots[i].data(), .iov_len = slot_bytes - srtp_growth_bytes};
            headers[i].msg_hdr.msg_name = &sources[i];
            headers[i].msg_hdr.msg_iov = &vectors[i];
            headers[i].msg_hdr.msg_iovlen = 1;
        }
    }
    std::array<std::array<std::uint8_t, slot_bytes>, batch> slots;
    std::array<sockaddr_storage, batch> sources{};
    std::array<iovec, batch> vectors{};
    std::array<mmsghdr, batch> headers{};
};

std::size_t BrowserPort::AddressHash::operator()(const SocketAddress& address) const {
    std::string_view ip;
    if (address.v6()) {
        const auto& v6 = reinterpret_cast<const sockaddr_in6*>(address.raw())->sin6_addr;
        ip = {reinterpret_cast<const char*>(&v6), sizeof v6};
    } else {
        const auto& v4 = reinterpret_cast<const sockaddr_in*>(address.raw())->sin_addr;
        ip = {reinterpret_cast<const char*>(&v4), sizeof v4};
    }
    return std::hash<std::string_view>{}(ip)*31 + address.port();
}

BrowserPort::BrowserPort(SocketHandle socket, const SocketAddress& local)
    : local_{local},
      socket_{std::move(socket)},
      batch_{std::make_unique<Batch>()},
      strangers_{packets("stranger")},
      refused_checks_{
          metrics::counter("yinghe_media_ice_refused_total", "Connectivity checks with a wrong password or role")} {
    ::setsockopt(socket_.fd(), SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes, sizeof receive_buffer_bytes);
}

BrowserPort::~BrowserPort() = default;

Result<void> BrowserPort::join(Poller& poller) {
    if (!joined_) {
        YH_CHECK(timer_.start(poller));
        YH_CHECK(poller.add(socket_.fd(), *this));
        joined_ = true;
    }
    return {};
}

void BrowserPort::add_name(const std::string& ufrag, BrowserPortLeg& leg) {
    by_name_[ufrag] = &leg;
}

void BrowserPort::remove_name(const std::string& ufrag) {
    by_name_.erase(ufrag);
}

void BrowserPort::remove(const BrowserPortLeg& leg) {
    std::erase_if(by_name_, [&](const auto& entry) { return entry.second == &leg; });
    std::erase_if(by_source_, [&](const auto& entry) { return entry.second.leg == &leg; });
    std::erase(waiting_, &leg);
}

void BrowserPort::set_waits_for_timer(BrowserPortLeg& leg, Waits waits) {
    std::erase(waiting_, &leg);
    if (waits == Waits::Yes) {
        waiting_.push_back(&leg);
    }
    timer_.set_pace(waiting_.empty() ? Duration{0} : timer_pace);
}

void BrowserPort::on_beat(MonoTime now) {
    timed_ = waiting_;
    for (auto* leg : timed_) {
        leg->on_handshake_timer(now);
    }
    timer_.set_pace(waiting_.empty() ? Duration{0} : timer_pace);
}

bool BrowserPort::send(const SocketAddress& to, std::span<const std::uint8_t> datagram) {
    return to && ::sendto(socket_.fd(), datagram.data(), datagram.size(), MSG_NOSIGNAL, to.raw(), to.raw_bytes()) >= 0;
}

void BrowserPort::on_readable(ReceiveContext& context) {
    for (auto& header : batch_->headers) {
        header.msg_hdr.msg_namelen = sizeof(sockaddr_storage);
    }
    const auto at_most = static_cast<unsigned int>(waiting_.empty() ? batch : batch_with_handshakes);
    const int got = ::recvmmsg(socket_.fd(), batch_->headers.data(), at_most, 0, nullptr);
    for (std::size_t i = 0; got > 0 && i < static_cast<std::size_t>(got); ++i) {
        const auto length = std::min<std::size_t>(batch_->headers[i].msg_len, slot_bytes - srtp_growth_bytes);
        on_datagram(std::span{batch_->slots[i]}.first(length), SocketAddress::from(batch_->sources[i]), context.now);
    }
}

void BrowserPort::on_datagram(std::span<std::uint8_t> datagram, const SocketAddress& source, MonoTime now) {
    const auto kind = datagram.empty() ? DatagramKind::Unknown : kind_of(datagram[0]);
    if (kind == DatagramKind::Stun) {
        on_stun(datagram, source, now);
        return;
    }
    const auto known = by_source_.find(source);
    if (known == by_source_.end() || kind == DatagramKind::Unknown) {
        strangers_.add();
        return;
    }
    if (kind == DatagramKind::Media) {
        known->second.leg->on_media(datagram, now);
    } else {
        known->second.leg->on_dtls(datagram, now);
    }
}

void BrowserPort::on_stun(std::span<const std::uint8_t> datagram, const SocketAddress& source, MonoTime now) {
    const auto request = parse_stun(datagram);
    if (!request || request->kind != StunClass::Request) {
        return;  // keep-alive indications, and answers to nothing that we asked
    }
    const auto named = by_name_.find(local_ufrag(request->username));
    if (named == by_name_.end()) {
        // No error either: who guesses names learns nothing, and nobody is answered in somebody else's place.
        strangers_.add();
        return;
    }
    BrowserPortLeg& leg = *named->second;
    if (!may_take(source, leg, now)) {
        strangers_.add();
        return;
    }
    std::array<std::uint8_t, 256> reply;
    const auto answer = leg.on_check(*request, source, reply, now);
    const bool authentic = answer.verdict == IceLite::Verdict::Checked || answer.verdict == IceLite::Verdict::Nominated;
    if (!authentic) {
        refused_checks_.add();
        if (answer.verdict == IceLite::Verdict::Refused && !may_refuse(now)) {
            return;
        }
    }
    if (answer.bytes != 0) {
        send(source, std::span{reply}.first(answer.bytes));
    }
    if (authentic) {
        trust(source, leg, now);
        leg.on_path_checked(now);
    }
}

/// Whether this leg may claim the source: one that speaks for another leg right now stays with it, so that a user with
/// credentials of his own cannot cut off another by forging his address.
bool BrowserPort::may_take(const SocketAddress& source, const BrowserPortLeg& leg, MonoTime now) const {
    const auto known = by_source_.find(source);
    return known == by_source_.end() || known->second.leg == &leg ||
           now - known->second.leg->last_proof() >= source_is_fresh;
}

void BrowserPort::trust(const SocketAddress& source, BrowserPortLeg& leg, MonoTime now) {
    if (const auto known = by_source_.find(source); known != by_source_.end()) {
        known->second = {&leg, now};
        return;
    }
    make_room(leg);
    by_source_[source] = {&leg, now};
}

void BrowserPort::make_room(const BrowserPortLeg& leg) {
    std::size_t count = 0;
    auto oldest = by_source_.end();
    for (auto at = by_source_.begin(); at != by_source_.end(); ++at) {
        if (at->second.leg == &leg) {
            ++count;
            if (oldest == by_source_.end() || at->second.checked_at < oldest->second.checked_at) {
                oldest = at;
            }
        }
    }
    if (count >= max_sources_per_leg) {
        by_source_.erase(oldest);
    }
}

bool BrowserPort::may_refuse(MonoTime now) {
    if (now - refusals_from_ >= std::chrono::seconds{1}) {
        refusals_from_ = now;
        refusals_left_ = refusals_a_second;
    }
    return refusals_left_ > 0 && refusals_left_-- > 0;
}

}  // namespace yh::media
