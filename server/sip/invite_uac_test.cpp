#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sip/endpoint_fake.h"

// Calls that we make.
namespace yh::sip {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::int64_t leg_id = 77;
const model::LegId leg{leg_id};

struct OutgoingCall : testing::Test {
    OutgoingCall() { office.settle(); }

    Message call_trunk() {
        EXPECT_TRUE(office.call_trunk("10086", leg_id).ok());
        return carrier.take_one("INVITE");
    }
    /// Answered by the carrier; returns the INVITE.
    Message talking(const std::vector<std::pair<std::string, std::string>>& headers = {}) {
        auto invite = call_trunk();
        carrier.reply(invite, 200, "far", fake_answer, headers);
        EXPECT_EQ(carrier.take_log(), words({"ACK"}));
        EXPECT_EQ(office.calls.take(), words({"answered"}));
        return invite;
    }
    void two_phones() {
        EXPECT_EQ(office.register_phone(desk, "8001", "s1", 3'600, "reg-desk"), 200);
        EXPECT_EQ(office.register_phone(mobile, "8001", "s1", 3'600, "reg-mobile"), 200);
        office.calls.take();
    }
    void expect_nothing_left() {
        office.run(seconds{80});
        EXPECT_EQ(office.core->calls_up(), 0U);
        EXPECT_EQ(office.core->dialogs(), 0U);
    }

    FakeOffice office;
    FakePeer carrier{office, "192.0.2.50:5060"};
    FakePeer desk{office, "192.0.2.61:5060"};
    FakePeer mobile{office, "192.0.2.62:5060"};
};

TEST_F(OutgoingCall, RingsIsAnsweredAndHungUp) {
    const auto invite = call_trunk();
    EXPECT_EQ(invite.request_uri(), "sip:10086@192.0.2.50:5060");
    EXPECT_EQ(invite.header(Header::PAssertedIdentity), "<sip:4008001234@192.0.2.1:5060>");
    EXPECT_EQ(invite.body(), fake_offer);
    carrier.reply(invite, 180);
    carrier.reply(invite, 180);
    carrier.reply(invite, 183, "far", fake_answer);
    EXPECT_EQ(office.calls.take(), words({"progress 180", "progress 183 sdp"}));
    carrier.reply(invite, 200, "far", fake_answer);
    EXPECT_EQ(carrier.take_log(), words({"ACK"}));
    EXPECT_EQ(office.calls.take(), words({"answered"}));
    office.core->close(leg, {});
    carrier.reply(carrier.take_one("BYE"), 200, {});
    EXPECT_TRUE(office.calls.take().empty());
    expect_nothing_left();
}

TEST_F(OutgoingCall, IsHungUpByTheFarEndWithItsReason) {
    const auto invite = talking();
    auto bye = carrier.inside(invite, "BYE", 1);
    bye.from_tag = "far";
    bye.headers = {"Reason: Q.850;cause=41;text=\"Temporary failure\""};
    carrier.send(bye);
    EXPECT_EQ(carrier.take_log(), words({"200"}));
    EXPECT_EQ(office.calls.take(), words({"ended q850_41"}));
    expect_nothing_left();
}

TEST_F(OutgoingCall, RepeatedAnswerIsAcknowledgedAgain) {
    const auto invite = talking();
    carrier.reply(invite, 200, "far", fake_answer);
    carrier.reply(invite, 200, "far", fake_answer);
    EXPECT_EQ(carrier.take_log(), words({"ACK", "ACK"}));
    EXPECT_TRUE(office.calls.take().empty());
}

TEST_F(OutgoingCall, SecondAnswerOfAForkIsAcknowledgedAndReleased) {
    const auto invite = talking();
    carrier.reply(invite, 200, "other", fake_answer);
    const auto released = carrier.take();
    ASSERT_EQ(released.size(), 2U);
    EXPECT_EQ(released[0].method(), Method::Ack);
    EXPECT_EQ(released[1].method(), Method::Bye);
    EXPECT_EQ(released[1].to_tag(), "other");
    EXPECT_TRUE(office.calls.take().empty());
    EXPECT_EQ(office.core->calls_up(), 1U);
}

TEST_F(OutgoingCall, FailsWithTheFarEndsStatus) {
    carrier.reply(call_trunk(), 486);
    EXPECT_EQ(carrier.take_log(), words({"ACK"}));
    EXPECT_EQ(office.calls.take(), words({"failed 486 Busy Here"}));
    expect_nothing_left();
}

TEST_F(OutgoingCall, SilenceIs408) {
    call_trunk();
    office.run(seconds{33});
    EXPECT_EQ(office.calls.take(), words({"failed 408 no answer"}));
    expect_nothing_left();
}

TEST_F(OutgoingCall, BrokenWayIs503AndTheTrunkIsDown) {
    call_trunk();
    office.core->on_send_failed(carrier.hop);
    office.settle();
    EXPECT_EQ(office.calls.take(), words({"failed 503 cannot be reached"}));
    EXPECT_EQ(office.core->trunks()[0].state, TrunkState::Down);
    EXPECT_EQ(office.call_trunk("10086", 78).error().code, "trunk.down");
    office.run(seconds{31});  // the probe finds it again
    EXPECT_EQ(office.core->trunks()[0].state, TrunkState::Up);
    expect_nothing_left();
}

TEST_F(OutgoingCall, RedirectIsNeverFollowed) {
    carrier.reply(call_trunk(), 302, "far", {}, {{"Contact", "<sip:8002@evil.example>"}});
    EXPECT_EQ(carrier.take_log(), words({"ACK"}));
    EXPECT_EQ(office.calls.take(), words({"failed 302 redirect:8002"}));
    expect_nothing_left();
}

TEST_F(OutgoingCall, CancelBeforeAnyResponseWaitsForOne) {
    const auto invite = call_trunk();
    office.core->close(leg, {487, "caller gave up", 16});
    EXPECT_TRUE(carrier.take_log().empty());  // RFC 3261 §9.1
    carrier.reply(invite, 180);
    const auto cancel = carrier.take_one("CANCEL");
    EXPECT_EQ(cancel.header(Header::Reason), R"(Q.850;cause=16;text="caller gave up")");
    EXPECT_EQ(cancel.branch(), invite.branch());
    carrier.reply(cancel, 200);
    carrier.reply(invite, 487);
    EXPECT_EQ(carrier.take_log(), words({"ACK"}));
    EXPECT_TRUE(office.calls.take().empty());
    expect_nothing_left();
}

TEST_F(OutgoingCall, AnswerThatMeetsOurCancelIsAcknowledgedAndEnded) {
    const auto invite = call_trunk();
    carrier.reply(invite, 180);
    office.calls.take();
    office.core->close(leg, {});
    carrier.take();
    carrier.reply(invite, 200, "far", fake_answer);
    EXPECT_EQ(carrier.take_log(), words({"ACK", "BYE"}));
    carrier.reply(invite, 200, "far", fake_answer);  // its repetition: ACK only
    EXPECT_EQ(carrier.take_log(), words({"ACK"}));
    EXPECT_TRUE(office.calls.take().empty());
    expect_nothing_left();
}

TEST_F(OutgoingCall, AnswerWithoutSdpIsUseless) {
    const auto invite = call_trunk();
    carrier.reply(invite, 200);
    EXPECT_EQ(carrier.take_log(), words({"ACK", "BYE"}));
    EXPECT_EQ(office.calls.take(), words({"failed 488 answered without SDP"}));
    expect_nothing_left();
}

TEST_F(OutgoingCall, ReliableProvisionalIsAcknowledgedOnce) {
    const auto invite = call_trunk();
    EXPECT_TRUE(invite.lists(Header::Supported, "100rel"));
    const std::vector<std::pair<std::string, std::string>> reliable{{"Require", "100rel"}, {"RSeq", "5"}};
    carrier.reply(invite, 183, "far", fake_answer, reliable);
    const auto prack = carrier.take_one("PRACK");
    EXPECT_EQ(prack.header(Header::RAck), "5 1 INVITE");
    carrier.reply(prack, 200, {});
    carrier.reply(invite, 183, "far", fake_answer, reliable);
    EXPECT_TRUE(carrier.take_log().empty());
    carrier.reply(invite, 180, "far", {}, {{"Require", "100rel"}, {"RSeq", "7"}});  // a gap: 6 is missing
    EXPECT_TRUE(carrier.take_log().empty());
    carrier.reply(invite, 180, "far", {}, {{"Require", "100rel"}, {"RSeq", "6"}});
    EXPECT_EQ(carrier.take_log(), words({"PRACK"}));
    office.calls.take();
    // The answer has come already: the 200 needs none.
    carrier.reply(invite, 200);
    EXPECT_EQ(office.calls.take(), words({"answered"}));
    EXPECT_EQ(office.calls.sdp, fake_answer);
}

TEST_F(OutgoingCall, ChallengeOfTheTrunkIsAnswered) {
    const auto invite = call_trunk();
    carrier.reply(invite, 407, "far", {},
                  {{"Proxy-Authenticate", R"(Digest realm="carrier", nonce="n1", algorithm=SHA-256, qop="auth")"},
                   {"Proxy-Authenticate", R"(Digest realm="carrier", nonce="n1", algorithm=MD5, qop="auth")"}});
    const auto messages = carrier.take();
    ASSERT_EQ(messages.size(), 2U);
    EXPECT_EQ(messages[0].method(), Method::Ack);
    const auto& again = messages[1];
    EXPECT_EQ(again.cseq(), invite.cseq() + 1);
    EXPECT_EQ(again.call_id(), invite.call_id());
    const auto credentials = DigestCredentials::parse(again.header(Header::ProxyAuthorization));
    ASSERT_TRUE(credentials.ok());
    EXPECT_EQ(credentials->algorithm, DigestAlgorithm::Sha256);
    EXPECT_EQ(credentials->username, "yinghe");
    carrier.reply(again, 407, "far", {},
                  {{"Proxy-Authenticate", R"(Digest realm="carrier", nonce="n2", algorithm=SHA-256, qop="auth")"}});
    office.settle();
    EXPECT_EQ(office.calls.take().size(), 1U);  // a wrong password is not tried for ever
    expect_nothing_left();
}

TEST_F(OutgoingCall, PhoneThatTakesNothingUnprotectedIsAskedAgainAsItLikes) {
    EXPECT_EQ(office.register_phone(desk, "8001", "s1", 3'600, "reg-desk"), 200);
    office.calls.take();
    calls::OutgoingLeg out;
    out.leg = leg;
    out.tenant = model::TenantId{1};
    out.target = calls::ToExtension{model::UserId{FakeOffice::user_8001}};
    out.sdp = std::string{fake_offer} + "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:key\r\n";
    ASSERT_TRUE(office.core->invite(std::move(out)).ok());
    office.settle();
    const auto first = desk.take_one("INVITE");
    EXPECT_NE(first.body().find("m=audio 4000 RTP/AVP 8"), std::string_view::npos);
    desk.reply(first, 488);
    const auto messages = desk.take();
    ASSERT_EQ(messages.size(), 2U);
    EXPECT_NE(messages[1].body().find("m=audio 4000 RTP/SAVP 8"), std::string_view::npos);
    EXPECT_TRUE(office.calls.take().empty());
    desk.reply(messages[1], 488);
    office.settle();
    EXPECT_EQ(office.calls.take(), words({"failed 488 Not Acceptable Here"}));
    expect_nothing_left();
}

TEST_F(OutgoingCall, TooSmallSessionIntervalIsRaised) {
    const auto invite = call_trunk();
    carrier.reply(invite, 422, "far", {}, {{"Min-SE", "3600"}});
    const auto again = carrier.take_one("INVITE");
    EXPECT_EQ(again.header(Header::SessionExpires), "3600");
    EXPECT_EQ(again.header(Header::MinSe), "3600");
}

TEST_F(OutgoingCall, SilentRefreshEndsTheCall) {
    talking({{"Session-Expires", "200;refresher=uac"}, {"Allow", "INVITE, UPDATE"}});
    office.run(milliseconds{100'100});
    EXPECT_EQ(carrier.take_log(), words({"UPDATE"}));
    office.run(seconds{33});
    EXPECT_EQ(office.calls.take(), words({"ended session_timer"}));
    expect_nothing_left();
}

TEST_F(OutgoingCall, RingingWithoutEndIsCancelled) {
    const auto invite = call_trunk();
    carrier.reply(invite, 180);
    office.calls.take();
    office.run(std::chrono::minutes{5} + seconds{1});
    EXPECT_EQ(carrier.take_log().front(), "CANCEL");
    EXPECT_EQ(office.calls.take(), words({"failed 408 rang too long"}));
    expect_nothing_left();
}

TEST_F(OutgoingCall, GlareAsTheCallerWaitsLonger) {
    talking();
    office.core->offer(leg, std::string{fake_offer});
    carrier.reply(carrier.take_one("INVITE"), 491, {});
    carrier.take();
    office.run(milliseconds{2'050});
    EXPECT_TRUE(carrier.take_log().empty());  // we own the Call-ID: 2.1 to 4 s
    office.run(milliseconds{2'000});
    EXPECT_EQ(carrier.take_log().front(), "INVITE");
}

TEST_F(OutgoingCall, AllDevicesRingAndTheFirstWins) {
    two_phones();
    ASSERT_TRUE(office.call_extension(FakeOffice::user_8001, leg_id).ok());
    const auto at_desk = desk.take_one("INVITE");
    const auto at_mobile = mobile.take_one("INVITE");
    EXPECT_EQ(at_desk.header(Header::From).substr(0, 45), R"("Zhang" <sip:13812345678@192.0.2.1:5060>;tag=)");
    EXPECT_NE(at_desk.call_id(), at_mobile.call_id());
    desk.reply(at_desk, 180);
    mobile.reply(at_mobile, 180);
    mobile.reply(at_mobile, 200, "mob", fake_answer);
    EXPECT_EQ(mobile.take_log(), words({"ACK"}));
    const auto cancel = desk.take_one("CANCEL");
    EXPECT_EQ(cancel.header(Header::Reason), R"(SIP;cause=200;text="Call completed elsewhere")");
    // The desk was picked up in the same moment.
    desk.reply(at_desk, 200, "dsk", fake_answer);
    EXPECT_EQ(desk.take_log(), words({"ACK", "BYE"}));
    EXPECT_EQ(office.calls.take(), words({"progress 180", "answered"}));
    mobile.send([&] {
        auto bye = mobile.inside(at_mobile, "BYE", 1);
        bye.from_tag = "mob";
        return bye;
    }());
    EXPECT_EQ(office.calls.take(), words({"ended hangup"}));
    expect_nothing_left();
}

TEST_F(OutgoingCall, BusyDeviceLetsTheOthersRing) {
    two_phones();
    ASSERT_TRUE(office.call_extension(FakeOffice::user_8001, leg_id).ok());
    const auto at_desk = desk.take_one("INVITE");
    const auto at_mobile = mobile.take_one("INVITE");
    desk.reply(at_desk, 486);
    EXPECT_TRUE(office.calls.take().empty());
    mobile.reply(at_mobile, 480);
    EXPECT_EQ(office.calls.take(), words({"failed 486 Busy Here"}));
    expect_nothing_left();
}

TEST_F(OutgoingCall, DeclineOnOneDeviceDeclinesOnAll) {
    two_phones();
    ASSERT_TRUE(office.call_extension(FakeOffice::user_8001, leg_id).ok());
    const auto at_desk = desk.take_one("INVITE");
    mobile.reply(mobile.take_one("INVITE"), 180);
    desk.reply(at_desk, 603);
    EXPECT_EQ(mobile.take_log(), words({"CANCEL"}));
    EXPECT_EQ(office.calls.take(), words({"progress 180", "failed 603 Decline"}));
    expect_nothing_left();
}

TEST_F(OutgoingCall, NobodyRegisteredIsOffline) {
    EXPECT_EQ(office.call_extension(FakeOffice::user_8001, leg_id).error().code, "device.offline");
    EXPECT_EQ(office.call_trunk("", leg_id).error().code, "sip.address");
}

TEST_F(OutgoingCall, BrokenConnectionMayComeBackWithinItsGrace) {
    FakePeer browser{office, "192.0.2.70:40000", Transport::Tcp, FlowId{9}};
    ASSERT_EQ(office.register_phone(browser, "8002", "s2"), 200);
    ASSERT_TRUE(office.call_extension(FakeOffice::user_8002, leg_id).ok());
    const auto invite = browser.take_one("INVITE");
    browser.reply(invite, 200, "web", fake_answer);
    office.calls.take();
    office.core->on_flow_closed(FlowId{9});
    EXPECT_EQ(office.calls.take(), words({"device 12 offline"}));
    office.run(seconds{5});
    // Another connection, the same dialog.
    browser.hop.flow = FlowId{10};
    auto update = browser.inside(invite, "UPDATE", 1);
    update.from_tag = "web";
    browser.send(update);
    office.run(seconds{20});
    EXPECT_TRUE(office.calls.take().empty());
    office.core->on_flow_closed(FlowId{10});
    office.run(seconds{11});
    EXPECT_EQ(office.calls.take(), words({"ended flow_lost"}));
    expect_nothing_left();
}

TEST_F(OutgoingCall, DirectoryChangeUnderACallHurtsNobody) {
    talking();
    auto directory = office.directory();
    directory->trunks.clear();
    directory->users.clear();
    directory->index();
    office.core->set_directory(directory);
    office.core->close(leg, {});
    EXPECT_EQ(carrier.take_log(), words({"BYE"}));
    expect_nothing_left();
}

}  // namespace
}  // namespace yh::sip
