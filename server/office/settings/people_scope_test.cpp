// Who sees what, from the site to the rows, with both databases: scope (U19), what remains after moves (R094), roles,
// departments and who left (R255–R257).
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "db/migrations.h"
#include "db/testing/test_database_fake.h"
#include "office/people/chart.h"
#include "office/people/filter_choices_store.h"
#include "office/people/scope.h"
#include "office/people/session_store.h"
#include "office/settings/people_list_store.h"
#include "office/settings/site_store.h"
#include "office/settings/site_toml.h"

namespace yh::office::settings {
namespace {

constexpr std::string_view company = R"([[tenant]]
code = "demo"
name = "演示公司"
role = [
  { code = "chief", name = "主管", base = "leader", data = "led", rights = ["records.see", "phone.use"] },
  { code = "auditor", name = "稽核", base = "agent", data = "all", rights = ["records.see", "numbers.full"] },
]
department = [
  { code = "top", name = "总部", managers = ["10080"] },
  { code = "one", name = "一部", parent = "top" },
  { code = "two", name = "二部", parent = "one" },
]
user = [
  { number = "10001", name = "王丽", extension = "8001", password = "Agent-10001" },
  { number = "10002", name = "李强", extension = "8002", department = "two" },
  { number = "10003", name = "赵敏", extension = "8003" },
  { number = "10080", name = "经理", role = "leader" },
  { number = "10081", name = "主管", custom_role = "chief", nickname = "老张", email = "z@example.com" },
  { number = "10082", name = "稽核", custom_role = "auditor" },
  { number = "10090", name = "组长", role = "leader", extension = "8090" },
  { number = "10000", name = "管理", role = "admin" },
]
queue = [
  { number = "600", name = "销售", leaders = ["10090"], members = ["10001", "10002"] },
  { number = "601", name = "售后", leaders = ["10081"], members = ["10003", "10001"] },
]
)";

class PeopleScopeTest : public ::testing::TestWithParam<db::Engine> {
  protected:
    void SetUp() override {
        ASSERT_TRUE(db::migrate(connection_, db::embedded_migrations(), clock_).ok());
        const auto read = read_site(company, "site.toml");
        ASSERT_TRUE(read.ok()) << read.error().detail;
        site_ = *read;
        apply();
        // call = who, which queue: one of each kind
        int call = 0;
        for (const auto* agent : {"10001", "10002", "10003", "10090"}) {
            for (const auto* queue : {"600", "601", ""}) {
                add_call(++call, agent, queue);
            }
        }
    }
    std::vector<std::string> apply(const std::vector<Removal>& removals = {}) {
        clock_.advance(std::chrono::seconds{1});
        auto changes = apply_site(connection_, site_, DryRun::No, clock_, ids_, removals);
        EXPECT_TRUE(changes.ok()) << changes.error().detail;
        return changes.ok() ? *changes : std::vector<std::string>{};
    }
    SiteQueue& queue(std::string_view number) {
        return *std::ranges::find(site_.tenant[0].queue, number, &SiteQueue::number);
    }
    SiteUser& user(std::string_view number) {
        return *std::ranges::find(site_.tenant[0].user, number, &SiteUser::number);
    }
    void add_call(int id, const std::string& agent, const std::string& queue_number) {
        const auto ran = connection_.run(
            "INSERT INTO calls (id, tenant_id, direction, customer_number, called_number, trunk, queue_id, agent_id, "
            "started_at_ms, ended_at_ms, ring_ms, wait_ms, talk_ms, hold_ms, result, ending_side, ending_reason) "
            "SELECT "
            "CAST(? AS BIGINT), users.tenant_id, 'inbound', '138', '400', '', (SELECT id FROM queues WHERE number = "
            "?), "
            "users.id, 1, 2, 0, 0, 0, 0, 'answered', 'caller', '' FROM users WHERE number = ?",
            id, queue_number, agent);
        ASSERT_TRUE(ran.ok()) << ran.error().detail;
    }
    people::SignedIn who(const std::string& number) {
        people::SignedIn one;
        one.number = number;
        one.user = model::UserId{*connection_.one<std::int64_t>("SELECT id FROM users WHERE number = ?", number)};
        one.tenant = model::TenantId{*connection_.one<std::int64_t>("SELECT id FROM tenants")};
        one.role =
            *parse_enum<model::Role>(*connection_.one<std::string>("SELECT role FROM users WHERE number = ?", number));
        people::Chart::load(connection_).value()->fill(one);
        return one;
    }
    /// "10001/600 10001/- …": agent and queue of every call that this person sees.
    std::string seen(const std::string& number) {
        const auto scope = people::scope_clause(who(number), {.person = "agent_id", .queue = "queue_id"});
        db::Params params;
        for (const auto value : scope.values) {
            params.push_back(db::Param::integer(value));
        }
        const auto rows = connection_.rows<std::string>(
            "SELECT users.number || '/' || COALESCE(queues.number, '-') FROM calls JOIN users ON users.id = agent_id "
            "LEFT JOIN queues ON queues.id = queue_id" +
                (scope.sql.empty() ? std::string{} : " WHERE " + scope.sql) + " ORDER BY calls.id",
            params);
        EXPECT_TRUE(rows.ok()) << rows.error().detail;
        return fmt::format("{}", fmt::join(rows.ok() ? *rows : std::vector<std::string>{"failed"}, " "));
    }
    std::string choices(const std::string& number) {
        const auto found = people::filter_choices(connection_, who(number));
        EXPECT_TRUE(found.ok()) << found.error().detail;
        std::string all;
        if (found.ok()) {
            for (const auto& list : {found->queues, found->agents}) {
                for (const auto& one : list) {
                    all += one.number + (one.former ? "【删除】 " : " ");
                }
                all += "| ";
            }
        }
        return all;
    }
    std::string departments(const std::string& number) {
        const auto found = people::filter_choices(connection_, who(number));
        EXPECT_TRUE(found.ok()) << found.error().detail;
        std::string all;
        for (const auto& one : found.ok() ? found->departments : std::vector<people::DepartmentChoice>{}) {
            all += one.number + ' ';
        }
        return all;
    }

