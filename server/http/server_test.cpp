#include "http/server.h"

#include <gtest/gtest.h>

#include <fstream>
#include <future>
#include <thread>

#include "base/log.h"
#include "base/metrics.h"
#include "http/test_client.h"
#include "http/test_server.h"

namespace yh::http {
namespace {

using std::chrono::milliseconds;

struct Person final : Identity {
    std::string name;
};

Route route(Method method, std::string pattern, Handler handler, std::string_view permission = everyone) {
    Route made;
    made.method = method;
    made.pattern = std::move(pattern);
    made.permission = permission;
    made.handler = std::move(handler);
    return made;
}

void echo(Request request, Reply reply) {
    reply.text(std::move(request.body));
}

/// The routes that these tests ask.
Router test_router() {
    Router router;
    router.add(route(Method::Get, "/hello", [](const Request& request, Reply reply) {
        reply.text("hello " + std::string{request.arg("name").value_or("you")});
    }));
    router.add(route(Method::Get, "/users/{id}",
                     [](const Request& request, Reply reply) { reply.text(std::string{request.param("id")}); }));
    router.add(route(Method::Post, "/echo", echo));
    router.add(route(Method::Put, "/late", [](const Request&, Reply reply) {
        std::thread{[late = std::make_shared<Reply>(std::move(reply))] { late->text("late"); }}.detach();
    }));
    router.add(route(Method::Get, "/drop", [](const Request&, Reply) {}));
    router.add(route(Method::Get, "/throw", [](const Request&, Reply) { throw std::runtime_error{"library"}; }));
    router.add(route(Method::Get, "/gone", [](const Request&, Reply reply) {
        reply.fail(not_found("call.gone", "secret detail"), {{"id", "field.unknown"}});
    }));
    router.add(route(Method::Get, "/locked", [](const Request&, Reply reply) {
        reply.fail_for({ErrorKind::Locked, "account.locked", {}}, std::chrono::seconds{90});
    }));
    router.add(route(Method::Get, "/empty", [](const Request&, Reply reply) { reply.no_content(); }));
    auto small = route(Method::Post, "/small", echo);
    small.body_limit_bytes = 10;
    router.add(std::move(small));
    auto upload = route(Method::Post, "/upload", [](Request request, Reply reply) {
        std::ifstream file{request.upload->path()};
        const std::string content{std::istreambuf_iterator<char>{file}, {}};
        reply.json(std::to_string(request.upload->size_bytes()) + " " + std::to_string(content.size()) + " " +
                   request.upload->path());
    });
    upload.body_to = BodyTo::File;
    upload.body_limit_bytes = 8 * 1024 * 1024;
    router.add(std::move(upload));
    router.add(route(
        Method::Get, "/me",
        [](const Request& request, Reply reply) { reply.text(request.identity_as<Person>()->name); }, signed_in));
    router.add(route(Method::Post, "/me", echo, signed_in));
    router.add(route(Method::Post, "/admin", echo, "settings.write"));
    return router;
}

Hooks test_hooks() {
    Hooks hooks;
    hooks.auth = [](const Request& request, AuthReply reply) {
        const auto token = request.bearer().empty() ? std::string{request.cookie("yinghe_session").value_or("")}
                                                    : std::string{request.bearer()};
        if (token == "lost") {
            return;
        }
        // Answered by another thread, as a session store would.
        std::thread{[token, late = std::make_shared<AuthReply>(std::move(reply))] {
            if (token.empty()) {
                return late->refuse({ErrorKind::Unauthenticated, "session.none", {}});
            }
            auto person = std::make_shared<Person>();
            person->name = token;
            late->identify(std::move(person));
        }}.detach();
    };
    hooks.allowed = [](const Identity& identity, std::string_view permission) {
        const auto& name = dynamic_cast<const Person&>(identity).name;
        return (permission == signed_in && name != "program") || (permission == "settings.write" && name == "admin");
    };
    return hooks;
}

ServerConfig quick_config() {
    ServerConfig config;
    config.header_timeout = milliseconds{300};
    config.handshake_timeout = milliseconds{300};
    config.body_timeout = milliseconds{300};
    config.idle_timeout = milliseconds{300};
    return config;
}

class ServerTest : public testing::TestWithParam<TestTls> {
  protected:
    TestClient client() {
        return TestClient{GetParam() == TestTls::Yes ? server_.tls_port() : server_.port(), GetParam()};
    }
    TestServer server_{test_router(), test_hooks(), {}, TestServer::Serves::HttpAndHttps};
};

INSTANTIATE_TEST_SUITE_P(PlainAndTls, ServerTest, testing::Values(TestTls::No, TestTls::Yes));

TEST_P(ServerTest, AnswersAndKeepsTheConnection) {
    auto c = client();
    for (int i = 0; i < 20; ++i) {
        const auto response = c.get("/hello?name=%E5%BC%A0");
        EXPECT_EQ(response.status, 200);
        EXPECT_EQ(response.body, "hello 张");
        EXPECT_EQ(response.header("X-Content-Type-Options"), "nosniff");
        EXPECT_NE(response.header("Content-Security-Policy").find("frame-ancestors 'none'"), std::string::npos);
        EXPECT_FALSE(response.header("X-Request-Id").empty());
        EXPECT_FALSE(response.header("Date").empty());
    }
    EXPECT_EQ(c.get("/users/a%2Fb").body, "a/b");
}

TEST_P(ServerTest, HeadHasLengthButNoBody) {
    auto c = client();
    const auto response = c.request("HEAD", "/hello");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.header("Content-Length"), "9");
    EXPECT_EQ(c.get("/hello").body, "hello you");
}

TEST_P(ServerTest, SaysWhatIsWrong) {
    auto c = client();
    EXPECT_EQ(c.get("/nothing").status, 404);
    const auto wrong = c.request("DELETE", "/hello");
    EXPECT_EQ(wrong.status, 405);
    EXPECT_EQ(wrong.header("Allow"), "GET, HEAD, OPTIONS");
    const auto options = c.request("OPTIONS", "/hello");
    EXPECT_EQ(options.status, 204);
    EXPECT_EQ(options.header("Allow"), "GET, HEAD, OPTIONS");
    const auto gone = c.get("/gone");
    EXPECT_EQ(gone.status, 404);
    EXPECT_NE(gone.body.find(R"("code":"call.gone","message":"您要找的内容不存在或已被删除","fields":[{"field":"id")"),
              std::string::npos)
        << gone.body;
    EXPECT_EQ(gone.body.find("secret"), std::string::npos);
    EXPECT_NE(gone.body.find(std::string{gone.header("X-Request-Id")}), std::string::npos);
    EXPECT_NE(c.get("/gone", {{"Accept-Language", "en-GB,zh;q=0.5"}}).body.find("does not exist"), std::string::npos);
    EXPECT_EQ(c.get("/empty").status, 204);
    const auto locked = c.get("/locked");
    EXPECT_EQ(locked.status, 423);
    EXPECT_EQ(locked.header("Retry-After"), "90");
    EXPECT_NE(locked.body.find(R"("retry_after_s":90,"request_id")"), std::string::npos) << locked.body;
}

TEST_P(ServerTest, ADroppedReplyIsAnsweredAndCounted) {
    auto& counted = metrics::counter("yinghe_http_no_answer_total", "Requests whose handler dropped the reply");
    const auto before = counted.value();
    auto c = client();
    const auto dropped = c.get("/drop");
    EXPECT_EQ(dropped.status, 500);
    EXPECT_NE(dropped.body.find("http.no_answer"), std::string::npos);
    EXPECT_EQ(c.get("/throw").status, 500);
    EXPECT_EQ(counted.value(), before + 2);
    EXPECT_EQ(c.get("/hello").status, 200);
}

TEST_P(ServerTest, AnswersFromAnotherThread) {
    auto c = client();
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(c.request("PUT", "/late", {}, "x").body, "late");
    }
}

