#include <gtest/gtest.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sip/flow_address.h"
#include "sip/flow_udp.h"
#include "sip/resolver_cares.h"

// c-ares against a DNS server of our own on loopback.
namespace yh::sip {
namespace {

using std::chrono::milliseconds;

std::string number16(unsigned value) {
    return {static_cast<char>(value >> 8 & 0xff), static_cast<char>(value & 0xff)};
}

std::string dns_name(std::string_view dotted) {
    std::string out;
    while (!dotted.empty()) {
        const auto label = dotted.substr(0, dotted.find('.'));
        out += static_cast<char>(label.size());
        out += label;
        dotted.remove_prefix(std::min(label.size() + 1, dotted.size()));
    }
    return out + '\0';
}

std::string record(std::string_view name, unsigned type, const std::string& data, unsigned ttl_s = 120) {
    return dns_name(name) + number16(type) + number16(1) + number16(0) + number16(ttl_s) +
           number16(static_cast<unsigned>(data.size())) + data;
}

std::string srv(unsigned priority, unsigned weight, unsigned port, std::string_view target) {
    return number16(priority) + number16(weight) + number16(port) + dns_name(target);
}

std::string naptr(unsigned order, std::string_view service, std::string_view replacement) {
    const auto text = [](std::string_view value) {
        return std::string{static_cast<char>(value.size())} + std::string{value};
    };
    return number16(order) + number16(0) + text("s") + text(service) + text("") + dns_name(replacement);
}

constexpr unsigned type_a = 1;
constexpr unsigned type_srv = 33;
constexpr unsigned type_naptr = 35;

/// Answers from a table; what is not in it does not exist (NXDOMAIN).
class DnsServer {
  public:
    explicit DnsServer(Loop& loop)
        : socket_{::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)}, watch_{loop, bound()} {
        watch_.on_readable([this] { answer(); });
    }
    void add(const std::string& name, unsigned type, const std::string& data) {
        records_[{name, type}].push_back(data);
    }
    std::string address() const { return local_.text(); }
    int asked = 0;

  private:
    int bound() {
        sockaddr_storage storage{};
        auto length = to_sockaddr(Address::parse("127.0.0.1:0").value(), storage);
        EXPECT_EQ(::bind(socket_.get(), reinterpret_cast<sockaddr*>(&storage), length), 0);
        length = sizeof storage;
        EXPECT_EQ(::getsockname(socket_.get(), reinterpret_cast<sockaddr*>(&storage), &length), 0);
        local_ = from_sockaddr(storage);
        return socket_.get();
    }

    void answer() {
        std::array<char, 1'500> buffer{};
        sockaddr_storage from{};
        socklen_t from_length = sizeof from;
        const auto count = ::recvfrom(socket_.get(), buffer.data(), buffer.size(), 0,
                                      reinterpret_cast<sockaddr*>(&from), &from_length);
        if (count < 17) {
            return;
        }
        ++asked;
        const std::string_view query{buffer.data(), static_cast<std::size_t>(count)};
        std::string name;
        std::size_t at = 12;
        while (query[at] != 0) {
            const auto label = static_cast<std::size_t>(query[at]);
            name += (name.empty() ? "" : ".") + std::string{query.substr(at + 1, label)};
            at += label + 1;
        }
        const auto type = static_cast<unsigned>(static_cast<unsigned char>(query[at + 2]));
        const auto found = records_.find({name, type});
        const auto answers = found == records_.end() ? std::vector<std::string>{} : found->second;
        std::string reply{query.substr(0, 2)};
        reply += number16(answers.empty() ? 0x8183 : 0x8180);
        reply += number16(1) + number16(static_cast<unsigned>(answers.size())) + number16(0) + number16(0);
        reply += query.substr(12, at + 5 - 12);
        for (const auto& data : answers) {
            reply += record(name, type, data);
        }
        (void)::sendto(socket_.get(), reply.data(), reply.size(), 0, reinterpret_cast<sockaddr*>(&from), from_length);
    }

