#include <fmt/format.h>

#include <array>
#include <tuple>
#include <utility>

#include "http/text.h"
#include "office/reports/catalogue.h"
#include "office/reports/filled_fake.h"
#include "office/reports/report_work.h"
#include "office/reports/schedule.h"

// Reports over hand-filled sums and over random calls, on both engines.
namespace yh::office::reports {
namespace {

class ReportsTest : public Filled {
  protected:
    void put(const rollups::Sums& sums) { ASSERT_TRUE(rollups::add_to(connection_, sums).ok()); }

    rollups::AgentDay agent_day(std::int64_t day, std::size_t agent, std::size_t queue) {
        rollups::AgentDay row;
        row.tenant_id = tenant_;
        row.day = day;
        row.agent_id = agents_[agent];
        row.queue_id = queues_[queue];
        return row;
    }

    std::string code_of(std::string_view key, std::string_view query) {
        const auto asked = read_report_query(key, http::parse_query(query).value(), admin(), {});
        if (!asked.ok()) {
            return std::string{asked.error().code};
        }
        const auto found = find_report_answer(connection_, *asked, now_ms_);
        return found.ok() ? std::string{} : std::string{found.error().code};
    }

    static std::string text_of(const lists::FileRow& row) {
        std::string text;
        for (const auto& cell : row) {
            text += (text.empty() ? "" : "|") + cell.text;
        }
        return text;
    }

