#pragma once

#include <functional>
#include <string>

#include "base/clock.h"
#include "base/timer_queue.h"
#include "sip/transaction.h"
#include "sip/wire.h"

namespace yh::sip {

/// Sends the same response again at T1, 2·T1, 4·T1 … until it is stopped, and gives up after 64·T1: a 2xx to INVITE
/// until its ACK (RFC 3261 §13.3.1.4, also over TCP, intervals capped at T2) or a reliable provisional until its PRACK
/// (RFC 3262 §3, not capped). Owned by the dialog or leg that waits for the acknowledgement; dies silently with it.
/// Thread: call loop.
class Resender {
  public:
    enum class Pace : std::uint8_t { CappedAtT2, Doubling };

    Resender(const Clock& clock, TimerQueue& timers, Wire& wire, const TransactionConfig& config);
    ~Resender() { stop(); }
    Resender(const Resender&) = delete;
    Resender& operator=(const Resender&) = delete;

    /// The first copy has been sent already. `on_given_up` is called once, after stop() of its own.
    void start(const Hop& to, std::string bytes, Pace pace, std::function<void()> on_given_up);
    /// The acknowledgement came. Frees the bytes.
    void stop();
    bool is_running() const { return static_cast<bool>(timer_); }
    /// Sends once more now: the request was repeated.
    void resend_now();

  private:
    void on_timer();

    const Clock& clock_;
    TimerQueue& timers_;
    Wire& wire_;
    Duration t1_;
    Duration t2_;

    Hop to_;
    std::string bytes_;
    std::function<void()> on_given_up_;
    Pace pace_ = Pace::CappedAtT2;
    Duration interval_{};
    MonoTime give_up_at_{};
    TimerId timer_;
};

}  // namespace yh::sip
