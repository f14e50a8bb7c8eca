#include "http/websocket.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>

#include "base/metrics.h"
#include "http/test_client.h"
#include "http/test_server.h"

namespace yh::http {
namespace {

using std::chrono::milliseconds;

/// Echoes, and writes down what happened; the sockets live on two loops.
class Echo {
  public:
    WebSocketOptions options() {
        WebSocketOptions made;
        made.max_message_bytes = 10'000;
        made.send_queue_bytes = 1024 * 1024;
        made.events.on_open = [this](Socket socket, const Request& request) {
            const std::lock_guard lock{mutex_};
            opened_.push_back(socket);
            last_query_ = request.arg("name").value_or("");
            changed_.notify_all();
        };
        made.events.on_message = [](const Socket& socket, std::string message, FrameKind kind) {
            if (message == "bye") {
                return socket.close(4001, "as you wish");
            }
            if (message == "throw") {
                throw std::runtime_error{"library"};
            }
            kind == FrameKind::Text ? socket.send(std::move(message)) : socket.send_binary(std::move(message));
        };
        made.events.on_close = [this](const Socket&, SocketClosed how) {
            const std::lock_guard lock{mutex_};
            closed_.push_back(std::move(how));
            changed_.notify_all();
        };
        return made;
    }

    Socket wait_open() {
        std::unique_lock lock{mutex_};
        changed_.wait_for(lock, std::chrono::seconds{10}, [&] { return !opened_.empty(); });
        return opened_.back();
    }
    SocketClosed wait_closed() {
        std::unique_lock lock{mutex_};
        changed_.wait_for(lock, std::chrono::seconds{10}, [&] { return !closed_.empty(); });
        return closed_.empty() ? SocketClosed{0, "nothing"} : closed_.back();
    }
    std::size_t times_closed() {
        const std::lock_guard lock{mutex_};
        return closed_.size();
    }
    std::string last_query() {
        const std::lock_guard lock{mutex_};
        return last_query_;
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Socket> opened_;
    std::vector<SocketClosed> closed_;
    std::string last_query_;
};

Router socket_router(Echo& echo) {
    Router router;
    router.add_websocket("/ws", everyone, {"Events", "事件"}, echo.options());
    auto sip = echo.options();
    sip.protocols = {"sip"};
    sip.protocol_required = true;
    router.add_websocket("/sip", everyone, {"SIP", "SIP"}, std::move(sip));
    router.add_websocket("/private", signed_in, {"Private", "私有"}, echo.options());
    return router;
}

class WebSocketTest : public testing::TestWithParam<TestTls> {
  protected:
    explicit WebSocketTest(ServerConfig config = {})
        : server_{socket_router(echo_), {}, std::move(config), TestServer::Serves::HttpAndHttps} {}

    TestWebSocket open(std::string_view target = "/ws", const Headers& headers = {}) {
        return TestWebSocket{GetParam() == TestTls::Yes ? server_.tls_port() : server_.port(), target, headers,
                             GetParam()};
    }

