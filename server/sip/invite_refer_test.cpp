#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "sip/endpoint_fake.h"

// A telephone of ours transfers (RFC 3515, RFC 5589), and a leg gets another name (RFC 3891).
namespace yh::sip {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::int64_t leg_id = 77;
const model::LegId leg{leg_id};

struct PhoneInCall : testing::Test {
    PhoneInCall() {
        EXPECT_EQ(office.register_phone(desk, "8001", "s1"), 200);
        office.calls.take();
        invite = talks(desk, FakeOffice::user_8001, leg_id);
    }
    /// We call a phone and it answers; returns our INVITE.
    Message talks(FakePeer& phone, std::int64_t user, std::int64_t its_leg) {
        EXPECT_TRUE(office.call_extension(user, its_leg).ok());
        auto ours = phone.take_one("INVITE");
        phone.reply(ours, 200, "far", fake_answer);
        EXPECT_EQ(phone.take_log(), words({"ACK"}));
        EXPECT_EQ(office.calls.take(), words({"answered"}));
        return ours;
    }
    FakeRequest request(const char* method) {
        auto made = desk.inside(invite, method, ++cseq);
        made.from_tag = "far";
        return made;
    }
    FakeRequest refer(const std::string& to, std::vector<std::string> headers = {}) {
        auto made = request("REFER");
        made.headers = std::move(headers);
        made.headers.push_back("Refer-To: " + to);
        return made;
    }
    /// As a transfer that works: the conductor lets the telephone go while it hears of the REFER.
    void calls_take_it() {
        office.calls.when_refer = [this](model::LegId id) {
            office.core->close(id, {480, "transferred", 16});
            return Result<void>{};
        };
    }
    void calls_refuse_it() {
        office.calls.when_refer = [](model::LegId) { return Result<void>{conflict("target.offline")}; };
    }
    void expect_news(const Message& notify, std::string_view fragment, std::string_view subscription,
                     std::string_view event = "refer") {
        EXPECT_EQ(notify.body(), std::string{fragment} + "\r\n");
        EXPECT_EQ(notify.content_type(), "message/sipfrag");
        EXPECT_EQ(notify.header(Header::SubscriptionState), subscription);
        EXPECT_EQ(notify.header(Header::Event), event);
        EXPECT_TRUE(notify.has(Header::Contact));
    }
    /// Sends a REFER that is accepted and answers every NOTIFY; returns the last one.
    Message hears_outcome(const FakeRequest& its_refer) {
        desk.send(its_refer);
        desk.reply(desk.take_one("NOTIFY"), 200);
        auto outcome = desk.take_one("NOTIFY");
        desk.reply(outcome, 200);
        return outcome;
    }
    /// The Replaces of a URI: `ours` made the dialog that it names.
    static std::string replacing(const Message& ours, std::string_view remote_tag = "far") {
        std::string call_id{ours.call_id()};
        if (const auto at = call_id.find('@'); at != std::string::npos) {
            call_id.replace(at, 1, "%40");
        }
        return "<sip:8002@demo?Replaces=" + call_id + "%3Bto-tag%3D" + std::string{ours.from_tag()} + "%3Bfrom-tag%3D" +
               std::string{remote_tag} + '>';
    }
    void expect_nothing_left() {
        office.run(seconds{80});
        EXPECT_EQ(office.core->calls_up(), 0U);
        EXPECT_EQ(office.core->dialogs(), 0U);
        EXPECT_EQ(office.core->transactions(), 0U) << "nothing is repeated for ever";
        EXPECT_TRUE(office.calls.take().empty()) << "calls ended it";
    }

