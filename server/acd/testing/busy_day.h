#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <memory>
#include <queue>
#include <random>
#include <vector>

#include "acd/testing/shadow.h"

namespace yh::acd::testing {

struct DaySize {
    int agents = 700;
    int queues = 20;
    double calls = 100'000;
    std::uint64_t seed = 1;
};

/// A working day of nine hours in simulated time: calls come at random with peaks in the morning and in the
/// afternoon; agents come, answer, refuse, miss calls, wrap up, rest, pause, dial out, lose their devices, go home.
class BusyDay {
  public:
    explicit BusyDay(const DaySize& size) : size_(size), random_(size.seed), acd_(size.seed), shadow_(acd_) {}

    void run() {
        react(timed([&] { return shadow_.apply(open(), now_); }));
        for (int i = 1; i <= size_.agents; ++i) {
            at(seconds(chance() * 1800), What::ComeToWork, i);
        }
        at(Duration{0}, What::Arrive, 0);
        for (int hour = 1; hour < 9; ++hour) {
            at(std::chrono::hours{hour}, What::Reconfigure, hour);
        }
        while (!events_.empty() && shadow_.broken().empty()) {
            const Event event = events_.top();
            events_.pop();
            wake_until(event.at);
            now_ = event.at;
            happen(event);
            if (++steps_ % 100'000 == 0) {
                shadow_.look_closely();
            }
        }
        wake_until(MonoTime::max());
        shadow_.look_closely();
    }

    const Shadow& shadow() const { return shadow_; }
    const Acd& acd() const { return acd_; }
    std::uint64_t decisions() const { return decisions_; }
    Duration deciding() const { return deciding_; }
    Duration slowest() const { return slowest_; }
    std::size_t most_waiting() const { return most_waiting_; }
    std::uint64_t abandoned() const { return abandoned_; }

  private:
    enum class What {
        Arrive,
        Abandon,
        Answer,
        Fail,
        HangUp,
        ComeToWork,
        Rest,
        Return,
        Pause,
        Resume,
        LoseDevice,
        FindDevice,
        Dial,
        GoHome,
        Reconfigure
    };
    struct Event {
        MonoTime at;
        std::uint64_t order = 0;
        What what = What::Arrive;
        std::int64_t whom = 0;
        model::OfferOutcome outcome = model::OfferOutcome::Refused;
        bool operator<(const Event& other) const { return std::tie(other.at, other.order) < std::tie(at, order); }
    };
    static constexpr double day_s = 9 * 3600;

    double chance() { return std::uniform_real_distribution<>{}(random_); }
    int pick(int n) { return static_cast<int>(random_() % static_cast<std::uint64_t>(n)); }
    Duration about(double mean_s) { return seconds(-mean_s * std::log(1 - chance())); }
    static Duration seconds(double s) { return std::chrono::milliseconds{static_cast<std::int64_t>(s * 1000)}; }
    double elapsed_s() const { return std::chrono::duration<double>(now_ - MonoTime{}).count(); }

    void at(Duration from_now, What what, std::int64_t whom,
            model::OfferOutcome outcome = model::OfferOutcome::Refused) {
        events_.push({now_ + from_now, ++order_, what, whom, outcome});
    }

    Configured open() {
        directory_ = std::make_shared<model::Directory>();
        for (int i = 1; i <= size_.queues; ++i) {
            model::Queue queue;
            queue.id = QueueId{i};
            queue.strategy = static_cast<model::Strategy>(i % 8);
            queue.max_wait = std::chrono::seconds{120 + 60 * (i % 5)};
            queue.join_when_empty = i % 7 != 0;
            queue.leave_when_empty = i % 5 == 0;
            queue.max_waiting = i % 11 == 0 ? 50 : 0;
            directory_->queues.push_back(queue);
        }
        for (int i = 1; i <= size_.agents; ++i) {
            model::User user;
            user.id = UserId{i};
            user.wraps_up = i % 2 == 0;
            user.wrap_up = std::chrono::seconds{15};
            directory_->users.push_back(user);
            join(user.id, i % size_.queues);
            if (i % 2 == 0 && i % size_.queues != 0) {
                join(user.id, 0);  // half of the house helps out in one great queue
            }
            if (i % 3 == 0) {
                join(user.id, pick(size_.queues));
            }
        }
        return snapshot();
    }
    void join(UserId user, int queue) {
        directory_->queues[static_cast<std::size_t>(queue)].members.push_back({user, pick(4) == 0 ? 1 : 0, pick(5)});
    }
    Configured snapshot() const {
        auto copy = std::make_shared<model::Directory>(*directory_);
        copy->index();
        return {copy};
    }

