#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sip/endpoint_fake.h"

// Calls that reach us.
namespace yh::sip {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

struct IncomingCall : testing::Test {
    FakeRequest invite(std::vector<std::string> headers = {}, std::string body = std::string{fake_offer}) {
        FakeRequest request;
        request.headers = std::move(headers);
        request.body = std::move(body);
        return request;
    }
    /// INVITE, answered; returns our 200.
    Message answered(std::vector<std::string> headers = {}) {
        invite_bytes = carrier.send(invite(std::move(headers)));
        office.core->answer(office.calls.leg, std::string{fake_answer});
        return carrier.take_one("200");
    }
    Message talking(std::vector<std::string> headers = {}) {
        auto ok = answered(std::move(headers));
        carrier.send(carrier.inside(ok, "ACK", 1));
        office.calls.take();
        return ok;
    }
    void expect_nothing_left() {
        office.run(seconds{80});
        carrier.take();
        EXPECT_EQ(office.core->calls_up(), 0U);
        EXPECT_EQ(office.core->dialogs(), 0U);
    }

    FakeOffice office;
    FakePeer carrier{office, "192.0.2.50:5060"};
    std::string invite_bytes;
};

TEST_F(IncomingCall, IsAnsweredAndHungUpByTheCaller) {
    auto ok = talking();
    EXPECT_EQ(ok.body(), fake_answer);
    EXPECT_EQ(office.calls.invited->from_number, "13812345678");
    EXPECT_EQ(office.calls.invited->to_number, "4008001234");
    EXPECT_EQ(office.calls.invited->sdp, fake_offer);
    carrier.send(carrier.inside(ok, "BYE", 2));
    EXPECT_EQ(carrier.take_log(), words({"200"}));
    EXPECT_EQ(office.calls.take(), words({"ended hangup"}));
    expect_nothing_left();
}

TEST_F(IncomingCall, IsHungUpByUsWithAReason) {
    talking();
    office.core->close(office.calls.leg, {480, "bye", 16});
    const auto bye = carrier.take_one("BYE");
    EXPECT_EQ(bye.header(Header::Reason), R"(Q.850;cause=16;text="bye")");
    carrier.reply(bye, 200);
    EXPECT_TRUE(office.calls.take().empty());
    expect_nothing_left();
}

TEST_F(IncomingCall, IsRejectedWithTheStatusThatCallsWants) {
    carrier.send(invite());
    office.core->close(office.calls.leg, {486, "busy", 17});
    const auto busy = carrier.take_one("486");
    EXPECT_EQ(busy.header(Header::Reason), R"(Q.850;cause=17;text="busy")");
    expect_nothing_left();
}

TEST_F(IncomingCall, RingsWithEarlyMedia) {
    carrier.send(invite());
    office.core->progress(office.calls.leg, 180, {});
    EXPECT_EQ(carrier.take_log(), words({"180"}));
    office.core->progress(office.calls.leg, 183, std::string{fake_answer});
    const auto session = carrier.take_one("183");
    EXPECT_EQ(session.body(), fake_answer);
    EXPECT_FALSE(session.has(Header::Require));
}

TEST_F(IncomingCall, IsCancelledBeforeTheAnswer) {
    auto request = invite();
    request.branch = "z9hG4bK-cancel-me";
    carrier.send(request);
    office.core->progress(office.calls.leg, 180, {});
    carrier.take();
    request.method = "CANCEL";
    request.body.clear();
    carrier.send(request);
    EXPECT_EQ(carrier.take_log(), words({"200", "487"}));
    office.calls.take();
    office.core->answer(office.calls.leg, std::string{fake_answer});  // too late: nothing may happen
    EXPECT_TRUE(carrier.take_log().empty());
    expect_nothing_left();
}

TEST_F(IncomingCall, CancelThatMeetsOurAnswerIsTooLate) {
    auto request = invite();
    request.branch = "z9hG4bK-race";
    carrier.send(request);
    office.core->answer(office.calls.leg, std::string{fake_answer});
    auto ok = carrier.take_one("200");
    request.method = "CANCEL";
    request.body.clear();
    carrier.send(request);
    carrier.take();
    office.calls.take();
    carrier.send(carrier.inside(ok, "ACK", 1));
    carrier.send(carrier.inside(ok, "BYE", 2));
    EXPECT_EQ(office.calls.take(), words({"ended hangup"}));
    expect_nothing_left();
}

TEST_F(IncomingCall, OurAnswerIsRepeatedUntilTheAck) {
    const auto ok = answered();
    office.run(milliseconds{1'600});
    EXPECT_EQ(carrier.take_log(), words({"200", "200"}));  // after 0.5 and 1.5 s
    carrier.send(carrier.inside(ok, "ACK", 1));
    office.run(seconds{40});
    EXPECT_TRUE(carrier.take_log().empty());
}

TEST_F(IncomingCall, WithoutAckIsHungUpAfter32Seconds) {
    answered();
    office.calls.take();
    office.run(seconds{33});
    const auto log = carrier.take_log();
    EXPECT_EQ(log.back(), "BYE");
    EXPECT_EQ(office.calls.take(), words({"ended no_ack"}));
    expect_nothing_left();
}

TEST_F(IncomingCall, HangingUpBeforeTheAckWaitsForIt) {
    const auto ok = answered();
    office.core->close(office.calls.leg, {});
    EXPECT_TRUE(carrier.take_log().empty());
    carrier.send(carrier.inside(ok, "ACK", 1));
    EXPECT_EQ(carrier.take_log(), words({"BYE"}));
    expect_nothing_left();
}

TEST_F(IncomingCall, WithoutOfferGetsOursAndBringsTheAnswerInTheAck) {
    carrier.send(invite({}, ""));
    EXPECT_TRUE(office.calls.invited->sdp.empty());
    office.core->answer(office.calls.leg, std::string{fake_offer});
    const auto ok = carrier.take_one("200");
    EXPECT_EQ(ok.body(), fake_offer);
    office.calls.take();
    auto ack = carrier.inside(ok, "ACK", 1);
    ack.body = fake_answer;
    carrier.send(ack);
    EXPECT_EQ(office.calls.take(), words({"answered"}));
    EXPECT_EQ(office.calls.sdp, fake_answer);
}

TEST_F(IncomingCall, WithoutOfferAndWithoutAnswerInTheAckEnds) {
    carrier.send(invite({}, ""));
    office.core->answer(office.calls.leg, std::string{fake_offer});
    const auto ok = carrier.take_one("200");
    office.calls.take();
    carrier.send(carrier.inside(ok, "ACK", 1));
    EXPECT_EQ(office.calls.take(), words({"ended sip_no_answer"}));
    EXPECT_EQ(carrier.take_log(), words({"BYE"}));
    expect_nothing_left();
}

TEST_F(IncomingCall, ProvisionalsAreReliableOnlyWhenRequired) {
    carrier.send(invite({"Require: 100rel"}));
    office.core->progress(office.calls.leg, 183, std::string{fake_answer});
    const auto session = carrier.take_one("183");
    EXPECT_EQ(session.header(Header::Require), "100rel");
    const auto rseq = std::string{session.header(Header::RSeq)};
    office.run(milliseconds{600});
    EXPECT_EQ(carrier.take_log(), words({"183"}));  // repeated until PRACK
    // The answer waits for the PRACK, because the 183 carried SDP.
    office.core->answer(office.calls.leg, std::string{fake_answer});
    EXPECT_TRUE(carrier.take_log().empty());
    auto prack = carrier.inside(session, "PRACK", 2);
    prack.headers = {"RAck: " + rseq + " 1 INVITE"};
    carrier.send(prack);
    const auto messages = carrier.take();
    ASSERT_EQ(messages.size(), 2U);
    EXPECT_EQ(messages[0].method(), Method::Prack);
    EXPECT_EQ(messages[1].status(), 200);
    EXPECT_TRUE(messages[1].body().empty());  // answered already
    carrier.send(prack);
}

TEST_F(IncomingCall, WithoutPrackIsGivenUp) {
    carrier.send(invite({"Require: 100rel"}));
    office.core->progress(office.calls.leg, 180, {});
    office.calls.take();
    office.run(seconds{33});
    EXPECT_EQ(carrier.take_log().back(), "504");
    EXPECT_EQ(office.calls.take(), words({"ended no_prack"}));
    expect_nothing_left();
}

TEST_F(IncomingCall, PrackOfNothingIs481) {
    const auto ok = answered();
    auto prack = carrier.inside(ok, "PRACK", 2);
    prack.headers = {"RAck: 7 1 INVITE"};
    carrier.send(prack);
    EXPECT_EQ(carrier.take_log(), words({"481"}));
}

TEST_F(IncomingCall, ReInviteIsAnsweredLater) {
    const auto ok = talking();
    auto hold = carrier.inside(ok, "INVITE", 2);
    hold.body = fake_offer;
    carrier.send(hold);
    EXPECT_EQ(office.calls.take(), words({"offer"}));
    EXPECT_TRUE(carrier.take_log().empty());
    // A second offer meanwhile is out of turn.
    auto second = carrier.inside(ok, "UPDATE", 3);
    second.body = fake_offer;
    carrier.send(second);
    EXPECT_EQ(carrier.take_log(), words({"500"}));
    office.core->answer_offer(office.calls.leg, std::string{fake_answer});
    EXPECT_EQ(carrier.take_one("200").body(), fake_answer);
    carrier.send(carrier.inside(ok, "ACK", 2));
    office.run(seconds{40});
    EXPECT_TRUE(carrier.take_log().empty());
    EXPECT_TRUE(office.calls.take().empty());
}

TEST_F(IncomingCall, ReInviteThatCannotBeMetIs488AndTheCallGoesOn) {
    const auto ok = talking();
    auto hold = carrier.inside(ok, "INVITE", 2);
    hold.body = fake_offer;
    carrier.send(hold);
    office.core->answer_offer(office.calls.leg, invalid_input("sdp.no_common_codec"));
    EXPECT_EQ(carrier.take_log(), words({"488"}));
    EXPECT_EQ(office.core->calls_up(), 1U);
}

TEST_F(IncomingCall, ReInviteWithoutOfferGetsOurs) {
    const auto ok = talking();
    carrier.send(carrier.inside(ok, "INVITE", 2));
    EXPECT_EQ(office.calls.take(), words({"offer wanted"}));
    office.core->answer_offer(office.calls.leg, std::string{fake_offer});
    EXPECT_EQ(carrier.take_one("200").body(), fake_offer);
    auto ack = carrier.inside(ok, "ACK", 2);
    ack.body = fake_answer;
    carrier.send(ack);
    EXPECT_EQ(office.calls.take(), words({"answered"}));
}

TEST_F(IncomingCall, UpdateWithOfferIsAnswered) {
    const auto ok = talking();
    auto update = carrier.inside(ok, "UPDATE", 2);
    update.body = fake_offer;
    carrier.send(update);
    EXPECT_EQ(office.calls.take(), words({"offer"}));
    office.core->answer_offer(office.calls.leg, std::string{fake_answer});
    EXPECT_EQ(carrier.take_one("200").body(), fake_answer);
}

TEST_F(IncomingCall, OurReInviteIsSentAndAcknowledged) {
    talking();
    office.core->offer(office.calls.leg, std::string{fake_offer});
    const auto reinvite = carrier.take_one("INVITE");
    EXPECT_EQ(reinvite.body(), fake_offer);
    carrier.reply(reinvite, 200, {}, fake_answer);
    EXPECT_EQ(carrier.take_log(), words({"ACK"}));
    EXPECT_EQ(office.calls.take(), words({"answered"}));
}

TEST_F(IncomingCall, GlareIsRetriedAfterARandomWhile) {
    const auto ok = talking();
    office.core->offer(office.calls.leg, std::string{fake_offer});
    const auto reinvite = carrier.take_one("INVITE");
    // Their offer meets ours: 491 both ways (RFC 3261 §14).
    auto theirs = carrier.inside(ok, "INVITE", 2);
    theirs.body = fake_offer;
    carrier.send(theirs);
    EXPECT_EQ(carrier.take_log(), words({"491"}));
    carrier.reply(reinvite, 491, {});
    EXPECT_EQ(carrier.take_log(), words({"ACK"}));
    office.run(milliseconds{2'050});  // we do not own the Call-ID: 0 to 2 s
    const auto again = carrier.take_one("INVITE");
    EXPECT_GT(again.cseq(), reinvite.cseq());
    carrier.reply(again, 200, {}, fake_answer);
    EXPECT_EQ(office.calls.take(), words({"answered"}));
}

TEST_F(IncomingCall, DialogThatThePeerForgotEnds) {
    talking();
    office.core->offer(office.calls.leg, std::string{fake_offer});
    carrier.reply(carrier.take_one("INVITE"), 481, {});
    EXPECT_EQ(office.calls.take(), words({"ended sip_481"}));
    expect_nothing_left();
}

TEST_F(IncomingCall, InfoBringsKeys) {
    const auto ok = talking();
    auto info = carrier.inside(ok, "INFO", 2);
    info.body = "Signal=5\r\nDuration=160\r\n";
    info.body_type = "application/dtmf-relay";
    carrier.send(info);
    info.cseq = 3;
    info.body = "#";
    info.body_type = "application/dtmf";
    carrier.send(info);
    info.cseq = 4;
    info.body_type = "text/plain";
    carrier.send(info);
    EXPECT_EQ(carrier.take_log(), words({"200", "200", "415"}));
    EXPECT_EQ(office.calls.take(), words({"dtmf 5", "dtmf #"}));
}

TEST_F(IncomingCall, OtherRequestsInsideGetAClearNo) {
    const auto ok = talking();
    std::uint32_t cseq = 2;
    for (const auto& [method, expected] :
         {std::pair{"OPTIONS", "200"}, std::pair{"REFER", "403"}, std::pair{"MESSAGE", "405"},
          std::pair{"NOTIFY", "489"}, std::pair{"FROBNICATE", "501"}}) {
        carrier.send(carrier.inside(ok, method, cseq++));
        EXPECT_EQ(carrier.take_log(), words({expected})) << method;
    }
    carrier.send(carrier.inside(ok, "INFO", 2));
    EXPECT_EQ(carrier.take_log(), words({"500"}));  // out of order
}

TEST_F(IncomingCall, SessionTimerOfTheCallerRunsOut) {
    const auto ok = talking({"Supported: timer", "Session-Expires: 90;refresher=uac"});
    EXPECT_EQ(ok.header(Header::SessionExpires), "90;refresher=uac");
    EXPECT_TRUE(ok.lists(Header::Require, "timer"));
    office.run(seconds{40});
    carrier.send(carrier.inside(ok, "UPDATE", 2));  // refreshed
    EXPECT_EQ(carrier.take_log(), words({"200"}));
    // The UPDATE said nothing about timers, so ours goes on as refresher by our own wish or is off; ask plainly again.
    auto update = carrier.inside(ok, "UPDATE", 3);
    update.headers = {"Supported: timer", "Session-Expires: 90;refresher=uac"};
    carrier.send(update);
    carrier.take();
    office.run(milliseconds{60'100});
    EXPECT_EQ(office.calls.take(), words({"ended session_timer"}));
    EXPECT_EQ(carrier.take_log(), words({"BYE"}));
    expect_nothing_left();
}

TEST_F(IncomingCall, WeRefreshWhenAsked) {
    talking({"Supported: timer", "Session-Expires: 100;refresher=uas", "Allow: INVITE, UPDATE"});
    office.run(milliseconds{50'100});
    const auto update = carrier.take_one("UPDATE");
    EXPECT_EQ(update.header(Header::SessionExpires), "100;refresher=uac");
    carrier.reply(update, 200, {}, {}, {{"Session-Expires", "100;refresher=uac"}});
    office.run(milliseconds{50'100});
    EXPECT_EQ(carrier.take_log(), words({"UPDATE"}));
    EXPECT_EQ(office.core->calls_up(), 1U);
}

TEST_F(IncomingCall, WeRefreshByReInviteWhereUpdateIsUnknown) {
    talking({"Supported: timer", "Session-Expires: 100;refresher=uas"});
    office.run(milliseconds{50'100});
    const auto reinvite = carrier.take_one("INVITE");
    EXPECT_EQ(reinvite.body(), fake_answer);  // what we said last
    carrier.reply(reinvite, 200, {}, fake_offer, {{"Session-Expires", "100;refresher=uac"}});
    EXPECT_EQ(carrier.take_log(), words({"ACK"}));
    EXPECT_TRUE(office.calls.take().empty());  // calls need not know
}

TEST_F(IncomingCall, RequestsThatWeDoNotAccept) {
    struct Case {
        FakeRequest request;
        const char* status;
    };
    auto too_short = invite({"Supported: timer", "Session-Expires: 60"});
    auto exotic = invite({"Require: teleport, 100rel"});
    auto text = invite();
    text.body_type = "text/plain";
    auto coded = invite({"Content-Encoding: gzip"});
    auto replaces = invite({"Replaces: 1234;to-tag=a;from-tag=b"});
    int number = 0;
    for (auto& [request, status] :
         {Case{too_short, "422"}, Case{exotic, "420"}, Case{text, "415"}, Case{coded, "415"}, Case{replaces, "481"}}) {
        auto one = request;
        one.call_id = "no-" + std::to_string(++number);
        carrier.send(one);
        const auto no = carrier.take_one(status);
        if (std::string_view{status} == "420") {
            EXPECT_EQ(no.header(Header::Unsupported), "teleport");
        }
        if (std::string_view{status} == "422") {
            EXPECT_EQ(no.header(Header::MinSe), "90");
        }
    }
    EXPECT_TRUE(office.calls.take().empty());
}

TEST_F(IncomingCall, HopsUsedUpAre483) {
    auto bytes = carrier.text(invite());
    bytes.replace(bytes.find("Max-Forwards: 70"), 16, "Max-Forwards: 0");
    carrier.send_raw(bytes);
    EXPECT_EQ(carrier.take_log(), words({"483"}));
}

TEST_F(IncomingCall, IdentityOfTheCarrierWinsOverFrom) {
    auto request = invite({"P-Asserted-Identity: \"Wang\" <sip:+8613900000000@carrier>, <tel:+861>"});
    request.from = "<sip:anonymous@anonymous.invalid>";
    carrier.send(request);
    EXPECT_EQ(office.calls.invited->from_number, "+8613900000000");
    EXPECT_EQ(office.calls.invited->from_name, "Wang");
    auto hidden = invite();
    hidden.call_id = "hidden";
    hidden.from = "<sip:anonymous@anonymous.invalid>";
    carrier.send(hidden);
    EXPECT_EQ(office.calls.invited->from_number, "");
}

TEST_F(IncomingCall, BeyondTheTrunksLimitIs503) {
    auto directory = office.directory();
    directory->trunks[0].max_calls = 1;
    office.core->set_directory(directory);
    office.settle();
    carrier.take();
    carrier.send(invite());
    auto second = invite();
    second.call_id = "second";
    carrier.send(second);
    EXPECT_EQ(carrier.take_log(), words({"503"}));
    EXPECT_EQ(office.call_trunk("10086", 5).error().code, "trunk.full");
    office.core->close(office.calls.leg, {});
    carrier.take();
    second.call_id = "third";
    office.calls.take();
    carrier.send(second);
    EXPECT_EQ(office.calls.take().size(), 1U);
}

TEST_F(IncomingCall, WhileDrainingIs503) {
    office.core->drain();
    carrier.send(invite());
    EXPECT_TRUE(carrier.take_one("503").has(Header::RetryAfter));
    EXPECT_EQ(office.call_trunk("10086", 5).error().code, "sip.draining");
}

TEST_F(IncomingCall, CallsMayEndItInsideTheUpcall) {
    office.calls.when_invited = [&](const calls::Invited& invited) {
        office.core->close(invited.leg, {404, "no route", 1});
        office.core->close(invited.leg, {404, "again", 1});
        office.core->answer(invited.leg, std::string{fake_answer});
    };
    carrier.send(invite());
    EXPECT_EQ(carrier.take_log(), words({"404"}));
    expect_nothing_left();
}

}  // namespace
}  // namespace yh::sip