    std::optional<double> value(const Found& found, const ReportRow& row, std::string_view key) {
        std::size_t next = 0;
        for (const auto& each : found.shape->measures) {
            if (each.measure.key == key) {
                return row.values.at(next);
            }
            next += each.measure.shown ? 1 : 0;
        }
        ADD_FAILURE() << key;
        return std::nullopt;
    }
};

// R226, and that totals are made of sums and never of rows' quotients.
TEST_P(ReportsTest, R226_FiguresOfAgentsByDayAndTogether) {
    rollups::Sums sums;
    auto& first = sums.agent_days.at(agent_day(20261031, 0, 0));
    first.inbound = 10;
    first.inbound_answered = 9;
    first.inbound_talk_ms = 90'000;
    auto& second = sums.agent_days.at(agent_day(20261101, 0, 1));
    second.inbound = 2;
    auto& other = sums.agent_days.at(agent_day(20261101, 1, 0));
    other.inbound = 4;
    other.inbound_answered = 1;
    other.inbound_talk_ms = 30'000;
    put(sums);
    auto question = asked(*find_report("agent-inbound"), admin(), Period::None);
    const auto all = find(question);
    ASSERT_EQ(all.answer.rows.size(), 2U);
    const auto& row = all.answer.rows.front();  // the most inbound calls first
    EXPECT_EQ(row.number + row.name, "11坐席11");
    EXPECT_EQ(value(all, row, "inbound"), 12);
    EXPECT_EQ(value(all, row, "abandoned"), 3);
    EXPECT_EQ(value(all, row, "answer_rate"), 0.75);
    EXPECT_EQ(value(all, row, "inbound_average"), 10);
    EXPECT_EQ(all.answer.total.at(0), 16);
    EXPECT_EQ(all.answer.total.at(2), 0.625);  // (9 + 1) of 16, not the mean of 0.75 and 0.25

    question.period = Period::Day;
    const auto days = find(question);
    ASSERT_EQ(days.answer.rows.size(), 3U);
    EXPECT_EQ(days.answer.rows[0].period, "2026-10-31");
    EXPECT_EQ(days.answer.rows[1].period + days.answer.rows[1].number, "2026-11-0112");
    EXPECT_FALSE(value(days, days.answer.rows[2], "inbound_average"));  // nothing was answered
    EXPECT_EQ(days.answer.total, all.answer.total);

    question.period = Period::Month;
    question.sort = "answer_rate";
    question.page_size = 1;
    question.page = 2;
    const auto page = find(question);
    EXPECT_EQ(page.answer.rows_total, 3);
    ASSERT_EQ(page.answer.rows.size(), 1U);
    EXPECT_EQ(page.answer.rows[0].period + page.answer.rows[0].number, "2026-1112");
    EXPECT_EQ(find(question, Whole::All).answer.rows.size(), 3U);
}

// R094: whoever left is still there by name.
TEST_P(ReportsTest, R094_WhoLeftIsMarked) {
    rollups::Sums sums;
    sums.agent_days.at(agent_day(20261101, 0, 0)).inbound = 1;
    put(sums);
    ASSERT_TRUE(connection_.run("UPDATE users SET status = 'left' WHERE number = '11'").ok());
    const auto found = find(asked(*find_report("agent-calls"), admin(), Period::None));
    ASSERT_EQ(found.answer.rows.size(), 1U);
    EXPECT_EQ(found.answer.rows[0].name, "坐席11【删除】");
}

// R225: idle is ready time without talk; online is all of it together. A state that lasts counts up to now.
TEST_P(ReportsTest, R225_WorkVolumeAddsUpAndGoesOnUpToNow) {
    rollups::Sums sums;
    rollups::AgentStateHour row;
    row.tenant_id = tenant_;
    row.day = 20261101;
    row.hour = 9;
    row.agent_id = agents_[0];
    row.ready_ms = 1'000'000;
    row.talked_ms = 500'000;
    row.talked_in_ready_ms = 400'000;
    row.talked_in_busy_ms = 100'000;
    row.busy_ms = 300'000;
    row.rest_ms = 60'000;
    row.wrap_up_ms = 40'000;
    sums.agent_state_hours.at(row) = row;
    put(sums);
    auto question = asked(*find_report("work-volume"), admin(), Period::None);
    const auto found = find(question);
    ASSERT_EQ(found.answer.rows.size(), 1U);
    const auto& values = found.answer.rows[0].values;
    EXPECT_EQ(values, (std::vector<std::optional<double>>{1400, 600, 60, 200, 40, 500}));
    EXPECT_EQ(*values[0], *values[1] + *values[2] + *values[3] + *values[4] + *values[5]);

    now_ms_ = rollups::day_begins_ms(20261101, zone_) + 36'000'000;
    ASSERT_TRUE(connection_
                    .run("INSERT INTO agent_states (id, tenant_id, user_id, state, reason, began_at_ms) VALUES (1, ?, "
                         "?, 'rest', '', ?)",
                         tenant_, agents_[1], now_ms_ - 90'000)
                    .ok());
    const auto lasting = find(question);
    ASSERT_EQ(lasting.answer.rows.size(), 2U);
    EXPECT_EQ(lasting.answer.rows[1].values[2], 90);
}

// R231, R223: levels are columns, also those that the company has no more.
TEST_P(ReportsTest, R231_R223_LevelsAreColumnsAndRows) {
    rollups::Sums sums;
    const auto add = [&](const std::string& level, std::int64_t count) {
        rollups::SurveyDay row;
        row.tenant_id = tenant_;
        row.day = 20261101;
        row.agent_id = agents_[0];
        row.level = level;
        sums.survey_days.at(row).surveys = count;
    };
    add("", 5);
    add("满意", 3);
    add("很好", 1);
    put(sums);
    const auto found = find(asked(*find_report("agent-satisfaction"), admin(), Period::None));
    ASSERT_EQ(found.answer.rows.size(), 1U);
    const auto& row = found.answer.rows[0];
    EXPECT_EQ(value(found, row, "invited"), 9);
    EXPECT_EQ(value(found, row, "completed"), 4);
    EXPECT_EQ(value(found, row, "level:满意"), 3);
    EXPECT_EQ(value(found, row, "rate:满意"), 0.75);
    EXPECT_EQ(value(found, row, "level:非常满意"), 0);  // configured, chosen by nobody
    EXPECT_EQ(value(found, row, "rate:很好"), 0.25);    // no longer configured
    const auto view = view_of(*found.shape, http::Language::Chinese);
    EXPECT_EQ(view.measures.size(), row.values.size());

    const auto chart = find(asked(*find_report("satisfaction"), admin(), Period::None));
    ASSERT_EQ(chart.answer.rows.size(), 2U);
    EXPECT_EQ(chart.answer.rows[0].name, "满意");
    EXPECT_EQ(chart.answer.rows[0].values[1], 0.75);
    EXPECT_EQ(chart.answer.total[1], 1);
}

// B08: each of the four formulas, by the same sums.
TEST_P(ReportsTest, B08_ServiceLevelByTheCompanysFormula) {
    rollups::Sums sums;
    rollups::QueueHour row;
    row.tenant_id = tenant_;
    row.day = 20261101;
    row.hour = 9;
    row.queue_id = queues_[0];
    row.visits = 20;
    row.answered = 10;
    row.abandoned = 6;
    row.answered_wait_ms = 100'000;
    row.talk_ms = 1'000'000;
    row.wrap_up_ms = 200'000;
    row.answered_in_20 = 8;
    row.answered_in_60 = 9;
    row.abandoned_in_5 = 2;
    sums.queue_hours.at(row) = row;
    put(sums);
    auto question = asked(*find_report("queue-service"), admin(), Period::Hour);
    const auto level = [&](model::ServiceFormula formula) {
        question.service_level.formula = formula;
        const auto found = find(question);
        return value(found, found.answer.rows.at(0), "service_level").value_or(-1);
    };
    EXPECT_DOUBLE_EQ(level(model::ServiceFormula::WithoutEarly), 8.0 / 14);
    EXPECT_DOUBLE_EQ(level(model::ServiceFormula::WithAbandoned), 8.0 / 16);
    EXPECT_DOUBLE_EQ(level(model::ServiceFormula::OfAll), 8.0 / 20);
    question.service_level.answer_within_s = 60;
    EXPECT_DOUBLE_EQ(level(model::ServiceFormula::OfAnswered), 9.0 / 10);
    const auto found = find(question);
    const auto& first = found.answer.rows.at(0);
    EXPECT_EQ(first.period + first.number, "09100");
    EXPECT_EQ(value(found, first, "answer_speed"), 10);
    EXPECT_EQ(value(found, first, "handle_time"), 120);
    for (const auto& measure : view_of(*found.shape, http::Language::English).measures) {
        if (measure.key == "service_level") {
            EXPECT_EQ(measure.formula, "answered within 60 s ÷ answered");
        }
    }
}

// B08: occupancy of all, not of one queue.
TEST_P(ReportsTest, B08_OccupancyIsOfNoSingleQueue) {
    rollups::Sums sums;
    rollups::AgentStateHour row;
    row.tenant_id = tenant_;
    row.day = 20261101;
    row.hour = 9;
    row.agent_id = agents_[0];
    row.ready_ms = 600'000;
    row.wrap_up_ms = 100'000;
    row.talked_ms = 500'000;
    row.talked_in_ready_ms = 500'000;
    row.rest_ms = 900'000;
    sums.agent_state_hours.at(row) = row;
    put(sums);
    auto question = asked(*find_report("service-times"), admin(), Period::Hour);
    const auto found = find(question);
    ASSERT_EQ(found.answer.rows.size(), 24U);
    EXPECT_EQ(value(found, found.answer.rows[9], "occupancy"), 600.0 / 700);
    question.queues = {"100"};
    const auto narrowed = find(question);
    EXPECT_FALSE(value(narrowed, narrowed.answer.rows[9], "occupancy"));
}

// R230: whole months are read as such, parts of them day by day, and both say the same.
TEST_P(ReportsTest, R230_NumbersByMonthAndByDay) {
    rollups::Sums sums;
    const auto add = [&](std::int64_t day, const std::string& number, std::int64_t attempts) {
        rollups::DialledNumber row;
        row.tenant_id = tenant_;
        row.day = day;
        row.number = number;
        auto& kept = sums.dialled_numbers.at(row);
        kept.attempts += attempts;
        kept.not_rung += 1;
        kept.talked_long += attempts - 1;
    };
    add(20261005, "13800000001", 3);
    add(20261031, "13800000001", 2);
    add(20261031, "13800000002", 4);
    add(20261102, "13800000002", 9);
    put(sums);
    auto question = asked(*find_report("dialled-numbers"), admin(), Period::None);
    question.from_day = 20261001;
    question.to_day = 20261031;
    const auto october = find(question);
    ASSERT_EQ(october.answer.rows_total, 2);
    EXPECT_EQ(october.answer.rows[0].number, "13800000001");
    EXPECT_EQ(october.answer.rows[0].values, (std::vector<std::optional<double>>{5, 2, 0, 0, 0, 3}));
    EXPECT_EQ(october.answer.total[0], 9);
    question.to_day = 20261102;
    question.from_day = 20261006;
    const auto parts = find(question);
    EXPECT_EQ(parts.answer.rows[0].number, "13800000002");
    EXPECT_EQ(parts.answer.rows[0].values[0], 13);
    EXPECT_EQ(parts.answer.total[0], 15);
    question.from_day = 20260101;
    question.to_day = 20261231;
    const auto year = find(question);
    EXPECT_EQ(year.answer.rows_total, 2);
    EXPECT_EQ(year.answer.rows[0].values[0], 13);
    EXPECT_EQ(year.answer.total[0], 18);
    question.from_day = 20251105;
    EXPECT_EQ(find(question).answer.total, year.answer.total);
    question.number = "0002";
    EXPECT_EQ(find(question).answer.rows_total, 1);

    // B14: hidden, with a token in its place; only whole numbers are found.
    question.reader.mask = people::NumberMask{model::HideNumbers::Partial};
    EXPECT_EQ(find(question).answer.rows_total, 0);
    question.number = "13800000002";
    const auto hidden = find(question);
    ASSERT_EQ(hidden.answer.rows.size(), 1U);
    EXPECT_NE(hidden.answer.rows[0].number, "13800000002");
    EXPECT_TRUE(hidden.answer.rows[0].number_token);
    EXPECT_EQ(hidden.answer.rows[0].calls.find("13800000002&"), std::string::npos);
    question.sort = "number";
    EXPECT_EQ(find_report_answer(connection_, question, now_ms_).error().code, "field.hidden");
}

// The narrowed way gives the same answer as the sums: a part of a number that all of them have leaves every call.
TEST_P(ReportsTest, R222_R232_CallsAddedUpSayTheSameAsTheSums) {
    fill(300);
    // Three days, a whole month before two days, a day before a month that lasts, nothing but whole months, and months
    // without their first day, without their last and without both.
    constexpr std::array<std::pair<std::int64_t, std::int64_t>, 7> ranges{{{first_day, last_day},
                                                                           {20261001, last_day},
                                                                           {first_day, 20261120},
                                                                           {20260901, 20261231},
                                                                           {20261102, 20261231},
                                                                           {20261001, 20261030},
                                                                           {20261002, 20261101}}};
    std::size_t turn = 0;
    for (const auto& reader : {admin(), leader(), manager()}) {
        for (const auto* report : all_reports()) {
            if (report->key == "work-volume" || report->rows == Rows::Number) {
                continue;
            }
            for (const auto period : report->periods) {
                auto question = asked(*report, reader, period);
                question.queues = {"100", "101", "DOUT"};
                std::tie(question.from_day, question.to_day) = ranges.at(turn++ % ranges.size());
                const auto sums = find(question);
                question.number = "1380000";
                const auto calls = find(question);
                EXPECT_EQ(sums.answer.total, calls.answer.total)
                    << report->key << ' ' << enum_text(period) << ' ' << *question.from_day;
                ASSERT_EQ(sums.answer.rows.size(), calls.answer.rows.size()) << report->key;
                for (std::size_t at = 0; at < sums.answer.rows.size(); ++at) {
                    const auto& row = sums.answer.rows[at];
                    EXPECT_EQ(row.values, calls.answer.rows[at].values)
                        << report->key << ' ' << row.period << row.name << ' ' << reader.who.number;
                }
            }
        }
    }
}

// The hour of the day: what clocks show twice in autumn is one row, and nothing is counted twice.
TEST_P(ReportsTest, R222_HoursOfADayThatHasOneTwice) {
    fill(300);
    const auto by = [&](Period period) { return find(asked(*find_report("times"), admin(), period)); };
    const auto hours = by(Period::Hour);
    EXPECT_EQ(hours.answer.rows.size(), 24U);
    EXPECT_EQ(hours.answer.total, by(Period::Year).answer.total);
    EXPECT_EQ(hours.answer.total, by(Period::Day).answer.total);
}

TEST_P(ReportsTest, WrongQuestionsAreToldFromEmptyOnes) {
    constexpr std::string_view days = "from=2026-11-01&to=2026-11-02";
    const auto with = [&](std::string_view more) { return fmt::format("{}&{}", days, more); };
    EXPECT_EQ(code_of("agent-calls", days), "");
    EXPECT_EQ(code_of("agent-calls", ""), "");  // today
    EXPECT_EQ(code_of("nothing", days), "report.unknown");
    EXPECT_EQ(code_of("agent-calls", with("period=hour")), "report.no_period");
    EXPECT_EQ(code_of("agent-calls", with("period=century")), "report.no_period");
    EXPECT_EQ(code_of("agent-calls", "from=2026-11-02&to=2026-11-01"), "report.dates");
    EXPECT_EQ(code_of("agent-calls", "from=2026-02-30&to=2026-11-01"), "report.dates");
    EXPECT_EQ(code_of("agent-calls", "from=2026-11-01"), "report.dates");
    EXPECT_EQ(code_of("agent-calls", "from=2025-01-01&to=2026-11-01"), "report.too_long");
    EXPECT_EQ(code_of("agent-calls", "from=2020-01-01&to=2026-11-01&period=month"), "");
    EXPECT_EQ(code_of("agent-calls", "from=2010-01-01&to=2026-11-01&period=year"), "report.too_long");
    EXPECT_EQ(code_of("agent-calls", with("agents=99")), "agent.unknown");
    EXPECT_EQ(code_of("agent-calls", with("queues=99")), "queue.unknown");
    EXPECT_EQ(code_of("agent-calls", with("departments=nowhere")), "department.unknown");
    EXPECT_EQ(code_of("agent-calls", with("number=138000")), "report.no_filter");
    EXPECT_EQ(code_of("times", with("number=13")), "number.too_short");
    EXPECT_EQ(code_of("agent-calls", with("sort=nothing")), "sort.unknown");
    EXPECT_EQ(code_of("queue-service", with("sort=measured")), "sort.unknown");  // nothing that is shown
    EXPECT_EQ(code_of("agent-calls", with("page=0")), "page.malformed");
    EXPECT_EQ(code_of("agent-calls", with("page_size=501")), "page.malformed");
}

// A file holds what the page shows, and the total.
TEST_P(ReportsTest, FilesHoldWhatThePageShows) {
    rollups::Sums sums;
    auto& row = sums.agent_days.at(agent_day(20261101, 0, 0));
    row.inbound = 8;
    row.inbound_answered = 7;
    row.inbound_talk_ms = 61'400;
    put(sums);
    auto question = asked(*find_report("agent-inbound"), admin(), Period::Day);
    question.reader.language = http::Language::English;
    const auto found = find(question);
    EXPECT_EQ(text_of(titles_of(question, *found.shape)),
              "Time|Agent|Agent name|Inbound|Answered|Answer rate|Inbound talk (s)|Average inbound talk "
              "(s)|Missed|Missed rate");
    EXPECT_EQ(text_of(file_row(question, *found.shape, found.answer.rows.at(0))),
              "2026-11-01|11|坐席11|8|7|87.5%|61|8.8|1|12.5%");
    EXPECT_EQ(text_of(total_row(question, *found.shape, found.answer)), "Total|||8|7|87.5%|61|8.8|1|12.5%");
}

INSTANTIATE_TEST_SUITE_P(Engines, ReportsTest, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& each) { return db::engine_name(each.param); });

// What is declared hangs together: each quotient divides what is there, each figure has its words in both languages.
TEST(Reports, DeclarationsHangTogether) {
    for (const auto* report : all_reports()) {
        const auto shape = shape_of(*report, {"满意"}, {});
        EXPECT_EQ(find_report(report->key), report);
        for (const auto& each : shape->measures) {
            const auto& measure = each.measure;
            const auto what = fmt::format("{}.{}", report->key, measure.key);
            EXPECT_EQ(shape->find(measure.key).has_value(), true) << what;
            if (each.terms.empty()) {
                EXPECT_TRUE(shape->find(measure.sum) && shape->find(measure.over)) << what;
                EXPECT_EQ(measure.behind, Behind::Nothing) << what;
            }
            if (!measure.shown) {
                continue;
            }
            for (const auto& title : {measure.title, measure.formula, measure.words}) {
                EXPECT_FALSE(title.chinese.empty() || title.english.empty()) << what;
            }
            const bool counts = measure.kind == MeasureKind::Count;
            EXPECT_EQ(counts, measure.behind != Behind::Nothing) << what << ": every count can be opened";
        }
        for (const auto& chart : report->charts) {
            for (const auto bar : chart.bars) {
                EXPECT_TRUE(shape->find(bar)) << report->key << ' ' << bar;
            }
            EXPECT_TRUE(chart.line.empty() || shape->find(chart.line)) << report->key << ' ' << chart.line;
        }
        const auto sort = report->default_sort.substr(report->default_sort.starts_with('-') ? 1 : 0);
        EXPECT_TRUE(sort == "period" || shape->find(sort)) << report->key;
    }
}

// When a scheduled report is due, and of which days.
TEST(Reports, SchedulesGoByTheCompanysClock) {
    const auto zone = model::TimeZone::load("America/New_York").value();
    const auto at = [&](std::int64_t day, std::int64_t hour) {
        return rollups::day_begins_ms(day, zone) + hour * 3'600'000;
    };
    const Timetable daily{.every = Every::Day};
    const Timetable mondays{.every = Every::Week};
    const Timetable sundays{.every = Every::Week, .weekday = 7, .hour = 20};
    const Timetable firsts{.every = Every::Month};
    const Timetable fifteenths{.every = Every::Month, .month_day = 15, .hour = 0};
    const Timetable ends{.every = Every::Month, .month_day = 0, .hour = 23};
    const auto next = [&](const Timetable& when, std::int64_t after) { return next_time(when, after, zone); };
    EXPECT_EQ(next(daily, at(20261120, 7)), at(20261120, 8));
    EXPECT_EQ(next(daily, at(20261120, 8)), at(20261121, 8));
    EXPECT_EQ(next(daily, at(20261101, 0)), at(20261101, 9));  // this day has an hour more
    EXPECT_EQ(next(mondays, at(20261120, 12)), at(20261123, 8));
    EXPECT_EQ(next(sundays, at(20261120, 12)), at(20261122, 20));
    EXPECT_EQ(next(sundays, at(20261122, 20)), at(20261129, 20));
    EXPECT_EQ(next(firsts, at(20261120, 12)), at(20261201, 8));
    EXPECT_EQ(next(fifteenths, at(20261115, 0)), at(20261215, 0));
    EXPECT_EQ(next(ends, at(20261120, 12)), at(20261130, 23));
    EXPECT_EQ(next(ends, at(20280201, 0)), at(20280229, 23));
    EXPECT_EQ(days_of(daily, at(20261101, 9), zone), (Days{20261031, 20261031}));
    EXPECT_EQ(days_of(mondays, at(20261123, 8), zone), (Days{20261116, 20261122}));
    EXPECT_EQ(days_of(sundays, at(20261122, 20), zone), (Days{20261115, 20261121}));
    EXPECT_EQ(days_of(firsts, at(20270101, 8), zone), (Days{20261201, 20261231}));
    EXPECT_EQ(days_of(fifteenths, at(20261215, 0), zone), (Days{20261101, 20261130}));
    EXPECT_EQ(days_of(ends, at(20261130, 23), zone), (Days{20261101, 20261130}));
    EXPECT_TRUE(is_possible(daily) && is_possible(sundays) && is_possible(ends));
    EXPECT_FALSE(is_possible({.hour = 24}) || is_possible({.weekday = 0}) || is_possible({.weekday = 8}) ||
                 is_possible({.month_day = 29}) || is_possible({.month_day = -1}));
}

}  // namespace
}  // namespace yh::office::reports
