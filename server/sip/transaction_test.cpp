#include "sip/transaction.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "sip/transaction_resender.h"
#include "sip/transaction_table.h"
#include "sip/wire_fake.h"

namespace yh::sip {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Words = std::vector<std::string>;

long count(const Words& words, std::string_view word) {
    return std::count(words.begin(), words.end(), word);
}

/// A net, and the statuses that side a's handler was given.
struct Transactions : testing::Test {
    TransactionId invite(std::string_view method = "INVITE") {
        return net.a.layer.send_request(fake_request(method), net.a.address_of_other,
                                        [this](const Answer& answer) { answers.push_back(answer.status); });
    }
    void answer_with(int status) {
        net.b.user.answer = [this, status](TransactionId id, const Message&) { net.b.layer.respond(id, status); };
    }
    void lose_first(long how_many, std::string_view start) {
        net.loses = [how_many, start = std::string{start}](const FakeSide&, std::string_view bytes) mutable {
            return bytes.starts_with(start) && how_many-- > 0;
        };
    }
    void expect_nothing_left() {
        EXPECT_EQ(net.a.layer.size(), 0U);
        EXPECT_EQ(net.b.layer.size(), 0U);
        EXPECT_EQ(net.a.timers.size(), 0U);
        EXPECT_EQ(net.b.timers.size(), 0U);
    }

