#include "http/openapi.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "http/openapi_check.h"
#include "http/test_client.h"
#include "http/test_server.h"

namespace yh::http {
namespace {

struct CallTag {};
enum class Direction { Inbound, ManualOutbound };
BOOST_DESCRIBE_ENUM(Direction, Inbound, ManualOutbound)

struct LegView {
    std::string number;
    std::vector<LegView> consults;
};
BOOST_DESCRIBE_STRUCT(LegView, (), (number, consults))

struct Play {
    std::string file;
};
BOOST_DESCRIBE_STRUCT(Play, (), (file))
struct Hangup {
    int after_s = 0;
};
BOOST_DESCRIBE_STRUCT(Hangup, (), (after_s))

struct CallView {
    Id<CallTag> id;
    Direction direction = Direction::Inbound;
    std::optional<std::string> queue;
    std::int64_t created_at_ms = 0;
    bool recorded = false;
    std::vector<LegView> legs;
    std::map<std::string, int> counts;
    std::variant<Play, Hangup> next;
};
BOOST_DESCRIBE_STRUCT(CallView, (), (id, direction, queue, created_at_ms, recorded, legs, counts, next))

struct DialRequest {
    std::string to;
};
BOOST_DESCRIBE_STRUCT(DialRequest, (), (to))

CallView sample_call() {
    CallView call;
    call.id = {1234567890123456789};
    call.legs = {{"8001", {{"8002", {}}}}};
    call.counts = {{"holds", 2}};
    call.next = Hangup{5};
    return call;
}

Router api_router() {
    Router router;
    Route get;
    get.pattern = "/api/v1/calls/{id}";
    get.permission = everyone;
    get.summary = {"One live call", "一通实时通话"};
    get.response = schema_of<CallView>();
    get.handler = [](const Request& request, Reply reply) {
        if (request.param("id") == "0") {
            return reply.fail(not_found("call.gone"));
        }
        reply.json(to_json(sample_call()));
    };
    router.add(std::move(get));
    Route list;
    list.pattern = "/api/v1/calls";
    list.permission = everyone;
    list.summary = {"Live calls", "实时通话"};
    list.query = {{"page", "integer"}};
    list.response = page_of<CallView>();
    list.handler = [](const Request&, Reply reply) {
        reply.json(R"({"items":[)" + to_json(sample_call()) + R"(],"total":1,"page":1,"size":25})");
    };
    router.add(std::move(list));
    Route dial;
    dial.method = Method::Post;
    dial.pattern = "/api/v1/calls";
    dial.permission = "calls.dial";
    dial.summary = {"Dials", "外呼"};
    dial.request = schema_of<DialRequest>();
    dial.status = 202;
    dial.handler = [](const Request&, Reply reply) { reply.no_content(); };
    router.add(std::move(dial));
    add_openapi_route(router, {"Yinghe", "1"});
    return router;
}

TEST(OpenApi, TheServedDocumentIsSoundAndAnswersKeepToIt) {
    TestServer server{api_router()};
    TestClient client{server.port()};
    const auto document = client.get("/api/openapi.json");
    ASSERT_EQ(document.status, 200);
    const auto check = OpenApiCheck::create(document.body);
    ASSERT_TRUE(check.ok()) << check.error().detail;
    EXPECT_EQ(check->document_problems(), std::vector<std::string>{});

    const auto nothing = std::vector<std::string>{};
    const auto call = client.get("/api/v1/calls/7");
    EXPECT_EQ(check->response_problems("get", "/api/v1/calls/{id}", call.status, call.body), nothing) << call.body;
    const auto gone = client.get("/api/v1/calls/0");
    EXPECT_EQ(check->response_problems("get", "/api/v1/calls/{id}", gone.status, gone.body), nothing);
    const auto list = client.get("/api/v1/calls");
    EXPECT_EQ(check->response_problems("get", "/api/v1/calls", list.status, list.body), nothing);
    EXPECT_NE(document.body.find(R"("x-permission":"calls.dial")"), std::string::npos);
    EXPECT_NE(document.body.find(R"("requestBody":{"required":true)"), std::string::npos);
    EXPECT_NE(document.body.find(R"("enum":["inbound","manual_outbound"])"), std::string::npos);
}

TEST(OpenApi, TheCheckSeesDifferences) {
    const auto check = OpenApiCheck::create(openapi_document(api_router(), {"Yinghe", "1"}));
    ASSERT_TRUE(check.ok());
    const auto differs = [&](std::string body, int status = 200) {
        return !check->response_problems("get", "/api/v1/calls/{id}", status, body).empty();
    };
    const auto good = to_json(sample_call());
    const auto with = [&](std::string_view from, std::string_view to) {
        auto changed = good;
        const auto at = changed.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        return changed.replace(at, from.size(), to);
    };
    EXPECT_FALSE(differs(good));
    EXPECT_TRUE(differs("{}"));
    EXPECT_TRUE(differs("nonsense"));
    EXPECT_TRUE(differs(with(R"("1234567890123456789")", "5")));
    EXPECT_TRUE(differs(with(R"("inbound")", R"("sideways")")));
    EXPECT_TRUE(differs(with(R"("recorded":false)", R"("recorded":false,"more":1)")));
    EXPECT_TRUE(differs(with(R"("number":"8002")", R"("number":8002)")));
    EXPECT_TRUE(differs(with(R"("after_s":5)", R"("file":"x")")));
    EXPECT_TRUE(differs(with(R"("holds":2)", R"("holds":"2")")));
    EXPECT_TRUE(differs(good, 201));
    EXPECT_TRUE(differs(R"({"error":{}})", 404));
}

}  // namespace
}  // namespace yh::http
