#include "base/timer_queue.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace yh {
namespace {

using std::chrono::milliseconds;

TEST(TimerQueue, RunsInOrderOfTimeThenOfScheduling) {
    TimerQueue timers;
    std::vector<int> ran;
    const MonoTime start{};
    timers.schedule(start + milliseconds{20}, [&] { ran.push_back(2); });
    timers.schedule(start + milliseconds{10}, [&] { ran.push_back(0); });
    timers.schedule(start + milliseconds{10}, [&] { ran.push_back(1); });
    EXPECT_EQ(timers.run_due(start + milliseconds{9}), 0U);
    EXPECT_EQ(timers.run_due(start + milliseconds{20}), 3U);
    EXPECT_EQ(ran, (std::vector{0, 1, 2}));
    EXPECT_FALSE(timers.next());
}

TEST(TimerQueue, CancelledTimerNeverRunsAndItsIdGoesStale) {
    TimerQueue timers;
    int ran = 0;
    const auto first = timers.schedule(MonoTime{}, [&] { ++ran; });
    timers.cancel(first);
    const auto second = timers.schedule(MonoTime{}, [&] { ++ran; });
    EXPECT_EQ(second.slot, first.slot);
    timers.cancel(first);  // stale: must not touch the timer that took its slot
    timers.run_due(MonoTime{});
    EXPECT_EQ(ran, 1);
}

TEST(TimerQueue, RandomScheduleAndCancelKeepsOrder) {
    TimerQueue timers;
    std::mt19937 random{7};
    std::vector<TimerId> ids;
    MonoTime last{};
    std::size_t ran = 0;
    for (int i = 0; i < 5000; ++i) {
        const MonoTime when = MonoTime{} + milliseconds{random() % 1000};
        ids.push_back(timers.schedule(when, [&, when] {
            EXPECT_LE(last, when);
            last = when;
            ++ran;
        }));
    }
    for (int i = 0; i < 2000; ++i) {
        timers.cancel(ids[random() % ids.size()]);
    }
    const auto left = timers.size();
    timers.run_due(MonoTime{} + milliseconds{1000});
    EXPECT_EQ(ran, left);
}

}  // namespace
}  // namespace yh
