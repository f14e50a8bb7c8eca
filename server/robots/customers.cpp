#include "robots/customers.h"

#include <utility>

#include "base/log.h"

namespace yh::robots {

using calls::LegId;

Customers::Customers(Ground ground, CustomerConfig config, std::uint64_t seed)
    : ground_{ground}, config_{std::move(config)}, random_{seed} {}

void Customers::connect(calls::SignalPort& signal, calls::MediaPort& media) {
    signal_ = &signal;
    media_ = &media;
}

void Customers::start() {
    stopped_ = false;
    place();
}

void Customers::stop() {
    stopped_ = true;
    ground_.timers.cancel(next_call_);
    while (!callers_.empty()) {
        hang_up(callers_.begin()->first);
    }
}

Duration Customers::between(Duration least, Duration most) {
    std::uniform_int_distribution<Duration::rep> range{least.count(), most.count()};
    return Duration{range(random_)};
}

void Customers::place() {
    if (stopped_ || (config_.calls > 0 && tally_.placed >= config_.calls)) {
        return;
    }
    // Calls of strangers come at random moments: exponential gaps around the rate.
    std::exponential_distribution<double> gap{config_.rate_per_s};
    next_call_ = ground_.timers.schedule(
        ground_.clock.now() + std::chrono::duration_cast<Duration>(std::chrono::duration<double>{gap(random_)}),
        [this] { place(); });

    const auto& number = config_.numbers[static_cast<std::size_t>(tally_.placed) % config_.numbers.size()];
    if (const auto placed = call(number, config_.patience, between(config_.talk_least, config_.talk_most));
        !placed.ok()) {
        log().warn("robot.call_failed", {{"code", placed.error().code}});
    }
}

Result<void> Customers::call(const std::string& number, Duration patience, Duration talk) {
    const auto wall = to_ms(ground_.clock.wall());
    const LegId leg = ground_.ids.make<LegId>(wall);
    const auto call = ground_.ids.make<calls::CallId>(wall);
    ++tally_.placed;
    auto sdp = media_->offer(call, leg, {});
    if (!sdp.ok()) {
        ++tally_.failed;
        return std::move(sdp).error();
    }
    ++tally_.up;
    callers_[leg] = {call, ground_.timers.schedule(ground_.clock.now() + patience, [this, leg] { hang_up(leg); }),
                     talk};
    calls::OutgoingLeg out{leg, ground_.tenant, calls::ToTrunk{config_.trunk, number}, {}, {}, *std::move(sdp), {}};
    out.caller_number = "139" + std::to_string(10'000'000 + static_cast<int>(random_() % 90'000'000));
    if (auto sent = signal_->invite(std::move(out)); !sent.ok()) {
        on_failed(leg, 503, std::string{sent.error().code});
        return std::move(sent).error();
    }
    return {};
}

void Customers::on_invited(calls::Invited invited) {
    signal_->close(invited.leg, {480, "nobody here", 20});
}

void Customers::on_progress(LegId, int, std::string) {}

void Customers::on_answered(LegId leg, std::string sdp) {
    const auto caller = callers_.find(leg);
    if (caller == callers_.end() || !media_->accept(leg, sdp).ok()) {
        hang_up(leg);
        return;
    }
    ++tally_.answered;
    ground_.timers.cancel(caller->second.next);
    caller->second.next =
        ground_.timers.schedule(ground_.clock.now() + caller->second.talk, [this, leg] { hang_up(leg); });
    media_->arrange({caller->second.call, {{leg, {}, calls::Program{1, {"prompt:robot_customer"}, true}}}, {}});
}

void Customers::on_failed(LegId leg, int status, std::string reason_text) {
    if (callers_.contains(leg)) {
        ++tally_.failed;
        log().info("robot.call_failed", {{"status", status}, {"reason", reason_text}});
        forget(leg);
    }
}

void Customers::on_offer(LegId leg, std::string sdp) {
    const auto caller = callers_.find(leg);
    if (caller == callers_.end()) {
        signal_->answer_offer(leg, not_found("robot.gone"));
        return;
    }
    auto answer = media_->answer(caller->second.call, leg, sdp, {});
    signal_->answer_offer(leg, answer.ok() ? Result<std::string>{answer->sdp} : Result<std::string>{answer.error()});
}

void Customers::on_ended(LegId leg, model::Ending) {
    forget(leg);
}

void Customers::hang_up(LegId leg) {
    if (callers_.contains(leg)) {
        signal_->close(leg, {});
        forget(leg);
    }
}

void Customers::forget(LegId leg) {
    const auto caller = callers_.find(leg);
    if (caller == callers_.end()) {
        return;
    }
    ground_.timers.cancel(caller->second.next);
    media_->close(leg);
    callers_.erase(caller);
    --tally_.up;
}

}  // namespace yh::robots
