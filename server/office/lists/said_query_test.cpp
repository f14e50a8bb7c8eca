#include "office/lists/said_query.h"

#include <gtest/gtest.h>

#include <array>

namespace yh::office::lists {
namespace {

enum class Colour { Red, Green };
BOOST_DESCRIBE_ENUM(Colour, Red, Green)

constexpr WordTitle colours[] = {{"red", "红"}, {"green", "绿"}};
constexpr std::array columns{Column{"colour", {"颜色", "Colour"}, "visits.colour", Kind::Word, {}, colours},
                             Column{"number", {"号码", "Number"}, "visits.number", Kind::Telephone}};
constexpr std::array filters{
    Filter{.key = "colour", .kind = FilterKind::Word, .clause = "visits.colour = ?", .check = is_word<Colour>},
    Filter{"number", FilterKind::Telephone, "visits.number"}, Filter{"agent", FilterKind::Person, "users.number = ?"},
    Filter{"min_ms", FilterKind::Number, "visits.length_ms >= ?"}};
constexpr List visits{.name = "visits",
                      .title = {"到访", "Visits"},
                      .permission = "records.see",
                      .from = "visits",
                      .tenant = "visits.tenant_id",
                      .time = "visits.at_ms",
                      .id = "visits.id",
                      .columns = columns,
                      .filters = filters};

std::string said(const std::vector<http::NamedValue>& query, http::Language language,
                 model::HideNumbers hides = model::HideNumbers::Off) {
    const auto asked = read_query(visits, query, Reader{});
    EXPECT_TRUE(asked.ok()) << asked.error().code;
    return said_query(visits, *asked, language, people::NumberMask{hides});
}

// Whoever approves an export reads what it is narrowed to in his own language.
TEST(SaidQuery, B14_ConditionsAreToldInBothLanguages) {
    const std::vector<http::NamedValue> query{{"colour", "green"},    {"agent", "10001"}, {"min_ms", "60000"},
                                              {"from_ms", "3600000"}, {"search", "abc"},  {"utc_offset_min", "0"}};
    EXPECT_EQ(said(query, http::Language::Chinese),
              "时间：1970-01-01 01:00:00 – ；颜色：绿；坐席：10001；最短：60 s；搜索：abc");
    EXPECT_EQ(said(query, http::Language::English),
              "Time: 1970-01-01 01:00:00 – ; Colour: green; Agent: 10001; At least: 60 s; Search: abc");
    EXPECT_EQ(said({}, http::Language::Chinese), "");
}

// Who approves may see fewer numbers than who asks.
TEST(SaidQuery, R264_NumbersInConditionsAreHiddenLikeOthers) {
    const std::vector<http::NamedValue> query{{"number", "13812345678"}, {"search", "13812345678"}};
    EXPECT_EQ(said(query, http::Language::Chinese, model::HideNumbers::Partial),
              "号码：138****5678；搜索：138****5678");
    EXPECT_EQ(said(query, http::Language::Chinese), "号码：13812345678；搜索：13812345678");
}

}  // namespace
}  // namespace yh::office::lists
