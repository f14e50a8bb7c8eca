#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <ranges>
#include <span>
#include <string>
#include <vector>

#include "http/text.h"
#include "office/lists/list_store.h"
#include "office/records/many_calls_fake.h"
#include "office/records/record_lists.h"

// Lists of many calls, with both databases: whichever way leads to a page, its rows, their order and their number are
// those that are found by looking at every call.
namespace yh::office::records {
namespace {

using Fits = std::function<bool(const MadeCall&)>;

struct Question {
    std::string query;
    Fits fits;
};

class RecordFiltersRandomTest : public ::testing::TestWithParam<db::Engine> {
  protected:
    template <class Row, class Read>
    void expect_page(const lists::Listing<Row, Read>& listing, const std::string& who, const std::string& query,
                     const std::vector<std::int64_t>& all, std::size_t page) {
        constexpr std::size_t size = 25;
        const auto text = fmt::format("size={}&page={}&{}", size, page, query);
        const auto asked = lists::read_query(listing.list, http::parse_query(text).value(), company_.reader(who));
        ASSERT_TRUE(asked.ok()) << asked.error().detail;
        const auto found = lists::find_page(company_.connection, listing, *asked);
        ASSERT_TRUE(found.ok()) << found.error().detail;
        const auto begin = std::min((page - 1) * size, all.size());
        const auto part = std::span{all}.subspan(begin, std::min(size, all.size() - begin));
        EXPECT_EQ(lists::ids_of(found->items), (std::vector<std::int64_t>{part.begin(), part.end()}));
        EXPECT_EQ(found->total, std::min(std::ssize(all), lists::most_counted));
        EXPECT_EQ(found->total_is_least, std::ssize(all) > lists::most_counted);
    }
    /// What a list must hold, in its usual order, the newest first.
    std::vector<std::int64_t> wanted(const std::string& who, const Fits& fits, bool of_recordings) {
        std::vector<std::int64_t> all;
        for (const auto& call : std::views::reverse(company_.calls)) {
            if (ManyCalls::sees(who, call) && fits(call) && (call.is_recorded || !of_recordings)) {
                all.push_back(call.id + (of_recordings ? 1 : 0));
            }
        }
        return all;
    }
    void expect_all(const std::string& who, const Question& question, bool of_recordings) {
        SCOPED_TRACE(fmt::format("{} {} {}", who, of_recordings ? "recordings" : "calls", question.query));
        auto all = wanted(who, question.fits, of_recordings);
        const auto expect = [&](const std::string& query, std::size_t page) {
            of_recordings ? expect_page(recordings(), who, query, all, page)
                          : expect_page(call_records(), who, query, all, page);
        };
        expect(question.query, 1);
        expect(question.query, 4);
        std::ranges::reverse(all);
        expect(question.query + "&sort=created_at_ms", 2);
    }

    ManyCalls company_{GetParam()};
};

Fits all_of(const Fits& one, const Fits& other) {
    return [=](const MadeCall& call) { return one(call) && other(call); };
}

// Of admins, a queue's leader, a department's manager and an agent. What most calls fit, and what few do, alone and
// together; so many calls that not all of them are counted.
TEST_P(RecordFiltersRandomTest, EveryWayFindsTheSame) {
    ASSERT_NO_FATAL_FAILURE(company_.fill(lists::most_counted + lists::most_counted / 2));
    const auto talked = [](std::int64_t from, std::int64_t to = talk_most_ms + 1) -> Fits {
        return [=](const MadeCall& call) { return call.talk_ms >= from && call.talk_ms < to; };
    };
    const auto of = [](auto MadeCall::*fact, auto value) -> Fits {
        return [=](const MadeCall& call) { return call.*fact == value; };
    };
    const Fits has_138 = [](const MadeCall& call) { return call.number.find("138") != std::string::npos; };
    const auto sales = of(&MadeCall::queue, "600");
    const auto outbound = of(&MadeCall::direction, "manual_outbound");
    const auto rated = of(&MadeCall::is_rated, true);
    const auto annotated = of(&MadeCall::is_annotated, true);
    const auto plain = of(&MadeCall::is_annotated, false);
    const auto middle = company_.calls[company_.calls.size() / 2].at_ms;
    const Fits newer = [=](const MadeCall& call) { return call.at_ms >= middle; };
    const std::vector<Question> of_both{
        {"", talked(0)},
        {"min_ms=1", talked(1)},
        {"min_ms=20000", talked(20'000)},
        {"min_ms=199000", talked(199'000)},
        {"max_ms=2000", talked(0, 2000)},
        {"min_ms=1000&max_ms=150000", talked(1000, 150'000)},
        {"survey=满意", rated},
        {"survey=满意&min_ms=20000", all_of(rated, talked(20'000))},
        {"survey=满意&queue=600", all_of(rated, sales)},
        {"queue=600", sales},
        {"queue=601", of(&MadeCall::queue, "601")},
        {"queue=DOUT", outbound},
        {"queue=600&result=answered", all_of(sales, of(&MadeCall::answered, true))},
        {"direction=ordinary", [](const MadeCall& call) { return call.direction != "auto_outbound"; }},
        {"direction=manual_outbound", outbound},
        {"result=busy", of(&MadeCall::result, "busy")},
        {"direction=manual_outbound&result=answered", all_of(outbound, of(&MadeCall::answered, true))},
        {"number=138", has_138},
        {"number=138&queue=600", all_of(has_138, sales)},
        {"agent=10001", of(&MadeCall::agent, "10001")},
        {"agent=10001&min_ms=20000", all_of(of(&MadeCall::agent, "10001"), talked(20'000))},
        {fmt::format("from_ms={}&min_ms=20000", middle), all_of(newer, talked(20'000))}};
    const std::vector<Question> of_recordings{{"annotated=true", annotated},
                                              {"annotated=false", plain},
                                              {"annotated=false&min_ms=20000", all_of(plain, talked(20'000))},
                                              {"annotated=true&queue=600", all_of(annotated, sales)}};
    for (const auto* who : {"10000", "10090", "10092", "10001"}) {
        for (const auto& question : of_both) {
            expect_all(who, question, false);
            expect_all(who, question, true);
        }
        for (const auto& question : of_recordings) {
            expect_all(who, question, true);
        }
    }
}

// The longest first, and the shortest; of equals the newest.
TEST_P(RecordFiltersRandomTest, RecordingsByTheirLength) {
    ASSERT_NO_FATAL_FAILURE(company_.fill(5 * lists::most_counted / 2));
    std::map<std::int64_t, std::int64_t> lengths;
    for (const auto& call : company_.calls) {
        lengths[call.id + 1] = call.talk_ms;
    }
    for (const auto* who : {"10000", "10090", "10092", "10001"}) {
        SCOPED_TRACE(who);
        auto all = wanted(
            who, [](const MadeCall&) { return true; }, true);
        std::ranges::stable_sort(all, {}, [&](std::int64_t id) { return lengths.at(id); });
        expect_page(recordings(), who, "sort=duration_ms", all, 1);
        expect_page(recordings(), who, "sort=duration_ms", all, 3);
        all = wanted(
            who, [](const MadeCall&) { return true; }, true);
        std::ranges::stable_sort(all, std::greater{}, [&](std::int64_t id) { return lengths.at(id); });
        expect_page(recordings(), who, "sort=-duration_ms", all, 2);
    }
}

INSTANTIATE_TEST_SUITE_P(Engines, RecordFiltersRandomTest, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& one) { return db::engine_name(one.param); });

}  // namespace
}  // namespace yh::office::records
