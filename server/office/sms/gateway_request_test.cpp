#include "office/sms/gateway_request.h"

#include <gtest/gtest.h>

#include "office/settings/sms_words.h"

namespace yh::office::sms {
namespace {

settings::SiteSms gateway() {
    settings::SiteSms one;
    one.url = "https://sms.example/send?to={number}&k={secret}";
    one.secret = "a&b";
    one.sender = "应和";
    return one;
}

TEST(SmsGatewayRequestTest, ValuesAreEscapedWhereTheyStand) {  // R064
    auto one = gateway();
    one.headers.push_back({"Authorization", "Bearer {secret}"});
    const auto json = request_for({one, "13912345678", "say \"hi\"\n{number}"});
    EXPECT_EQ(json.method, "POST");
    EXPECT_EQ(json.url, "https://sms.example/send?to=13912345678&k=a%26b");
    EXPECT_EQ(json.headers.back(), "Authorization: Bearer a&b");
    // What the text says in braces is text.
    EXPECT_EQ(json.body, R"({"to":"13912345678","text":"say \"hi\"\n{number}","from":"应和"})");

    one.headers = {{"content-type", "application/x-www-form-urlencoded"}};
    one.body = "to={number}&text={text}";
    EXPECT_EQ(request_for({one, "139", "a&b"}).body, "to=139&text=a%26b");
    one.method = settings::SmsMethod::Get;
    EXPECT_EQ(request_for({one, "139", "a&b"}).body, "");
}

TEST(SmsGatewayRequestTest, NoValueAddsAHeader) {
    auto one = gateway();
    one.secret = "x\r\nEvil: yes";
    one.headers = {{"X-Key", "{secret}"}};
    EXPECT_EQ(request_for({one, "139", "t"}).headers.front(), "X-Key: xEvil: yes");
}

TEST(SmsGatewayRequestTest, AnswerIsJudged) {  // R064, R202
    auto one = gateway();
    EXPECT_EQ(judge(one, 202, "whatever").outcome, SmsOutcome::Sent);
    EXPECT_EQ(judge(one, 403, "no").outcome, SmsOutcome::Refused);
    EXPECT_EQ(judge(one, 403, "no").detail, "HTTP 403 no");
    EXPECT_EQ(judge(one, 504, "").outcome, SmsOutcome::Unclear);
    one.success_value = "OK";
    EXPECT_EQ(judge(one, 200, "id=7 OK").outcome, SmsOutcome::Sent);
    EXPECT_EQ(judge(one, 200, "id=7 NO").outcome, SmsOutcome::Refused);
    one.success_field = "result.code";
    one.success_value = "0";
    one.problem_field = "result.why";
    EXPECT_EQ(judge(one, 200, R"({"result":{"code":0}})").outcome, SmsOutcome::Sent);
    EXPECT_EQ(judge(one, 200, R"({"result":{"code":"0"}})").outcome, SmsOutcome::Sent);
    const auto refused = judge(one, 200, R"({"result":{"code":7,"why":"余额不足"}})");
    EXPECT_EQ(refused.outcome, SmsOutcome::Refused);
    EXPECT_EQ(refused.detail, "余额不足");
    for (const auto* garbage : {"", "<html>", "{}", "[1]", R"({"result":7})", R"({"result":{"code":null)"}) {
        EXPECT_EQ(judge(one, 200, garbage).outcome, SmsOutcome::Unclear) << garbage;
    }
}

TEST(SmsGatewayRequestTest, WordsOfATemplate) {  // R064, R205
    using settings::fill_words;
    using settings::find_unknown_word;
    using settings::template_words;
    EXPECT_EQ(fill_words("{customer}您好，我是{agent}{", {{"customer", "李清禾{agent}"}, {"agent", "王丽"}}),
              "李清禾{agent}您好，我是王丽{");
    EXPECT_EQ(fill_words("{x} {} {customer", {{"customer", "a"}}), "{x} {} {customer");
    EXPECT_EQ(find_unknown_word("{customer} {agnt}", template_words), "agnt");
    EXPECT_EQ(find_unknown_word("{\"json\"} {company}", template_words), std::nullopt);
}

}  // namespace
}  // namespace yh::office::sms