    db::TestDatabase test_{GetParam()};
    db::Database database_ = test_.open();
    db::Connection connection_ = std::move(database_.connect()).value();
    ManualClock clock_;
    IdMaker ids_;
    Site site_;
};

// R254, R255, U19.
TEST_P(PeopleScopeTest, ScopeIsLedQueuesAndManagedDepartments) {
    EXPECT_EQ(seen("10003"), "10003/600 10003/601 10003/-");
    EXPECT_EQ(seen("10090"), "10001/600 10001/- 10002/600 10002/- 10003/600 10090/600 10090/601 10090/-");
    // R256: the manager of the top sees the department below the one below it.
    EXPECT_EQ(seen("10080"), "10002/600 10002/601 10002/-");
    EXPECT_EQ(seen("10081"), "10001/601 10001/- 10002/601 10003/601 10003/- 10090/601");
    EXPECT_EQ(seen("10082"), seen("10000"));
    EXPECT_FALSE(people::may(who("10081"), people::rights::supervise)) << "its base is leader, but it was not ticked";
    EXPECT_TRUE(people::may(who("10082"), people::rights::see_numbers));
}

TEST_P(PeopleScopeTest, FilterChoicesAreWhatMayBeFound) {
    EXPECT_EQ(choices("10001"), "600 601 | 10001 | ");
    EXPECT_EQ(choices("10090"), "600 | 10001 10002 10090 | ");
    EXPECT_EQ(choices("10080"), "600 | 10002 10080 | ");
    EXPECT_EQ(choices("10000"), "600 601 | 10000 10001 10002 10003 10080 10081 10082 10090 | ");
}

// R094: of a queue that the leader has left only his own records remain, and it stays in the filters, marked.
TEST_P(PeopleScopeTest, ALeaderWhoLeftAQueueSeesOnlyHisOwnOfIt) {
    queue("601").leaders.push_back("10090");
    apply();
    EXPECT_EQ(choices("10090"), "600 601 | 10001 10002 10003 10090 | ");
    EXPECT_NE(seen("10090").find("10003/601"), std::string::npos);
    queue("601").leaders = {"10081"};
    apply();
    EXPECT_EQ(seen("10090"), "10001/600 10001/- 10002/600 10002/- 10003/600 10090/600 10090/601 10090/-");
    EXPECT_EQ(choices("10090"), "600 601【删除】 | 10001 10002 10090 | ");
}

// R094: of an agent who has left the leader's queue only what came through it remains, and never direct outbound.
TEST_P(PeopleScopeTest, AnAgentWhoLeftTheQueueIsSeenThroughItAlone) {
    queue("600").members.erase(queue("600").members.begin());
    apply();
    EXPECT_EQ(seen("10090"), "10001/600 10002/600 10002/- 10003/600 10090/600 10090/601 10090/-");
    EXPECT_EQ(choices("10090"), "600 | 10002 10090 10001【删除】 | ");
    EXPECT_EQ(choices("10001"), "601 600【删除】 | 10001 | ");
    // He comes back: everything is as it was, and the time between is written down.
    queue("600").members.insert(queue("600").members.begin(), SiteMember{"10001", 0, 0});
    apply();
    EXPECT_EQ(choices("10090"), "600 | 10001 10002 10090 | ");
    EXPECT_EQ(*connection_.one<std::int64_t>("SELECT COUNT(*) FROM queue_history JOIN users ON users.id = user_id JOIN "
                                             "queues ON queues.id = queue_id WHERE users.number = '10001' AND "
                                             "queues.number = '600'"),
              2);
}

// R257: who left the company cannot come in, has no telephone, and leaves his queues; his records stay.
TEST_P(PeopleScopeTest, WhoLeftTheCompany) {
    user("10001").status = UserStatus::Left;
    EXPECT_EQ(apply(), std::vector<std::string>{"~ user 10001 status \"active\" → \"left\""});
    EXPECT_EQ(seen("10090"), "10001/600 10002/600 10002/- 10003/600 10090/600 10090/601 10090/-");
    EXPECT_EQ(choices("10090"), "600 | 10002 10090 10001【删除】 | ");
    EXPECT_EQ(choices("10000"), "600 601 | 10000 10002 10003 10080 10081 10082 10090 10001【删除】 | ");
    EXPECT_FALSE(people::find_account(connection_, "demo", "10001").value());
    user("10001").status = UserStatus::Active;
    apply();
    EXPECT_TRUE(people::find_account(connection_, "demo", "10001").value());
}

// R257, R259: what the list of employees shows, and to whom.
TEST_P(PeopleScopeTest, TheListOfEmployees) {
    const auto all = people_of(connection_, who("10000"), 0).value();
    ASSERT_EQ(all.size(), 8U);
    const auto& first = all.at(1);
    EXPECT_EQ(first.number, "10001");
    EXPECT_TRUE(first.has_password);
    EXPECT_FALSE(first.has_extension_secret);
    EXPECT_FALSE(first.locked);
    EXPECT_FALSE(first.leads);
    EXPECT_EQ(all.at(5).nickname, "老张");
    EXPECT_EQ(all.at(5).custom_role, "chief");
    EXPECT_EQ(all.at(5).role, model::Role::Leader) << "the base of his role";
    EXPECT_TRUE(all.at(5).leads);
    EXPECT_EQ(people_of(connection_, who("10090"), 0).value().size(), 3U) << "a leader sees his own people";
}

// R255: a role's base follows the role, also where its people were not declared anew.
TEST_P(PeopleScopeTest, ARoleThatChangesChangesItsPeople) {
    auto only_role = site_;
    only_role.tenant[0].user.clear();
    only_role.tenant[0].queue.clear();
    only_role.tenant[0].department.clear();
    only_role.tenant[0].role[0].base = model::Role::Agent;
    ASSERT_TRUE(apply_site(connection_, only_role, DryRun::No, clock_, ids_).ok());
    EXPECT_EQ(who("10081").role, model::Role::Agent);
}

// R255–R257: exported, applied and read again it is the same; removed entries are gone, and a number can come back.
TEST_P(PeopleScopeTest, ExportsAndAppliesAgain) {
    EXPECT_EQ(apply(), std::vector<std::string>{});
    const auto text = write_site(load_site(connection_).value(), Secrets::Show);
    const auto again = read_site(text, "again.toml");
    ASSERT_TRUE(again.ok()) << again.error().detail << text;
    EXPECT_EQ(apply_site(connection_, *again, DryRun::No, clock_, ids_).value(), std::vector<std::string>{});
    EXPECT_NE(text.find("[[tenant.role]]"), std::string::npos);

    std::erase_if(site_.tenant[0].user, [](const SiteUser& one) { return one.number == "10081"; });
    queue("601").leaders.clear();
    apply({{"user", "10081"}});
    std::erase_if(site_.tenant[0].role, [](const SiteRole& one) { return one.code == "chief"; });
    apply({{"role", "chief"}});
    EXPECT_EQ(load_site(connection_).value().tenant.at(0).role.size(), 1U);
    user("10002").department.clear();
    std::erase_if(site_.tenant[0].department, [](const SiteDepartment& one) { return one.code == "two"; });
    apply({{"department", "two"}});
    EXPECT_EQ(load_site(connection_).value().tenant.at(0).department.size(), 2U);
    SiteUser back;
    back.number = "10081";
    back.name = "张";
    site_.tenant[0].user.push_back(back);
    const auto said = apply();
    EXPECT_NE(std::ranges::find(said, "+ user 10081"), said.end());
    EXPECT_EQ(apply(), std::vector<std::string>{});
}

// R213, R214: logs are narrowed by the departments whose people one sees.
TEST_P(PeopleScopeTest, DepartmentsToNarrowBy) {
    EXPECT_EQ(departments("10000").size(), std::string_view{"one two top "}.size()) << "all of them";
    EXPECT_EQ(departments("10080"), "two ") << "that of the people below";
    EXPECT_EQ(departments("10090"), "two ") << "that of a member of a queue one leads";
    EXPECT_EQ(departments("10002"), "two ") << "one's own";
    EXPECT_EQ(departments("10001"), "");
}

INSTANTIATE_TEST_SUITE_P(Engines, PeopleScopeTest, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& engine) { return db::engine_name(engine.param); });

}  // namespace
}  // namespace yh::office::settings
