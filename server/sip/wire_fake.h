#pragma once

#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/timer_queue.h"
#include "sip/message.h"
#include "sip/transaction.h"
#include "sip/wire.h"

namespace yh::sip {

/// A wire in memory: keeps what was sent, and hands it to the other side when told. Tests only.
class FakeWire final : public Wire {
  public:
    struct Sent {
        Hop to;
        std::string bytes;
    };

    explicit FakeWire(std::string local) : local_{std::move(local)} {}

    void send(const Hop& to, std::string_view bytes) override { sent.push_back({to, std::string{bytes}}); }
    std::string local_host_port(const Hop&) const override { return local_; }

    /// First lines of everything sent, oldest first ("INVITE sip:… SIP/2.0" becomes "INVITE", responses their status).
    std::vector<std::string> log() const;
    Parsed last() const { return Message::parse(sent.back().bytes); }

    std::vector<Sent> sent;

  private:
    std::string local_;
};

/// A user that writes down what it hears.
class FakeUser final : public TransactionUser {
  public:
    void on_request(TransactionId id, const Message& request) override;
    void on_ack(const Message& ack) override;
    void on_cancel(TransactionId invite, const Message& cancel) override;
    void on_stray_response(const Message& response) override;
    void on_server_failure(TransactionId id, ServerFailure why) override;

    std::vector<std::string> heard;
    std::vector<TransactionId> requests;
    std::function<void(TransactionId, const Message&)> answer;
};

/// One side: a layer with its wire, its user and its own timers.
struct FakeSide {
    FakeSide(const Clock& clock, std::string_view local);

    Hop address_of_other;
    Hop own;
    TimerQueue timers;
    FakeWire wire;
    FakeUser user;
    TransactionLayer layer;
};

/// Two sides and the net between them; packets can be lost by a rule.
class FakeNet {
  public:
    explicit FakeNet(Transport transport = Transport::Udp);

    /// Lets time pass in steps of 10 ms, delivering what was sent at each.
    void run(Duration time);
    /// Delivers what is on the way now, and what comes of it.
    void deliver();

    ManualClock clock;
    FakeSide a{clock, "192.0.2.1:5060"};
    FakeSide b{clock, "192.0.2.2:5060"};
    /// True: this packet is lost. Called with the sender's side and the bytes.
    std::function<bool(const FakeSide& from, std::string_view bytes)> loses;

  private:
    bool deliver(FakeSide& from, FakeSide& to, std::size_t& done);

    std::size_t done_a_ = 0;
    std::size_t done_b_ = 0;
};

/// An INVITE (or other) from a to b, without Via.
MessageBuilder fake_request(std::string_view method, std::string_view call_id = "call-1");

}  // namespace yh::sip
