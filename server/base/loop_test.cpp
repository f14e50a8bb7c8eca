#include "base/loop.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "base/worker.h"

namespace yh {
namespace {

using std::chrono::milliseconds;

TEST(Loop, TasksOfManyThreadsRunOnOne) {
    Loop loop{"test"};
    int owned = 0;  // no lock: only the loop writes it
    constexpr int each = 2000;
    std::vector<std::thread> senders;
    for (int s = 0; s < 3; ++s) {
        senders.emplace_back([&] {
            for (int i = 0; i < each; ++i) {
                loop.post([&] {
                    loop.assert_here();
                    if (++owned == 3 * each) {
                        loop.stop();
                    }
                });
            }
        });
    }
    loop.run();
    for (auto& sender : senders) {
        sender.join();
    }
    EXPECT_EQ(owned, 3 * each);
}

TEST(Loop, TimerScheduledInsideATaskFires) {
    Loop loop{"test"};
    bool fired = false;
    loop.post([&] {
        loop.after(std::chrono::hours{1}, [&] { FAIL() << "not yet due"; });
        const auto late = loop.after(milliseconds{20}, [&] { FAIL() << "cancelled"; });
        loop.cancel(late);
        loop.after(milliseconds{1}, [&] {
            fired = true;
            loop.stop();
        });
    });
    loop.run();
    EXPECT_TRUE(fired);
}

TEST(Worker, RunsAcceptedJobsBeforeItEnds) {
    int ran = 0;
    {
        Worker worker{"test", 100};
        for (int i = 0; i < 50; ++i) {
            ASSERT_TRUE(worker.post([&] { ++ran; }));
        }
    }
    EXPECT_EQ(ran, 50);
}

}  // namespace
}  // namespace yh