    Descriptor socket_;
    Address local_;
    FdWatch watch_;
    std::map<std::pair<std::string, unsigned>, std::vector<std::string>> records_;
};

struct Dns : testing::Test {
    Dns() : server{loop}, resolver{CaresResolver::create(loop, server.address()).value()} {}

    Result<Resolved> resolve(const std::string& host, std::uint16_t port = 0, Transport transport = Transport::Udp) {
        std::optional<Result<Resolved>> answer;
        resolver->resolve({host, port, transport}, [&](Result<Resolved> got) { answer = std::move(got); });
        EXPECT_FALSE(answer.has_value());  // never from inside the call
        for (int i = 0; i < 5'000 && !answer; ++i) {
            loop.run_for(milliseconds{1});
        }
        return answer.value_or(Result<Resolved>{unavailable("test.no_answer")});
    }

    Loop loop{"test"};
    DnsServer server;
    std::unique_ptr<Resolver> resolver;
};

TEST_F(Dns, WithAPortOnlyTheAddressIsAsked) {
    server.add("gw.test", type_a, {'\x7f', 0, 0, 9});
    const auto found = resolve("gw.test", 5070);
    ASSERT_TRUE(found.ok());
    ASSERT_EQ(found->hops.size(), 1U);
    EXPECT_EQ(found->hops[0].address.text(), "127.0.0.9:5070");
    EXPECT_EQ(found->ttl, std::chrono::seconds{120});
}

TEST_F(Dns, ServiceRecordsAreSortedByPriority) {
    server.add("_sip._udp.carrier.test", type_srv, srv(20, 0, 5080, "b.carrier.test"));
    server.add("_sip._udp.carrier.test", type_srv, srv(10, 5, 5062, "a.carrier.test"));
    server.add("a.carrier.test", type_a, {'\x7f', 0, 0, 1});
    server.add("b.carrier.test", type_a, {'\x7f', 0, 0, 2});
    const auto found = resolve("carrier.test");
    ASSERT_TRUE(found.ok());
    ASSERT_EQ(found->hops.size(), 2U);
    EXPECT_EQ(found->hops[0].address.text(), "127.0.0.1:5062");
    EXPECT_EQ(found->hops[1].address.text(), "127.0.0.2:5080");
    EXPECT_EQ(found->hops[0].tls_name, "carrier.test");
}

TEST_F(Dns, NaptrNamesTheServiceOfOurTransport) {
    server.add("carrier.test", type_naptr, naptr(10, "SIP+D2U", "_sip._udp.other.test"));
    server.add("carrier.test", type_naptr, naptr(20, "SIP+D2T", "_sip._tcp.other.test"));
    server.add("_sip._tcp.other.test", type_srv, srv(1, 1, 5090, "t.other.test"));
    server.add("t.other.test", type_a, {'\x7f', 0, 0, 3});
    const auto found = resolve("carrier.test", 0, Transport::Tcp);
    ASSERT_TRUE(found.ok());
    EXPECT_EQ(found->hops.at(0).address.text(), "127.0.0.3:5090");
}

TEST_F(Dns, WithoutServiceRecordsTheDefaultPortIsUsedAndTheAnswerKept) {
    server.add("plain.test", type_a, {'\x7f', 0, 0, 4});
    EXPECT_EQ(resolve("plain.test", 0, Transport::Tls)->hops.at(0).address.text(), "127.0.0.4:5061");
    const auto asked = server.asked;
    EXPECT_TRUE(resolve("plain.test", 0, Transport::Tls).ok());
    EXPECT_EQ(server.asked, asked);
}

TEST_F(Dns, WhatDoesNotExistIsTold) {
    const auto found = resolve("nowhere.test");
    ASSERT_FALSE(found.ok());
    EXPECT_EQ(found.error().code, "dns.not_found");
}

TEST_F(Dns, EndingWhileAskedTellsNobody) {
    bool told = false;
    resolver->resolve({"gw.test", 5060, Transport::Udp}, [&](const Result<Resolved>&) { told = true; });
    resolver.reset();
    loop.run_for(milliseconds{5});
    EXPECT_FALSE(told);
}

}  // namespace
}  // namespace yh::sip