    FakeOffice office;
    FakePeer carrier{office, "192.0.2.50:5060"};  ///< so that our probes of it find an end
    FakePeer desk{office, "192.0.2.61:5060"};
    FakePeer other{office, "192.0.2.62:5060"};
    Message invite = Message::parse("OPTIONS sip:nothing SIP/2.0\r\n\r\n").message;
    std::uint32_t cseq = 0;
};

TEST_F(PhoneInCall, TransfersBlindly) {
    calls_take_it();
    desk.send(refer("\"Li, Wei\" <sip:8002@demo;user=phone>", {"Referred-By: <sip:8001@demo>"}));
    EXPECT_EQ(office.calls.take(), words({"refer 8002"}));
    auto came = desk.take();
    ASSERT_EQ(came.size(), 2U) << "BYE waits";
    EXPECT_EQ(came[0].status(), 202);
    EXPECT_TRUE(came[0].has(Header::Contact));
    EXPECT_TRUE(came[0].lists(Header::Allow, "REFER"));
    expect_news(came[1], "SIP/2.0 100 Trying", "active;expires=60");
    desk.reply(came[1], 200);
    const auto outcome = desk.take_one("NOTIFY");
    expect_news(outcome, "SIP/2.0 200 OK", "terminated;reason=noresource");
    EXPECT_GT(outcome.cseq(), came[1].cseq());
    desk.reply(outcome, 200);
    const auto bye = desk.take_one("BYE");
    EXPECT_EQ(bye.header(Header::Reason), R"(Q.850;cause=16;text="transferred")");
    desk.reply(bye, 200);
    expect_nothing_left();
}

TEST_F(PhoneInCall, TransfersToATelephoneNumber) {
    desk.send(refer("<tel:+8613812345678;phone-context=demo>"));
    EXPECT_EQ(office.calls.take(), words({"refer +8613812345678"}));
}

TEST_F(PhoneInCall, TransfersAfterAConsultation) {
    const auto consult = talks(desk, FakeOffice::user_8001, 78);
    desk.send(refer(replacing(consult)));
    EXPECT_EQ(desk.take_log(), words({"202", "NOTIFY"}));
    EXPECT_EQ(office.calls.take(), words({"refer 8002 replacing"}));
    EXPECT_EQ(office.calls.leg, leg);
    EXPECT_EQ(office.calls.replaces, model::LegId{78});
}

TEST_F(PhoneInCall, ReplacesOfNobodyOrOfSomebodyElseIsRefused) {
    EXPECT_EQ(office.register_phone(other, "8002", "s2", 3'600, "reg-2"), 200);
    office.calls.take();
    const auto colleague = talks(other, FakeOffice::user_8002, 78);
    const auto consult = talks(desk, FakeOffice::user_8001, 79);
    auto early = replacing(consult);
    early.insert(early.size() - 1, "%3Bearly-only");
    for (const auto& to : {replacing(colleague), replacing(invite), replacing(consult, "wrong"), early}) {
        desk.send(refer(to));
        EXPECT_EQ(desk.take_log(), words({"603"})) << to;
    }
    EXPECT_TRUE(office.calls.take().empty());
    EXPECT_EQ(office.core->calls_up(), 3U);
}

TEST_F(PhoneInCall, HearsThatTheTransferCameToNothingAndTalksOn) {
    for (const auto& [error, fragment] :
         {std::pair{conflict("target.offline"), "SIP/2.0 480 Temporarily Unavailable"},
          std::pair{conflict("target.busy"), "SIP/2.0 486 Busy Here"},
          std::pair{invalid_input("number.no_route"), "SIP/2.0 404 Not Found"},
          std::pair{Error{ErrorKind::Forbidden, "call.dial_out", {}}, "SIP/2.0 403 Forbidden"},
          std::pair{Error{ErrorKind::Unsupported, "command.unsupported", {}}, "SIP/2.0 501 Not Implemented"}}) {
        office.calls.when_refer = [why = error](model::LegId) { return Result<void>{why}; };
        EXPECT_EQ(hears_outcome(refer("<sip:8002@demo>")).body(), std::string{fragment} + "\r\n");
    }
    EXPECT_TRUE(desk.take_log().empty());
    office.calls.take();
    desk.send(request("BYE"));
    EXPECT_EQ(office.calls.take(), words({"ended hangup"}));
    expect_nothing_left();
}

TEST_F(PhoneInCall, ThatWantsNoNewsGetsNone) {
    calls_refuse_it();
    desk.send(refer("<sip:8002@demo>", {"Refer-Sub: false", "Require: norefersub"}));
    EXPECT_EQ(desk.take_one("603").reason(), "Temporarily Unavailable");
    calls_take_it();
    desk.send(refer("<sip:8002@demo>", {"Refer-Sub: False;x=1"}));
    auto came = desk.take();
    ASSERT_EQ(came.size(), 2U);
    EXPECT_EQ(came[0].status(), 202);
    EXPECT_EQ(came[0].header(Header::ReferSub), "false");
    EXPECT_TRUE(came[1].is(Method::Bye));
    desk.reply(came[1], 200);
    office.calls.take();
    expect_nothing_left();
}

TEST_F(PhoneInCall, ThatAnswersNoNotifyIsLetGoAllTheSame) {
    calls_take_it();
    desk.send(refer("<sip:8002@demo>"));
    office.calls.take();
    office.run(milliseconds{1'900});
    for (const auto& word : desk.take_log()) {
        EXPECT_NE(word, "BYE");
    }
    office.run(milliseconds{200});
    auto came = desk.take();
    ASSERT_EQ(came.size(), 2U);
    expect_news(came[0], "SIP/2.0 200 OK", "terminated;reason=noresource");
    EXPECT_TRUE(came[1].is(Method::Bye));
    EXPECT_GT(came[1].cseq(), came[0].cseq());
    expect_nothing_left();
}

TEST_F(PhoneInCall, ThatNeverAnswersANotifyKeepsItsCall) {
    calls_refuse_it();
    desk.send(refer("<sip:8002@demo>"));
    office.run(seconds{40});
    desk.take();
    EXPECT_EQ(office.core->calls_up(), 1U);
    expect_news(hears_outcome(refer("<sip:8002@demo>")), "SIP/2.0 480 Temporarily Unavailable",
                "terminated;reason=noresource", "refer;id=2");
}

TEST_F(PhoneInCall, ThatRefusesTheNotifyHasNoSubscription) {
    calls_refuse_it();
    desk.send(refer("<sip:8002@demo>"));
    desk.reply(desk.take_one("NOTIFY"), 481);
    EXPECT_TRUE(desk.take_log().empty());
    EXPECT_EQ(office.core->calls_up(), 1U);
    calls_take_it();
    desk.send(refer("<sip:8002@demo>"));
    desk.reply(desk.take_one("NOTIFY"), 489);
    EXPECT_EQ(desk.take_log(), words({"BYE"}));
}

TEST_F(PhoneInCall, HangsUpBeforeItAnswersTheNotify) {
    calls_take_it();
    desk.send(refer("<sip:8002@demo>"));
    const auto notify = desk.take_one("NOTIFY");
    office.calls.take();
    desk.send(request("BYE"));
    EXPECT_EQ(desk.take_log(), words({"200"}));
    desk.reply(notify, 200);
    EXPECT_TRUE(desk.take_log().empty());
    expect_nothing_left();
}

TEST_F(PhoneInCall, LosesItsCallWhileTheNotifyIsUnderWay) {
    calls_refuse_it();
    desk.send(refer("<sip:8002@demo>"));
    const auto notify = desk.take_one("NOTIFY");
    office.core->close(leg, {});
    EXPECT_TRUE(desk.take_log().empty()) << "BYE waits: it has not been told yet";
    desk.reply(notify, 200);
    const auto outcome = desk.take_one("NOTIFY");
    expect_news(outcome, "SIP/2.0 480 Temporarily Unavailable", "terminated;reason=noresource");
    desk.reply(outcome, 200);
    desk.reply(desk.take_one("BYE"), 200);
    office.calls.take();
    expect_nothing_left();
}

TEST_F(PhoneInCall, LosesItsCallLongAfterANotifyThatItNeverAnswered) {
    calls_refuse_it();
    desk.send(refer("<sip:8002@demo>"));
    office.run(seconds{3});
    desk.take();
    office.core->close(leg, {});
    const auto came = desk.take();
    ASSERT_EQ(came.size(), 2U);
    expect_news(came[0], "SIP/2.0 480 Temporarily Unavailable", "terminated;reason=noresource");
    EXPECT_TRUE(came[1].is(Method::Bye));
    office.calls.take();
    expect_nothing_left();
}

TEST_F(PhoneInCall, TransfersTwice) {
    calls_refuse_it();
    const auto bytes = desk.send(refer("<sip:8003@demo>"));
    const auto first = desk.take_one("NOTIFY");
    desk.send_raw(bytes);
    EXPECT_EQ(desk.take_log(), words({"202"})) << "the same again";
    desk.send(refer("<sip:8002@demo>"));
    EXPECT_EQ(desk.take_log(), words({"491"}));
    desk.reply(first, 200);
    desk.reply(desk.take_one("NOTIFY"), 200);
    EXPECT_EQ(office.calls.take(), words({"refer 8003"}));
    calls_take_it();
    desk.send(refer("<sip:8002@demo>"));
    desk.reply(desk.take_one("NOTIFY"), 200);
    desk.take();
    desk.send(refer("<sip:8002@demo>"));
    EXPECT_EQ(desk.take_log(), words({"603"})) << "it is on its way out";
    EXPECT_EQ(office.calls.take(), words({"refer 8002"}));
}

TEST_F(PhoneInCall, TransfersOnHold) {
    auto hold = request("INVITE");
    hold.body = std::string{fake_offer} + "a=sendonly\r\n";
    desk.send(hold);
    EXPECT_EQ(office.calls.take(), words({"offer"}));
    calls_refuse_it();
    desk.send(refer("<sip:8002@demo>"));
    EXPECT_EQ(desk.take_log(), words({"202", "NOTIFY"})) << "even before the answer to its offer";
    office.core->answer_offer(leg, std::string{fake_answer});
    desk.take_one("200");
    auto ack = request("ACK");
    ack.cseq = hold.cseq;
    desk.send(ack);
    EXPECT_TRUE(desk.take_log().empty());
}

TEST_F(PhoneInCall, ClosedOnceEvenWhenAskedTwice) {
    office.calls.when_refer = [this](model::LegId id) {
        office.core->close(id, {});
        office.core->close(id, {});
        office.core->offer(id, std::string{fake_offer});
        return Result<void>{};
    };
    hears_outcome(refer("<sip:8002@demo>"));
    desk.reply(desk.take_one("BYE"), 200);
    office.calls.take();
    EXPECT_TRUE(desk.take_log().empty());
    expect_nothing_left();
}

TEST_F(PhoneInCall, ReferThatCannotBeReadIs400) {
    for (const char* to :
         {"<sip:demo>", "<mailto:li@demo>", "<sip:8002@demo", "<sip:8002@demo;method=BYE>",
          "<sip:8002@demo?Replaces=x>", "<sip:%0d%0aX@demo>", "<sip:8002@demo>, <sip:8003@demo>",
          "sip:8002@demo?Replaces=a%3Bto-tag%3Db", "<>",
          "<sip:8002@demo?Replaces=a%3Bto-tag%3Db%3Bfrom-tag%3Dc&replaces=a%3Bto-tag%3Db%3Bfrom-tag%3Dc>"}) {
        desk.send(refer(to));
        EXPECT_EQ(desk.take_log(), words({"400"})) << to;
    }
    desk.send(refer("<sip:8002@demo>", {"Refer-To: <sip:8003@demo>"}));
    EXPECT_EQ(desk.take_one("400").reason(), "Several Refer-To");
    desk.send(request("REFER"));
    EXPECT_EQ(desk.take_one("400").reason(), "No Refer-To");
    EXPECT_TRUE(office.calls.take().empty());
}

TEST_F(PhoneInCall, MutatedReferNeverCostsTheCall) {
    calls_refuse_it();
    std::mt19937 random{20'261'121};
    const std::string letters{"<>\"%;,?&=@:. \tsip0189Replaces\\\xe4"};
    for (int round = 0; round < 3'000; ++round) {
        auto to = round % 2 == 0 ? std::string{"<sip:8002@demo;user=phone>"} : replacing(invite);
        for (auto changes = 1 + random() % 3; changes > 0; --changes) {
            const auto at = random() % to.size();
            random() % 3 == 0 ? to.erase(at, 1) : to.replace(at, random() % 2, 1, letters[random() % letters.size()]);
        }
        desk.send(refer(to));
        auto came = desk.take();
        ASSERT_FALSE(came.empty()) << to;
        const auto status = came[0].status();
        EXPECT_TRUE(status == 202 || status == 400 || status == 603) << status << ' ' << to;
        if (status == 202) {
            desk.reply(came.at(1), 200);
            desk.reply(desk.take_one("NOTIFY"), 200);
        }
    }
    EXPECT_EQ(office.core->calls_up(), 1U);
}

TEST_F(PhoneInCall, BeforeItAnswersTransfersNothing) {
    ASSERT_TRUE(office.call_extension(FakeOffice::user_8001, 78).ok());
    const auto ringing = desk.take_one("INVITE");
    desk.reply(ringing, 180, "early");
    office.calls.take();
    auto early = desk.inside(ringing, "REFER", 1);
    early.from_tag = "early";
    early.headers = {"Refer-To: <sip:8002@demo>"};
    desk.send(early);
    EXPECT_EQ(desk.take_log(), words({"603"}));
    EXPECT_TRUE(office.calls.take().empty());
}

TEST_F(PhoneInCall, IsKnownByAnotherName) {
    const model::LegId moved{88};
    office.core->offer(leg, std::string{fake_offer});
    const auto reinvite = desk.take_one("INVITE");
    ASSERT_TRUE(office.core->rename(leg, moved).ok());
    EXPECT_EQ(office.core->rename(leg, moved).error().code, "leg.unknown");
    desk.reply(reinvite, 200, {}, fake_answer);
    EXPECT_EQ(desk.take_log(), words({"ACK"}));
    EXPECT_EQ(office.calls.take(), words({"answered"}));
    EXPECT_EQ(office.calls.leg, moved) << "what was under way comes to the new name";
    office.core->close(leg, {});
    EXPECT_TRUE(desk.take_log().empty()) << "nobody has the old one";
    office.core->offer(moved, std::string{fake_offer});
    desk.reply(desk.take_one("INVITE"), 200, {}, fake_answer);
    EXPECT_EQ(desk.take_log(), words({"ACK"}));
    office.calls.take();
    desk.send(request("BYE"));
    EXPECT_EQ(office.calls.take(), words({"ended hangup"}));
    EXPECT_EQ(office.calls.leg, moved);
    expect_nothing_left();
}

TEST_F(PhoneInCall, KeepsItsNameWhereThereIsNoDialogOrTheNewOneIsTaken) {
    ASSERT_TRUE(office.call_extension(FakeOffice::user_8001, 78).ok());
    EXPECT_EQ(office.core->rename(model::LegId{78}, model::LegId{88}).error().code, "leg.unknown");
    EXPECT_EQ(office.core->rename(leg, model::LegId{78}).error().code, "leg.unknown");
    EXPECT_EQ(office.core->rename(model::LegId{99}, model::LegId{88}).error().code, "leg.unknown");
}

}  // namespace
}  // namespace yh::sip
