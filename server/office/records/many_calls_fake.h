#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "db/migrations.h"
#include "db/testing/test_database_fake.h"
#include "office/lists/asked.h"
#include "office/people/chart.h"
#include "office/settings/site_store.h"
#include "office/settings/site_toml.h"

namespace yh::office::records {

/// No call is longer.
inline constexpr std::int64_t talk_most_ms = 200'000;

/// A call, its recording (whose id is one more), note and survey.
struct MadeCall {
    std::int64_t id = 0;
    std::int64_t at_ms = 0;
    std::string number;
    std::string direction;
    std::string result;
    std::string queue;      ///< empty: none
    std::string agent;      ///< who had a part in it
    bool answered = false;  ///< by him
    std::int64_t talk_ms = 0;
    bool is_recorded = false;
    bool is_annotated = false;
    bool is_rated = false;
};

/// A company with calls that are made up, and written as rows: many in a short time. 10000 is an admin, 10090 leads
/// queue 600, 10092 manages the department of 10001. Seeded: the same every time.
class ManyCalls {
    db::TestDatabase database_;

  public:
    explicit ManyCalls(db::Engine engine) : database_{engine}, connection{database_.open().connect().value()} {
        EXPECT_TRUE(db::migrate(connection, db::embedded_migrations(), clock_).ok());
        constexpr std::string_view company = R"([[tenant]]
code = "demo"
name = "演示公司"
department = [ { code = "north", name = "北区", managers = ["10092"] } ]
user = [
  { number = "10001", name = "王丽", account = "10001", role = "agent", extension = "8001", department = "north" },
  { number = "10002", name = "李强", account = "10002", role = "agent", extension = "8002" },
  { number = "10003", name = "赵敏", account = "10003", role = "agent", extension = "8003" },
  { number = "10090", name = "组长", account = "10090", role = "leader", extension = "8090" },
  { number = "10092", name = "经理", account = "10092", role = "leader", extension = "8092" },
  { number = "10000", name = "管理", account = "10000", role = "admin" },
]
queue = [
  { number = "600", name = "销售", leaders = ["10090"], members = ["10001", "10002"] },
  { number = "601", name = "售后", members = ["10003"] },
]
)";
        const auto site = settings::read_site(company, "site.toml");
        EXPECT_TRUE(site.ok()) << site.error().detail;
        EXPECT_TRUE(settings::apply_site(connection, *site, settings::DryRun::No, clock_, ids_).ok());
        tenant_ = connection.one<std::int64_t>("SELECT id FROM tenants").value();
        for (const auto* table : {"users", "queues"}) {
            const auto read = connection.each<Named>(fmt::format("SELECT id, number FROM {}", table),
                                                     [&](Named&& row) { ids_of_[row.number] = row.id; });
            EXPECT_TRUE(read.ok()) << read.error().detail;
        }
    }

    void fill(std::int64_t count) {
        std::vector<std::string> rows, people, recordings, notes, surveys, numbers;
        for (std::int64_t id = 1; id <= count; ++id) {
            const auto call = any_call(id);
            calls.push_back(call);
            const auto agent = value_of(call.agent);
            const bool dialled = call.direction != "inbound";
            rows.push_back(fmt::format(
                "({}, {}, '{}', '{}', '400', '', {}, {}, {}, {}, {}, 0, 0, {}, 0, '{}', 'us', '')", call.id, tenant_,
                call.direction, call.number, value_of(call.queue), call.answered ? agent : "NULL",
                dialled ? agent : "NULL", call.at_ms, call.at_ms + call.talk_ms, call.talk_ms, call.result));
            people.push_back(fmt::format("({}, {}, {})", call.id, agent, call.at_ms));
            numbers.push_back(fmt::format("({}, '{}')", tenant_, call.number));
            if (call.is_recorded) {
                recordings.push_back(fmt::format("({}, {}, {}, '', {}, {}, 0, '')", call.id + 1, call.id, tenant_,
                                                 call.at_ms, call.talk_ms));
            }
            if (call.is_annotated) {
                notes.push_back(fmt::format("({}, {}, {}, {}, '', 0, 0)", call.id, tenant_, call.id + 1, agent));
            }
            if (call.is_rated) {
                surveys.push_back(fmt::format("({}, {}, 0, '1', '满意', '', '')", call.id, tenant_));
            }
        }
        std::ranges::sort(numbers);
        numbers.erase(std::ranges::unique(numbers).begin(), numbers.end());
        insert(
            "calls (id, tenant_id, direction, customer_number, called_number, trunk, queue_id, agent_id, "
            "dialled_by, started_at_ms, ended_at_ms, ring_ms, wait_ms, talk_ms, hold_ms, result, ending_side, "
            "ending_reason)",
            rows);
        insert("call_people (call_id, user_id, started_at_ms)", people);
        insert("recordings (id, call_id, tenant_id, path, started_at_ms, duration_ms, size_bytes, failure)",
               recordings);
        insert("recording_annotations (id, tenant_id, recording_id, user_id, text, created_at_ms, changed_at_ms)",
               notes);
        insert("surveys (call_id, tenant_id, asked_at_ms, level_key, level, reason_key, reason)", surveys);
        insert("call_numbers (tenant_id, number)", numbers);
        ASSERT_TRUE(db::refresh_statistics(connection).ok());
    }

