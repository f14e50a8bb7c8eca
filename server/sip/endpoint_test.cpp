#include "sip/endpoint.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "sip/endpoint_fake.h"
#include "sip/flow_address.h"
#include "sip/flow_udp.h"
#include "sip/uri.h"

// The endpoint on real sockets (loopback, any free port). Two endpoints call each other: each is the other's trunk.
namespace yh::sip {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// Serves the loop until `done`, at most five seconds.
bool serve_until(Loop& loop, const std::function<bool()>& done) {
    for (int i = 0; i < 5'000 && !done(); ++i) {
        loop.run_for(milliseconds{1});
    }
    return done();
}

std::string pem_file(const std::string& name) {
    return testing::TempDir() + "yh_sip_" + name + ".pem";
}

/// A self-signed certificate for 127.0.0.1; made by the openssl program, as an administrator would.
bool make_certificate(const std::string& name) {
    const auto command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=" + name +
        " -addext subjectAltName=IP:127.0.0.1 -keyout " + pem_file(name + "_key") + " -out " + pem_file(name) +
        " 2>/dev/null";
    return std::system(command.c_str()) == 0;
}

struct Side {
    Side(Loop& loop, model::Transport transport, const std::string& own = "us", const std::string& trusted = "us")
        : transport_{transport} {
        EndpointConfig config;
        const auto loopback = Address::parse("127.0.0.1:0").value();
        config.flows.listen = {loopback};
        if (transport == model::Transport::Tls) {
            config.flows.listen_tls = {loopback};
            config.flows.tls_certificate_file = pem_file(own);
            config.flows.tls_key_file = pem_file(own + "_key");
            config.flows.tls_ca_file = pem_file(trusted);
        }
        auto made = Endpoint::create(loop, config, ids, calls);
        EXPECT_TRUE(made.ok()) << made.error().detail;
        endpoint = std::move(made).value();
    }

    Address address() const {
        const auto wanted = transport_ == model::Transport::Udp   ? Transport::Udp
                            : transport_ == model::Transport::Tcp ? Transport::Tcp
                                                                  : Transport::Tls;
        for (const auto& one : endpoint->listening_addresses()) {
            if (one.transport == wanted) {
                return one.address;
            }
        }
        return {};
    }

    void trunk_to(const Side& other) {
        auto directory = std::make_shared<model::Directory>();
        model::Tenant tenant;
        tenant.id = model::TenantId{1};
        tenant.code = "demo";
        directory->tenants.push_back(tenant);
        model::Trunk trunk;
        trunk.id = model::TrunkId{2};
        trunk.tenant = tenant.id;
        trunk.name = "other";
        trunk.address = other.address().text();
        trunk.transport = transport_;
        directory->trunks.push_back(trunk);
        model::User user;
        user.id = model::UserId{11};
        user.tenant = tenant.id;
        user.extension = "8001";
        directory->users.push_back(user);
        directory->index();
        endpoint->set_directory(directory);
    }

    bool heard(std::string_view what) {
        for (auto& one : calls.take()) {
            all.push_back(std::move(one));
        }
        return std::ranges::find(all, what) != all.end();
    }

    model::Transport transport_;
    IdMaker ids;
    FakeCalls calls;
    std::vector<std::string> all;
    std::unique_ptr<Endpoint> endpoint;
};

struct OnSockets : testing::TestWithParam<model::Transport> {};

TEST_P(OnSockets, ACallIsMadeAnsweredReofferedAndEnded) {
    if (GetParam() == model::Transport::Tls && !make_certificate("us")) {
        GTEST_SKIP() << "no openssl program";
    }
    Loop loop{"test"};
    Side caller{loop, GetParam()};
    Side callee{loop, GetParam()};
    caller.trunk_to(callee);
    callee.trunk_to(caller);
    calls::OutgoingLeg out;
    out.leg = model::LegId{5};
    out.tenant = model::TenantId{1};
    out.target = calls::ToTrunk{model::TrunkId{2}, "10086"};
    out.caller_number = "13812345678";
    out.sdp = fake_offer;
    loop.post([&] { ASSERT_TRUE(caller.endpoint->invite(std::move(out)).ok()); });
    ASSERT_TRUE(serve_until(loop, [&] { return callee.heard("invited 10086 from 13812345678"); }));
    const auto leg = callee.calls.leg;
    callee.endpoint->progress(leg, 180, {});
    callee.endpoint->answer(leg, std::string{fake_answer});
    ASSERT_TRUE(serve_until(loop, [&] { return caller.heard("answered"); }));
    EXPECT_TRUE(caller.heard("progress 180"));
    caller.endpoint->offer(model::LegId{5}, std::string{fake_offer});
    ASSERT_TRUE(serve_until(loop, [&] { return callee.heard("offer"); }));
    callee.endpoint->answer_offer(leg, std::string{fake_answer});
    caller.all.clear();
    ASSERT_TRUE(serve_until(loop, [&] { return caller.heard("answered"); }));
    EXPECT_EQ(caller.endpoint->trunks()[0].state, TrunkState::Up);
    callee.endpoint->close(leg, {});
    ASSERT_TRUE(serve_until(loop, [&] { return caller.heard("ended hangup"); }));
    EXPECT_EQ(caller.endpoint->calls_up() + callee.endpoint->calls_up(), 0U);
}

INSTANTIATE_TEST_SUITE_P(Transports, OnSockets,
                         testing::Values(model::Transport::Udp, model::Transport::Tcp, model::Transport::Tls));

TEST(EndpointSockets, UdpAndTcpShareThePortAndABusyPortIsTold) {
    Loop loop{"test"};
    Side side{loop, model::Transport::Udp};
    const auto& listening = side.endpoint->listening_addresses();
    ASSERT_EQ(listening.size(), 2U);
    EXPECT_EQ(listening[0].address.port, listening[1].address.port);
    EXPECT_NE(listening[0].address.port, 0);
    EndpointConfig config;
    config.flows.listen = {listening[0].address};
    const auto second = Endpoint::create(loop, config, side.ids, side.calls);
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.error().code, "sip.listen");
}