TEST_P(ServerTest, PipelinedRequestsAreAnsweredInOrder) {
    auto c = client();
    std::string many;
    for (int i = 0; i < 200; ++i) {
        const auto body = std::to_string(i);
        // Some are answered late: the later ones must not overtake them.
        many += i % 3 == 0 ? "PUT /late HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
                           : "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(body.size()) +
                                 "\r\n\r\n" + body;
    }
    ASSERT_TRUE(c.send(many));
    for (int i = 0; i < 200; ++i) {
        EXPECT_EQ(c.read_response().body, i % 3 == 0 ? "late" : std::to_string(i));
    }
}

TEST_P(ServerTest, ReadsChunkedBodies) {
    auto c = client();
    c.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
    c.send("6;x=y\r\n world\r\n0\r\nTrailer: t\r\n\r\nGET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(c.read_response().body, "hello world");
    EXPECT_EQ(c.read_response().body, "hello you");
}

TEST_P(ServerTest, LargeBodiesGoBothWays) {
    auto c = client();
    std::string body(1000 * 1000, 'x');
    for (std::size_t i = 0; i < body.size(); i += 7) {
        body[i] = static_cast<char>('a' + i % 26);
    }
    EXPECT_EQ(c.request("POST", "/echo", {}, body).body, body);
    EXPECT_EQ(c.request("POST", "/echo", {}, body).body, body);
}

TEST_P(ServerTest, BodyLimitsAreKept) {
    auto small = client();
    EXPECT_EQ(small.request("POST", "/small", {}, "0123456789").status, 200);
    EXPECT_EQ(small.request("POST", "/small", {}, "0123456789a").status, 413);
    EXPECT_EQ(small.get("/hello").status, 200) << "a small refused body does not cost the connection";
    auto chunked = client();
    chunked.send("POST /small HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n0123456789a\r\n0\r\n\r\n");
    EXPECT_EQ(chunked.read_response().status, 413);
    auto large = client();
    const auto refused = large.request("POST", "/echo", {}, std::string(3 * 1024 * 1024, 'x'));
    EXPECT_EQ(refused.status, 413);
    EXPECT_EQ(refused.header("Connection"), "close");
}

TEST_P(ServerTest, HeaderLimitsAreKept) {
    auto c = client();
    EXPECT_EQ(c.get("/hello", {{"X-Long", std::string(10'000, 'x')}}).status, 200);
    EXPECT_EQ(c.get("/hello", {{"X-Long", std::string(17'000, 'x')}}).status, 431);
    auto many = client();
    EXPECT_EQ(many.get("/hello", Headers(200, {"X", "y"})).status, 431);
}

TEST_P(ServerTest, AsksToContinueOnlyWhenItWantsTheBody) {
    auto c = client();
    c.send("POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    EXPECT_EQ(c.read_response().status, 100);
    c.send("hi");
    EXPECT_EQ(c.read_response().body, "hi");
    c.send("POST /small HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 20\r\n\r\n");
    EXPECT_EQ(c.read_response().status, 413);
    EXPECT_EQ(c.read_to_end(), "");
}

TEST_P(ServerTest, UploadsGoToAFileThatIsRemoved) {
    auto c = client();
    const std::string body(5 * 1024 * 1024, 'u');
    const auto response = c.request("POST", "/upload", {}, body);
    EXPECT_EQ(response.status, 200);
    EXPECT_TRUE(response.body.starts_with("5242880 5242880 /")) << response.body;
    const auto path = response.body.substr(response.body.rfind(' ') + 1);
    // The answer leaves before the handler has returned; the next one does not.
    EXPECT_EQ(c.get("/hello").status, 200);
    EXPECT_FALSE(std::ifstream{path}.is_open());
}

TEST_P(ServerTest, AsksWhoIsThere) {
    auto c = client();
    const auto nobody = c.get("/me");
    EXPECT_EQ(nobody.status, 401);
    EXPECT_NE(nobody.body.find("session.none"), std::string::npos);
    EXPECT_EQ(c.get("/me", {{"Authorization", "Bearer li"}}).body, "li");
    EXPECT_EQ(c.get("/me", {{"Cookie", "a=b; yinghe_session=wang"}}).body, "wang");
    EXPECT_EQ(c.get("/me", {{"Authorization", "Bearer program"}}).status, 403) << "known, but nobody";
    EXPECT_EQ(c.get("/me", {{"Authorization", "Bearer lost"}}).status, 500);
    EXPECT_EQ(c.request("POST", "/admin", {{"Authorization", "Bearer li"}}, "x").status, 403);
    EXPECT_EQ(c.request("POST", "/admin", {{"Authorization", "Bearer admin"}}, "x").status, 200);
}

TEST_P(ServerTest, RefusesOtherSites) {
    auto c = client();
    const Header cookie{"Cookie", "yinghe_session=wang"};
    EXPECT_EQ(c.request("POST", "/me", {cookie, {"Origin", "http://evil.example"}}, "x").status, 403);
    EXPECT_EQ(c.request("POST", "/me", {cookie}, "x").status, 403);
    EXPECT_EQ(c.request("POST", "/me", {cookie, {"Sec-Fetch-Site", "same-origin"}}, "x").status, 200);
    EXPECT_EQ(c.request("POST", "/me", {cookie, {"Origin", "http://localhost"}}, "x").status, 200);
}

TEST_P(ServerTest, ClosesWhenAsked) {
    auto c = client();
    EXPECT_EQ(c.get("/hello", {{"Connection", "close"}}).header("Connection"), "close");
    EXPECT_EQ(c.read_to_end(), "");
    auto old = client();
    old.send("GET /hello HTTP/1.0\r\n\r\n");
    EXPECT_EQ(old.read_response().body, "hello you");
    EXPECT_EQ(old.read_to_end(), "");
}

// RFC 9112 §6.3, §11.2: whatever two readers could understand differently is refused and the connection closed.
TEST_P(ServerTest, RefusesSmuggledRequests) {
    for (const std::string_view head :
         {"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
          "Content-Length: 4\r\nContent-Length: 5\r\n", "Content-Length: 4, 4\r\n", "Content-Length: +4\r\n",
          "Content-Length: 0x4\r\n", "Content-Length: -1\r\n", "Content-Length: 99999999999999999999\r\n",
          "Transfer-Encoding: gzip, chunked\r\n", "Transfer-Encoding: chunked, identity\r\n",
          "Transfer-Encoding: xchunked\r\n", "Transfer-Encoding : chunked\r\n", "Transfer-Encoding:\r\n",
          "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "Host: other\r\n", "Bad Name: x\r\n",
          "X: a\nY: b\r\n"}) {
        auto c = client();
        c.send("POST /echo HTTP/1.1\r\nHost: x\r\n" + std::string{head} + "\r\n0\r\n\r\nGET /hello HTTP/1.1\r\n\r\n");
        EXPECT_EQ(c.read_response().status, 400) << head;
        EXPECT_EQ(c.read_to_end(), "") << head;
    }
    auto no_host = client();
    no_host.send("GET /hello HTTP/1.1\r\n\r\n");
    EXPECT_EQ(no_host.read_response().status, 400);
    auto old = client();
    old.send("POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    EXPECT_EQ(old.read_response().status, 400);
    auto absolute = client();
    absolute.send("GET http://x/hello?name=a HTTP/1.1\r\nHost: x\r\n\r\nBREW /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(absolute.read_response().body, "hello a");
    EXPECT_EQ(absolute.read_response().status, 501);
}

TEST_P(ServerTest, SurvivesPeersThatLeave) {
    for (const std::string_view part :
         {"", "GET", "GET /hello HTTP/1.1\r\n", "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc",
          "PUT /late HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", "\x16\x03\x01\x02",
          "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"}) {
        auto c = client();
        c.send(part);
    }
    EXPECT_EQ(client().get("/hello").status, 200);
}

TEST(Server, CountsByRouteNotByPath) {
    {
        TestServer server{test_router()};
        TestClient c{server.port()};
        set_log_level(LogLevel::Debug);  // walks the access log's line too
        EXPECT_EQ(c.get("/users/13800000000").status, 200);
        EXPECT_EQ(c.get("/nothing/13800000000").status, 404);
        set_log_level(LogLevel::Info);
    }
    const auto text = metrics::text();
    EXPECT_NE(text.find(R"(yinghe_http_requests_total{route="/users/{id}",status="2xx"} )"), std::string::npos);
    EXPECT_NE(text.find(R"(yinghe_http_requests_total{route="none",status="4xx"} )"), std::string::npos);
    EXPECT_NE(text.find("yinghe_http_request_seconds_bucket"), std::string::npos);
    EXPECT_EQ(text.find("13800000000"), std::string::npos);
    EXPECT_EQ(metrics::gauge("yinghe_http_in_flight", "Requests being handled").value(), 0);
}

TEST(Server, SlowClientsAreCut) {
    TestServer server{test_router(), {}, quick_config(), TestServer::Serves::HttpAndHttps};
    TestClient head{server.port()};
    head.send("GET /hello HTTP/1.1\r\nHost:");
    EXPECT_EQ(head.read_response().status, 408);
    EXPECT_EQ(head.read_to_end(), "");
    TestClient body{server.port()};
    body.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc");
    EXPECT_EQ(body.read_response().status, 408);
    TestClient idle{server.port()};
    EXPECT_EQ(idle.get("/hello").status, 200);
    EXPECT_EQ(idle.read_to_end(), "");
    TestClient handshake{server.tls_port()};  // speaks no TLS
    EXPECT_EQ(handshake.read_to_end(), "");
}

TEST(Server, ASlowDripOfHeadersDoesNotBuyTime) {
    TestServer server{test_router(), {}, quick_config()};
    TestClient drip{server.port()};
    drip.send("GET /hello HTTP/1.1\r\nHost: x\r\n");
    const auto began = std::chrono::steady_clock::now();
    // One header line every time the loop comes round, until the server has had enough.
    bool cut = false;
    for (int i = 0; i < 100'000 && !cut; ++i) {
        std::promise<void> turn;
        server.loop().post([&] { server.loop().after(milliseconds{20}, [&] { turn.set_value(); }); });
        turn.get_future().wait();
        cut = !drip.send("X: y\r\n") || std::chrono::steady_clock::now() - began > std::chrono::seconds{8};
        if (std::chrono::steady_clock::now() - began > milliseconds{600}) {
            break;
        }
    }
    EXPECT_EQ(drip.read_response().status, 408);
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds{5});
}

TEST(Server, ConnectionsAreCapped) {
    ServerConfig config;
    config.max_connections_per_source = 3;
    TestServer server{test_router(), {}, config};
    std::vector<TestClient> held;
    for (int i = 0; i < 3; ++i) {
        held.emplace_back(server.port());
        EXPECT_EQ(held.back().get("/hello").status, 200);
    }
    {
        TestClient over{server.port()};
        EXPECT_EQ(over.read_response().status, 503);
        EXPECT_EQ(over.read_to_end(), "");
    }
    held.front().get("/hello", {{"Connection", "close"}});
    held.front().read_to_end();
    held.erase(held.begin());
    // The place is free once the server has noticed that the peer has gone.
    int status = 0;
    for (int i = 0; i < 1000 && status != 200; ++i) {
        status = TestClient{server.port()}.get("/hello").status;
    }
    EXPECT_EQ(status, 200);
}

TEST(Server, DrainFinishesWhatIsInFlight) {
    std::promise<std::shared_ptr<Reply>> arrived;
    auto router = test_router();
    router.add(route(Method::Get, "/wait", [&](const Request&, Reply reply) {
        arrived.set_value(std::make_shared<Reply>(std::move(reply)));
    }));
    TestServer server{std::move(router)};
    TestClient idle{server.port()};
    EXPECT_EQ(idle.get("/hello").status, 200);
    TestClient busy{server.port()};
    busy.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
    const auto reply = arrived.get_future().get();
    std::thread draining{[&] { server.drain(std::chrono::seconds{10}); }};
    EXPECT_EQ(idle.read_to_end(), "");
    EXPECT_EQ(TestClient{server.port()}.get("/hello").status, 0) << "no longer listening";
    reply->text("done");
    const auto response = busy.read_response();
    EXPECT_EQ(response.body, "done");
    EXPECT_EQ(response.header("Connection"), "close");
    EXPECT_EQ(busy.read_to_end(), "");
    draining.join();
}

TEST(Server, DrainEndsAtItsDeadline) {
    std::promise<std::shared_ptr<Reply>> arrived;
    Router router;
    router.add(route(Method::Get, "/wait", [&](const Request&, Reply reply) {
        arrived.set_value(std::make_shared<Reply>(std::move(reply)));
    }));
    TestServer server{std::move(router)};
    TestClient busy{server.port()};
    busy.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
    const auto reply = arrived.get_future().get();
    server.drain(milliseconds{50});
    EXPECT_EQ(busy.read_response().status, 0);
    reply->text("too late");
}

TEST(Server, WrongSettingsAreErrors) {
    Loop loop{"web"};
    ServerConfig config;
    config.http = Endpoint{"127.0.0.1", 0};
    auto first = Server::create(config, {}, {}, {}, {&loop});
    ASSERT_TRUE(first.ok());
    config.http->port = (*first)->http_port();
    EXPECT_EQ(Server::create(config, {}, {}, {}, {&loop}).error().code, "http.bind");
    config.http->address = "nowhere";
    EXPECT_EQ(Server::create(config, {}, {}, {}, {&loop}).error().code, "http.bind");
    config.https = Endpoint{};
    config.cert_file = "/does/not/exist";
    EXPECT_EQ(Server::create(config, {}, {}, {}, {&loop}).error().code, "http.certificate");
    EXPECT_EQ(Endpoint::parse("[::1]:80")->address, "::1");
    EXPECT_FALSE(Endpoint::parse("80").ok());
    EXPECT_FALSE(Endpoint::parse("a:99999").ok());
}

}  // namespace
}  // namespace yh::http
