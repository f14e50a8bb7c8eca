#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>

#include "db/migrations.h"
#include "db/testing/test_database_fake.h"
#include "http/text.h"
#include "office/lists/list_rows.h"
#include "office/lists/list_store.h"

// A list from its declaration to its pages and files, with both databases.
namespace yh::office::lists {
namespace {

enum class Colour { Red, Green };
BOOST_DESCRIBE_ENUM(Colour, Red, Green)

struct VisitTag;
struct Visit {
    Id<VisitTag> id;
    std::string number;
    std::string called;
    std::string name;
    std::int64_t at_ms = 0;
    std::int64_t length_ms = 0;
    Colour colour = Colour::Red;
    std::optional<std::string> number_token;
};
BOOST_DESCRIBE_STRUCT(Visit, (), (id, number, called, name, at_ms, length_ms, colour, number_token))

constexpr WordTitle colours[] = {{"red", "红"}, {"green", "绿"}};
constexpr std::array columns{
    Column{"at_ms", {"时间", "Time"}, "visits.at_ms", Kind::Time},
    Column{"number", {"号码", "Number"}, "visits.number", Kind::Telephone},
    Column{"called", {"被叫", "Called"}, "visits.called", Kind::Dialled},
    Column{.key = "name", .title = {"姓名", "Name"}, .sql = "visits.name", .field = "customer.note"},
    Column{"length_ms", {"时长秒", "Length s"}, "visits.length_ms", Kind::Milliseconds},
    Column{"colour", {"颜色", "Colour"}, "visits.colour", Kind::Word, {}, colours},
    Column{"id", {"编号", "Id"}, "visits.id", Kind::Id},
    Column{.key = "secret", .sql = "visits.id", .shown = false},
};
constexpr std::array filters{
    Filter{.key = "known", .kind = FilterKind::Telephone, .clause = "visits.number", .numbers_known = true},
    Filter{"number", FilterKind::Telephone, "visits.number"},
    Filter{.key = "colour", .kind = FilterKind::Word, .clause = "visits.colour = ?", .check = is_word<Colour>},
    Filter{.key = "name", .clause = "visits.name = ?", .field = "customer.note"},
    Filter{.key = "person", .clause = "visits.user_id = 1", .not_with = "department"},
    Filter{.key = "department", .clause = "visits.user_id = 2", .not_with = "person"}};
constexpr List visits{.name = "visits",
                      .title = {"到访", "Visits"},
                      .permission = "records.see",
                      .from = "visits",
                      .tenant = "visits.tenant_id",
                      .scope = {.person = "visits.user_id", .queue = {}},
                      .time = "visits.at_ms",
                      .id = "visits.id",
                      .columns = columns,
                      .filters = filters,
                      .customer = "number"};

class ListTest : public ::testing::TestWithParam<db::Engine> {
  protected:
    void SetUp() override {
        ASSERT_TRUE(db::migrate(connection_, db::embedded_migrations(), clock_).ok());
        const auto made = connection_.script(
            "CREATE TABLE visits (id BIGINT PRIMARY KEY, tenant_id BIGINT NOT NULL, user_id BIGINT NOT NULL, number "
            "TEXT "
            "NOT NULL, called TEXT NOT NULL, name TEXT NOT NULL, at_ms BIGINT NOT NULL, length_ms BIGINT NOT NULL, "
            "colour TEXT NOT NULL);"
            // 2026-11-21 09:37:05 in Shanghai, and the day before at 10:00:00.
            "INSERT INTO visits VALUES (1, 1, 11, '13812345678', '4001', '王丽', 1795225025000, 100000, 'red');"
            "INSERT INTO visits VALUES (2, 1, 12, '13912345678', '13912345678', '50%', 1795140000000, 37000, 'green');"
            "INSERT INTO visits VALUES (3, 1, 11, '02188887777', '4001', '=1+1', 1795140000000, 61000, 'green');"
            "INSERT INTO visits VALUES (4, 2, 11, '13812345678', '4001', '别家', 1795140000000, 1000, 'red');");
        ASSERT_TRUE(made.ok()) << made.error().detail;
    }