TEST(EndpointSockets, MayBeDestroyedAfterItsLoopAndThreadEnded) {
    Loop loop{"test"};
    Side side{loop, model::Transport::Tcp};
    Side other{loop, model::Transport::Tcp};
    side.trunk_to(other);
    std::thread thread{[&] { loop.run_for(milliseconds{50}); }};
    thread.join();
    EXPECT_EQ(side.endpoint->listening(), side.endpoint->listening_addresses()[0].address.text());
    side.endpoint.reset();
    other.endpoint.reset();
}

TEST(EndpointSockets, MissingCertificateIsTold) {
    Loop loop{"test"};
    IdMaker ids;
    FakeCalls calls;
    EndpointConfig config;
    config.flows.listen_tls = {Address::parse("127.0.0.1:0").value()};
    config.flows.tls_certificate_file = "/no/such/file.pem";
    config.flows.tls_key_file = "/no/such/file.pem";
    const auto endpoint = Endpoint::create(loop, config, ids, calls);
    ASSERT_FALSE(endpoint.ok());
    EXPECT_EQ(endpoint.error().code, "sip.tls");
}

TEST(EndpointSockets, AnyAddressIsNeverTold) {
    Loop loop{"test"};
    FlowConfig config;
    config.listen = {Address::parse("0.0.0.0:0").value()};
    auto flows = Flows::create(loop, config);
    ASSERT_TRUE(flows.ok());
    Hop hop;
    hop.address = Address::parse("127.0.0.1:5070").value();
    EXPECT_EQ((*flows)->local_host_port(hop), "127.0.0.1:" + std::to_string((*flows)->listening()[0].address.port));
    config.advertised_host = "203.0.113.5";
    auto behind_nat = Flows::create(loop, config);
    ASSERT_TRUE(behind_nat.ok());
    EXPECT_TRUE((*behind_nat)->local_host_port(hop).starts_with("127.0.0.1:"));
    hop.address = Address::parse("198.51.100.1:5060").value();
    EXPECT_TRUE((*behind_nat)->local_host_port(hop).starts_with("203.0.113.5:"));
}

TEST(EndpointSockets, RefusedDatagramBringsTheTrunkDown) {
    Loop loop{"test"};
    Side side{loop, model::Transport::Udp};
    Side gone{loop, model::Transport::Udp};
    side.trunk_to(gone);
    gone.endpoint.reset();  // nobody listens there any more: ICMP port unreachable
    EXPECT_TRUE(serve_until(loop, [&] { return side.endpoint->trunks()[0].state == TrunkState::Down; }));
    EXPECT_EQ(side.endpoint->trunks()[0].reason, "cannot be reached");
}

TEST(EndpointSockets, WrongCertificateIsRefused) {
    if (!make_certificate("us") || !make_certificate("them")) {
        GTEST_SKIP() << "no openssl program";
    }
    Loop loop{"test"};
    Side caller{loop, model::Transport::Tls, "us", "us"};
    Side callee{loop, model::Transport::Tls, "them", "them"};
    caller.trunk_to(callee);
    EXPECT_TRUE(serve_until(loop, [&] { return caller.endpoint->trunks()[0].state == TrunkState::Down; }));
    EXPECT_EQ(caller.endpoint->trunks()[0].reason, "cannot be reached");
}

/// A browser's WebSocket as main would hand it in.
struct Browser final : BrowserSocket {
    bool send(std::string_view text) override {
        received.emplace_back(text);
        return true;
    }
    void close(BrowserClosing) override {}
    std::vector<std::string> received;
};