    Echo echo_;
    TestServer server_;
};

INSTANTIATE_TEST_SUITE_P(PlainAndTls, WebSocketTest, testing::Values(TestTls::No, TestTls::Yes));

TEST_P(WebSocketTest, EchoesTextAndBinary) {
    auto ws = open("/ws?name=%E5%BC%A0");
    ASSERT_EQ(ws.handshake().status, 101);
    EXPECT_EQ(ws.handshake().header("Sec-WebSocket-Accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");  // RFC 6455 §1.3
    for (const std::size_t size : {0U, 1U, 125U, 126U, 5000U, 10'000U}) {
        ws.send_text(std::string(size, 'x'));
        const auto frame = ws.receive();
        EXPECT_EQ(frame.opcode, 1);
        EXPECT_TRUE(frame.fin);
        EXPECT_EQ(frame.payload.size(), size);
    }
    ws.send_frame(0x82, std::string("\xff\x00\xfe", 3));
    const auto binary = ws.receive();
    EXPECT_EQ(binary.opcode, 2);
    EXPECT_EQ(binary.payload, std::string("\xff\x00\xfe", 3));
    EXPECT_EQ(echo_.last_query(), "张");
}

TEST_P(WebSocketTest, ChoosesTheSubProtocol) {
    auto sip = open("/sip", {{"Sec-WebSocket-Protocol", "mqtt, sip"}});
    EXPECT_EQ(sip.handshake().status, 101);
    EXPECT_EQ(sip.handshake().header("Sec-WebSocket-Protocol"), "sip");
    EXPECT_EQ(open("/sip", {{"Sec-WebSocket-Protocol", "mqtt"}}).handshake().status, 400);
    EXPECT_EQ(open("/sip").handshake().status, 400);
    auto none = open("/ws", {{"Sec-WebSocket-Protocol", "mqtt"}});
    EXPECT_EQ(none.handshake().status, 101);
    EXPECT_FALSE(none.handshake().has("Sec-WebSocket-Protocol"));
}

TEST_P(WebSocketTest, ChecksWhoComes) {
    EXPECT_EQ(open("/ws", {{"Origin", "http://evil.example"}}).handshake().status, 403);
    EXPECT_EQ(open("/ws", {{"Origin", "http://localhost"}}).handshake().status, 101);
    EXPECT_EQ(open("/private").handshake().status, 401);
    TestClient plain{server_.port()};
    const auto refused = plain.get("/ws");
    EXPECT_EQ(refused.status, 426);
    EXPECT_EQ(refused.header("Upgrade"), "websocket");
    TestClient no_version{server_.port()};
    EXPECT_NE(no_version.get("/ws", {{"Upgrade", "websocket"}, {"Connection", "Upgrade"}}).status, 101);
}

TEST_P(WebSocketTest, FramesSentWithTheHandshakeAreNotLost) {
    TestClient client{GetParam() == TestTls::Yes ? server_.tls_port() : server_.port(), GetParam()};
    client.send(
        "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        "\x81\x82\x01\x02\x03\x04\x69\x6b");  // "hi"
    EXPECT_EQ(client.read_response().status, 101);
    EXPECT_EQ(client.read(4), "\x81\x02hi");
}

// RFC 6455 §5.4, §5.5: control frames may come between fragments and must be answered at once.
TEST_P(WebSocketTest, PutsFragmentsTogether) {
    auto ws = open();
    ws.send_frame(0x01, "frag");
    ws.send_frame(0x89, "ping");
    ws.send_frame(0x00, "men");
    ws.send_frame(0x8a, "unasked pong");
    ws.send_frame(0x80, "ts");
    const auto pong = ws.receive();
    EXPECT_EQ(pong.opcode, 10);
    EXPECT_EQ(pong.payload, "ping");
    EXPECT_EQ(ws.receive().payload, "fragments");
}

TEST_P(WebSocketTest, UnicodeMaySplitBetweenFragments) {
    auto ws = open();
    ws.send_frame(0x01, "\xe5\xbc");
    ws.send_frame(0x80, "\xa0");
    EXPECT_EQ(ws.receive().payload, "张");
}

struct BadFrame {
    const char* what;
    int first_byte;
    std::string payload;
    int code;
    TestWebSocket::Mask mask = TestWebSocket::Mask::Yes;
};

TEST_P(WebSocketTest, RefusesWhatTheRfcForbids) {
    const BadFrame cases[] = {
        {"invalid UTF-8", 0x81, "\xc3\x28", 1007},
        {"overlong UTF-8", 0x81, "\xc0\xaf", 1007},
        {"surrogate", 0x81, "\xed\xa0\x80", 1007},
        {"cut UTF-8", 0x81, "\xe5\xbc", 1007},
        {"unmasked", 0x81, "x", 1002, TestWebSocket::Mask::No},
        {"reserved bit", 0xc1, "x", 1002},
        {"reserved data opcode", 0x83, "x", 1002},
        {"reserved control opcode", 0x8b, "x", 1002},
        {"continuation of nothing", 0x80, "x", 1002},
        {"fragmented ping", 0x09, "x", 1002},
        {"long ping", 0x89, std::string(126, 'x'), 1002},
        {"too big", 0x81, std::string(10'001, 'x'), 1009},
        {"close with half a code", 0x88, "\x03", 1002},
        {"close with a forbidden code", 0x88, "\x03\xed", 1002},
        {"close with broken text", 0x88, "\x03\xe8\xff", 1007},
    };
    for (const auto& bad : cases) {
        auto ws = open();
        ws.send_frame(bad.first_byte, bad.payload, bad.mask);
        const auto frame = ws.receive();
        EXPECT_EQ(frame.opcode, 8) << bad.what;
        // Beast names every violation in a text or close frame 1002 or 1007; both are refusals by the RFC.
        EXPECT_TRUE(frame.close_code() == bad.code || (bad.code == 1007 && frame.close_code() == 1002))
            << bad.what << ": " << frame.close_code();
        EXPECT_EQ(ws.receive().opcode, -1) << bad.what;
    }
    auto nested = open();
    nested.send_frame(0x01, "a");
    nested.send_frame(0x81, "b");
    EXPECT_EQ(nested.receive().close_code(), 1002);
}

TEST_P(WebSocketTest, AClaimOfALongFrameCostsNothing) {
    for (const std::string_view length : {std::string_view{"\x00\x00\x00\x00\x80\x00\x00\x00", 8},
                                          std::string_view{"\x7f\xff\xff\xff\xff\xff\xff\xff", 8},
                                          std::string_view{"\xff\xff\xff\xff\xff\xff\xff\xff", 8}}) {
        auto ws = open();
        ws.client().send(std::string{"\x81\xff"} + std::string{length} + "\x01\x02\x03\x04xxxx");
        const auto frame = ws.receive();
        EXPECT_EQ(frame.opcode, 8);
        EXPECT_TRUE(frame.close_code() == 1009 || frame.close_code() == 1002) << frame.close_code();
    }
    // Many fragments add up to a message that is too big.
    auto drip = open();
    drip.send_frame(0x01, std::string(6000, 'x'));
    drip.send_frame(0x00, std::string(6000, 'x'));
    EXPECT_EQ(drip.receive().close_code(), 1009);
}

TEST_P(WebSocketTest, ClosesInBothDirections) {
    {
        auto ws = open();
        ws.send_frame(0x88, "\x0f\xa1why");  // 4001
        EXPECT_EQ(ws.receive().close_code(), 4001);
        EXPECT_EQ(ws.receive().opcode, -1);
        const auto how = echo_.wait_closed();
        EXPECT_EQ(how.code, 4001);
        EXPECT_EQ(how.reason, "why");
    }
    auto ws = open();
    ws.send_text("first");
    ws.send_text("bye");
    EXPECT_EQ(ws.receive().payload, "first");
    const auto close = ws.receive();
    EXPECT_EQ(close.close_code(), 4001);
    EXPECT_EQ(close.payload.substr(2), "as you wish");
    ws.send_frame(0x88, close.payload);
    EXPECT_EQ(ws.receive().opcode, -1);
}

TEST_P(WebSocketTest, AThrowingHandlerEndsOnlyItsSocket) {
    auto ws = open();
    ws.send_text("throw");
    EXPECT_EQ(ws.receive().close_code(), 1011);
    auto other = open();
    other.send_text("still here");
    EXPECT_EQ(other.receive().payload, "still here");
}

TEST_P(WebSocketTest, ALostPeerIsToldOnce) {
    { auto ws = open(); }
    EXPECT_EQ(echo_.wait_closed().code, 1006);
    EXPECT_EQ(echo_.times_closed(), 1U);
}

TEST_P(WebSocketTest, SendsFromManyThreads) {
    auto ws = open();
    const auto socket = echo_.wait_open();
    std::vector<std::thread> senders;
    for (int t = 0; t < 4; ++t) {
        senders.emplace_back([socket] {
            for (int i = 0; i < 250; ++i) {
                socket.send(std::string(100, static_cast<char>('a' + i % 26)));
            }
        });
    }
    for (int i = 0; i < 1000; ++i) {
        ASSERT_EQ(ws.receive().payload.size(), 100U);
    }
    for (auto& sender : senders) {
        sender.join();
    }
}

TEST_P(WebSocketTest, TellsManyTheSameInOrderAndSaysWhenItIsTaken) {
    auto first = open();
    const auto to_first = echo_.wait_open();
    auto second = open();
    Socket to_second = to_first;
    while (to_second.id() == to_first.id()) {
        to_second = echo_.wait_open();
    }
    const auto tail = std::make_shared<const std::string>(std::string(300, 'x') + "}");
    for (int round = 0; round < 100; ++round) {
        const auto head = "{\"seq\":" + std::to_string(round) + ",";
        std::promise<void> taken;
        send_all({{to_first, head, tail}, {to_second, head, tail}}, server_.loop(), [&] { taken.set_value(); });
        ASSERT_EQ(taken.get_future().wait_for(std::chrono::seconds{10}), std::future_status::ready);
        EXPECT_EQ(first.receive().payload, head + *tail);
        EXPECT_EQ(second.receive().payload, head + *tail);
    }
    std::promise<void> nobody;
    send_all({}, server_.loop(), [&] { nobody.set_value(); });
    EXPECT_EQ(nobody.get_future().wait_for(std::chrono::seconds{10}), std::future_status::ready);
}

TEST_P(WebSocketTest, ASlowReaderIsCut) {
    auto& cut = metrics::counter("yinghe_http_cut_total", "Connections and WebSockets that we cut, by reason",
                                 {{"reason", "ws_slow_reader"}});
    const auto before = cut.value();
    auto ws = open();
    ws.client().shrink_receive_buffer();
    const auto socket = echo_.wait_open();
    auto other = open();
    const auto message = std::make_shared<const std::string>(100'000, 'x');
    // Far beyond what the kernel's buffers and the queue of 1 MB hold together; the sender is never stopped.
    for (int i = 0; i < 300; ++i) {
        socket.send(message, FrameKind::Text);
    }
    const auto how = echo_.wait_closed();
    EXPECT_EQ(how.code, 1013);
    EXPECT_EQ(how.reason, "ws_slow_reader");
    EXPECT_EQ(cut.value(), before + 1);
    other.send_text("alive");
    EXPECT_EQ(other.receive().payload, "alive");
    socket.send("to nobody");
}

TEST_P(WebSocketTest, DrainSaysGoingAway) {
    auto ws = open();
    echo_.wait_open();
    std::thread draining{[&] { server_.drain(std::chrono::seconds{10}); }};
    const auto frame = ws.receive();
    EXPECT_EQ(frame.close_code(), 1001);
    ws.send_frame(0x88, frame.payload);
    draining.join();
    EXPECT_EQ(echo_.wait_closed().code, 1001);
}

TEST(WebSocketPing, ASilentPeerIsPingedThenCut) {
    Echo echo;
    ServerConfig config;
    config.ping_interval = milliseconds{500};  // in which the answer comes on a busy machine, too
    TestServer server{socket_router(echo), {}, config};
    TestWebSocket polite{server.port(), "/ws"};
    for (int i = 0; i < 4; ++i) {
        const auto ping = polite.receive();
        ASSERT_EQ(ping.opcode, 9);
        polite.send_frame(0x8a, ping.payload);
    }
    EXPECT_EQ(echo.times_closed(), 0U);
    EXPECT_EQ(polite.receive().opcode, 9);  // not answered
    EXPECT_EQ(echo.wait_closed().code, 1006);
}

}  // namespace
}  // namespace yh::http
