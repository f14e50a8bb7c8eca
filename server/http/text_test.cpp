#include "http/text.h"

#include <gtest/gtest.h>

#include "http/file_answer.h"
#include "http/gate.h"
#include "http/response_head.h"

namespace yh::http {
namespace {

TEST(Text, DecodesUrls) {
    EXPECT_EQ(url_decode("a%20b+c"), "a b+c");
    EXPECT_EQ(url_decode("a+b", PlusIs::Space), "a b");
    EXPECT_EQ(url_decode("%"), std::nullopt);
    EXPECT_EQ(url_decode("%4"), std::nullopt);
    EXPECT_EQ(url_decode("%00"), std::nullopt);
    EXPECT_EQ(url_encode("张 a/b"), "%E5%BC%A0%20a%2Fb");
}

TEST(Text, ParsesQueries) {
    const auto args = parse_query("page=2&q=%E5%BC%A0+san&empty=&flag&&x=a%3Db");
    ASSERT_TRUE(args);
    EXPECT_EQ(*args,
              (std::vector<NamedValue>{{"page", "2"}, {"q", "张 san"}, {"empty", ""}, {"flag", ""}, {"x", "a=b"}}));
    EXPECT_FALSE(parse_query("a=%g0"));
    EXPECT_FALSE(parse_query("a&a&a", 2));
}

TEST(Text, WritesDates) {
    EXPECT_EQ(http_date(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST(Text, NamesDownloadsInBothWays) {
    EXPECT_EQ(content_disposition("录音\".wav"),
              "attachment; filename=\"_______.wav\"; filename*=UTF-8''%E5%BD%95%E9%9F%B3%22.wav");
}

TEST(Range, FollowsTheRfc) {
    const auto one = [](std::string_view text, std::uint64_t first, std::uint64_t length) {
        const auto [found, range] = parse_range(text, 1000);
        return found == RangeFound::One && range.first == first && range.length == length;
    };
    EXPECT_TRUE(one("bytes=0-99", 0, 100));
    EXPECT_TRUE(one("bytes=900-", 900, 100));
    EXPECT_TRUE(one("bytes=-1", 999, 1));
    EXPECT_TRUE(one("bytes=-5000", 0, 1000));
    EXPECT_TRUE(one("Bytes=990-99999999", 990, 10));
    for (const auto* out : {"bytes=1000-", "bytes=5000-6000", "bytes=-0"}) {
        EXPECT_EQ(parse_range(out, 1000).first, RangeFound::Unsatisfiable) << out;
    }
    for (const auto* nonsense : {"", "bytes=", "bytes=-", "bytes=5-2", "bytes=a-b", "lines=1-2", "bytes=0-1,5-6",
                                 "bytes=99999999999999999999-", "bytes=1-2x"}) {
        EXPECT_EQ(parse_range(nonsense, 1000).first, RangeFound::None) << nonsense;
    }
    EXPECT_EQ(parse_range("bytes=0-0", 0).first, RangeFound::Unsatisfiable);
    EXPECT_TRUE((parse_range("bytes=0-18446744073709551615", 1000).second.length == 1000));
}

TEST(Etag, ComparesWeakly) {
    EXPECT_TRUE(etag_matches("\"a\", W/\"b\"", "\"b\""));
    EXPECT_TRUE(etag_matches("*", "\"b\""));
    EXPECT_FALSE(etag_matches("\"ab\"", "\"b\""));
    EXPECT_FALSE(etag_matches("", "\"b\""));
}

Request post_with(Headers headers) {
    Request request;
    request.method = Method::Post;
    request.headers = std::move(headers);
    request.headers.push_back({"Host", "yinghe.example:8080"});
    return request;
}

TEST(Gate, ACookieNeedsOurOwnPage) {
    const auto cross = [](Headers headers) {
        return is_cross_site(post_with(std::move(headers)), "s", {"https://crm"});
    };
    EXPECT_FALSE(cross({}));  // not signed in by cookie: nothing to abuse
    EXPECT_TRUE(cross({{"Cookie", "a=1; s=2"}}));
    EXPECT_FALSE(cross({{"Cookie", "s=2"}, {"Authorization", "Bearer t"}}));
    EXPECT_FALSE(cross({{"Cookie", "s=2"}, {"Sec-Fetch-Site", "same-origin"}}));
    EXPECT_TRUE(cross({{"Cookie", "s=2"}, {"Sec-Fetch-Site", "cross-site"}}));
    EXPECT_TRUE(cross({{"Cookie", "s=2"}, {"Sec-Fetch-Site", "cross-site"}, {"Origin", "http://evil"}}));
    EXPECT_FALSE(cross({{"Cookie", "s=2"}, {"Origin", "http://yinghe.example:8080"}}));
    EXPECT_TRUE(cross({{"Cookie", "s=2"}, {"Origin", "http://yinghe.example"}}));
    EXPECT_TRUE(cross({{"Cookie", "s=2"}, {"Origin", "null"}}));
    EXPECT_FALSE(cross({{"Cookie", "s=2"}, {"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://crm"}}));
}

TEST(Cookie, IsHttpOnlyAndSecureOnTls) {
    EXPECT_EQ(session_cookie("s", "v", 60, false).value, "s=v; Path=/; Max-Age=60; HttpOnly; SameSite=Lax");
    EXPECT_EQ(session_cookie("s", "v", 0, true).value, "s=v; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure");
}

TEST(ResponseHead, NoValueBeginsAHeaderOfItsOwn) {
    const auto head = response_head({.status = 200, .date = "D", .request_id = "r", .content_length = 3},
                                    {{"X-Frame-Options", "a\r\nSet-Cookie: b"}}, {{"X-Frame-Options", "DENY"}});
    EXPECT_EQ(head,
              "HTTP/1.1 200 OK\r\nDate: D\r\nX-Frame-Options: aSet-Cookie: b\r\nX-Request-Id: r\r\n"
              "Content-Length: 3\r\nConnection: keep-alive\r\n\r\n");
}

}  // namespace
}  // namespace yh::http
