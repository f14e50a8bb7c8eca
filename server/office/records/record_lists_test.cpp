#include "office/records/record_lists.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <numeric>

#include "db/migrations.h"
#include "db/testing/test_database_fake.h"
#include "http/text.h"
#include "office/lists/list_rows.h"
#include "office/people/chart.h"
#include "office/records/call_story_fake.h"
#include "office/records/record_keeper.h"
#include "office/settings/site_store.h"
#include "office/settings/site_toml.h"

// Whose calls are in the list of calls, and its pages where one person's are walked, with both databases.
namespace yh::office::records {
namespace {

using namespace model;

constexpr std::string_view company = R"([[tenant]]
code = "demo"
name = "演示公司"
department = [ { code = "north", name = "北区", managers = ["10092"] } ]
user = [
  { number = "10001", name = "王丽", account = "10001", role = "agent", extension = "8001", department = "north" },
  { number = "10002", name = "李强", account = "10002", role = "agent", extension = "8002" },
  { number = "10003", name = "赵敏", account = "10003", role = "agent", extension = "8003" },
  { number = "10090", name = "组长", account = "10090", role = "leader", extension = "8090" },
  { number = "10091", name = "组长", account = "10091", role = "leader", extension = "8091" },
  { number = "10092", name = "经理", account = "10092", role = "leader", extension = "8092" },
  { number = "10000", name = "管理", account = "10000", role = "admin" },
]
queue = [
  { number = "600", name = "销售", leaders = ["10090"], members = ["10001", "10002"] },
  { number = "601", name = "售后", leaders = ["10091"], members = ["10003"] },
]
)";

class RecordListsTest : public ::testing::TestWithParam<db::Engine> {
  protected:
    void SetUp() override {
        ASSERT_TRUE(db::migrate(connection_, db::embedded_migrations(), clock_).ok());
        const auto site = settings::read_site(company, "site.toml");
        ASSERT_TRUE(site.ok()) << site.error().detail;
        const auto applied = settings::apply_site(connection_, *site, settings::DryRun::No, clock_, ids_);
        ASSERT_TRUE(applied.ok()) << applied.error().detail;
        tenant_ = *connection_.one<std::int64_t>("SELECT id FROM tenants");
        sales_ = *connection_.one<std::int64_t>("SELECT id FROM queues WHERE number = '600'");
    }

    std::int64_t user(std::string_view number) {
        return *connection_.one<std::int64_t>("SELECT id FROM users WHERE number = ?", number);
    }
    lists::Reader reader(std::string_view number) {
        lists::Reader one;
        one.who.user = UserId{user(number)};
        one.who.tenant = TenantId{tenant_};
        one.who.number = number;
        one.who.role = number == "10000" ? Role::Admin : number.starts_with("1009") ? Role::Leader : Role::Agent;
        people::Chart::load(connection_).value()->fill(one.who);
        return one;
    }
    void keep(const CallStory& told) {
        const auto written = keeper_.fold(told.events, 1'000'000).write(connection_);
        ASSERT_TRUE(written.ok()) << written.error().detail;
    }
    /// It rings one agent in vain, another answers.
    void call_in(std::int64_t call, const std::string& refused_by, const std::string& answered_by) {
        CallStory told{call, tenant_};
        told.at(call * 1000).customer(call * 10, "13800000001", sales_).offer(call * 10 + 1, user(refused_by), sales_);
        told.offer_ends(call * 10 + 1, user(refused_by), OfferOutcome::Refused);
        told.offer(call * 10 + 2, user(answered_by), sales_)
            .accept(call * 10, call * 10 + 2, user(answered_by), sales_);
        told.ends(call * 10, hangs_up_).ends(call * 10 + 2, hangs_up_).over(CallResult::Answered);
        keep(told);
    }
    /// A customer who is called, of no queue, does not answer.
    void call_out(std::int64_t call, const std::string& agent, std::int64_t at_ms) {
        CallStory told{call, tenant_};
        told.at(at_ms).say(CallStarted{Direction::ManualOutbound, "13800000002", "13800000002", "carrier"});
        told.rings(call * 10, user(agent)).say(LegAnswered{LegId{call * 10}});
        told.say(LegStarted{LegId{call * 10 + 1}, LegRole::Customer, {}, "13800000002"});
        told.ends(call * 10 + 1, hangs_up_, 480).ends(call * 10, hangs_up_).over(CallResult::NoAnswer);
        keep(told);
    }