    Reader reader(model::Role role, model::HideNumbers hide = model::HideNumbers::Off) const {
        Reader one;
        one.who.tenant = model::TenantId{1};
        one.who.user = model::UserId{11};
        one.who.role = role;
        one.mask = people::NumberMask{hide};
        return one;
    }
    Result<Page<Visit>> page(std::string_view query, const Reader& who) {
        YH_TRY(const auto asked, read_query(visits, http::parse_query(query).value(), who));
        return find_page(connection_, Listing<Visit>{visits}, asked);
    }
    std::string found(std::string_view query, const Reader& who) {
        const auto answer = page(query, who);
        if (!answer.ok()) {
            return std::string{answer.error().code};
        }
        std::string all;
        for (const auto& row : answer->items) {
            all += row.id.text();
        }
        return all;
    }
    std::string found(std::string_view query) { return found(query, reader(model::Role::Admin)); }
    std::string file(const Reader& who, std::string_view names) {
        Asked asked;
        asked.reader = who;
        auto rows = ListRows::open(connection_, visits, asked, read_columns(visits, names).value(), 100).value();
        std::string all = fmt::format("{}", fmt::join(rows.titles(), ","));
        while (!rows.at_end()) {
            const auto portion = rows.next(connection_).value();
            for (const auto& row : portion) {
                all += '|';
                for (const auto& cell : row) {
                    all += (all.back() == '|' ? "" : ",") + cell.text;
                }
            }
        }
        return all;
    }

