#include "base/json.h"

#include <gtest/gtest.h>

#include <limits>

namespace yh {
namespace {

struct QueueTag {};
using QueueId = Id<QueueTag>;

enum class Strategy { LongestIdle, RingAll, HTTPLookup };
BOOST_DESCRIBE_ENUM(Strategy, LongestIdle, RingAll, HTTPLookup)

struct Member {
    std::string user;
    std::int32_t penalty = 0;
    bool operator==(const Member&) const = default;
};
BOOST_DESCRIBE_STRUCT(Member, (), (user, penalty))

struct Play {
    std::string prompt;
    bool operator==(const Play&) const = default;
};
BOOST_DESCRIBE_STRUCT(Play, (), (prompt))

struct GoTo {
    static constexpr std::string_view json_type = "goto";
    QueueId queue;
    bool operator==(const GoTo&) const = default;
};
BOOST_DESCRIBE_STRUCT(GoTo, (), (queue))

struct Queue {
    QueueId id;
    std::string name;
    Strategy strategy = Strategy::LongestIdle;
    std::int64_t created_at_ms = 0;
    bool record = true;
    double weight = 1.5;
    std::optional<std::string> remark;
    std::vector<Member> members;
    std::variant<Play, GoTo> on_timeout;
    std::map<std::string, std::int64_t> counts;
    JsonValue custom;
    bool default_ = false;
    bool operator==(const Queue&) const = default;
};
BOOST_DESCRIBE_STRUCT(Queue, (),
                      (id, name, strategy, created_at_ms, record, weight, remark, members, on_timeout, counts, custom,
                       default_))

struct Number {
    std::string digits;
    std::string text() const { return digits; }
    static Result<Number> parse(std::string_view text) {
        if (text.find_first_not_of("0123456789") != std::string_view::npos) {
            return invalid_input("number.malformed", std::string{text});
        }
        return Number{std::string{text}};
    }
};
struct Holder {
    Number number;
    std::uint8_t small = 0;
};
BOOST_DESCRIBE_STRUCT(Holder, (), (number, small))

struct LoudMember : Member {
    bool loud = false;
};
BOOST_DESCRIBE_STRUCT(LoudMember, (Member), (loud))

constexpr std::string_view sample =
    R"({"id":"9007199254740993","name":"售后\n\"A\"","strategy":"ring_all","created_at_ms":1750000000000,)"
    R"("record":false,"weight":0.1,"remark":null,"members":[{"user":"10001","penalty":-2},{"user":"10002","penalty":0}],)"
    R"("on_timeout":{"type":"goto","queue":"7"},"counts":{"a":1},"custom":{"x":[1,null,true]},"default":true})";

TEST(Json, WhatWasWrittenReadsBackTheSame) {
    const auto queue = from_json<Queue>(sample);
    ASSERT_TRUE(queue.ok()) << queue.error().detail;
    EXPECT_EQ(queue->id.value, 9007199254740993);
    EXPECT_EQ(queue->strategy, Strategy::RingAll);
    EXPECT_EQ(queue->members[0].penalty, -2);
    EXPECT_EQ(std::get<GoTo>(queue->on_timeout).queue.value, 7);
    EXPECT_TRUE(queue->default_);
    EXPECT_EQ(to_json(*queue), sample);
}

TEST(Json, InheritedFieldsComeFirst) {
    LoudMember member;
    member.user = "1";
    EXPECT_EQ(to_json(member), R"({"user":"1","penalty":0,"loud":false})");
}

TEST(Json, EnumeratorsAreSnakeCaseWords) {
    EXPECT_EQ(enum_text(Strategy::LongestIdle), "longest_idle");
    EXPECT_EQ(enum_text(Strategy::HTTPLookup), "http_lookup");
    EXPECT_EQ(*parse_enum<Strategy>("ring_all"), Strategy::RingAll);
    const auto wrong = parse_enum<Strategy>("ring_al");
    ASSERT_FALSE(wrong.ok());
    EXPECT_EQ(wrong.error().code, "enum.unknown");
    EXPECT_NE(wrong.error().detail.find("did you mean \"ring_all\""), std::string::npos);
}

struct Refusal {
    std::string_view text;
    std::string_view code;
    std::string_view detail;
};

TEST(Json, RefusalsSayWhereAndWhat) {
    const Refusal refusals[] = {
        {R"([{"user":"1","penalty":0},{"usr":"1"}])", "json.unknown_field",
         "[1].usr: is not known here; did you mean \"user\"?"},
        {R"([{"user":"1"}])", "json.missing_field", "[0].penalty: is missing"},
        {R"([{"user":1,"penalty":0}])", "json.wrong_type", "[0].user: must be a text, not an integer"},
        {R"([{"user":"1","penalty":2147483648}])", "json.range", "[0].penalty: must be from -2147483648 to 2147483647"},
        {R"([{"user":"1","penalty":1.5}])", "json.wrong_type", "[0].penalty: must be an integer, not a number"},
        {R"([{"user":"1","penalty":0,"user":"2"}])", "json.duplicate_field", "user"},
        {R"({})", "json.wrong_type", "must be a list, not an object"},
    };
    for (const auto& refusal : refusals) {
        const auto read = from_json<std::vector<Member>>(refusal.text);
        ASSERT_FALSE(read.ok()) << refusal.text;
        EXPECT_EQ(read.error().code, refusal.code);
        EXPECT_EQ(read.error().detail, refusal.detail);
    }
    EXPECT_EQ(from_json<Member>("{").error().code, "json.syntax");
    EXPECT_EQ(from_json<Member>("{} x").error().code, "json.syntax");
    EXPECT_EQ(from_json<Member>("").error().code, "json.syntax");
    EXPECT_EQ(from_json<std::string>("\"\xFF\"").error().code, "json.syntax");
    EXPECT_EQ((from_json<std::variant<Play, GoTo>>(R"({"type":"plai"})").error().code), "enum.unknown");
    EXPECT_EQ((from_json<std::variant<Play, GoTo>>(R"({"prompt":"a"})").error().code), "json.missing_field");
    EXPECT_EQ(from_json<Holder>(R"({"number":"12a","small":1})").error().code, "number.malformed");
    EXPECT_EQ(from_json<Holder>(R"({"number":"12","small":256})").error().code, "json.range");
    EXPECT_EQ(from_json<QueueId>("12").error().code, "json.wrong_type");
    EXPECT_EQ(from_json<QueueId>("\"-1\"").error().code, "id.malformed");
    EXPECT_EQ(from_json<std::int64_t>("9223372036854775808").error().code, "json.wrong_type");
}

TEST(Json, DefaultsStayWhenAskedFor) {
    const auto queue = from_json<Queue>(R"({"name":"a"})", JsonAbsent::KeepsDefault);
    ASSERT_TRUE(queue.ok());
    EXPECT_TRUE(queue->record);
    EXPECT_FALSE(from_json<Queue>(R"({"nmae":"a"})", JsonAbsent::KeepsDefault).ok());
}

TEST(Json, UntrustedTextIsBounded) {
    EXPECT_EQ(from_json<JsonValue>(std::string(100'000, '[')).error().code, "json.too_deep");
    EXPECT_EQ(from_json<JsonValue>(std::string(33, '[') + std::string(33, ']')).error().code, "json.too_deep");
    EXPECT_TRUE(from_json<JsonValue>(std::string(32, '[') + std::string(32, ']')).ok());
    EXPECT_EQ(from_json<JsonValue>(std::string(1024 * 1024, ' ') + "1").error().code, "json.too_big");
}

TEST(Json, WhatWeSendIsAlwaysValid) {
    EXPECT_EQ(to_json(std::string{"a\x01\x7f/\xE4\xBD\xA0"}), "\"a\\u0001\\u007f/\xE4\xBD\xA0\"");
    // A lone continuation, an overlong slash, a surrogate, beyond U+10FFFF, a cut character.
    EXPECT_EQ(to_json(std::string{"\x80"}), "\"\xEF\xBF\xBD\"");
    for (const std::string bad : {"\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE4\xBD"}) {
        EXPECT_TRUE(from_json<std::string>(to_json(bad)).ok()) << bad;
    }
    EXPECT_EQ(to_json(std::string{"\xF0\x9F\x98\x80"}), "\"\xF0\x9F\x98\x80\"");
    EXPECT_EQ(to_json(std::numeric_limits<double>::infinity()), "null");
    EXPECT_EQ(to_json(std::vector<double>{2, -0.0, 0.1, 1e300}), "[2.0,-0.0,0.1,1e+300]");
    EXPECT_EQ(to_json(std::numeric_limits<std::uint64_t>::max()), "18446744073709551615");
    EXPECT_EQ(to_json(std::vector<bool>{true, false}), "[true,false]");
}

}  // namespace
}  // namespace yh
