#include <fmt/format.h>

#include <map>

#include "office/reports/filled_fake.h"

namespace yh::office::reports {
namespace {

/// Fifty numbers, called on some of the days from August until today.
class NumbersTest : public Filled {
  protected:
    void call() {
        rollups::Sums sums;
        for (auto day = first; day <= today; day = rollups::day_after(day)) {
            for (auto calls = random(0, 12); calls > 0; --calls) {
                rollups::DialledNumber row;
                row.tenant_id = tenant_;
                row.day = day;
                row.number = std::to_string(13800000000 + random(1, 50));
                auto& kept = sums.dialled_numbers.at(row);
                kept.attempts += 1;
                (one_in(2) ? kept.talked_long : kept.rung_short) += 1;
                attempts[day][row.number] += 1;
            }
        }
        ASSERT_TRUE(rollups::add_to(connection_, sums).ok());
    }
    std::map<std::string, std::int64_t> attempts_of(std::int64_t from, std::int64_t to) const {
        std::map<std::string, std::int64_t> all;
        for (const auto& [day, numbers] : attempts) {
            for (const auto& [number, count] : numbers) {
                all[number] += day >= from && day <= to ? count : 0;
            }
        }
        std::erase_if(all, [](const auto& each) { return each.second == 0; });
        return all;
    }

    static constexpr std::int64_t first = 20260820;
    static constexpr std::int64_t today = 20261120;
    std::map<std::int64_t, std::map<std::string, std::int64_t>> attempts;
};

// R230: any days, by months and years that are nearly what is asked for or day by day; each page is a part of the
// whole.
TEST_P(NumbersTest, R230_AnyDays) {
    call();
    auto question = asked(*find_report("dialled-numbers"), admin(), Period::None);
    question.page_size = 7;
    for (int turn = 0; turn < 60; ++turn) {
        question.from_day = rollups::day_after(20260815, random(0, 95));
        question.to_day = rollups::day_after(*question.from_day, random(0, 1) == 0 ? random(0, 8) : random(20, 100));
        question.sort =
            any(std::vector<std::string>{"", "attempts", "-talked_long", "rung_short", "number", "-number"});
        SCOPED_TRACE(fmt::format("{} to {} by {}", *question.from_day, *question.to_day, question.sort));
        const auto all = find(question, Whole::All).answer;
        const auto expected = attempts_of(*question.from_day, *question.to_day);
        ASSERT_EQ(all.rows.size(), expected.size());
        double total = 0;
        for (const auto& row : all.rows) {
            EXPECT_EQ(row.values[0], static_cast<double>(expected.at(row.number)));
            total += *row.values[0];
        }
        EXPECT_EQ(all.total[0], total);
        for (question.page = 1; (question.page - 1) * question.page_size <= all.rows_total; ++question.page) {
            const auto page = find(question).answer;
            EXPECT_EQ(page.rows_total, all.rows_total);
            EXPECT_EQ(page.total, all.total);
            for (std::size_t at = 0; at < page.rows.size(); ++at) {
                const auto& row = all.rows.at(static_cast<std::size_t>((question.page - 1) * question.page_size) + at);
                EXPECT_EQ(page.rows[at].number, row.number);
                EXPECT_EQ(page.rows[at].values, row.values);
            }
        }
        question.page = 1;
    }
}

INSTANTIATE_TEST_SUITE_P(BothEngines, NumbersTest, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& tested) { return tested.param == db::Engine::Sqlite ? "Sqlite" : "Postgres"; });

}  // namespace
}  // namespace yh::office::reports