    ManualClock clock_;
    db::TestDatabase test_{GetParam()};
    db::Database database_ = test_.open();
    db::Connection connection_ = std::move(database_.connect()).value();
};

// R084: every order both ways, the newest first by itself; what is not shown is nothing to sort by.
TEST_P(ListTest, OrdersAndFiltersFollowFromTheDeclaration) {
    EXPECT_EQ(found(""), "132");
    EXPECT_EQ(found("sort=at_ms"), "231");
    EXPECT_EQ(found("sort=length_ms"), "231");
    EXPECT_EQ(found("sort=-length_ms"), "132");
    EXPECT_EQ(found("sort=secret"), "sort.unknown");
    EXPECT_EQ(found("colour=green"), "32");
    EXPECT_EQ(found("colour=blue"), "enum.unknown");
    EXPECT_EQ(found("person=1&department=2"), "filter.not_together") << "R213, R214";
    EXPECT_EQ(found("from_ms=1795200000000"), "1");
    EXPECT_EQ(found("to_ms=1795200000000"), "32");
    EXPECT_EQ(found("size=11"), "page.malformed");
    EXPECT_EQ(found("", reader(model::Role::Agent)), "13") << "one's own";
}

// R084: typing 37 matches number, name, date and length alike.
TEST_P(ListTest, QuickSearchLooksAtEverythingThatIsShown) {
    EXPECT_EQ(found("search=37"), "12") << "a minute of the one, the length of the other";
    EXPECT_EQ(found("search=37&utc_offset_min=510"), "2") << "where clocks are half an hour on, its minute is 07";
    EXPECT_EQ(found("search=11-21"), "1");
    EXPECT_EQ(found("search=00:37"), "2");
    EXPECT_EQ(found("search=09:37"), "1") << "hour and minute";
    EXPECT_EQ(found("search=37:05"), "1") << "minute and second";
    EXPECT_EQ(found("search=09:37:05"), "1");
    EXPECT_EQ(found("search=01:37:05"), "") << "by the clock of the person";
    EXPECT_EQ(found("search=01:40"), "1") << "a length";
    EXPECT_EQ(found("search=:37:"), "1");
    EXPECT_EQ(found("search=2026-11-21"), "1");
    EXPECT_EQ(found("search=2026-11"), "132");
    EXPECT_EQ(found("search=26-11"), "132");
    EXPECT_EQ(found("search=02-30"), "");
    EXPECT_EQ(found("search=11-21 09"), "1");
    EXPECT_EQ(found("search=05"), "1") << "a second";
    EXPECT_EQ(found("search=59"), "") << "no minute and no second";
    EXPECT_EQ(found("search=2026"), "132") << "a year";
    EXPECT_EQ(found("search=2126"), "");
    EXPECT_EQ(found("search=王"), "1");
    EXPECT_EQ(found("search=8888"), "3");
    EXPECT_EQ(found("search=绿"), "32");
    EXPECT_EQ(found("search=%25"), "2") << "a percent sign stands for itself";
    EXPECT_EQ(found("search=nobody"), "");
}

// U8: a whole number is found exactly, with what carriers put in front; three digits are the least.
TEST_P(ListTest, NumbersInPartAndWhole) {
    EXPECT_EQ(found("number=1234"), "12");
    EXPECT_EQ(found("number=13812345678"), "1");
    EXPECT_EQ(found("number=%2B8613812345678"), "1");
    EXPECT_EQ(found("number=12"), "number.too_short");
    EXPECT_EQ(found("number=1_3"), "number.too_short");
}

// R264: who may not see a number gets a token in its place, and cannot find it out by trying.
TEST_P(ListTest, HiddenNumbersStayHidden) {
    const auto agent = reader(model::Role::Admin, model::HideNumbers::Partial);
    const auto rows = page("", agent)->items;
    EXPECT_EQ(rows.at(0).number, "138****5678");
    EXPECT_EQ(rows.at(0).called, "4001") << "our own number is no secret";
    EXPECT_EQ(rows.at(2).called, "139****5678");
    ASSERT_TRUE(rows.at(0).number_token);
    EXPECT_EQ(*agent.seal.open(model::TenantId{1}, *rows.at(0).number_token), "13812345678");
    EXPECT_EQ(found("number=1234", agent), "");
    EXPECT_EQ(found("search=1234", agent), "");
    EXPECT_EQ(found("number=13812345678", agent), "1");
    EXPECT_EQ(file(agent, "number,called"), "号码,被叫|138****5678,4001|021****7777,4001|139****5678,139****5678");
}

// The order of hidden numbers tells of them: whoever may add a row of his own could close in on one by it.
TEST_P(ListTest, HiddenNumbersAreNothingToSortBy) {
    const auto agent = reader(model::Role::Admin, model::HideNumbers::Partial);
    EXPECT_EQ(found("sort=number", agent), "field.hidden");
    EXPECT_EQ(found("sort=-called", agent), "field.hidden");
    EXPECT_EQ(found("sort=number"), "312");
}

// R255: what a role hides is neither shown, searched, sorted nor narrowed by, and is in no file.
TEST_P(ListTest, HiddenFieldsAreNowhere) {
    auto narrow = reader(model::Role::Admin);
    const std::vector<std::string> hidden{"customer.note"};
    narrow.who.fields = people::FieldRights::of(hidden, {});
    EXPECT_EQ(page("", reader(model::Role::Admin))->items.at(0).name, "王丽");
    const auto seen = page("", narrow);
    EXPECT_FALSE(seen->items.empty());
    for (const auto& row : seen->items) {
        EXPECT_EQ(row.name, "");
        EXPECT_NE(row.number, "");
    }
    EXPECT_EQ(found("search=王"), "1");
    EXPECT_EQ(found("search=王", narrow), "");
    EXPECT_EQ(found("sort=name", narrow), "field.hidden");
    EXPECT_EQ(found("name=王丽"), "1");
    EXPECT_EQ(found("name=王丽", narrow), "field.hidden");
    EXPECT_EQ(file(narrow, "name,number"), "号码|13812345678|02188887777|13912345678");
    EXPECT_EQ(file(narrow, "").find("王"), std::string::npos);
}

// Pages far down are found by the last row, and rows of the same moment are neither lost nor shown twice.
TEST_P(ListTest, NextPageByTheLastRow) {
    ASSERT_TRUE(connection_.run("DELETE FROM visits").ok());
    constexpr int many = 25;
    for (int id = 1; id <= many; ++id) {
        ASSERT_TRUE(
            connection_.run("INSERT INTO visits VALUES (?, 1, 11, '138', '4001', 'x', ?, 1, 'red')", id, 1000 + id / 3)
                .ok());
    }
    for (const std::string order : {"-at_ms", "at_ms"}) {
        std::vector<std::int64_t> seen;
        std::string query = "sort=" + order;
        for (int pages = 0; pages < 3; ++pages) {
            const auto answer = page(query, reader(model::Role::Admin));
            ASSERT_TRUE(answer.ok()) << answer.error().detail;
            EXPECT_EQ(answer->total, many);
            EXPECT_EQ(answer->next.empty(), pages == 2);
            for (const auto& row : answer->items) {
                seen.push_back(row.id.value);
            }
            query = fmt::format("sort={}&after={}", order, answer->next);
        }
        ASSERT_EQ(seen.size(), std::size_t{many});
        EXPECT_EQ(seen.front(), order == "at_ms" ? 1 : many);
        EXPECT_EQ(seen.back(), order == "at_ms" ? many : 1);
    }
    EXPECT_EQ(found("after=nonsense"), "page.malformed");
    EXPECT_EQ(found("after=1000.1&sort=name"), "page.malformed") << "only in the list's own order";
}

TEST_P(ListTest, TotalsAreCountedSoFarAndNoFurther) {
    const auto few = page("", reader(model::Role::Admin));
    EXPECT_FALSE(few->total_is_least);
    std::string rows;
    for (std::int64_t id = 0; id <= most_counted; ++id) {
        rows += fmt::format("{}({}, 1, 11, '138', '4001', 'x', 1000, 1, 'red')", rows.empty() ? "" : ",",
                            20'000'000'000'000 + id);
    }
    ASSERT_TRUE(connection_.script("INSERT INTO visits VALUES " + rows).ok());
    const auto many = page("", reader(model::Role::Admin));
    ASSERT_TRUE(many.ok()) << many.error().detail;
    EXPECT_EQ(many->total, most_counted);
    EXPECT_TRUE(many->total_is_least);
    EXPECT_EQ(many->items.size(), 10U);
    ASSERT_TRUE(connection_.run("INSERT INTO call_numbers VALUES (1, '138')").ok());
    EXPECT_EQ(page("known=138", reader(model::Role::Admin))->items.size(), 10U) << "walked, not looked up";
    EXPECT_EQ(found("known=139"), "");
    const auto searched = page("search=138", reader(model::Role::Admin));
    EXPECT_EQ(searched->total, most_counted) << "of what so many rows show";
    EXPECT_TRUE(searched->total_is_least);
    EXPECT_EQ(page("search=138&page=1000", reader(model::Role::Admin))->items.size(), 10U) << "beyond those, too";
}

// A file is what is on the screen: columns, their order, the language and the clock of the person.
TEST_P(ListTest, FileIsWhatTheListShows) {
    auto admin = reader(model::Role::Admin);
    EXPECT_EQ(file(admin, "at_ms,length_ms,colour"),
              "时间,时长秒,颜色|2026-11-21 09:37:05,100,红|2026-11-20 10:00:00,61,绿|2026-11-20 10:00:00,37,绿");
    admin.language = http::Language::English;
    admin.utc_offset_min = 0;
    EXPECT_EQ(file(admin, "colour,at_ms"),
              "Colour,Time|red,2026-11-21 01:37:05|green,2026-11-20 02:00:00|green,2026-11-20 02:00:00");
    EXPECT_EQ(read_columns(visits, "number,password").error().code, "column.unknown");
    EXPECT_EQ(read_columns(visits, "secret").error().code, "column.unknown");
    EXPECT_EQ(read_columns(visits, "")->size(), 7U);
    Asked asked;
    asked.reader = admin;
    EXPECT_EQ(ListRows::open(connection_, visits, asked, read_columns(visits, "").value(), 2).error().code,
              "export.too_many");
}

INSTANTIATE_TEST_SUITE_P(Engines, ListTest, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& one) { return db::engine_name(one.param); });

}  // namespace
}  // namespace yh::office::lists