    Result<lists::Page<CallRecord>> page(std::string_view number, std::string_view query = "") {
        const auto listing = call_records();
        YH_TRY(const auto asked, lists::read_query(listing.list, http::parse_query(query).value(), reader(number)));
        return lists::find_page(connection_, listing, asked);
    }
    /// "3 2 1": the calls of a page, and "of 5" behind them where it is not all there are.
    std::string seen(std::string_view number, std::string_view query = "") {
        const auto found = page(number, query);
        if (!found.ok()) {
            return found.error().detail;
        }
        std::string all;
        for (const auto& call : found->items) {
            all += (all.empty() ? "" : " ") + call.id.text();
        }
        return found->total == std::ssize(found->items) ? all : fmt::format("{} of {}", all, found->total);
    }
    /// All pages, each found by the last row of the one before.
    std::vector<std::int64_t> leafed(std::string_view number, const std::string& query) {
        std::vector<std::int64_t> all;
        std::string after;
        do {
            const auto found = page(number, query + after);
            EXPECT_TRUE(found.ok()) << found.error().detail;
            if (!found.ok()) {
                break;
            }
            for (const auto& call : found->items) {
                all.push_back(call.id.value);
            }
            after = found->next.empty() ? "" : "&after=" + found->next;
        } while (!after.empty());
        return all;
    }

