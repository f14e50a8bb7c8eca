#include "office/supervision/live_feed.h"

#include <gtest/gtest.h>

#include <random>

namespace yh::office::supervision {
namespace {

using model::CallId;
using model::QueueId;
using model::Role;
using model::TenantId;
using model::UserId;

model::User person(std::int64_t id, std::int64_t tenant, Role role) {
    model::User user;
    user.id = UserId{id};
    user.tenant = TenantId{tenant};
    user.number = std::to_string(10'000 + id);
    user.role = role;
    return user;
}

people::SignedIn signed_in(const model::User& user) {
    people::SignedIn who;
    who.user = user.id;
    who.tenant = user.tenant;
    who.role = user.role;
    who.number = user.number;
    who.session_hash = "session of " + user.number;
    return who;
}

/// Two companies; in the first: agents 1…4, leader 5 of queue 1, administrator 6; queue 1 has 1 and 2, queue 2 has 3.
model::DirectoryPtr two_companies() {
    auto directory = std::make_shared<model::Directory>();
    for (const std::int64_t tenant : {1, 2}) {
        model::Tenant company;
        company.id = TenantId{tenant};
        company.code = "t" + std::to_string(tenant);
        directory->tenants.push_back(company);
        const auto base = (tenant - 1) * 100;
        for (std::int64_t n = 1; n <= 6; ++n) {
            const auto role = n == 5 ? Role::Leader : n == 6 ? Role::Admin : Role::Agent;
            directory->users.push_back(person(base + n, tenant, role));
        }
        for (std::int64_t n = 1; n <= 2; ++n) {
            model::Queue queue;
            queue.id = QueueId{base + n};
            queue.tenant = TenantId{tenant};
            queue.number = std::to_string(599 + n);
            if (n == 1) {
                queue.leaders = {UserId{base + 5}};
                queue.members = {{UserId{base + 1}}, {UserId{base + 2}}};
            } else {
                queue.members = {{UserId{base + 3}}};
            }
            directory->queues.push_back(queue);
        }
    }
    directory->index();
    return directory;
}

model::LiveCall call_of(std::int64_t id, std::int64_t queue, std::initializer_list<std::int64_t> users) {
    model::LiveCall call;
    call.id = CallId{id};
    call.tenant = TenantId{1};
    call.queue = QueueId{queue};
    call.phase = "talking";
    for (const auto user : users) {
        call.legs.emplace_back().user = UserId{user};
    }
    return call;
}

TEST(Scope, EachSeesWhatIsTheirs) {
    const auto directory = two_companies();
    const auto scope = [&](std::int64_t id) { return Scope{signed_in(*directory->find_user(UserId{id})), *directory}; };
    const auto in_queue = call_of(1, 1, {1});
    EXPECT_TRUE(scope(1).sees(in_queue));
    EXPECT_FALSE(scope(2).sees(in_queue)) << "a colleague's call is not mine";
    EXPECT_TRUE(scope(5).sees(in_queue)) << "the leader leads its queue";
    EXPECT_TRUE(scope(6).sees(in_queue));
    EXPECT_FALSE(scope(106).sees(in_queue)) << "another company's administrator";
    const auto dialled_by_member = call_of(2, 0, {2});
    EXPECT_TRUE(scope(5).sees(dialled_by_member)) << "every call of a member";
    EXPECT_FALSE(scope(5).sees(call_of(3, 2, {3}))) << "a queue of somebody else";
    EXPECT_FALSE(scope(1).sees_user(*directory->find_user(UserId{2})));
    EXPECT_TRUE(scope(5).sees_user(*directory->find_user(UserId{2})));
    EXPECT_TRUE(scope(1).sees(*directory->find_queue(QueueId{1})));
    EXPECT_FALSE(scope(1).sees(*directory->find_queue(QueueId{2})));
    EXPECT_FALSE(scope(4).sees(*directory->find_queue(QueueId{1})));
}

// The index that /ws tells by must say what the scope says that REST answers by.
TEST(Audience, SaysWhatTheScopesSay) {
    const auto directory = two_companies();
    std::map<ViewerId, Scope> scopes;
    Audience audience;
    ViewerId next = 1;
    for (int twice = 0; twice < 2; ++twice) {
        for (const auto& user : directory->users) {
            scopes.emplace(next, Scope{signed_in(user), *directory});
            audience.add(next, scopes.at(next));
            ++next;
        }
    }
    std::mt19937 random{7};
    const auto some = [&](std::int64_t below) { return static_cast<std::int64_t>(random() % below); };
    for (int round = 0; round < 2000; ++round) {
        if (round % 10 == 0 && !scopes.empty()) {
            const auto leaving = std::next(scopes.begin(), some(static_cast<std::int64_t>(scopes.size())));
            if (some(2) == 0) {
                audience.remove(leaving->first, leaving->second);
                scopes.erase(leaving);
            }
        }
        auto call = call_of(round, some(3), {});
        call.tenant = TenantId{1 + some(2)};
        const auto base = (call.tenant.value - 1) * 100;
        call.queue = QueueId{some(3) == 0 ? 0 : base + 1 + some(2)};
        for (auto legs = some(3); legs > 0; --legs) {
            call.legs.emplace_back().user = UserId{some(3) == 0 ? 0 : base + 1 + some(6)};
        }
        std::vector<ViewerId> expected;
        for (const auto& [id, scope] : scopes) {
            if (scope.sees(call)) {
                expected.push_back(id);
            }
        }
        EXPECT_EQ(audience.of(call), expected);
    }
    for (const auto& queue : directory->queues) {
        for (const auto& [id, scope] : scopes) {
            const auto told = audience.of(queue);
            EXPECT_EQ(std::ranges::find(told, id) != told.end(), scope.sees(queue));
        }
    }
}

/// The call loop's end with pictures that a test changes at will, on a loop that runs when the test says so.
struct TapBench {
    Loop loop{"calls"};
    Loop home{"home"};
    std::map<std::int64_t, model::LiveCall> calls;
    std::vector<LiveChanges> told;
    int pictures = 0;
    LiveTap tap{loop,
                {[this] {
                     auto all = std::make_shared<model::LiveSnapshot>();
                     for (const auto& [id, call] : calls) {
                         all->calls.push_back(call);
                     }
                     return all;
                 },
                 [this](CallId id) -> std::optional<model::LiveCall> {
                     ++pictures;
                     const auto at = calls.find(id.value);
                     return at == calls.end() ? std::nullopt : std::optional{at->second};
                 },
                 [](UserId id) -> std::optional<model::LiveAgent> {
                     model::LiveAgent agent;
                     agent.user = id;
                     return agent;
                 },
                 [](QueueId) { return std::optional<model::LiveQueue>{}; }},
                home};

    TapBench() {
        tap.connect([this](LiveChanges changes) { told.push_back(std::move(changes)); });
    }
    void say(std::int64_t call, model::EventBody body) {
        tap.on_event({1, TenantId{1}, CallId{call}, std::move(body)});
    }
    void settle(Duration at_most = std::chrono::milliseconds{70}) {
        loop.run_for(at_most);
        home.run_for(std::chrono::milliseconds{1});
    }
};

TEST(LiveTap, DoesNothingWhileNobodyLooks) {
    TapBench bench;
    bench.say(1, model::CallStarted{});
    bench.settle();
    EXPECT_TRUE(bench.told.empty());
}

TEST(LiveTap, ManyChangesOfOneCallAreOnePicture) {
    TapBench bench;
    bench.calls[1] = call_of(1, 1, {});
    bench.tap.start();
    bench.tap.ready();
    for (int n = 0; n < 1000; ++n) {
        bench.say(1, model::LegRinging{});
    }
    bench.settle();
    ASSERT_EQ(bench.told.size(), 2u);
    EXPECT_TRUE(bench.told[0].whole);
    EXPECT_EQ(bench.told[1].calls.size(), 1u);
    EXPECT_EQ(bench.pictures, 1);
}

TEST(LiveTap, TellsNothingMoreUntilTheFeedIsReady) {
    TapBench bench;
    bench.calls[1] = call_of(1, 1, {});
    bench.tap.start();  // and the feed has not said that everybody knows
    bench.say(1, model::LegRinging{});
    bench.settle();
    EXPECT_EQ(bench.told.size(), 1u);
    bench.tap.ready();
    bench.settle();
    EXPECT_EQ(bench.told.size(), 2u);
}

TEST(LiveTap, TheCallOfSomebodyWhoLooksGoesAtOnce) {
    TapBench bench;
    bench.calls[1] = call_of(1, 1, {7});
    bench.tap.start();  // the feed stays busy
    bench.tap.watch(UserId{7}, true);
    model::LegStarted leg;
    leg.user = UserId{7};
    bench.say(1, leg);
    bench.settle(std::chrono::milliseconds{5});
    ASSERT_EQ(bench.told.size(), 2u);
    EXPECT_TRUE(bench.told[1].own_first);
    EXPECT_EQ(bench.told[1].calls.size(), 1u);
    EXPECT_EQ(bench.told[1].agents.size(), 1u);
    bench.calls.clear();
    bench.say(1, model::CallEnded{});
    bench.settle(std::chrono::milliseconds{5});
    ASSERT_EQ(bench.told.size(), 3u);
    EXPECT_EQ(bench.told[2].ended.size(), 1u);
}

TEST(LiveTap, B13MetersGoToWhoSupervisesAndLooks) {
    TapBench bench;
    std::vector<LiveMeters> told;
    bench.tap.connect_meters([&](const LiveMeters& meters) { told.push_back(meters); });
    bench.tap.on_meters(CallId{1}, UserId{7}, {{model::LegId{3}, 40, 4.2}});
    bench.settle();
    EXPECT_TRUE(told.empty()) << "the leader has no page open";
    bench.tap.watch(UserId{7}, true);
    bench.tap.on_meters(CallId{1}, UserId{8}, {{model::LegId{3}, 40, 4.2}});
    bench.tap.on_meters(CallId{1}, UserId{7}, {{model::LegId{3}, 60, 4.2}});
    bench.settle();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].supervisor, UserId{7});
    EXPECT_EQ(told[0].legs.at(0).level, 60);
    EXPECT_EQ(bench.pictures, 0) << "no call was pictured for it";
}

TEST(LiveMessages, TheDataInsideATail) {
    const auto tail = message_tail("call.ended", CallEndedView{CallId{5}, model::CallResult::Answered, {}});
    EXPECT_EQ(*tail, "\"type\":\"call.ended\",\"data\":" + std::string{data_of(tail, "call.ended")} + "}");
    EXPECT_EQ(data_of(tail, "call.ended").front(), '{');
    EXPECT_EQ(message_head(12), "{\"seq\":12,");
}

}  // namespace
}  // namespace yh::office::supervision
