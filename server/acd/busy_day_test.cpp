#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "acd/testing/busy_day.h"

namespace yh::acd::testing {
namespace {

// A whole working day. The full size, 10,000 agents in 200 queues and a million and a half calls, takes a minute
// and runs with YINGHE_ACD_FULL_DAY=1; the everyday size is a fifteenth of it.
TEST(AcdBusyDay, EndsWithoutABrokenRule) {
    DaySize size;
    const char* full = std::getenv("YINGHE_ACD_FULL_DAY");
    if (full != nullptr && *full == '1') {
        size = {10'000, 200, 1'500'000, 1};
    }
    BusyDay day{size};
    day.run();
    const auto& shadow = day.shadow();
    for (const auto& broken : shadow.broken()) {
        ADD_FAILURE() << broken;
    }
    EXPECT_TRUE(shadow.waiting().empty());
    EXPECT_TRUE(shadow.offers().empty());
    EXPECT_FALSE(day.acd().next_wake());
    EXPECT_GT(static_cast<double>(shadow.connected), 0.8 * static_cast<double>(shadow.entered));
    const auto& counts = day.acd().counts();
    fmt::print(
        "{} agents, {} queues: {} calls entered, {} connected, {} abandoned, {} ejected, {} turned away; {} offers ({} "
        "no "
        "answer, {} refused, {} busy, {} unreachable, {} withdrawn), most waiting {}; {} decisions, {:.2f} µs each "
        "with all "
        "checks, slowest {:.1f} ms\n",
        size.agents, size.queues, shadow.entered, shadow.connected, day.abandoned(), shadow.ejected,
        shadow.refused_entry, counts.offers, counts.no_answer, counts.refused, counts.busy, counts.unreachable,
        counts.withdrawn, day.most_waiting(), day.decisions(),
        std::chrono::duration<double, std::micro>(day.deciding()).count() / static_cast<double>(day.decisions()),
        std::chrono::duration<double, std::milli>(day.slowest()).count());
}

}  // namespace
}  // namespace yh::acd::testing
