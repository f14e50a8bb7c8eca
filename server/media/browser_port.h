#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/metrics.h"
#include "base/result.h"
#include "media/ice_lite.h"
#include "media/socket.h"
#include "media/socket_address.h"
#include "media/stun.h"
#include "media/worker_beat.h"
#include "media/worker_poller.h"

namespace yh::media {

/// What the port needs of a leg that shares it. Implemented by the leg's transport.
class BrowserPortLeg {
  public:
    virtual ~BrowserPortLeg() = default;
    /// A check whose name is this leg's.
    virtual IceLite::Answer on_check(const StunMessage& request, const SocketAddress& source,
                                     std::span<std::uint8_t> reply, MonoTime now) = 0;
    /// Called after the reply is out, when the check was authentic.
    virtual void on_path_checked(MonoTime now) = 0;
    virtual void on_dtls(std::span<const std::uint8_t> datagram, MonoTime now) = 0;
    /// RTP or RTCP, protected, in place, with room for SRTP behind it.
    virtual void on_media(std::span<std::uint8_t> packet, MonoTime now) = 0;
    /// While it said that it is waiting for one.
    virtual void on_handshake_timer(MonoTime now) = 0;
    /// When something last proved to come from its browser.
    virtual MonoTime last_proof() const = 0;
};

/// The one UDP port that all browser legs of a media worker share. Sorts datagrams by their first byte (RFC 7983), then
/// by source; a source is known only after a check that carried a leg's own password, so that nobody else's datagram
/// reaches any leg. Reads up to 32 datagrams at once and allocates nothing for sound.
/// Made on the call loop with the first browser leg, owned by the engine, outlives its worker's legs. Thread: after
/// `join` that worker's media loop.
class BrowserPort final : public Pollable {
  public:
    /// `socket` is bound to `local`.
    BrowserPort(SocketHandle socket, const SocketAddress& local);
    ~BrowserPort() override;
    BrowserPort(const BrowserPort&) = delete;
    BrowserPort& operator=(const BrowserPort&) = delete;

    std::uint16_t port() const { return local_.port(); }

    /// Joins the worker's poll set, the first time. Error: media.no_socket.
    Result<void> join(Poller& poller);
    void add_name(const std::string& ufrag, BrowserPortLeg& leg);
    void remove_name(const std::string& ufrag);
    /// Forgets everything about a leg. Between two polls, never from inside a datagram.
    void remove(const BrowserPortLeg& leg);
    enum class Waits : std::uint8_t { No, Yes };
    void set_waits_for_timer(BrowserPortLeg& leg, Waits waits);
    bool send(const SocketAddress& to, std::span<const std::uint8_t> datagram);

    /// One datagram as the socket would bring it; public for tests and fuzzing.
    void on_datagram(std::span<std::uint8_t> datagram, const SocketAddress& source, MonoTime now);

  private:
    struct Timer final : Beat {
        explicit Timer(BrowserPort& owner) : port{owner} {}
        void on_beat(MonoTime now) override { port.on_beat(now); }
        BrowserPort& port;
    };
    struct Batch;
    struct Source {
        BrowserPortLeg* leg = nullptr;
        MonoTime checked_at;
    };
    struct AddressHash {
        std::size_t operator()(const SocketAddress& address) const;
    };
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };

    void on_readable(ReceiveContext& context) override;
    void on_beat(MonoTime now);
    void on_stun(std::span<const std::uint8_t> datagram, const SocketAddress& source, MonoTime now);
    bool may_take(const SocketAddress& source, const BrowserPortLeg& leg, MonoTime now) const;
    void trust(const SocketAddress& source, BrowserPortLeg& leg, MonoTime now);
    void make_room(const BrowserPortLeg& leg);
    bool may_refuse(MonoTime now);

    const SocketAddress local_;
    const SocketHandle socket_;
    const std::unique_ptr<Batch> batch_;
    bool joined_ = false;
    Timer timer_{*this};
    std::unordered_map<std::string, BrowserPortLeg*, TextHash, std::equal_to<>> by_name_;
    std::unordered_map<SocketAddress, Source, AddressHash> by_source_;
    std::vector<BrowserPortLeg*> waiting_;  // for the handshake timer
    std::vector<BrowserPortLeg*> timed_;    // the same while they are called, because they may be done then
    int refusals_left_ = 0;
    MonoTime refusals_from_{};

    metrics::Counter& strangers_;
    metrics::Counter& refused_checks_;
};

}  // namespace yh::media
