#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

#include "acd/testing/shadow.h"

namespace yh::acd::testing {

/// A small call centre where anything may happen in any order, sensible or not. `pick(n)` chooses from 0…n-1: a
/// seeded generator in the property test, the bytes of the input in the fuzz target.
template <class Pick>
class RandomDay {
  public:
    RandomDay(Acd& acd, Pick pick) : shadow_(acd), acd_(acd), pick_(std::move(pick)) {
        shadow_.apply(configure(), now_);
    }

    /// One thing happens; false: a rule was broken.
    bool step() {
        pass_time();
        shadow_.apply(anything(), now_);
        shadow_.look_closely();
        return shadow_.broken().empty();
    }
    const Shadow& shadow() const { return shadow_; }

  private:
    static constexpr int most_agents = 7;
    static constexpr int most_queues = 5;
    static constexpr int most_calls = 12;

    void pass_time() {
        static constexpr int steps_ms[] = {0, 0, 1, 500, 3000, 10000, 20000, 60000};
        const auto until = now_ + std::chrono::milliseconds{steps_ms[pick_(8)]};
        // Now and then the timer is late, and an input comes first.
        if (pick_(8) != 0) {
            while (acd_.next_wake() && *acd_.next_wake() <= until) {
                now_ = std::max(now_, *acd_.next_wake());
                shadow_.wake(now_);
            }
        }
        now_ = until;
    }

    Input anything() {
        switch (pick_(21)) {
            case 0:
                return pick_(6) == 0 ? Input{configure()} : Input{CallLeft{call()}};
            case 1:
            case 2:
            case 3:
            case 4:
            case 5:
                return CallEntered{call(),
                                   queue(),
                                   pick_(4) == 0 ? pick_(3) : 0,
                                   std::chrono::seconds{pick_(4) == 0 ? pick_(100) : 0},
                                   pick_(4) == 0 ? user() : UserId{},
                                   pick_(8) == 0,
                                   pick_(8) == 0};
            case 6:
                return CallLeft{call()};
            case 7:
            case 8:
            case 9:
                return OfferAccepted{offer()};
            case 10:
            case 11:
                return OfferFailed{offer(), outcome()};
            case 12:
            case 13:
                return AgentSet{user(), static_cast<model::AgentState>(pick_(5)), ""};
            case 14:
                return AgentSet{user(), model::AgentState::Ready, ""};
            case 15:
                return QueuePaused{user(), queue(), pick_(3) == 0, ""};
            case 18:
                return CallTaken{call(), user()};
            case 19:
                return CallKnown{call(), pick_(3), user()};
            case 16:
                return DeviceOnline{user(), pick_(4) != 0};
            case 17:
                return AgentBusyWithCall{user(), static_cast<model::AgentActivity>(pick_(5))};
            default:
                return AgentFree{user(), pick_(2) == 0};
        }
    }

    Configured configure() {
        auto directory = std::make_shared<model::Directory>();
        for (int i = 1; i <= most_agents; ++i) {
            if (pick_(8) != 0) {
                model::User user;
                user.id.value = i;
                user.wraps_up = i % 3 == 0;
                user.wrap_up = std::chrono::seconds{5 + pick_(10)};
                directory->users.push_back(user);
            }
        }
        for (int i = 1; i <= most_queues; ++i) {
            if (pick_(6) != 0) {
                directory->queues.push_back(make_queue(i));
            }
        }
        directory->index();
        return {directory};
    }
    model::Queue make_queue(int number) {
        model::Queue queue;
        queue.id.value = number;
        queue.strategy = static_cast<model::Strategy>(pick_(4) == 0 ? pick_(8) : number % 8);
        queue.ring_timeout = std::chrono::seconds{pick_(9) * 5};
        queue.max_wait = std::chrono::seconds{pick_(4) * 60};
        queue.join_when_empty = pick_(3) != 0;
        queue.leave_when_empty = pick_(3) == 0;
        queue.max_waiting = pick_(3) == 0 ? 3 : 0;
        queue.number = queue.id.text();
        if (pick_(2) == 0) {
            queue.service.overflow_after = std::chrono::seconds{1 + pick_(4) * 10};
            queue.service.overflow_to = QueueId{1 + pick_(most_queues)}.text();
        }
        if (pick_(2) == 0) {
            queue.service.required_skill = pick_(4);
            queue.service.skill_relaxes_every = std::chrono::seconds{pick_(4) * 7};
        }
        const int members = pick_(most_agents + 1);
        for (int i = 0; i < members; ++i) {
            queue.members.push_back({user(), pick_(3) == 0 ? pick_(3) : 0, pick_(3)});
        }
        return queue;
    }

    OfferId offer() {
        const auto& offers = shadow_.offers();
        std::vector<OfferId> ids;
        for (const auto& entry : offers) {
            ids.push_back(entry.first);
        }
        std::sort(ids.begin(), ids.end());
        if (ids.empty() || pick_(16) == 0) {
            return OfferId{pick_(100)};
        }
        return ids[static_cast<std::size_t>(pick_(static_cast<int>(ids.size())))];
    }
    model::OfferOutcome outcome() { return static_cast<model::OfferOutcome>(pick_(6)); }
    CallId call() { return CallId{1 + pick_(most_calls)}; }
    QueueId queue() { return QueueId{1 + pick_(most_queues + 1)}; }
    UserId user() { return UserId{1 + pick_(most_agents + 1)}; }

    Shadow shadow_;
    Acd& acd_;
    Pick pick_;
    MonoTime now_{};
};

template <class Pick>
RandomDay(Acd&, Pick) -> RandomDay<Pick>;

}  // namespace yh::acd::testing
