#include "sip/transaction_resender.h"

#include <algorithm>
#include <utility>

namespace yh::sip {

Resender::Resender(const Clock& clock, TimerQueue& timers, Wire& wire, const TransactionConfig& config)
    : clock_{clock}, timers_{timers}, wire_{wire}, t1_{config.t1}, t2_{config.t2} {}

void Resender::start(const Hop& to, std::string bytes, Pace pace, std::function<void()> on_given_up) {
    stop();
    to_ = to;
    bytes_ = std::move(bytes);
    on_given_up_ = std::move(on_given_up);
    pace_ = pace;
    interval_ = t1_;
    give_up_at_ = clock_.now() + 64 * t1_;
    timer_ = timers_.schedule(clock_.now() + interval_, [this] { on_timer(); });
}

void Resender::stop() {
    timers_.cancel(std::exchange(timer_, {}));
    bytes_ = {};
    on_given_up_ = nullptr;
}

void Resender::resend_now() {
    if (is_running()) {
        wire_.send(to_, bytes_);
    }
}

void Resender::on_timer() {
    timer_ = {};
    const auto now = clock_.now();
    if (now >= give_up_at_) {
        // The user may destroy us in the call, so nothing of ours is touched behind it.
        const auto given_up = std::exchange(on_given_up_, nullptr);
        stop();
        if (given_up) {
            given_up();
        }
        return;
    }
    wire_.send(to_, bytes_);
    interval_ = pace_ == Pace::CappedAtT2 ? std::min(interval_ * 2, t2_) : interval_ * 2;
    timer_ = timers_.schedule(std::min(now + interval_, give_up_at_), [this] { on_timer(); });
}

}  // namespace yh::sip