    FakeNet net;
    std::vector<int> answers;
};

TEST_F(Transactions, InviteIsRepeatedAtDoublingIntervalsAndGivesUpAfter32Seconds) {
    net.loses = [](const FakeSide&, std::string_view) { return true; };
    invite();
    net.run(milliseconds{31'900});
    EXPECT_EQ(net.a.wire.log(), Words(7, "INVITE"));  // 0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5 s
    EXPECT_TRUE(answers.empty());
    net.run(milliseconds{200});
    EXPECT_EQ(answers, (std::vector{408}));
    expect_nothing_left();
}

TEST_F(Transactions, OtherRequestsAreRepeatedUpToEveryFourSeconds) {
    net.loses = [](const FakeSide&, std::string_view) { return true; };
    invite("OPTIONS");
    net.run(seconds{33});
    EXPECT_EQ(net.a.wire.log(), Words(11, "OPTIONS"));  // RFC 3261 §17.1.2.1: 0, .5, 1.5, 3.5, 7.5, 11.5 … 31.5 s
    EXPECT_EQ(answers, (std::vector{408}));
    expect_nothing_left();
}

TEST_F(Transactions, NothingIsRepeatedOverTcp) {
    FakeNet tcp{Transport::Tcp};
    tcp.loses = [](const FakeSide&, std::string_view) { return true; };
    int status = 0;
    tcp.a.layer.send_request(fake_request("OPTIONS"), tcp.a.address_of_other,
                             [&status](const Answer& answer) { status = answer.status; });
    tcp.run(seconds{33});
    EXPECT_EQ(tcp.a.wire.log(), Words(1, "OPTIONS"));
    EXPECT_EQ(status, 408);
}

TEST_F(Transactions, TryingIsSaidAfter200MillisecondsOnlyWhenTheUserStillThinks) {
    invite();
    net.run(milliseconds{190});
    EXPECT_TRUE(net.b.wire.sent.empty());
    net.run(milliseconds{20});
    EXPECT_EQ(net.b.wire.log(), Words{"100"});
    net.b.layer.respond(net.b.user.requests[0], 180);
    net.run(seconds{1});
    EXPECT_EQ(net.b.wire.log(), (Words{"100", "180"}));
    EXPECT_EQ(answers, (std::vector{100, 180}));
    EXPECT_EQ(net.a.wire.log(), Words{"INVITE"});
}

TEST_F(Transactions, RetransmittedInviteIsAbsorbedAndGetsTheLastResponseAgain) {
    answer_with(180);
    lose_first(1, "SIP/2.0 180");
    invite();
    net.run(milliseconds{600});
    EXPECT_EQ(net.b.user.heard, Words{"INVITE"});
    EXPECT_EQ(net.b.wire.log(), (Words{"180", "180"}));
}

TEST_F(Transactions, FailureIsAckedByTheLayerAndRepeatedUntilTheAckComes) {
    answer_with(486);
    lose_first(2, "ACK");
    invite();
    net.run(seconds{3});
    EXPECT_EQ(net.b.wire.log(), Words(3, "486"));
    EXPECT_EQ(count(net.a.wire.log(), "ACK"), 3);
    EXPECT_EQ(answers, (std::vector{486}));
    EXPECT_EQ(net.b.user.heard, Words{"INVITE"});
    net.run(seconds{40});
    expect_nothing_left();
}

TEST_F(Transactions, LostAckForeverIsToldAfter32Seconds) {
    answer_with(486);
    lose_first(1'000, "ACK");
    invite();
    net.run(seconds{33});
    EXPECT_EQ(net.b.user.heard, (Words{"INVITE", "no ack"}));
    net.run(seconds{40});
    expect_nothing_left();
}

TEST_F(Transactions, SuccessIsRepeatedByTheUserWhileRepeatedInvitesAreAbsorbed) {
    // RFC 6026: the first 200 is lost, and so is the 200 ms where 100 would have stopped the INVITE.
    Resender resender{net.clock, net.b.timers, net.b.wire, {}};
    net.b.user.answer = [&](TransactionId id, const Message&) {
        net.b.layer.respond(id, 200);
        resender.start(net.b.wire.sent.back().to, net.b.wire.sent.back().bytes, Resender::Pace::CappedAtT2, nullptr);
    };
    lose_first(1, "SIP/2.0 200");
    invite();
    net.run(milliseconds{600});
    EXPECT_EQ(net.b.user.heard, Words{"INVITE"});
    ASSERT_EQ(answers, (std::vector{200}));
    net.a.layer.send_stateless(fake_request("ACK"), net.a.address_of_other);
    net.deliver();
    EXPECT_EQ(net.b.user.heard, (Words{"INVITE", "ACK"}));
    resender.stop();
    net.run(seconds{33});
    EXPECT_EQ(answers, (std::vector{200}));
    expect_nothing_left();
}

TEST_F(Transactions, ResenderGivesUpAfter64T1) {
    Resender resender{net.clock, net.b.timers, net.b.wire, {}};
    net.loses = [](const FakeSide&, std::string_view) { return true; };
    bool given_up = false;
    resender.start(net.b.address_of_other, "SIP/2.0 200 OK\r\n\r\n", Resender::Pace::CappedAtT2,
                   [&] { given_up = true; });
    net.run(milliseconds{31'990});
    EXPECT_FALSE(given_up);
    net.run(milliseconds{20});
    EXPECT_TRUE(given_up);
    EXPECT_EQ(net.b.wire.sent.size(), 10U);  // .5 1.5 3.5 7.5 11.5 15.5 19.5 23.5 27.5 31.5 s
}

TEST_F(Transactions, ForkedSuccessesAllReachTheHandler) {
    // A proxy between us forks: the same INVITE is answered by two phones (RFC 6026 §7.2).
    invite();
    net.deliver();
    const auto request = Message::parse(net.a.wire.sent[0].bytes);
    for (const std::string_view tag : {"phone-1", "phone-2", "phone-1"}) {
        net.a.layer.on_received(MessageBuilder::response(request.message, 200, tag).finish(), net.b.own);
    }
    EXPECT_EQ(answers, (std::vector{200, 200, 200}));
    net.run(seconds{33});
    net.a.layer.on_received(MessageBuilder::response(request.message, 200, "phone-3").finish(), net.b.own);
    EXPECT_EQ(net.a.user.heard, Words{"stray 200"});
}

TEST_F(Transactions, CancelWaitsForTheFirstProvisionalAndEndsTheInvite) {
    net.loses = [](const FakeSide&, std::string_view) { return true; };
    const auto id = invite();
    EXPECT_TRUE(net.a.layer.cancel(id, "SIP;cause=200;text=\"Call completed elsewhere\""));
    net.deliver();
    EXPECT_EQ(net.a.wire.log(), Words{"INVITE"});
    net.loses = nullptr;
    net.run(milliseconds{750});  // the INVITE again at 0.5 s, its 100 at 0.7 s, CANCEL then
    EXPECT_EQ(net.b.user.heard, (Words{"INVITE", "CANCEL"}));
    net.b.layer.respond(net.b.user.requests[0], 487);
    net.run(seconds{1});
    EXPECT_EQ(net.a.wire.log(), (Words{"INVITE", "INVITE", "CANCEL", "ACK"}));
    EXPECT_EQ(net.b.wire.log(), (Words{"100", "200", "487"}));
    EXPECT_EQ(answers, (std::vector{100, 487}));
    EXPECT_NE(net.a.wire.sent[2].bytes.find("Reason: SIP;cause=200"), std::string::npos);
    net.run(seconds{40});
    expect_nothing_left();
}

TEST_F(Transactions, CancelThatMeetsThe200LosesTheRace) {
    answer_with(180);
    const auto id = invite();
    net.deliver();
    net.a.layer.cancel(id);                            // on its way,
    net.b.layer.respond(net.b.user.requests[0], 200);  // and so is this
    net.deliver();
    EXPECT_EQ(answers, (std::vector{180, 200}));
    EXPECT_EQ(net.b.user.heard, Words{"INVITE"});  // CANCEL is answered 200 and has no effect
    EXPECT_EQ(count(net.b.wire.log(), "481"), 0);
    EXPECT_FALSE(net.a.layer.cancel(id));
}

TEST_F(Transactions, CancelledInviteThatIsNeverEndedTimesOut) {
    answer_with(180);
    const auto id = invite();
    net.deliver();
    net.a.layer.cancel(id);
    net.run(seconds{33});
    EXPECT_EQ(answers, (std::vector{180, 408}));
}

TEST_F(Transactions, CancelOfNothingIs481) {
    auto cancel = fake_request("CANCEL");
    net.b.layer.on_received(std::move(cancel).finish("SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKnothing"), net.a.own);
    EXPECT_EQ(net.b.wire.log(), Words{"481"});
}

TEST_F(Transactions, TheSameRequestByAnotherWayIsMerged) {
    answer_with(180);
    for (const std::string_view branch : {"z9hG4bKone", "z9hG4bKtwo"}) {
        net.b.layer.on_received(fake_request("INVITE").finish("SIP/2.0/UDP 192.0.2.1;branch=" + std::string{branch}),
                                net.a.own);
    }
    EXPECT_EQ(net.b.wire.log(), (Words{"180", "482"}));
}

TEST_F(Transactions, Rfc2543InviteWithoutCookieMatchesItsRepeatAndItsAck) {
    answer_with(486);
    const std::string via = "SIP/2.0/UDP 192.0.2.1";
    const auto bytes = fake_request("INVITE").finish(via);
    net.b.layer.on_received(bytes, net.a.own);
    net.b.layer.on_received(bytes, net.a.own);
    EXPECT_EQ(net.b.user.heard, Words{"INVITE"});
    EXPECT_EQ(net.b.wire.log(), (Words{"486", "486"}));
    auto ack = MessageBuilder::request("ACK", "sip:600@192.0.2.2");
    ack.add(Header::From, "<sip:8001@192.0.2.1>;tag=a1").add(Header::To, net.b.wire.last().message.header(Header::To));
    ack.add(Header::CallId, "call-1").add(Header::CSeq, "1 ACK");
    net.b.layer.on_received(std::move(ack).finish(via), net.a.own);
    net.run(seconds{6});
    EXPECT_EQ(net.b.user.heard, Words{"INVITE"});
    EXPECT_EQ(net.b.layer.size(), 0U);
}

TEST_F(Transactions, TransportErrorIs503AndFreesAtOnce) {
    invite();
    net.a.layer.on_send_failed(net.a.address_of_other);
    EXPECT_EQ(answers, (std::vector{503}));
    EXPECT_EQ(net.a.layer.size(), 0U);
}

TEST_F(Transactions, FailuresThatFollowCloselyAreToldTogether) {
    auto second = net.a.address_of_other;
    ++second.address.port;
    std::vector<int> got;
    const auto handler = [&got](const Answer& answer) { got.push_back(answer.status); };
    net.a.layer.send_request(fake_request("INVITE", "one"), net.a.address_of_other, handler);
    net.a.layer.send_request(fake_request("INVITE", "two"), second, handler);
    net.a.layer.on_send_failed(net.a.address_of_other);
    EXPECT_EQ(got, (std::vector{503}));
    net.a.layer.on_send_failed(second);
    net.a.layer.on_send_failed(second);
    EXPECT_EQ(got, (std::vector{503})) << "a storm of failures must not be a storm of walks";
    net.run(std::chrono::milliseconds{100});
    EXPECT_EQ(got, (std::vector{503, 503}));
    EXPECT_EQ(net.a.timers.size(), 0U);
}

TEST_F(Transactions, LostFlowEndsItsTransactionsOnly) {
    FakeNet tcp{Transport::Tcp};
    std::vector<int> got;
    const auto handler = [&got](const Answer& answer) { got.push_back(answer.status); };
    tcp.a.layer.send_request(fake_request("INVITE", "one"), tcp.a.address_of_other, handler);
    auto other = tcp.a.address_of_other;
    other.flow = FlowId{8};
    tcp.a.layer.send_request(fake_request("INVITE", "two"), other, handler);
    tcp.a.layer.on_flow_closed(FlowId{8});
    EXPECT_EQ(got, (std::vector{503}));
    EXPECT_EQ(tcp.a.layer.size(), 1U);
}

TEST_F(Transactions, ReliableTransactionsAreFreedAtOnce) {
    FakeNet tcp{Transport::Tcp};
    tcp.b.user.answer = [&](TransactionId id, const Message&) { tcp.b.layer.respond(id, 486); };
    tcp.a.layer.send_request(fake_request("INVITE", "x"), tcp.a.address_of_other, [](const Answer&) {});
    tcp.a.layer.send_request(fake_request("OPTIONS", "y"), tcp.a.address_of_other, [](const Answer&) {});
    tcp.deliver();
    EXPECT_EQ(tcp.a.layer.size(), 0U);
    EXPECT_EQ(tcp.b.layer.size(), 0U);
    EXPECT_EQ(tcp.a.timers.size() + tcp.b.timers.size(), 0U);
}

TEST_F(Transactions, RequestStaysReadableWhileItsUserAnswersIt) {
    std::string read;
    net.b.user.answer = [&](TransactionId id, const Message& request) {
        net.b.layer.respond(id, 486);
        read = request.call_id();
        EXPECT_EQ(net.b.layer.request(id), nullptr);
    };
    invite();
    net.deliver();
    EXPECT_EQ(read, "call-1");
}

TEST_F(Transactions, HandlerMayForgetItsOwnTransaction) {
    answer_with(180);
    TransactionId id;
    int calls = 0;
    id = net.a.layer.send_request(fake_request("INVITE"), net.a.address_of_other, [&](const Answer&) {
        ++calls;
        net.a.layer.forget(id);
    });
    net.deliver();
    net.b.layer.respond(net.b.user.requests[0], 200);
    net.deliver();
    EXPECT_EQ(calls, 1);
}

TEST_F(Transactions, UnansweredRequestIsDroppedAfter32Seconds) {
    invite("OPTIONS");
    net.run(seconds{40});
    EXPECT_EQ(net.b.user.heard, (Words{"OPTIONS", "unanswered"}));
    expect_nothing_left();
}

TEST_F(Transactions, BeyondTheLimitNewRequestsGet503) {
    TransactionConfig config;
    config.max_transactions = 1;
    TransactionLayer small{net.clock, net.b.timers, net.b.wire, net.b.user, config};
    small.on_received(fake_request("INVITE", "1").finish("SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1"), net.a.own);
    small.on_received(fake_request("INVITE", "2").finish("SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK2"), net.a.own);
    EXPECT_EQ(net.b.wire.log(), Words{"503"});
}

TEST_F(Transactions, MalformedRequestIsAnsweredAndMalformedAckIsNot) {
    auto bad = fake_request("OPTIONS");
    bad.add(Header::MaxForwards, "many");
    net.b.layer.on_received(std::move(bad).finish("SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKbad"), net.a.own);
    auto ack = fake_request("ACK");
    ack.add(Header::CSeq, "x");
    net.b.layer.on_received(std::move(ack).finish("SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKack"), net.a.own);
    EXPECT_EQ(net.b.wire.log(), Words{"400"});
    EXPECT_TRUE(net.b.user.heard.empty());
}

TEST_F(Transactions, ResponsesGoWhereRport_OrElseVia_Says) {
    const auto hop = [](std::string_view via) {
        auto parsed = Message::parse(fake_request("OPTIONS").finish(via));
        Hop from;
        from.address = *Address::parse("198.51.100.9:40000");
        parsed.message.set_source(from);
        return TransactionLayer::response_hop(parsed.message).address.text();
    };
    EXPECT_EQ(hop("SIP/2.0/UDP 10.0.0.1:5070;branch=z9hG4bK1;rport"), "198.51.100.9:40000");
    EXPECT_EQ(hop("SIP/2.0/UDP 10.0.0.1:5070;branch=z9hG4bK1"), "198.51.100.9:5070");
    EXPECT_EQ(hop("SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1"), "198.51.100.9:5060");
}

TEST_F(Transactions, ManyCallsThroughLossEndWithNothingLeft) {
    std::uint32_t random = 12345;
    net.loses = [&random](const FakeSide&, std::string_view) {
        random = random * 1664525 + 1013904223;
        return (random >> 24) < 64;  // a quarter
    };
    answer_with(404);
    for (int i = 0; i < 300; ++i) {
        net.a.layer.send_request(fake_request("INVITE", "lossy-" + std::to_string(i)), net.a.address_of_other,
                                 [this](const Answer& answer) { answers.push_back(answer.status); });
    }
    net.run(seconds{110});
    EXPECT_EQ(answers.size(), 300U);
    EXPECT_GT(std::count(answers.begin(), answers.end(), 404), 295);
    expect_nothing_left();
}

TEST(TransactionTable, EveryStateCanBeLeft) {
    for (const auto machine :
         {Machine::ClientInvite, Machine::ClientOther, Machine::ServerInvite, Machine::ServerOther}) {
        const auto* expire = find_row(machine, TransactionState::Completed, TransactionEvent::Expire);
        ASSERT_NE(expire, nullptr);
        EXPECT_EQ(expire->to, TransactionState::Terminated);
        EXPECT_EQ(find_row(machine, TransactionState::Terminated, TransactionEvent::Success), nullptr);
    }
}

}  // namespace
}  // namespace yh::sip
