#include <gtest/gtest.h>

#include <random>

#include "http/request_parser.h"
#include "http/test_client.h"
#include "http/test_server.h"

namespace yh::http {
namespace {

const std::vector<std::string> seeds{
    "GET /hello?a=b&c=%20 HTTP/1.1\r\nHost: x\r\nUser-Agent: test\r\nAccept: */*\r\n\r\n",
    "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Type: text/plain\r\n\r\nhello",
    "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    "GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n\x81\x82\x01\x02\x03\x04\x69\x6b\x88\x80\x01\x02\x03\x04",
    "GET /file HTTP/1.1\r\nHost: x\r\nRange: bytes=0-5,-3\r\nIf-None-Match: \"a\", *\r\nConnection: close\r\n\r\n",
    "GET /hello HTTP/1.1\r\nHost: x\r\n\r\nGET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"};

/// Changes one to eight places of a good request: bytes, cuts, copies, words that parsers love.
std::string mutated(std::mt19937& random) {
    const auto pick = [&](std::size_t below) {
        return std::uniform_int_distribution<std::size_t>{0, below - 1}(random);
    };
    static const std::vector<std::string> words{"\r\n",
                                                "\r",
                                                "\n",
                                                ":",
                                                " ",
                                                "\t",
                                                "%",
                                                "0",
                                                "-1",
                                                "99999999999999999999",
                                                "chunked",
                                                "Content-Length: 3\r\n",
                                                "Transfer-Encoding: chunked\r\n",
                                                "\r\n\r\n",
                                                "HTTP/1.1",
                                                "../",
                                                "Host: y\r\n",
                                                std::string(3000, 'A')};
    auto text = seeds[pick(seeds.size())];
    for (auto changes = 1 + pick(8); changes > 0 && !text.empty(); --changes) {
        const auto at = pick(text.size());
        switch (pick(5)) {
            case 0:
                text[at] = static_cast<char>(pick(256));
                break;
            case 1:
                text.erase(at, 1 + pick(10));
                break;
            case 2:
                text.insert(at, words[pick(words.size())]);
                break;
            case 3:
                text.insert(at, text.substr(pick(text.size()), pick(40)));
                break;
            default:
                text.insert(at, 1, static_cast<char>(pick(256)));
        }
    }
    return text;
}

TEST(Garbage, TenThousandMutatedRequestsDoNotHurt) {
    TestFolder folder;
    const auto file = folder.write("file", "0123456789");
    Router router;
    const auto add = [&](Method method, std::string pattern, Handler handler) {
        Route route;
        route.method = method;
        route.pattern = std::move(pattern);
        route.permission = everyone;
        route.handler = std::move(handler);
        router.add(std::move(route));
    };
    add(Method::Get, "/hello", [](const Request&, Reply reply) { reply.text("hello"); });
    add(Method::Post, "/echo", [](Request request, Reply reply) { reply.text(std::move(request.body)); });
    add(Method::Get, "/file", [file](const Request&, Reply reply) {
        reply.file({.path = file, .offset = 0, .length = {}, .content_type = "", .download_name = ""});
    });
    WebSocketOptions options;
    options.events.on_message = [](const Socket& socket, std::string message, FrameKind) {
        socket.send(std::move(message));
    };
    router.add_websocket("/ws", everyone, {}, options);
    TestServer server{std::move(router)};

    std::mt19937 random{20260101};
    for (int i = 0; i < 10'000; ++i) {
        TestClient client{server.port()};
        const auto text = mutated(random);
        // In two parts: every place where bytes can be cut is met sooner or later.
        const auto cut = std::uniform_int_distribution<std::size_t>{0, text.size()}(random);
        client.send(std::string_view{text}.substr(0, cut));
        client.send(std::string_view{text}.substr(cut));
        if (i % 500 == 0) {
            ASSERT_EQ(TestClient{server.port()}.get("/hello").body, "hello") << "after " << i;
        }
    }
    EXPECT_EQ(TestClient{server.port()}.get("/hello").body, "hello");
}

TEST(RequestParser, GivesTheSameHoweverTheBytesAreCut) {
    for (const auto& seed : {seeds[0], seeds[1], seeds[2]}) {
        for (std::size_t step = 1; step <= seed.size(); ++step) {
            RequestParser parser{{}};
            std::string pending;
            bool done = false;
            for (std::size_t at = 0; at < seed.size() || !pending.empty();) {
                pending += seed.substr(at, step);
                at = std::min(seed.size(), at + step);
                auto fed = parser.feed(pending);
                pending.erase(0, fed.consumed);
                while (fed.progress == RequestParser::Progress::HeaderDone) {
                    parser.keep_body(100);
                    fed = parser.feed(pending);
                    pending.erase(0, fed.consumed);
                }
                ASSERT_NE(fed.progress, RequestParser::Progress::Failed) << step;
                done = fed.progress == RequestParser::Progress::Done;
            }
            EXPECT_TRUE(done) << step;
            EXPECT_EQ(parser.request().body, parser.request().method == Method::Post ? "hello" : "");
        }
    }
}

}  // namespace
}  // namespace yh::http