    void happen(const Event& event) {
        const UserId user{event.whom};
        const auto* agent = shadow_.find_agent(user);
        switch (event.what) {
            case What::Arrive:
                arrive();
                break;
            case What::Abandon:
                if (shadow_.waiting().contains(CallId{event.whom})) {
                    ++abandoned_;
                    feed(CallLeft{CallId{event.whom}});
                }
                break;
            case What::Answer:
                feed(OfferAccepted{OfferId{event.whom}});
                break;
            case What::Fail:
                feed(OfferFailed{OfferId{event.whom}, event.outcome});
                break;
            case What::HangUp:
                feed(AgentFree{user, event.outcome == model::OfferOutcome::Accepted});
                break;
            case What::ComeToWork:
                come_to_work(user);
                break;
            case What::Rest:
                feed(AgentSet{user, model::AgentState::Rest, {}});
                at(about(600), What::Return, event.whom);
                break;
            case What::Return:
                if (agent->state != model::AgentState::Offline) {
                    feed(AgentSet{user, model::AgentState::Ready, {}});
                    plan(about(5400), What::Rest, event.whom);
                }
                break;
            case What::Pause:
                feed(QueuePaused{user, QueueId{1 + event.whom % size_.queues}, true, {}});
                at(about(300), What::Resume, event.whom);
                break;
            case What::Resume:
                feed(QueuePaused{user, QueueId{1 + event.whom % size_.queues}, false, {}});
                break;
            case What::LoseDevice:
                feed(DeviceOnline{user, false});
                at(about(20), What::FindDevice, event.whom);
                break;
            case What::FindDevice:
                feed(DeviceOnline{user, true});
                plan(about(10'000), What::LoseDevice, event.whom);
                break;
            case What::Dial:
                dial(user, *agent);
                break;
            case What::GoHome:
                feed(AgentSet{user, model::AgentState::Offline, {}});
                break;
            case What::Reconfigure:
                directory_->queues[0].ring_timeout = std::chrono::seconds{15 + event.whom};
                directory_->queues[1 % directory_->queues.size()].members.pop_back();
                feed(snapshot());
                break;
        }
    }

    /// Only while the day lasts.
    void plan(Duration from_now, What what, std::int64_t whom) {
        if (elapsed_s() + std::chrono::duration<double>(from_now).count() < day_s) {
            at(from_now, what, whom);
        }
    }

    void arrive() {
        // Two peaks, at a quarter and at two thirds of the day; thinned from the highest rate.
        const double highest = size_.calls / day_s * 1.7;
        const double x = elapsed_s() / day_s;
        const auto peak = [x](double where) { return std::exp(-(x - where) * (x - where) / 0.006); };
        const double rate = size_.calls / day_s * (0.75 + 0.95 * std::min(1.0, peak(0.25) + peak(0.66)));
        if (chance() < rate / highest) {
            const int queue = pick(4) == 0 ? 0 : pick(size_.queues);
            CallEntered entered{CallId{++calls_}, QueueId{1 + queue}, pick(20) == 0 ? 1 : 0, Duration{0}, {}};
            if (pick(10) == 0) {
                entered.preferred_agent = UserId{1 + pick(size_.agents)};
            }
            at(about(150), What::Abandon, calls_);
            feed(entered);
        }
        plan(about(1 / highest), What::Arrive, 0);
    }

    void come_to_work(UserId user) {
        feed(DeviceOnline{user, true});
        feed(AgentSet{user, model::AgentState::Ready, {}});
        plan(about(5400), What::Rest, user.value);
        plan(about(10'000), What::LoseDevice, user.value);
        plan(about(4000), What::Dial, user.value);
        plan(about(20'000), What::Pause, user.value);
        at(seconds(day_s - elapsed_s() - chance() * 1800), What::GoHome, user.value);
    }

    void dial(UserId user, const Shadow::Agent& agent) {
        if (agent.activity == model::AgentActivity::Idle && agent.state != model::AgentState::Offline) {
            feed(AgentBusyWithCall{user, model::AgentActivity::Dialling});
            at(about(60), What::HangUp, user.value);
        }
        plan(about(4000), What::Dial, user.value);
    }

    void wake_until(MonoTime until) {
        while (acd_.next_wake() && *acd_.next_wake() <= until) {
            now_ = *acd_.next_wake();
            react(timed([&] { return shadow_.wake(now_); }));
        }
    }

    void feed(const Input& input) {
        react(timed([&] { return shadow_.apply(input, now_); }));
        most_waiting_ = std::max(most_waiting_, shadow_.waiting().size());
    }

    /// The time includes the shadow's checks: an upper bound.
    template <class Decide>
    std::vector<Effect> timed(Decide decide) {
        const auto start = std::chrono::steady_clock::now();
        auto effects = decide();
        const Duration took = std::chrono::steady_clock::now() - start;
        deciding_ += took;
        slowest_ = std::max(slowest_, decisions_ == 0 ? Duration{0} : took);
        ++decisions_;
        return effects;
    }

    void react(const std::vector<Effect>& effects) {
        for (const auto& effect : effects) {
            if (const auto* offer = std::get_if<Offer>(&effect)) {
                answer(*offer);
            } else if (const auto* connect = std::get_if<Connect>(&effect)) {
                at(seconds(5) + about(115), What::HangUp, connect->agent.value, model::OfferOutcome::Accepted);
            } else if (const auto* eject = std::get_if<Eject>(&effect)) {
                overflow(*eject);
            }
        }
    }

    void answer(const Offer& offer) {
        const int luck = pick(200);
        if (luck < 184) {
            at(seconds(2 + chance() * 6), What::Answer, offer.offer.value);
        } else if (luck < 192) {
            return;  // rings until nobody answers
        } else if (luck < 198) {
            at(seconds(2), What::Fail, offer.offer.value, model::OfferOutcome::Refused);
        } else {
            at(seconds(0.2), What::Fail, offer.offer.value,
               luck == 198 ? model::OfferOutcome::Busy : model::OfferOutcome::Unreachable);
        }
    }

    void overflow(const Eject& ejected) {
        if (ejected.exit == model::QueueExit::TimedOut && pick(3) == 0) {
            overflowing_.push_back({ejected.call, QueueId{1 + pick(size_.queues)}, 0, std::chrono::minutes{3}, {}});
        }
        // One at a time: `feed` comes back here.
        if (overflowing_.size() == 1) {
            while (!overflowing_.empty()) {
                const auto entered = overflowing_.back();
                feed(entered);
                overflowing_.pop_back();
            }
        }
    }

    DaySize size_;
    std::mt19937_64 random_;
    Acd acd_;
    Shadow shadow_;
    std::shared_ptr<model::Directory> directory_;
    std::priority_queue<Event> events_;
    std::vector<CallEntered> overflowing_;
    MonoTime now_{};
    std::uint64_t order_ = 0, steps_ = 0, decisions_ = 0, abandoned_ = 0;
    std::int64_t calls_ = 0;
    std::size_t most_waiting_ = 0;
    Duration deciding_{0}, slowest_{0};
};

}  // namespace yh::acd::testing
