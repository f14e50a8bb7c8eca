#include <benchmark/benchmark.h>

#include <memory>

#include "acd/acd.h"

// How long one decision takes, with 5,000 ready agents in one queue and 10,000 agents in all.
namespace yh::acd {
namespace {

constexpr int agents = 10'000;
constexpr int queues = 200;
constexpr int in_great_queue = 5'000;

/// Queue 1 has 5,000 members; everybody is in a small queue too, and a third in one more.
model::DirectoryPtr company(model::Strategy strategy) {
    auto directory = std::make_shared<model::Directory>();
    for (int i = 1; i <= queues; ++i) {
        model::Queue queue;
        queue.id = QueueId{i};
        queue.strategy = strategy;
        queue.max_wait = std::chrono::hours{10};
        directory->queues.push_back(queue);
    }
    for (int i = 1; i <= agents; ++i) {
        model::User user;
        user.id = UserId{i};
        directory->users.push_back(user);
        const auto join = [&](int queue) {
            directory->queues[static_cast<std::size_t>(queue)].members.push_back({user.id, i % 2, i % 5});
        };
        join(1 + i % (queues - 1));
        if (i <= in_great_queue) {
            join(0);
        }
        if (i % 3 == 0) {
            join(1 + (i + 77) % (queues - 1));
        }
    }
    directory->index();
    return directory;
}

class Office {
  public:
    explicit Office(model::Strategy strategy) {
        apply(Configured{company(strategy)});
        for (int i = 1; i <= agents; ++i) {
            apply(DeviceOnline{UserId{i}, true});
            apply(AgentSet{UserId{i}, model::AgentState::Ready, {}});
        }
    }
    std::vector<Effect> apply(const Input& input) {
        now_ += std::chrono::milliseconds{1};
        return acd_.apply(input, now_);
    }
    CallId enter(QueueId queue) {
        const CallId call{++calls_};
        offered_ = {};
        for (const auto& effect : apply(CallEntered{call, queue, 0, Duration{0}, {}})) {
            if (const auto* offer = std::get_if<Offer>(&effect)) {
                offered_ = *offer;
            }
        }
        return call;
    }
    const Offer& offered() const { return offered_; }
    Acd& acd() { return acd_; }

  private:
    Acd acd_;
    MonoTime now_{};
    std::int64_t calls_ = 0;
    Offer offered_;
};

/// Three decisions for each call: it enters and is offered, is answered, and ends. Everybody else is free.
void one_call_among_5000_free_agents(benchmark::State& state) {
    Office office{static_cast<model::Strategy>(state.range(0))};
    for (auto _ : state) {
        office.enter(QueueId{1});
        office.apply(OfferAccepted{office.offered().offer});
        office.apply(AgentFree{office.offered().agent, true});
    }
    state.SetItemsProcessed(state.iterations() * 3);
}
BENCHMARK(one_call_among_5000_free_agents)->DenseRange(1, 7)->ArgName("strategy");

/// Everybody talks and 5,000 calls wait: one agent comes free and takes the first; another call enters.
void one_agent_free_among_5000_waiting_calls(benchmark::State& state) {
    Office office{model::Strategy::LongestIdle};
    for (int i = 1; i <= agents; ++i) {
        office.apply(AgentBusyWithCall{UserId{i}, model::AgentActivity::Talking});
    }
    for (int i = 0; i < 5000; ++i) {
        office.enter(QueueId{1});
    }
    std::int64_t agent = 0;
    for (auto _ : state) {
        agent = 1 + agent % in_great_queue;
        const auto effects = office.apply(AgentFree{UserId{agent}, true});
        office.apply(OfferAccepted{std::get<Offer>(effects.at(1)).offer});
        office.enter(QueueId{1});
    }
    state.SetItemsProcessed(state.iterations() * 3);
}
BENCHMARK(one_agent_free_among_5000_waiting_calls);

void state_and_pause_among_5000(benchmark::State& state) {
    Office office{model::Strategy::LongestIdle};
    std::int64_t agent = 0;
    for (auto _ : state) {
        agent = 1 + agent % in_great_queue;
        office.apply(AgentSet{UserId{agent}, model::AgentState::Busy, {}});
        office.apply(AgentSet{UserId{agent}, model::AgentState::Ready, {}});
        office.apply(QueuePaused{UserId{agent}, QueueId{1}, true, {}});
        office.apply(QueuePaused{UserId{agent}, QueueId{1}, false, {}});
    }
    state.SetItemsProcessed(state.iterations() * 4);
}
BENCHMARK(state_and_pause_among_5000);

/// A new directory for 10,000 agents and 200 queues in which nothing has changed.
void same_directory_again(benchmark::State& state) {
    Office office{model::Strategy::LongestIdle};
    const auto directory = company(model::Strategy::LongestIdle);
    for (auto _ : state) {
        office.apply(Configured{directory});
    }
}
BENCHMARK(same_directory_again)->Unit(benchmark::kMillisecond);

/// All strategies anew: every index is rebuilt.
void new_strategy_everywhere(benchmark::State& state) {
    Office office{model::Strategy::LongestIdle};
    const model::DirectoryPtr directories[] = {company(model::Strategy::Skills), company(model::Strategy::LongestIdle)};
    std::size_t turn = 0;
    for (auto _ : state) {
        office.apply(Configured{directories[turn++ % 2]});
    }
}
BENCHMARK(new_strategy_everywhere)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace yh::acd
