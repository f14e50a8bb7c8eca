#include "http/router.h"

#include <gtest/gtest.h>

namespace yh::http {
namespace {

void add(Router& router, Method method, std::string pattern) {
    router.add({.method = method,
                .pattern = std::move(pattern),
                .permission = everyone,
                .summary = {},
                .query = {},
                .request = {},
                .response = {},
                .handler = [](const Request&, Reply) {},
                .websocket = std::nullopt});
}

Router calls_router() {
    Router router;
    add(router, Method::Get, "/api/v1/calls");
    add(router, Method::Post, "/api/v1/calls");
    add(router, Method::Get, "/api/v1/calls/{id}");
    add(router, Method::Post, "/api/v1/calls/{id}/hold");
    add(router, Method::Get, "/api/v1/calls/live");
    add(router, Method::Post, "/api/v1/calls/{id}/consult/cancel");
    add(router, Method::Get, "/api/v1/{kind}/{id}/notes");
    return router;
}

TEST(Router, FindsWordsBeforeParameters) {
    const auto router = calls_router();
    EXPECT_EQ(router.match(Method::Get, "/api/v1/calls/live").route->pattern, "/api/v1/calls/live");
    const auto match = router.match(Method::Post, "/api/v1/calls/42/hold");
    ASSERT_EQ(match.found, Router::Found::Route);
    EXPECT_EQ(match.route->pattern, "/api/v1/calls/{id}/hold");
    ASSERT_EQ(match.params.size(), 1U);
    EXPECT_EQ(match.params[0], (NamedValue{"id", "42"}));
}

TEST(Router, TurnsBackWhenAWordLeadsNowhere) {
    const auto router = calls_router();
    const auto match = router.match(Method::Get, "/api/v1/calls/7/notes");
    ASSERT_EQ(match.found, Router::Found::Route);
    EXPECT_EQ(match.params, (std::vector<NamedValue>{{"kind", "calls"}, {"id", "7"}}));
}

TEST(Router, DecodesEachParameterByItself) {
    const auto router = calls_router();
    const auto match = router.match(Method::Get, "/api/v1/calls/%E5%BC%A0%2F%E4%B8%89");
    ASSERT_EQ(match.found, Router::Found::Route);
    EXPECT_EQ(match.params[0].second, "张/三");
    EXPECT_EQ(router.match(Method::Get, "/api/v1/calls/%zz").found, Router::Found::BadPath);
    EXPECT_EQ(router.match(Method::Get, "/api/v1/calls/a%00b").found, Router::Found::BadPath);
}

TEST(Router, SaysWhichMethodsThereAre) {
    const auto router = calls_router();
    const auto match = router.match(Method::Delete, "/api/v1/calls");
    EXPECT_EQ(match.found, Router::Found::WrongMethod);
    EXPECT_EQ(match.allow, "GET, HEAD, POST, OPTIONS");
    EXPECT_EQ(router.match(Method::Head, "/api/v1/calls").found, Router::Found::Route);
}

TEST(Router, KnowsNothingElse) {
    const auto router = calls_router();
    for (const auto* path : {"/", "/api", "/api/v1/calls/", "/api/v1/calls//hold", "/api/v1/calls/1/hold/x", "//"}) {
        EXPECT_EQ(router.match(Method::Post, path).found, Router::Found::NoPath) << path;
    }
    EXPECT_EQ(router.match(Method::Get, "").found, Router::Found::BadPath);
    EXPECT_EQ(router.match(Method::Get, std::string(5000, '/')).found, Router::Found::NoPath);
}

}  // namespace
}  // namespace yh::http
