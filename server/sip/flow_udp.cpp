#include "sip/flow_udp.h"

#include <linux/errqueue.h>
#include <sys/socket.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <utility>

#include "base/log.h"
#include "base/os_error.h"
#include "sip/flow_address.h"

namespace yh::sip {

namespace {

constexpr std::size_t batch_size = 64;
constexpr std::size_t datagram_bytes = 65'536;
constexpr int socket_buffer_bytes = 4 * 1024 * 1024;

void set_option(int fd, int level, int name, int value) {
    // An option that the kernel refuses costs comfort (buffers, error reports), never function.
    (void)::setsockopt(fd, level, name, &value, sizeof value);
}

}  // namespace

Descriptor::~Descriptor() {
    if (fd_ >= 0) {
        ::close(fd_);
    }
}

// What one recvmmsg fills. The buffers are never zeroed, so pages that no long datagram touched cost nothing.
struct UdpFlow::Batch {
    Batch() : bytes{std::make_unique_for_overwrite<char[]>(batch_size * datagram_bytes)} {
        for (std::size_t i = 0; i < batch_size; ++i) {
            parts[i] = {bytes.get() + i * datagram_bytes, datagram_bytes};
        }
    }

    void prepare() {
        for (std::size_t i = 0; i < batch_size; ++i) {
            messages[i] = {};
            messages[i].msg_hdr.msg_name = &sources[i];
            messages[i].msg_hdr.msg_namelen = sizeof sources[i];
            messages[i].msg_hdr.msg_iov = &parts[i];
            messages[i].msg_hdr.msg_iovlen = 1;
        }
    }

    std::unique_ptr<char[]> bytes;
    std::array<iovec, batch_size> parts{};
    std::array<sockaddr_storage, batch_size> sources{};
    std::array<mmsghdr, batch_size> messages{};
};

Result<std::unique_ptr<UdpFlow>> UdpFlow::create(Loop& loop, const Address& listen) {
    const int family = listen.family == Address::Family::V6 ? AF_INET6 : AF_INET;
    Descriptor socket{::socket(family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    sockaddr_storage storage{};
    auto length = to_sockaddr(listen, storage);
    if (socket.get() < 0 || ::bind(socket.get(), reinterpret_cast<sockaddr*>(&storage), length) != 0) {
        return unavailable("sip.listen", "udp " + listen.text() + ": " + os_error_text(errno));
    }
    set_option(socket.get(), SOL_SOCKET, SO_RCVBUF, socket_buffer_bytes);
    set_option(socket.get(), SOL_SOCKET, SO_SNDBUF, socket_buffer_bytes);
    // ICMP errors of an unconnected socket are told only on its error queue.
    set_option(socket.get(), family == AF_INET6 ? IPPROTO_IPV6 : IPPROTO_IP,
               family == AF_INET6 ? IPV6_RECVERR : IP_RECVERR, 1);
    length = sizeof storage;
    (void)::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&storage), &length);
    const auto local = from_sockaddr(storage);
    return std::unique_ptr<UdpFlow>{new UdpFlow{loop, std::move(socket), local}};
}

UdpFlow::UdpFlow(Loop& loop, Descriptor socket, Address local)
    : socket_{std::move(socket)},
      watch_{loop, socket_.get()},
      local_{local},
      batch_{std::make_unique<Batch>()},
      full_{metrics::counter("yinghe_sip_udp_full_total", "Datagrams that found the kernel's send buffer full")},
      dropped_{
          metrics::counter("yinghe_sip_udp_dropped_total", "Datagrams dropped because our own queue was full too")} {}

UdpFlow::~UdpFlow() = default;

void UdpFlow::start(WireUser& user) {
    user_ = &user;
    watch_.on_readable([this] { receive(); });
}

void UdpFlow::receive() {
    batch_->prepare();
    const int count = ::recvmmsg(socket_.get(), batch_->messages.data(), batch_size, MSG_DONTWAIT, nullptr);
    if (count > 0) {
        deliver(static_cast<std::size_t>(count));
    } else {
        read_errors();
    }
}

void UdpFlow::deliver(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        const auto& message = batch_->messages[i];
        if ((message.msg_hdr.msg_flags & MSG_TRUNC) != 0 || message.msg_len == 0) {
            continue;
        }
        Hop from;
        from.transport = Transport::Udp;
        from.address = from_sockaddr(batch_->sources[i]);
        user_->on_received({static_cast<const char*>(batch_->parts[i].iov_base), message.msg_len}, from);
    }
}

// Each entry of the error queue names the peer that a datagram of ours could not reach.
void UdpFlow::read_errors() {
    for (std::size_t i = 0; i < batch_size; ++i) {
        sockaddr_storage target{};
        std::array<char, 512> control{};
        msghdr header{};
        header.msg_name = &target;
        header.msg_namelen = sizeof target;
        header.msg_control = control.data();
        header.msg_controllen = control.size();
        if (::recvmsg(socket_.get(), &header, MSG_ERRQUEUE | MSG_DONTWAIT) < 0) {
            return;
        }
        Hop to;
        to.transport = Transport::Udp;
        to.address = from_sockaddr(target);
        if (to.address) {
            user_->on_send_failed(to);
        }
    }
}

bool UdpFlow::send(const Address& to, std::string_view bytes) {
    if (!waiting_.empty()) {
        keep(to, bytes);
        return true;
    }
    sockaddr_storage storage{};
    const auto length = to_sockaddr(to, storage);
    // Twice, because the first may report an older ICMP error that belongs to another peer.
    for (int attempt = 0; attempt < 2; ++attempt) {
        const auto sent = ::sendto(socket_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL,
                                   reinterpret_cast<const sockaddr*>(&storage), length);
        if (sent >= 0) {
            return true;
        }
        if (errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS) {
            full_.add();
            keep(to, bytes);
            return true;
        }
        if (errno != ECONNREFUSED && errno != EHOSTUNREACH && errno != ENETUNREACH) {
            break;
        }
    }
    log().debug("sip.udp.send_failed", {{"to", to.text()}, {"bytes", bytes.size()}, {"why", os_error_text(errno)}});
    return false;
}

void UdpFlow::keep(const Address& to, std::string_view bytes) {
    if (waiting_.size() >= max_waiting) {
        dropped_.add();
        return;
    }
    if (waiting_.empty()) {
        watch_.once_writable([this] { flush(); });
    }
    waiting_.push_back({to, std::string{bytes}});
}

void UdpFlow::flush() {
    while (!waiting_.empty()) {
        const auto& next = waiting_.front();
        sockaddr_storage storage{};
        const auto length = to_sockaddr(next.to, storage);
        const auto sent = ::sendto(socket_.get(), next.bytes.data(), next.bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL,
                                   reinterpret_cast<const sockaddr*>(&storage), length);
        if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS)) {
            watch_.once_writable([this] { flush(); });
            return;
        }
        waiting_.pop_front();
    }
}

}  // namespace yh::sip
