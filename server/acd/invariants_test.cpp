#include <gtest/gtest.h>

#include <random>

#include "acd/testing/random_day.h"

namespace yh::acd::testing {
namespace {

// Whatever happens in whatever order: no call is lost, no agent has two, nobody waits for whom somebody is free.
TEST(AcdInvariants, HoldWhateverHappens) {
    for (std::uint64_t seed = 1; seed <= 500; ++seed) {
        std::mt19937_64 random{seed};
        Acd acd{seed};
        RandomDay day{acd, [&random](int n) { return static_cast<int>(random() % static_cast<std::uint64_t>(n)); }};
        for (int i = 0; i < 400; ++i) {
            if (!day.step()) {
                FAIL() << "seed " << seed << " step " << i << ": " << day.shadow().broken().front();
            }
        }
    }
}

// One long day with every switch used: calls overflow, skills relax, call-backs wait, colleagues take each other's
// calls.
TEST(AcdInvariants, HoldForTwentyThousandInputs) {
    std::mt19937_64 random{20'261'121};
    Acd acd{1};
    RandomDay day{acd, [&random](int n) { return static_cast<int>(random() % static_cast<std::uint64_t>(n)); }};
    for (int i = 0; i < 20'000; ++i) {
        ASSERT_TRUE(day.step()) << "step " << i << ": " << day.shadow().broken().front();
    }
    EXPECT_GT(day.shadow().moved, 100U);
    EXPECT_GT(day.shadow().connected, 200U);
}

CallEntered enters(int call) {
    return {CallId{call}, QueueId{1}, 0, Duration{0}, {}};
}

std::string tell(const std::vector<Effect>& effects) {
    std::string text;
    for (const auto& effect : effects) {
        text += std::to_string(effect.index());
        if (const auto* offer = std::get_if<Offer>(&effect)) {
            text += ":" + offer->offer.text() + "/" + offer->call.text() + "/" + offer->agent.text();
        }
        text += " ";
    }
    return text;
}

model::DirectoryPtr one_queue(model::Strategy strategy, int agents) {
    auto directory = std::make_shared<model::Directory>();
    model::Queue queue;
    queue.id = QueueId{1};
    queue.strategy = strategy;
    for (int i = 1; i <= agents; ++i) {
        model::User user;
        user.id = UserId{i};
        directory->users.push_back(user);
        queue.members.push_back({user.id, 0, i % 3});
    }
    directory->queues.push_back(queue);
    directory->index();
    return directory;
}

void all_ready(Acd& acd, int agents) {
    for (int i = 1; i <= agents; ++i) {
        acd.apply(DeviceOnline{UserId{i}, true}, MonoTime{});
        acd.apply(AgentSet{UserId{i}, model::AgentState::Ready, {}}, MonoTime{});
    }
}

TEST(Acd, SameInputsGiveSameEffects) {
    std::string told[2];
    for (auto& text : told) {
        Acd acd{7};
        text += tell(acd.apply(Configured{one_queue(model::Strategy::Random, 50)}, MonoTime{}));
        all_ready(acd, 50);
        for (int i = 1; i <= 60; ++i) {
            text += tell(acd.apply(enters(i), MonoTime{}));
        }
        text += tell(acd.wake(MonoTime{} + std::chrono::seconds{20}));
    }
    EXPECT_EQ(told[0], told[1]);
}

TEST(Acd, RandomIsFairToThoseWhoStayAndThoseWhoComeBack) {
    Acd acd{3};
    acd.apply(Configured{one_queue(model::Strategy::Random, 10)}, MonoTime{});
    all_ready(acd, 10);
    std::vector<int> offered(11);
    for (int i = 1; i <= 10'000; ++i) {
        const auto effects = acd.apply(enters(i), MonoTime{});
        ++offered[static_cast<std::size_t>(std::get<Offer>(effects.at(1)).agent.value)];
        acd.apply(CallLeft{CallId{i}}, MonoTime{});
    }
    for (std::size_t agent = 1; agent <= 10; ++agent) {
        EXPECT_NEAR(offered[agent], 1000, 150) << agent;
    }
}

TEST(Acd, OffersAreNumberedFromWhereTheCallerSays) {
    Acd acd{1, OfferId{5000}};
    acd.apply(Configured{one_queue(model::Strategy::Linear, 1)}, MonoTime{});
    all_ready(acd, 1);
    const auto effects = acd.apply(enters(1), MonoTime{});
    EXPECT_EQ(std::get<Offer>(effects.at(1)).offer, OfferId{5000});
}

TEST(Acd, CountsWhatHappens) {
    Acd acd;
    acd.apply(Configured{one_queue(model::Strategy::Linear, 2)}, MonoTime{});
    all_ready(acd, 2);
    acd.apply(enters(1), MonoTime{});
    acd.apply(OfferFailed{OfferId{1}, model::OfferOutcome::Busy}, MonoTime{});
    acd.apply(OfferAccepted{OfferId{2}}, MonoTime{});
    acd.apply(OfferAccepted{OfferId{2}}, MonoTime{});
    const auto& counts = acd.counts();
    EXPECT_EQ(counts.offers, 2U);
    EXPECT_EQ(counts.busy, 1U);
    EXPECT_EQ(counts.connected, 1U);
    EXPECT_EQ(counts.late_inputs, 1U);
    EXPECT_TRUE(acd.waiting(QueueId{99}).empty());
}

TEST(Acd, WhoStandsTwiceInTheDirectoryIsOnePerson) {
    auto directory = std::make_shared<model::Directory>(*one_queue(model::Strategy::RingAll, 2));
    directory->users.push_back(directory->users.front());
    directory->queues.front().members.push_back(directory->queues.front().members.front());
    directory->queues.front().members.push_back({UserId{77}, 0, 0});
    Acd acd;
    acd.apply(Configured{directory}, MonoTime{});
    all_ready(acd, 2);
    EXPECT_EQ(acd.agents().size(), 2U);
    EXPECT_EQ(tell(acd.apply(enters(1), MonoTime{})), "4 0:1/1/1 6 0:2/1/2 6 ");
}

}  // namespace
}  // namespace yh::acd::testing
