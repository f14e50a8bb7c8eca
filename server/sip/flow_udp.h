#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>

#include "base/loop.h"
#include "base/metrics.h"
#include "base/result.h"
#include "sip/flow_watch.h"
#include "sip/wire.h"

namespace yh::sip {

/// An operating system's descriptor that closes itself.
class Descriptor {
  public:
    explicit Descriptor(int fd) : fd_{fd} {}
    ~Descriptor();
    Descriptor(Descriptor&& other) noexcept : fd_{other.fd_} { other.fd_ = -1; }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return fd_; }

  private:
    int fd_;
};

/// One UDP socket for all peers: reads up to 64 datagrams per wake, sends at once and never waits. When the kernel's
/// buffer is full a few hundred datagrams are kept; beyond that they are dropped and counted, as a network would.
/// Owned by Flows. Thread: call loop.
class UdpFlow {
  public:
    /// Port 0 means any free one. Errors: sip.listen.
    static Result<std::unique_ptr<UdpFlow>> create(Loop& loop, const Address& listen);
    ~UdpFlow();

    /// Starts to receive; `user` must outlive this.
    void start(WireUser& user);
    /// False when it cannot be delivered (no route, too long, refused by the peer's host).
    bool send(const Address& to, std::string_view bytes);
    const Address& local() const { return local_; }

  private:
    struct Waiting {
        Address to;
        std::string bytes;
    };
    struct Batch;
    static constexpr std::size_t max_waiting = 512;

    UdpFlow(Loop& loop, Descriptor socket, Address local);
    void receive();
    void deliver(std::size_t count);
    void read_errors();
    void keep(const Address& to, std::string_view bytes);
    void flush();

    Descriptor socket_;
    FdWatch watch_;
    Address local_;
    WireUser* user_ = nullptr;
    std::unique_ptr<Batch> batch_;
    std::deque<Waiting> waiting_;
    metrics::Counter& full_;
    metrics::Counter& dropped_;
};

}  // namespace yh::sip