    const Ending hangs_up_{EndingSide::Caller, "hangup"};
    db::TestDatabase test_{GetParam()};
    db::Database database_ = test_.open();
    db::Connection connection_ = std::move(database_.connect()).value();
    ManualClock clock_;
    IdMaker ids_;
    RecordKeeper keeper_;
    std::int64_t tenant_ = 0;
    std::int64_t sales_ = 0;
};

// U19: what a member did outside of all queues, whether the customer answered or not.
TEST_P(RecordListsTest, LeadersSeeWhatTheirAgentsDialledInVain) {
    call_out(1, "10001", 1000);
    call_out(2, "10003", 2000);
    EXPECT_EQ(seen("10090"), "1") << "leads 10001";
    EXPECT_EQ(seen("10091"), "2") << "leads 10003";
    EXPECT_EQ(seen("10092"), "1") << "manages the department of 10001";
    EXPECT_EQ(seen("10090", "agent=10001"), "1");
    EXPECT_EQ(seen("10091", "agent=10001"), "") << "of others' agents nothing is found out";
    EXPECT_EQ(seen("10000"), "2 1");
}

TEST_P(RecordListsTest, AnAgentsCallsAreThoseHeHadAPartIn) {
    call_in(1, "10001", "10002");
    call_out(2, "10001", 2000);
    call_out(3, "10002", 3000);
    EXPECT_EQ(seen("10001"), "2 1");
    EXPECT_EQ(seen("10001", "agent=me"), "2 1");
    EXPECT_EQ(seen("10001", "agent=10002"), "1") << "of the other one only what both had a part in";
    EXPECT_EQ(seen("10003"), "");
    EXPECT_EQ(seen("10000", "agent=10002"), "3 1");
    EXPECT_EQ(seen("10000", "agent=10002&result=answered"), "1");
    EXPECT_EQ(seen("10000", "agent=10002&number=1380000"), "3 1");
    EXPECT_EQ(seen("10002", "number=00002"), "3");
    EXPECT_EQ(seen("10000", "agent=10002&from_ms=2500"), "3");
    EXPECT_EQ(seen("10000", "agent=10002&to_ms=2500"), "1");
    EXPECT_EQ(seen("10000", "agent=10002&search=0002"), "3 1") << "a number, and who answered";
    EXPECT_EQ(seen("10000", "agent=10002&sort=customer_number"), "1 3");
    EXPECT_EQ(seen("10000", "agent=10009"), "");
}

// Pages of one person's calls, calls of the same moment among them, both ways.
TEST_P(RecordListsTest, PagesOfOnePersonsCallsAreComplete) {
    constexpr std::int64_t many = 25;
    for (std::int64_t call = 1; call <= many; ++call) {
        call_out(call, "10001", 1000 + call / 3);
    }
    call_out(many + 1, "10002", 1000);
    std::vector<std::int64_t> oldest_first(many);
    std::iota(oldest_first.begin(), oldest_first.end(), 1);
    const std::vector<std::int64_t> newest_first{oldest_first.rbegin(), oldest_first.rend()};
    for (const auto& [who, query] : {std::pair{"10001", ""}, {"10000", "&agent=10001"}, {"10090", "&agent=10001"}}) {
        EXPECT_EQ(leafed(who, fmt::format("size=10{}", query)), newest_first) << who;
        EXPECT_EQ(leafed(who, fmt::format("size=10&sort=created_at_ms{}", query)), oldest_first) << who;
        EXPECT_EQ(seen(who, fmt::format("size=10&page=3{}", query)), "5 4 3 2 1 of 25") << who;
    }
}

TEST_P(RecordListsTest, OfManyCallsOfOnePersonTheNewestAreShown) {
    constexpr auto many = lists::most_counted + 20;
    call_out(1, "10001", 1000);
    std::string calls;
    std::string people;
    for (std::int64_t call = 2; call <= many; ++call) {
        calls += fmt::format("{}({}, {}, 'inbound', '138', '400', '', {}, 1000, 0, 0, {}, 0, 'busy', 'us', '')",
                             calls.empty() ? "" : ",", call, tenant_, 1000 + call, call);
        people += fmt::format("{}({}, {}, {})", people.empty() ? "" : ",", call, user("10001"), 1000 + call);
    }
    const auto filled = connection_.script(
        "INSERT INTO calls (id, tenant_id, direction, customer_number, called_number, trunk, started_at_ms, "
        "ended_at_ms, ring_ms, wait_ms, talk_ms, hold_ms, result, ending_side, ending_reason) VALUES " +
        calls + "; INSERT INTO call_people (call_id, user_id, started_at_ms) VALUES " + people + ";");
    ASSERT_TRUE(filled.ok()) << filled.error().detail;
    for (const auto& [who, query] : {std::pair{"10001", ""}, {"10000", "&agent=10001"}, {"10000", ""}}) {
        const auto found = page(who, fmt::format("size=10{}", query));
        ASSERT_TRUE(found.ok()) << found.error().detail;
        EXPECT_EQ(found->total, lists::most_counted);
        EXPECT_TRUE(found->total_is_least);
        EXPECT_EQ(found->items.front().id.value, many);
        EXPECT_EQ(page(who, fmt::format("size=10&sort=created_at_ms{}", query))->items.front().id.value, 1);
        EXPECT_EQ(page(who, fmt::format("size=10&after=1005.5{}", query))->items.front().id.value, 4);
        EXPECT_EQ(page(who, fmt::format("size=10&min_ms={}{}", many - 2, query))->total, 3) << "an index of its own";
        EXPECT_EQ(page(who, fmt::format("size=10&min_ms=0{}", query))->items.front().id.value, many);
    }
}

// R217: answered, busy, or neither; a message is no call that somebody missed. R220: what nobody dialled is left out.
TEST_P(RecordListsTest, AnswersAndOrdinaryCalls) {
    constexpr std::array results{"answered", "no_answer", "busy", "refused", "abandoned", "voicemail", "failed"};
    constexpr std::array directions{"inbound", "manual_outbound", "auto_outbound", "internal"};
    std::string calls;
    for (std::size_t at = 0; at < results.size(); ++at) {
        const auto* direction = directions.at(at % directions.size());
        calls += fmt::format("{}({}, {}, '{}', '138', '400', '', {}, 1, {}, 0, 37900, {}, '{}', 'us', '')",
                             calls.empty() ? "" : ",", at + 1, tenant_, direction, 1000 + at, at * 1000,
                             at == 3 ? 82'861'000 : 0, results.at(at));
    }
    const auto filled = connection_.script(
        "INSERT INTO calls (id, tenant_id, direction, customer_number, called_number, trunk, started_at_ms, "
        "ended_at_ms, ring_ms, wait_ms, talk_ms, hold_ms, result, ending_side, ending_reason) VALUES " +
        calls + ";");
    ASSERT_TRUE(filled.ok()) << filled.error().detail;
    EXPECT_EQ(seen("10000", "result=answered"), "1");
    EXPECT_EQ(seen("10000", "result=busy"), "3");
    EXPECT_EQ(seen("10000", "result=unanswered"), "7 5 4 2");
    EXPECT_EQ(seen("10000", "result=unanswered&direction=inbound"), "5");
    EXPECT_EQ(seen("10000", "result=no_voicemail"), "7 5 4 3 2 1");
    EXPECT_EQ(seen("10000", "direction=ordinary"), "6 5 4 2 1");
    EXPECT_EQ(seen("10000", "direction=ordinary&result=no_voicemail&min_ms=37900&sort=ring_s"), "1 2 4 5");
    EXPECT_EQ(seen("10000", "max_ms=37900"), "");
    EXPECT_EQ(seen("10000", "search=37"), "7 6 5 4 3 2 1") << "37.9 seconds are shown as 37";
    EXPECT_EQ(seen("10000", "search=39"), "");
    EXPECT_EQ(seen("10000", "search=23"), "4") << "held for 23 hours";
    EXPECT_FALSE(page("10000", "result=other").ok());
    EXPECT_FALSE(page("10000", "direction=other").ok());
}

// A file of the page that is shown.
TEST_P(RecordListsTest, FilesOfOnesOwnCalls) {
    call_out(1, "10001", 1000);
    call_out(2, "10002", 2000);
    for (const auto which : {lists::FileRows::All, lists::FileRows::Page}) {
        lists::Asked asked;
        asked.reader = reader("10001");
        auto rows =
            lists::ListRows::open(connection_, call_list, asked, *lists::read_columns(call_list, "id"), 100, which);
        ASSERT_TRUE(rows.ok()) << rows.error().detail;
        ASSERT_EQ(rows->total(), 1);
        EXPECT_EQ(rows->next(connection_)->at(0).at(0).text, "1");
    }
}

// Calls from before the table are in it as new ones are.
TEST_P(RecordListsTest, MigrationFindsThePeopleOfThePast) {
    db::TestDatabase past{GetParam()};
    auto connection = std::move(past.open().connect()).value();
    std::vector<db::Migration> before;
    for (const auto& step : db::embedded_migrations()) {
        if (step.number < 34) {
            before.push_back(step);
        }
    }
    ASSERT_TRUE(db::migrate(connection, before, clock_).ok());
    const auto leg = [](int id, const char* user) {
        return fmt::format(
            "INSERT INTO call_legs (id, call_id, tenant_id, role, user_id, number, started_at_ms, ended_at_ms, "
            "ending_side, ending_reason, sip_status, codec, packets_received, packets_lost, jitter_ms, "
            "peer_loss_percent, peer_jitter_ms, round_trip_ms, one_way, mos, trunk) VALUES ({}, 1, 1, 'agent', {}, '', "
            "2000, 3000, 'us', '', 0, '', 0, 0, 0, 0, 0, 0, FALSE, 0, '');",
            id, user);
    };
    const auto filled = connection.script(
        "INSERT INTO calls (id, tenant_id, direction, customer_number, called_number, trunk, started_at_ms, "
        "ended_at_ms, ring_ms, wait_ms, talk_ms, hold_ms, result, ending_side, ending_reason) VALUES (1, 1, "
        "'inbound', '138', '400', '', 1000, 3000, 0, 0, 0, 0, 'busy', 'us', '');" +
        leg(11, "NULL") + leg(12, "21") + leg(13, "22") + leg(14, "21"));
    ASSERT_TRUE(filled.ok()) << filled.error().detail;
    const auto applied = db::migrate(connection, db::embedded_migrations(), clock_);
    ASSERT_TRUE(applied.ok()) << applied.error().detail;
    EXPECT_EQ(*connection.rows<std::int64_t>("SELECT user_id FROM call_people WHERE call_id = 1 AND started_at_ms = "
                                             "1000 ORDER BY user_id"),
              (std::vector<std::int64_t>{21, 22}));
}

INSTANTIATE_TEST_SUITE_P(Engines, RecordListsTest, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& one) { return db::engine_name(one.param); });

}  // namespace
}  // namespace yh::office::records
