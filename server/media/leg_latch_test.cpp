#include "media/leg_latch.h"

#include <gtest/gtest.h>

#include "media/port_pool.h"

namespace yh::media {
namespace {

using std::chrono::seconds;
using Verdict = SourceLatch::Verdict;
constexpr auto none = SourceLatch::Proof::None;

SocketAddress at(const char* ip, std::uint16_t port) {
    return *SocketAddress::parse(ip, port);
}
const MonoTime start{std::chrono::hours{1}};

TEST(SourceLatch, DescribedAddressIsTakenAndTheDoorCloses) {
    SourceLatch latch;
    latch.expect(at("192.0.2.1", 4000), start);
    EXPECT_EQ(latch.target(), at("192.0.2.1", 4000));
    EXPECT_EQ(latch.on_packet(at("192.0.2.1", 4000), 1, 1, none, start), Verdict::Moved);
    EXPECT_TRUE(latch.closed(start));
    EXPECT_EQ(latch.on_packet(at("192.0.2.1", 4000), 1, 2, none, start), Verdict::Accept);
    EXPECT_EQ(latch.on_packet(at("198.51.100.9", 4000), 1, 3, none, start), Verdict::Stranger);
}

TEST(SourceLatch, BehindNatThreePacketsOfOneStream) {
    SourceLatch latch;
    latch.expect(at("10.0.0.5", 4000), start);
    const auto outside = at("198.51.100.9", 61234);
    EXPECT_EQ(latch.on_packet(outside, 1, 10, none, start), Verdict::NotYet);
    EXPECT_EQ(latch.on_packet(at("203.0.113.66", 5), 7, 10, none, start), Verdict::NotYet);  // a sprayer in between
    EXPECT_EQ(latch.on_packet(outside, 1, 11, none, start), Verdict::NotYet);
    EXPECT_EQ(latch.on_packet(outside, 1, 12, none, start), Verdict::NotYet);
    EXPECT_EQ(latch.on_packet(outside, 1, 13, none, start), Verdict::Moved);
    EXPECT_EQ(latch.target(), outside);
    // The described address may still win for a while, nobody else may without proof.
    EXPECT_FALSE(latch.closed(start));
    EXPECT_EQ(latch.on_packet(at("10.0.0.5", 4000), 1, 14, none, start + seconds{1}), Verdict::Moved);
    EXPECT_TRUE(latch.closed(start + seconds{1}));
}

TEST(SourceLatch, ClosesAfterAWhileAndOpensWithANewDescription) {
    SourceLatch latch;
    latch.expect(at("192.0.2.1", 4000), start);
    EXPECT_EQ(latch.on_packet(at("192.0.2.1", 4444), 1, 1, none, start), Verdict::Moved);  // same host, other port
    EXPECT_EQ(latch.on_packet(at("198.51.100.1", 1), 1, 1, none, start + seconds{3}), Verdict::Stranger);
    latch.expect(at("192.0.2.1", 4000), start + seconds{10});
    EXPECT_EQ(latch.target(), at("192.0.2.1", 4444));  // an unchanged description keeps the source
    latch.expect(at("192.0.2.2", 4000), start + seconds{20});
    EXPECT_EQ(latch.target(), at("192.0.2.2", 4000));
    EXPECT_EQ(latch.on_packet(at("192.0.2.2", 4000), 1, 1, none, start + seconds{20}), Verdict::Moved);
}

TEST(SourceLatch, AuthenticatedPacketsNeedNoFurtherProof) {
    SourceLatch latch;
    latch.expect(at("10.0.0.5", 4000), start);
    EXPECT_EQ(latch.on_packet(at("198.51.100.9", 61234), 1, 10, SourceLatch::Proof::Authenticated, start),
              Verdict::Moved);
}

TEST(PortPool, GivesEvenPortsAndRestsThem) {
    PortPool pool{20001, 20007, seconds{2}, 5};
    EXPECT_EQ(pool.size(), 3U);
    std::vector<std::uint16_t> taken;
    while (const auto port = pool.take(start)) {
        EXPECT_EQ(*port % 2, 0);
        taken.push_back(*port);
    }
    EXPECT_EQ(taken.size(), 3U);
    pool.give_back(taken[1], start);
    EXPECT_FALSE(pool.take(start + seconds{1}));
    EXPECT_EQ(pool.take(start + seconds{2}), taken[1]);
    pool.set_taken_by_others(taken[0], start);
    EXPECT_FALSE(pool.take(start + seconds{5}));
    EXPECT_EQ(pool.take(start + seconds{61}), taken[0]);
}

}  // namespace
}  // namespace yh::media
