#include "office/reports/drill_down.h"

#include <fmt/format.h>

#include "http/text.h"
#include "office/lists/list_store.h"
#include "office/records/record_lists.h"
#include "office/reports/filled_fake.h"

// Every count of every report opens as the very calls behind it: for who sees all, who leads a queue, who manages a
// department and who sees but his own (U19, B08, R221 to R238).
namespace yh::office::reports {
namespace {

class DrillDownTest : public Filled {
  protected:
    /// As many facts and as many calls as a cell has.
    struct Behind {
        std::int64_t facts = 0;
        std::int64_t calls = 0;
        std::int64_t listed = 0;
    };

    Behind behind(const Report& report, const Measure& measure, const std::string& calls, const lists::Reader& reader) {
        Behind found;
        const auto query =
            http::parse_query(fmt::format("{}&figure={}.{}", calls, report.key, http::url_encode(measure.key)));
        const auto list = lists::read_query(records::call_list, query.value(), reader);
        EXPECT_TRUE(list.ok()) << calls << list.error().code;
        if (!list.ok()) {
            return found;
        }
        const auto listed = lists::count(connection_, records::call_list, lists::where_of(records::call_list, *list));
        EXPECT_TRUE(listed.ok()) << listed.error().detail;
        found.listed = listed.ok() ? listed->rows : -1;
        const auto of = figure_args(*query, reader);
        const auto all = facts_of(report, measure.key, *of, reader.who).value();
        for (const auto& facts : all) {
            auto params = facts.params;
            const auto where = fmt::format(
                "calls.tenant_id = {} AND calls.started_at_ms >= {} AND calls.started_at_ms "
                "< {} AND {}",
                tenant_, *list->from_ms, *list->to_ms, facts.where);
            const auto from = facts.from.empty() ? "calls" : "calls, " + facts.from;
            for (auto [sql, into] : {std::pair{"COUNT(*)", &found.facts}, {"COUNT(DISTINCT calls.id)", &found.calls}}) {
                const auto count =
                    connection_.one<std::int64_t>(fmt::format("SELECT {} FROM {} WHERE {}", sql, from, where), params);
                EXPECT_TRUE(count.ok()) << count.error().detail;
                *into += count.ok() ? *count : 0;
            }
        }
        return found;
    }

    void check(const Found& found, const AskedReport& asked, const std::string& calls,
               const std::vector<std::optional<double>>& values, const std::string& row) {
        std::size_t next = 0;
        for (const auto& each : found.shape->measures) {
            if (!each.measure.shown) {
                continue;
            }
            const auto value = values.at(next++);
            if (each.measure.behind == reports::Behind::Nothing) {
                continue;
            }
            ++walked_;
            const auto cell = static_cast<std::int64_t>(value.value_or(-1));
            const auto opened = behind(*asked.report, each.measure, calls, asked.reader);
            const auto what = fmt::format("{}.{} {} {} of {}", asked.report->key, each.measure.key,
                                          enum_text(asked.period), row, asked.reader.who.number);
            EXPECT_EQ(opened.facts, cell) << what << ' ' << calls;
            EXPECT_EQ(opened.listed, opened.calls) << what << ' ' << calls;
            // One call may ring twice, come to a queue twice, and be two departments'.
            const auto kind = each.measure.behind;
            if (kind == reports::Behind::Calls || kind == reports::Behind::Dials ||
                kind == reports::Behind::SharedDials || kind == reports::Behind::Surveys ||
                kind == reports::Behind::Numbers) {
                EXPECT_EQ(opened.listed, cell) << what << ' ' << calls;
            }
        }
    }

    void walk(const lists::Reader& reader) {
        for (const auto* report : all_reports()) {
            for (const auto period : report->periods) {
                const auto question = asked(*report, reader, period);
                const auto found = find(question);
                check(found, question, found.answer.total_calls, found.answer.total, "total");
                const std::size_t step = period == Period::None ? 2 : 9;
                for (std::size_t at = 0; at < found.answer.rows.size(); at += step) {
                    const auto& row = found.answer.rows[at];
                    check(found, question, row.calls, row.values, row.period + ' ' + row.name + row.number);
                }
            }
        }
    }

    int walked_ = 0;
};

TEST_P(DrillDownTest, EveryCountOpensAsItsCalls) {
    fill(150);
    for (const auto& reader : {admin(), leader(), manager(), agent()}) {
        walk(reader);
    }
    EXPECT_GT(walked_, 1000);
}

TEST_P(DrillDownTest, NarrowedFiguresOpenAsNarrowed) {
    fill(150);
    for (const auto* report : all_reports()) {
        auto question = asked(*report, admin(), report->periods.front());
        const auto offers = [&](FilterBy filter) {
            return std::ranges::find(report->filters, filter) != report->filters.end();
        };
        question.agents = offers(FilterBy::Agents) ? std::vector<std::string>{"11", "13"} : std::vector<std::string>{};
        const auto by_agents = find(question);
        check(by_agents, question, by_agents.answer.total_calls, by_agents.answer.total, "agents");
        question.agents.clear();
        question.queues = offers(FilterBy::Queues) ? std::vector<std::string>{"100"} : std::vector<std::string>{};
        question.departments =
            offers(FilterBy::Departments) ? std::vector<std::string>{"north"} : std::vector<std::string>{};
        const auto by_queue = find(question);
        check(by_queue, question, by_queue.answer.total_calls, by_queue.answer.total, "queue and department");
    }
}

TEST_P(DrillDownTest, WhatIsNoFigureIsRefused) {
    const auto ask = [&](std::string_view text) {
        const auto asked = lists::read_query(records::call_list, http::parse_query(text).value(), admin());
        return asked.ok() ? std::string{} : std::string{asked.error().code};
    };
    EXPECT_EQ(ask("figure=nothing.inbound"), "report.unknown");
    EXPECT_EQ(ask("figure=agent-calls"), "report.no_figure");
    EXPECT_EQ(ask("figure=agent-calls.answer_rate"), "report.no_figure");
    EXPECT_EQ(ask("figure=queue-service.answered_in_7"), "report.no_figure");
    EXPECT_EQ(ask("figure=queue-service.answered_in_30"), "");
    EXPECT_EQ(ask("figure=agent-calls.inbound&figure_agents=1;2"), "id.malformed");
    EXPECT_EQ(ask("figure=times.calls&figure_hour=9&figure_offsets=480;"), "offset.malformed");
    EXPECT_EQ(ask("figure=dialled-numbers.attempts&figure_number=token:nonsense"), "number.bad_token");
    auto nobody = reader("11", people::DataScope::Own);
    nobody.who.role = model::Role::Agent;
    const auto refused =
        lists::read_query(records::call_list, http::parse_query("figure=agent-calls.inbound").value(), nobody);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().kind, ErrorKind::Forbidden);
}

INSTANTIATE_TEST_SUITE_P(Engines, DrillDownTest, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& each) { return db::engine_name(each.param); });

}  // namespace
}  // namespace yh::office::reports