    lists::Reader reader(const std::string& number) {
        lists::Reader one;
        one.who.user = model::UserId{ids_of_.at(number)};
        one.who.tenant = model::TenantId{tenant_};
        one.who.number = number;
        one.who.role = number == "10000"            ? model::Role::Admin
                       : number.starts_with("1009") ? model::Role::Leader
                                                    : model::Role::Agent;
        people::Chart::load(connection).value()->fill(one.who);
        return one;
    }
    /// U19, in words of the trade: what one had a part in; of the queues one leads; what their members did outside of
    /// all queues; what the people of one's department did.
    static bool sees(std::string_view who, const MadeCall& call) {
        const bool is_his = call.answered || call.direction != "inbound";
        if (who == "10090") {
            return call.queue == "600" || (call.queue.empty() && is_his && call.agent != "10003");
        }
        if (who == "10092") {
            return is_his && call.agent == "10001";
        }
        return who == "10000" || call.agent == who;
    }

    db::Connection connection;
    std::vector<MadeCall> calls;  ///< the oldest first

  private:
    struct Named {
        std::int64_t id = 0;
        std::string number;
        BOOST_DESCRIBE_CLASS(Named, (), (id, number), (), ())
    };

    std::int64_t roll(std::int64_t most) {  // 1…most
        return static_cast<std::int64_t>(dice_() % static_cast<std::uint64_t>(most)) + 1;
    }
    MadeCall any_call(std::int64_t id) {
        constexpr std::array results{"answered", "answered", "answered", "busy", "no_answer", "abandoned"};
        constexpr std::array directions{"inbound", "inbound", "manual_outbound", "auto_outbound"};
        MadeCall call;
        call.id = id * 10;
        call.at_ms = 1'000'000 + id / 3;
        call.number = fmt::format("1{}{:09}", roll(3) + 2, roll(999'999'999));
        call.direction = directions.at(static_cast<std::size_t>(roll(4) - 1));
        call.result = results.at(static_cast<std::size_t>(roll(6) - 1));
        call.agent = fmt::format("1000{}", roll(3));
        call.answered = call.result == "answered";
        call.queue = call.direction == "inbound" ? roll(3) == 1 ? "601" : "600" : "";
        call.talk_ms = call.answered ? roll(talk_most_ms) : 0;
        call.is_recorded = call.answered && roll(10) < 9;
        call.is_annotated = call.is_recorded && roll(40) == 1;
        call.is_rated = call.answered && roll(8) == 1;
        return call;
    }
    std::string value_of(const std::string& number) {
        return number.empty() ? "NULL" : fmt::format("{}", ids_of_.at(number));
    }
    /// Rows of a table, a thousand at a time.
    void insert(std::string_view into, const std::vector<std::string>& rows) {
        constexpr std::size_t portion = 1000;
        for (std::size_t at = 0; at < rows.size(); at += portion) {
            const auto some = std::span{rows}.subspan(at, std::min(portion, rows.size() - at));
            const auto done = connection.script(fmt::format("INSERT INTO {} VALUES {};", into, fmt::join(some, ",")));
            ASSERT_TRUE(done.ok()) << done.error().detail;
        }
    }

    ManualClock clock_;
    IdMaker ids_;
    std::mt19937_64 dice_{20'261'122};
    std::int64_t tenant_ = 0;
    std::map<std::string, std::int64_t, std::less<>> ids_of_;
};

}  // namespace yh::office::records
