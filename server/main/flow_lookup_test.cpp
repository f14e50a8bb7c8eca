#include "main/flow_lookup.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <utility>
#include <vector>

#include "main/http_client.h"

namespace yh::app {
namespace {

// What servers answer is tested with a real one: tests/sip/voice_flow_test.py.
TEST(FlowLookupTest, NothingButHttpIsAsked) {
    for (const auto* url : {"file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1:1/", "", "//127.0.0.1/",
                            "HTTP://127.0.0.1:1/", "http://"}) {
        const auto looked = look_up_now(url, {"127.0.0.1"});
        EXPECT_EQ(looked.outcome, calls::LookupOutcome::Failed) << url;
        EXPECT_TRUE(looked.fields.empty());
    }
}

TEST(FlowLookupTest, NobodyThereIsAFailure) {
    EXPECT_EQ(look_up_now("http://127.0.0.1:1/", {"127.0.0.1"}).outcome, calls::LookupOutcome::Failed);
}

TEST(FlowLookupTest, HostIsTheOneThatWouldBeAsked) {
    EXPECT_EQ(host_of_url("http://crm.example:8080/x?y=http://other/"), "crm.example");
    EXPECT_EQ(host_of_url("https://CRM.Example/"), "crm.example");
    EXPECT_EQ(host_of_url("http://crm.example@10.0.0.1/"), "10.0.0.1");
    EXPECT_EQ(host_of_url("http://[::1]:80/"), "::1");
    EXPECT_EQ(host_of_url("nonsense"), "");
}

TEST(FlowLookupTest, AddressesInsideAreKnown) {
    for (const auto* inside : {"127.0.0.1",
                               "127.9.9.9",
                               "0.0.0.0",
                               "10.1.2.3",
                               "172.16.0.1",
                               "172.31.255.255",
                               "192.168.1.1",
                               "169.254.169.254",
                               "100.64.0.1",
                               "224.0.0.1",
                               "255.255.255.255",
                               "::",
                               "::1",
                               "fe80::1",
                               "fd00::1",
                               "ff02::1",
                               "::ffff:127.0.0.1",
                               "::ffff:10.0.0.1",
                               "64:ff9b::a00:1",
                               "2002:a00:1::1",
                               "no address"}) {
        EXPECT_TRUE(is_inside(inside)) << inside;
    }
    for (const auto* outside : {"8.8.8.8", "172.15.0.1", "172.32.0.1", "192.167.1.1", "100.128.0.1", "223.255.255.1",
                                "2400:3200::1", "::ffff:8.8.8.8", "64:ff9b::808:808"}) {
        EXPECT_FALSE(is_inside(outside)) << outside;
    }
}

TEST(FlowLookupTest, AddressInsideIsNotAskedUnlessItsHostIsNamed) {
    HttpCall call{"GET", "http://127.0.0.1:1/", {}, {}};
    call.give_up_after_s = 5;
    EXPECT_EQ(http_call(call).error().code, "url.unreachable");
    call.inside = Inside::Refused;
    for (const auto* url : {"http://127.0.0.1:1/", "http://localhost:1/", "http://[::1]:1/", "http://2130706433:1/",
                            "http://0177.0.0.1:1/", "http://0/"}) {
        call.url = url;
        EXPECT_EQ(http_call(call).error().code, "url.inside") << url;
    }
}

/// A server that takes connections and never says a word.
class SilentServer {
  public:
    SilentServer() : socket_{::socket(AF_INET, SOCK_STREAM, 0)} {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        auto* raw = reinterpret_cast<sockaddr*>(&address);
        socklen_t size = sizeof address;
        const bool listens =
            ::bind(socket_, raw, size) == 0 && ::listen(socket_, 8) == 0 && ::getsockname(socket_, raw, &size) == 0;
        EXPECT_TRUE(listens);
        url_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/";
    }
    ~SilentServer() {
        hang_up();
        ::close(socket_);
    }
    SilentServer(const SilentServer&) = delete;
    SilentServer& operator=(const SilentServer&) = delete;

    const std::string& url() const { return url_; }
    /// Waits for whoever comes next.
    int accept() { return taken_.emplace_back(::accept(socket_, nullptr, nullptr)); }
    void hang_up() {
        for (const int taken : std::exchange(taken_, {})) {
            ::close(taken);
        }
    }
    /// Whether the other side is still there: all it says is its question.
    static bool is_open(int connection) {
        char byte = 0;
        for (;;) {
            const auto read = ::recv(connection, &byte, 1, MSG_DONTWAIT);
            if (read <= 0) {
                return read < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
            }
        }
    }

  private:
    int socket_;
    std::vector<int> taken_;
    std::string url_;
};

class NoEvents final : public calls::EventSink {
  public:
    void on_event(const model::Event&) override {}
};

// A slow system keeps nobody else waiting as long as a thread is free: the one that runs for it is not chosen again.
TEST(FlowLookupTest, FourAreAskedAtOnce) {
    SilentServer server;
    Loop loop{"calls"};
    IdMaker ids;
    NoEvents events;
    calls::Conductor conductor{{loop.timers(), loop.clock(), ids, events}, {}};
    FlowLookup lookup{loop, conductor, {"127.0.0.1"}};
    std::vector<int> open;
    for (int question = 1; question <= 4; ++question) {
        lookup.look_up(model::CallId{1}, question, server.url());
        open.push_back(server.accept());
        for (const int connection : open) {
            EXPECT_TRUE(SilentServer::is_open(connection)) << "question " << question << " waited for another to end";
        }
    }
    server.hang_up();
}

}  // namespace
}  // namespace yh::app
