#include "office/figures/today.h"

#include <fmt/format.h>

#include <map>
#include <string>

#include "office/reports/filled_fake.h"

// The day so far over random calls, on both engines: what the big screen says is what reports say of the same days.
namespace yh::office::figures {
namespace {

using reports::Found;
using reports::Period;

class TodayTest : public reports::Filled {
  protected:
    void SetUp() override {
        fill(600);
        // A ring that nobody answered is a missed one; the rings of colleagues and of call-backs are, too.
        ASSERT_TRUE(connection_
                        .run("INSERT INTO missed_calls (id, call_id, tenant_id, queue_id, agent_id, number, "
                             "called_number, ringing_at_ms, ended_at_ms, how) SELECT call_legs.id, calls.id, "
                             "calls.tenant_id, call_legs.queue_id, call_legs.user_id, '', '', call_legs.started_at_ms, "
                             "call_legs.ended_at_ms, 'no_answer' FROM call_legs JOIN calls ON calls.id = "
                             "call_legs.call_id WHERE call_legs.answered_at_ms IS NULL AND (call_legs.distributed OR "
                             "calls.direction <> 'inbound')")
                        .ok());
    }

    TodayFigures today(const lists::Reader& reader) {
        Day day{rollups::day_begins_ms(first_day, zone_), now_ms_, 60, {}, std::make_shared<model::TimeZone>(zone_)};
        auto counted = today_figures(connection_, reader.who, day);
        EXPECT_TRUE(counted.ok()) << (counted.ok() ? "" : counted.error().detail);
        return counted.ok() ? *std::move(counted) : TodayFigures{};
    }

    Found report(std::string_view key, const lists::Reader& reader, Period period = Period::None) {
        return find(asked(*reports::find_report(key), reader, period), reports::Whole::All);
    }

    static double value(const Found& found, const std::vector<std::optional<double>>& values, std::string_view key) {
        std::size_t next = 0;
        for (const auto& each : found.shape->measures) {
            if (each.measure.key == key) {
                return values.at(next).value_or(-1);
            }
            next += each.measure.shown ? 1 : 0;
        }
        ADD_FAILURE() << key;
        return 0;
    }
    static double total(const Found& found, std::string_view key) { return value(found, found.answer.total, key); }
};

// R248
TEST_P(TodayTest, SaysWhatReportsSay) {
    const auto day = today(admin());
    const auto times = report("times", admin(), Period::Day);
    EXPECT_GT(day.inbound, 100);
    EXPECT_EQ(day.inbound, total(times, "inbound"));
    EXPECT_EQ(day.outbound, total(times, "outbound"));
    EXPECT_EQ(day.inbound_answered + day.outbound_connected, total(times, "answered"));
    EXPECT_EQ(day.outbound_failed, total(report("agent-outbound", admin()), "outbound_failed"));
}

// R248: each counts the rings of those whom he leads, wherever the call went then; one's own are one's own.
TEST_P(TodayTest, RingsAreThoseOfTheReportOfAgents) {
    for (const auto& reader : {admin(), leader(), manager(), agent()}) {
        const auto day = today(reader);
        EXPECT_GT(day.missed, 0) << reader.who.number;
        EXPECT_EQ(day.missed, total(report("agent-inbound", reader), "abandoned")) << reader.who.number;
    }
}

// B08: call-backs and calls between colleagues wait for nobody; a call that went on to another queue counts in both.
TEST_P(TodayTest, QueuesAreThoseOfTheirReport) {
    for (const auto& reader : {admin(), leader()}) {
        const auto service = report("queue-service", reader);
        std::map<std::string, std::vector<double>> wanted;
        for (const auto& row : service.answer.rows) {
            for (const auto* key : {"visits", "answered", "abandoned", "service_level"}) {
                wanted[row.number].push_back(value(service, row.values, key));
            }
        }
        std::map<std::string, std::vector<double>> found;
        for (const auto& queue : today(reader).queues) {
            found[queue.number] = {static_cast<double>(queue.entered), static_cast<double>(queue.answered),
                                   static_cast<double>(queue.abandoned),
                                   static_cast<double>(queue.in_time) / static_cast<double>(queue.measured)};
        }
        EXPECT_EQ(found, wanted) << reader.who.number;
        EXPECT_EQ(found.size(), reader.who.number == "1" ? 2U : 1U);
    }
}

// R243: in the night to 1 November the clocks go back; from then on the hour since midnight is not that of the clock.
TEST_P(TodayTest, HoursAreThoseOfTheClock) {
    const auto times = report("times", admin(), Period::Hour);
    std::map<std::string, double> wanted;
    for (const auto& row : times.answer.rows) {
        if (const auto inbound = value(times, row.values, "inbound"); inbound > 0) {
            wanted[row.period] = inbound;
        }
    }
    std::map<std::string, double> found;
    for (const auto& hour : today(admin()).hours) {
        if (hour.inbound > 0) {
            found[fmt::format("{:02}", hour.hour)] = static_cast<double>(hour.inbound);
        }
    }
    EXPECT_EQ(found, wanted);
}

// R245, U28: all that ever came, until the counters begin anew; then what came since.
TEST_P(TodayTest, CountersOfQueuesBeginAnew) {
    const auto counted = [&](const lists::Reader& reader) {
        std::map<std::string, std::pair<std::int64_t, std::int64_t>> found;
        for (const auto& counter : today(reader).counters) {
            found[counter.number] = {counter.answered, counter.unanswered};
        }
        return found;
    };
    const auto service = report("queue-service", admin());
    const auto before = counted(admin());
    ASSERT_EQ(before.size(), 2U);
    for (const auto& row : service.answer.rows) {
        const auto answered = value(service, row.values, "answered");
        EXPECT_EQ(before.at(row.number).first, answered);
        EXPECT_EQ(before.at(row.number).second, value(service, row.values, "visits") - answered);
    }
    EXPECT_EQ(counted(leader()).size(), 1U) << "his queue's";
    EXPECT_TRUE(counted(agent()).empty());

    ASSERT_TRUE(rollups::restart_queue_counters(connection_, tenant_, queues_[0], 77).ok());
    EXPECT_EQ(counted(admin()).at("100"), std::make_pair(std::int64_t{0}, std::int64_t{0}));
    EXPECT_EQ(counted(admin()).at("101"), before.at("101"));
    EXPECT_EQ(today(admin()).counters.front().from_ms, 77);

    rollups::Sums sums;
    rollups::QueueHour later;
    later.tenant_id = tenant_;
    later.day = 20270115;
    later.hour = 9;
    later.queue_id = queues_[0];
    auto& row = sums.queue_hours.at(later);
    row.visits = 5;
    row.answered = 3;
    ASSERT_TRUE(rollups::add_to(connection_, sums).ok());
    EXPECT_EQ(counted(admin()).at("100"), std::make_pair(std::int64_t{3}, std::int64_t{2}));
}

INSTANTIATE_TEST_SUITE_P(Engines, TodayTest, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& engine) { return db::engine_name(engine.param); });

}  // namespace
}  // namespace yh::office::figures
