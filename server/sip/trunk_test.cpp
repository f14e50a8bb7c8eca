#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "sip/endpoint_fake.h"

// Trunks as their carriers come and go: registrations that outlive their registrar, and INVITEs that nobody hears.
namespace yh::sip {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

struct RegisterTrunk : testing::Test {
    RegisterTrunk() {
        office.run(seconds{1});  // the first OPTIONS went out before the carrier was there
        carrier.answers_probes = false;
        auto directory = office.directory();
        directory->trunks[0].kind = model::TrunkKind::Register;
        office.core->set_directory(directory);
        office.settle();
    }

    TrunkStatus trunk() const { return office.core->trunks()[0]; }
    void challenge(const Message& request) {
        carrier.reply(request, 401, "far", {},
                      {{"WWW-Authenticate", R"(Digest realm="carrier", nonce="n)" + std::to_string(++nonces) +
                                                R"(", algorithm=MD5, qop="auth")"}});
    }
    void accept(const Message& request) { carrier.reply(request, 200, "far", {}, {{"Expires", "3600"}}); }
    void register_now() {
        challenge(carrier.take_one("REGISTER"));
        accept(carrier.take_one("REGISTER"));
        ASSERT_EQ(trunk().state, TrunkState::Up);
        ASSERT_TRUE(trunk().registered);
    }

    FakeOffice office;
    FakePeer carrier{office, "192.0.2.50:5060"};
    int nonces = 0;
};

TEST_F(RegisterTrunk, IsDownSoonerThanItsLifetimeEndsAndUpAsSoonAsTheRegistrarLives) {
    register_now();
    office.run(seconds{31});
    carrier.reply(carrier.take_one("OPTIONS"), 200);
    // Two questions that nobody answers, each for 32 s; the 3,600 s granted have hardly begun.
    office.run(seconds{150});
    EXPECT_EQ(trunk().state, TrunkState::Down);
    EXPECT_FALSE(trunk().registered);
    EXPECT_EQ(office.call_trunk("10086", 77).error().code, "trunk.down");
    office.run(minutes{10});
    carrier.take();
    // Its own attempts are minutes apart by now; the registrar answers whatever comes, and what comes first is OPTIONS.
    for (int second = 0; second < 100 && !trunk().registered; ++second) {
        for (const auto& message : carrier.take()) {
            if (message.method() == Method::Register) {
                accept(message);
            } else {
                carrier.reply(message, 200);
            }
        }
        office.run(seconds{1});
    }
    EXPECT_TRUE(trunk().registered);
    EXPECT_EQ(trunk().state, TrunkState::Up);
}

TEST_F(RegisterTrunk, NeverAnsweredOptionsAreNoSign) {
    register_now();
    office.run(minutes{10});
    EXPECT_EQ(trunk().state, TrunkState::Up);
}

TEST_F(RegisterTrunk, RefusedDatagramBringsItDownAndItRegistersAgain) {
    register_now();
    office.core->on_send_failed(carrier.hop);
    EXPECT_EQ(trunk().state, TrunkState::Down);
    EXPECT_EQ(trunk().reason, "cannot be reached");
    office.run(seconds{6});
    accept(carrier.take_one("REGISTER"));
    office.settle();
    EXPECT_EQ(trunk().state, TrunkState::Up);
}

TEST_F(RegisterTrunk, WrongPasswordIsToldAndNotTriedWithoutEnd) {
    std::size_t sent = 0;
    const auto refuse_all = [&](Duration time) {
        for (Duration gone{0}; gone < time; gone += seconds{1}) {
            for (const auto& message : carrier.take()) {
                if (message.method() == Method::Register) {
                    ++sent;
                    challenge(message);
                } else {
                    carrier.reply(message, 200);
                }
            }
            office.run(seconds{1});
        }
    };
    refuse_all(seconds{3});
    EXPECT_EQ(trunk().state, TrunkState::Down);
    EXPECT_TRUE(trunk().reason.starts_with("401")) << trunk().reason;
    refuse_all(minutes{60});
    // 5, 10, 20 … seconds apart, then five minutes: a carrier that locks out after some failures is not provoked.
    EXPECT_LT(sent, 60U);
    EXPECT_GT(sent, 10U);
}

struct SilentPeer : testing::Test {
    Result<void> call(std::int64_t leg) {
        calls::OutgoingLeg out;
        out.leg = model::LegId{leg};
        out.tenant = model::TenantId{1};
        out.target = calls::ToTrunk{model::TrunkId{FakeOffice::carrier_id}, "10086"};
        out.caller_number = "4008001234";
        out.sdp = fake_offer;
        out.answer_within = seconds{4};
        auto result = office.core->invite(std::move(out));
        office.settle();
        return result;
    }

    FakeOffice office;
    FakePeer carrier{office, "192.0.2.50:5060"};
};

TEST_F(SilentPeer, InviteThatNobodyHearsFailsSoonAndTheTrunkIsDown) {
    office.run(seconds{1});  // OPTIONS are answered
    carrier.answers_probes = false;
    ASSERT_TRUE(call(77).ok());
    office.run(seconds{5});
    EXPECT_EQ(office.calls.take(), words({"failed 408 no answer"}));
    EXPECT_EQ(office.core->trunks()[0].state, TrunkState::Down);
    EXPECT_EQ(office.core->trunks()[0].reason, "no answer to INVITE");
    carrier.answers_probes = true;
    office.run(seconds{31});
    EXPECT_EQ(office.core->trunks()[0].state, TrunkState::Up);
    office.run(seconds{80});
    EXPECT_EQ(office.core->calls_up(), 0U);
    EXPECT_EQ(office.core->dialogs(), 0U);
}

TEST_F(SilentPeer, TryingIsEnoughToBeWaitedFor) {
    office.settle();
    ASSERT_TRUE(call(77).ok());
    const auto invite = carrier.take_one("INVITE");
    carrier.reply(invite, 100, "");
    office.run(seconds{20});
    EXPECT_TRUE(office.calls.take().empty());
    carrier.reply(invite, 200, "far", fake_answer);
    EXPECT_EQ(office.calls.take(), words({"answered"}));
    office.core->close(model::LegId{77}, {});
    office.run(seconds{80});
    EXPECT_EQ(office.core->calls_up(), 0U);
}

TEST_F(SilentPeer, AnswerThatComesTooLateIsEnded) {
    office.settle();
    ASSERT_TRUE(call(77).ok());
    const auto invite = carrier.take_one("INVITE");
    office.run(seconds{5});
    carrier.take();
    carrier.reply(invite, 200, "far", fake_answer);
    office.settle();
    EXPECT_EQ(carrier.take_log(), words({"ACK", "BYE"}));
    EXPECT_EQ(office.calls.take(), words({"failed 408 no answer"}));
    office.run(seconds{80});
    EXPECT_EQ(office.core->calls_up(), 0U);
    EXPECT_EQ(office.core->dialogs(), 0U);
}

}  // namespace
}  // namespace yh::sip