TEST(EndpointSockets, BrowserRegistersBySessionAndIsCalledThroughItsSocket) {
    Loop loop{"test"};
    Side side{loop, model::Transport::Udp};
    side.trunk_to(side);
    Browser browser;
    auto& flows = side.endpoint->browsers();
    const auto flow = flows.opened(browser, Address::parse("127.0.0.1:40000").value(), false, model::UserId{11});
    flows.on_text(flow,
                  "REGISTER sip:demo SIP/2.0\r\nVia: SIP/2.0/WS abc.invalid;branch=z9hG4bK1\r\nMax-Forwards: 70\r\n"
                  "From: <sip:8001@demo>;tag=b\r\nTo: <sip:8001@demo>\r\nCall-ID: web\r\nCSeq: 1 REGISTER\r\n"
                  "Contact: <sip:xyz@abc.invalid;transport=ws>;expires=600\r\nContent-Length: 0\r\n\r\n");
    ASSERT_TRUE(side.heard("device 11 online"));
    ASSERT_EQ(browser.received.size(), 1U);
    EXPECT_TRUE(browser.received[0].starts_with("SIP/2.0 200"));
    calls::OutgoingLeg out;
    out.leg = model::LegId{5};
    out.tenant = model::TenantId{1};
    out.target = calls::ToExtension{model::UserId{11}};
    out.sdp = fake_offer;
    ASSERT_TRUE(side.endpoint->invite(std::move(out)).ok());
    ASSERT_EQ(browser.received.size(), 2U);
    EXPECT_TRUE(browser.received[1].starts_with("INVITE sip:xyz@abc.invalid;transport=ws SIP/2.0"));
    EXPECT_NE(browser.received[1].find("Contact: <sip:yinghe@yinghe.invalid;transport=ws>"), std::string::npos);
    flows.on_text(flow,
                  "INVITE sip:600@demo SIP/2.0\r\nVia: SIP/2.0/WS abc.invalid;branch=z9hG4bK2\r\nMax-Forwards: 70\r\n"
                  "From: <sip:8001@demo>;tag=c\r\nTo: <sip:600@demo>\r\nCall-ID: web2\r\nCSeq: 1 INVITE\r\n"
                  "Contact: <sip:xyz@abc.invalid;transport=ws>\r\nContent-Length: 0\r\n\r\n");
    EXPECT_TRUE(side.heard("invited 600 from 8001"));
    // Without a session the empty password of this extension opens nothing.
    const auto anonymous = flows.opened(browser, Address::parse("127.0.0.1:40001").value(), false);
    flows.on_text(anonymous,
                  "INVITE sip:600@demo SIP/2.0\r\nVia: SIP/2.0/WS abc.invalid;branch=z9hG4bK3\r\nMax-Forwards: 70\r\n"
                  "From: <sip:8001@demo>;tag=d\r\nTo: <sip:600@demo>\r\nCall-ID: web3\r\nCSeq: 1 INVITE\r\n"
                  "Contact: <sip:xyz@abc.invalid;transport=ws>\r\nContent-Length: 0\r\n\r\n");
    EXPECT_TRUE(browser.received.back().starts_with("SIP/2.0 401"));
    flows.closed(anonymous);
    flows.closed(flow);
    EXPECT_TRUE(side.heard("device 11 offline"));
    EXPECT_TRUE(serve_until(loop, [&] { return side.heard("failed 503 cannot be reached"); }));
}

TEST(EndpointSockets, HalfAMessageOverTcpIsKeptAndPingsAreAnswered) {
    Loop loop{"test"};
    Side side{loop, model::Transport::Tcp};
    const Descriptor client{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sockaddr_storage storage{};
    const auto length = to_sockaddr(side.address(), storage);
    ASSERT_EQ(::connect(client.get(), reinterpret_cast<sockaddr*>(&storage), length), 0);
    const auto say = [&](std::string_view text) { ASSERT_GT(::send(client.get(), text.data(), text.size(), 0), 0); };
    std::string got;
    const auto hears = [&](std::string_view text) {
        return serve_until(loop, [&] {
            char buffer[2'000];
            const auto count = ::recv(client.get(), buffer, sizeof buffer, MSG_DONTWAIT);
            got.append(buffer, count > 0 ? static_cast<std::size_t>(count) : 0);
            return got.find(text) != std::string::npos;
        });
    };
    say("\r\n\r\n");
    EXPECT_TRUE(hears("\r\n"));
    say("OPTIONS sip:us SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1:1;branch=z9hG4bKa\r\nFrom: <sip:a@b>;tag=1\r\nTo: <si");
    loop.run_for(milliseconds{5});
    say("p:us>\r\nCall-ID: x\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n");
    EXPECT_TRUE(hears("SIP/2.0 200 OK"));
    got.clear();
    say("Content-Length: 99999999999\r\n\r\n");
    EXPECT_TRUE(serve_until(loop, [&] {
        char byte = 0;
        return ::recv(client.get(), &byte, 1, MSG_DONTWAIT) == 0;  // cut
    }));
}

}  // namespace
}  // namespace yh::sip
