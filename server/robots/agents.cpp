#include "robots/agents.h"

#include <utility>

namespace yh::robots {

using calls::LegId;

Agents::Agents(Ground ground, AgentConfig config, std::uint64_t seed)
    : ground_{ground}, config_{config}, random_{seed} {}

void Agents::connect(calls::SignalPort& signal, calls::MediaPort& media) {
    signal_ = &signal;
    media_ = &media;
}

void Agents::stop() {
    while (!phones_.empty()) {
        const auto leg = phones_.begin()->first;
        signal_->close(leg, {});
        forget(leg);
    }
}

void Agents::on_invited(calls::Invited invited) {
    const auto leg = invited.leg;
    const auto call = ground_.ids.make<calls::CallId>(to_ms(ground_.clock.wall()));
    auto answer = media_->answer(call, leg, invited.sdp, {});
    if (!answer.ok()) {
        signal_->close(leg, {488, "no common codec", 88});
        return;
    }
    signal_->progress(leg, 180, {});
    std::uniform_int_distribution<Duration::rep> ring{config_.ring_least.count(), config_.ring_most.count()};
    const auto when = ground_.clock.now() + Duration{ring(random_)};
    phones_[leg] = {call, std::move(answer)->sdp, ground_.timers.schedule(when, [this, leg] { pick_up(leg); })};
}

void Agents::pick_up(LegId leg) {
    const auto phone = phones_.find(leg);
    if (phone == phones_.end()) {
        return;
    }
    ++answered_;
    signal_->answer(leg, phone->second.sdp);
    media_->arrange({phone->second.call, {{leg, {}, calls::Program{1, {"prompt:robot_agent"}, true}}}, {}});
}

void Agents::on_failed(LegId leg, int, std::string) {
    forget(leg);
}

void Agents::on_offer(LegId leg, std::string sdp) {
    const auto phone = phones_.find(leg);
    if (phone == phones_.end()) {
        signal_->answer_offer(leg, not_found("robot.gone"));
        return;
    }
    auto answer = media_->answer(phone->second.call, leg, sdp, {});
    signal_->answer_offer(leg, answer.ok() ? Result<std::string>{answer->sdp} : Result<std::string>{answer.error()});
}

void Agents::on_ended(LegId leg, model::Ending) {
    forget(leg);
}

void Agents::forget(LegId leg) {
    const auto phone = phones_.find(leg);
    if (phone == phones_.end()) {
        return;
    }
    ground_.timers.cancel(phone->second.answer);
    media_->close(leg);
    phones_.erase(phone);
}

}  // namespace yh::robots
