#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sip/endpoint_fake.h"
#include "sip/name_addr.h"

// Who may register, call, and how often they may try.
namespace yh::sip {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

struct Phones : testing::Test {
    FakeRequest phone_invite() {
        FakeRequest request;
        request.uri = "sip:8002@demo";
        request.from = "<sip:8001@demo>";
        request.body = fake_offer;
        return request;
    }
    FakeRequest registration(std::vector<std::string> headers) {
        FakeRequest request;
        request.method = "REGISTER";
        request.uri = "sip:demo";
        request.from = "<sip:8001@demo>";
        request.to = request.from;
        request.call_id = "reg-1";
        request.headers = std::move(headers);
        return request;
    }
    /// Sends it, answers the challenge, returns the last response.
    Message authenticated(FakePeer& peer, FakeRequest request, std::string_view user = "8001",
                          std::string_view secret = "s1") {
        peer.send(request);
        const auto challenge = peer.take_one("401");
        ++request.cseq;
        request.headers.push_back("Authorization: " +
                                  FakeOffice::authorization(challenge, request.method, request.uri, user, secret));
        peer.send(request);
        auto answers = peer.take();
        EXPECT_FALSE(answers.empty());
        return std::move(answers.back());
    }

    FakeOffice office;
    FakePeer phone{office, "192.0.2.61:5060"};
    FakePeer stranger{office, "198.51.100.7:5060"};
};

TEST_F(Phones, RegisterAndExpire) {
    EXPECT_EQ(office.register_phone(phone, "8001", "s1", 100), 200);
    EXPECT_EQ(office.calls.take(), words({"device 11 online"}));
    EXPECT_EQ(office.register_phone(phone, "8001", "s1", 100, "reg-1", 3), 200);  // refreshed
    EXPECT_TRUE(office.calls.take().empty());
    office.run(seconds{99});
    EXPECT_EQ(office.core->bindings(), 1U);
    office.run(seconds{2});
    EXPECT_EQ(office.calls.take(), words({"device 11 offline"}));
    EXPECT_EQ(office.core->bindings(), 0U);
}

TEST_F(Phones, ChallengeOffersBothAlgorithmsStrongestFirst) {
    phone.send(registration({"Contact: " + phone.contact(), "User-Agent: Yealink SIP-T46S"}));
    const auto challenge = phone.take_one("401");
    ASSERT_EQ(challenge.field_count(Header::WwwAuthenticate), 2U);
    EXPECT_NE(challenge.header(Header::WwwAuthenticate).find("SHA-256"), std::string_view::npos);
}

TEST_F(Phones, ClientsThatTripOverASecondChallengeGetMd5Alone) {
    for (const auto* agent : {"", "User-Agent: baresip v1.0.0 (x86_64/linux)"}) {
        auto request = registration({"Contact: " + phone.contact()});
        request.call_id = std::string{"limited"} + agent;
        if (*agent != '\0') {
            request.headers.emplace_back(agent);
        }
        phone.send(request);
        const auto challenge = phone.take_one("401");
        ASSERT_EQ(challenge.field_count(Header::WwwAuthenticate), 1U);
        EXPECT_NE(challenge.header(Header::WwwAuthenticate).find("MD5"), std::string_view::npos);
    }
}

TEST_F(Phones, LimitsOfTheLifetime) {
    auto brief = authenticated(phone, registration({"Contact: " + phone.contact(), "Expires: 30"}));
    EXPECT_EQ(brief.status(), 423);
    EXPECT_EQ(brief.header(Header::MinExpires), "60");
    auto request = registration({"Contact: " + phone.contact(), "Expires: 999999"});
    request.cseq = 10;
    auto endless = authenticated(phone, request);
    EXPECT_NE(endless.header(Header::Contact).find(";expires=7200"), std::string_view::npos);
    request = registration({"Contact: " + phone.contact()});
    request.cseq = 20;
    auto unsaid = authenticated(phone, request);
    EXPECT_NE(unsaid.header(Header::Contact).find(";expires=3600"), std::string_view::npos);
}

TEST_F(Phones, AskAndUnregister) {
    office.register_phone(phone, "8001", "s1");
    auto request = registration({});
    request.cseq = 10;
    EXPECT_EQ(authenticated(phone, request).field_count(Header::Contact), 1U);
    request.cseq = 20;
    request.headers = {"Contact: *", "Expires: 10"};
    EXPECT_EQ(authenticated(phone, request).status(), 400);
    request.cseq = 30;
    request.headers = {"Contact: *", "Expires: 0"};
    office.calls.take();
    EXPECT_EQ(authenticated(phone, request).field_count(Header::Contact), 0U);
    EXPECT_EQ(office.calls.take(), words({"device 11 offline"}));
}

TEST_F(Phones, OlderRequestOfTheSameCallIdChangesNothing) {
    office.register_phone(phone, "8001", "s1", 3'600, "reg-1", 50);
    auto late = registration({"Contact: " + phone.contact(), "Expires: 0"});
    late.cseq = 10;
    EXPECT_EQ(authenticated(phone, late).status(), 500);
    EXPECT_EQ(office.core->bindings(), 1U);
}

TEST_F(Phones, AtMostTenDevices) {
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(office.register_phone(phone, "8001", "s1", 3'600, "reg-" + std::to_string(i), 1,
                                        "<sip:8001@192.0.2.61:" + std::to_string(6'000 + i) + ">"),
                  200);
    }
    EXPECT_EQ(office.register_phone(phone, "8001", "s1", 3'600, "reg-x", 1, "<sip:8001@192.0.2.61:7000>"), 403);
    EXPECT_EQ(office.core->bindings(), 10U);
}

TEST_F(Phones, BehindNatIsReachedWhereItCameFrom) {
    office.register_phone(phone, "8001", "s1", 3'600, "reg-1", 1, "<sip:8001@10.0.0.7:5060;line=abc>");
    ASSERT_TRUE(office.call_extension(FakeOffice::user_8001, 5).ok());
    EXPECT_EQ(phone.take_one("INVITE").request_uri(), "sip:8001@10.0.0.7:5060;line=abc");
}

TEST_F(Phones, PathBecomesRoute) {
    auto request = registration(
        {"Contact: <sip:8001@10.0.0.7>", "Path: <sip:edge.example;lr>, <sip:inner;lr>", "Supported: path"});
    const auto ok = authenticated(phone, request);
    EXPECT_TRUE(ok.has(Header::Path));
    ASSERT_TRUE(office.call_extension(FakeOffice::user_8001, 5).ok());
    const auto invite = phone.take_one("INVITE");
    EXPECT_EQ(invite.header(Header::Route), "<sip:edge.example;lr>");
    EXPECT_EQ(invite.values(Header::Route).count(), 2U);
}

TEST_F(Phones, ContactsOfABrokenConnectionGo) {
    FakePeer web{office, "192.0.2.70:40000", Transport::Tcp, FlowId{9}};
    ASSERT_EQ(office.register_phone(web, "8001", "s1"), 200);
    office.calls.take();
    office.core->on_flow_closed(FlowId{9});
    EXPECT_EQ(office.calls.take(), words({"device 11 offline"}));
}

TEST_F(Phones, ChangedSecretSignsOut) {
    office.register_phone(phone, "8001", "s1");
    office.calls.take();
    auto directory = office.directory();
    office.core->set_directory(directory);
    EXPECT_EQ(office.core->bindings(), 1U);  // nothing that matters has changed
    directory = office.directory();
    directory->users[0].extension_secret = "new";
    office.core->set_directory(directory);
    EXPECT_EQ(office.calls.take(), words({"device 11 offline"}));
}

TEST_F(Phones, UnknownAndKnownUsersLookAlike) {
    const auto shape = [&](std::string_view name, std::string_view secret) {
        auto request = registration({"Contact: <sip:x@198.51.100.7>"});
        request.call_id = "shape-" + std::string{name};
        request.from = request.to = "<sip:" + std::string{name} + "@demo>";
        const auto answer = authenticated(stranger, request, name, secret);
        std::string text = std::to_string(answer.status());
        for (std::size_t i = 0; i < answer.field_count(); ++i) {
            text += ' ';
            text += answer.field(i).name;
        }
        return text;
    };
    EXPECT_EQ(shape("8001", "wrong"), shape("9999", "wrong"));
}

TEST_F(Phones, TooManyFailuresLockTheSourceOut) {
    for (int i = 0; i < 10; ++i) {
        auto request = registration({"Contact: <sip:x@198.51.100.7>"});
        request.call_id = "guess-" + std::to_string(i);
        authenticated(stranger, request, "8001", "guess" + std::to_string(i));
    }
    // Even the right password is of no use now, from there.
    EXPECT_EQ(office.register_phone(stranger, "8001", "s1", 3'600, "right"), 403);
    EXPECT_EQ(office.register_phone(phone, "8001", "s1"), 200);
    office.run(minutes{5} + seconds{1});
    EXPECT_EQ(office.register_phone(stranger, "8001", "s1", 3'600, "later"), 200);
}

TEST_F(Phones, FloodWithoutCredentialsIsSlowedDown) {
    EndpointConfig config;
    config.unauthenticated_burst = 5;
    config.unauthenticated_per_s = 1;
    FakeOffice small{config};
    FakePeer flood{small, "198.51.100.7:5060"};
    std::vector<std::string> log;
    for (int i = 0; i < 7; ++i) {
        auto request = registration({"Contact: <sip:x@198.51.100.7>"});
        request.call_id = "flood-" + std::to_string(i);
        flood.send(request);
    }
    EXPECT_EQ(flood.take_log(), words({"401", "401", "401", "401", "401", "503", "503"}));
}

TEST_F(Phones, ScannersHearNothing) {
    const auto before = office.core->transactions();
    auto request = registration({"Contact: <sip:x@198.51.100.7>", "User-Agent: friendly-scanner"});
    stranger.send(request);
    request.method = "OPTIONS";
    stranger.send(request);
    EXPECT_TRUE(stranger.take_log().empty());
    EXPECT_EQ(office.core->transactions(), before);
}

TEST_F(Phones, CallsNeedThePasswordOverUdp) {
    office.register_phone(phone, "8001", "s1");
    office.calls.take();
    phone.send(phone_invite());
    EXPECT_EQ(phone.take_log(), words({"401"}));
    auto request = phone_invite();
    request.call_id = "call-2";
    request.headers = {};
    phone.send(request);
    const auto challenge = phone.take_one("401");
    phone.send([&] {
        auto ack = request;
        ack.method = "ACK";
        ack.body.clear();
        return ack;
    }());
    request.cseq = 2;
    request.headers = {"Authorization: " + FakeOffice::authorization(challenge, "INVITE", request.uri, "8001", "s1")};
    phone.send(request);
    EXPECT_EQ(office.calls.take(), words({"invited 8002 from 8001"}));
    EXPECT_TRUE(std::holds_alternative<calls::FromExtension>(office.calls.invited->source));
}

TEST_F(Phones, CallsOnAProvenConnectionNeedNoSecondProof) {
    FakePeer web{office, "192.0.2.70:40000", Transport::Tcp, FlowId{9}};
    web.send(phone_invite());
    EXPECT_EQ(web.take_log(), words({"401"}));  // nothing proven yet
    ASSERT_EQ(office.register_phone(web, "8001", "s1"), 200);
    office.calls.take();
    auto request = phone_invite();
    request.call_id = "call-2";
    web.send(request);
    EXPECT_EQ(office.calls.take(), words({"invited 8002 from 8001"}));
    // Proven for 8001 is not proven for 8002.
    request.call_id = "call-3";
    request.from = "<sip:8002@demo>";
    web.take();
    web.send(request);
    EXPECT_EQ(web.take_log(), words({"401"}));
}

TEST_F(Phones, StrangersGetTheSameChallengeWhateverTheyDial) {
    auto request = phone_invite();
    request.from = "<sip:13800000000@198.51.100.7>";
    stranger.send(request);
    request.call_id = "call-2";
    request.uri = "sip:no-such-number@demo";
    stranger.send(request);
    EXPECT_EQ(stranger.take_log(), words({"401", "401"}));
    EXPECT_TRUE(office.calls.take().empty());
}

TEST_F(Phones, CarrierMayCallFromAnotherPortButAnExtensionFromThereMustProveItself) {
    FakePeer other_port{office, "192.0.2.50:5070"};
    auto request = phone_invite();
    request.from = "<sip:13800000000@192.0.2.50>";
    request.uri = "sip:4008001234@192.0.2.1";
    other_port.send(request);
    EXPECT_EQ(office.calls.take(), words({"invited 4008001234 from 13800000000"}));
    other_port.take();
    request.call_id = "call-2";
    request.from = "<sip:8001@demo>";
    other_port.send(request);
    EXPECT_EQ(other_port.take_log(), words({"401"}));
}

TEST_F(Phones, RequestsOutsideOfDialogsGetTheirAnswers) {
    std::uint32_t number = 1;
    for (const auto& [method, expected] :
         {std::pair{"OPTIONS", "200"}, std::pair{"BYE", "481"}, std::pair{"INFO", "481"}, std::pair{"MESSAGE", "405"},
          std::pair{"SUBSCRIBE", "405"}, std::pair{"PUBLISH", "405"}, std::pair{"REFER", "603"},
          std::pair{"FROBNICATE", "501"}}) {
        FakeRequest request;
        request.method = method;
        request.call_id = "out-" + std::to_string(number++);
        stranger.send(request);
        const auto answers = stranger.take();
        ASSERT_EQ(answers.size(), 1U) << method;
        EXPECT_EQ(std::to_string(answers[0].status()), expected) << method;
        if (answers[0].status() == 405 || answers[0].status() == 501) {
            EXPECT_TRUE(answers[0].lists(Header::Allow, "INVITE")) << method;
            EXPECT_TRUE(answers[0].lists(Header::Allow, "REFER")) << method;
        }
    }
}

struct RegisteringTrunk : testing::Test {
    RegisteringTrunk() {
        auto directory = office.directory();
        auto& trunk = directory->trunks[0];
        trunk.kind = model::TrunkKind::Register;
        office.core->set_directory(directory);
        office.settle();
    }
    Message registered() {
        const auto request = carrier.take_one("REGISTER");
        carrier.reply(request, 200, "reg", {},
                      {{"Contact", std::string{request.header(Header::Contact)} + ";expires=100"}});
        return request;
    }
    TrunkStatus status() { return office.core->trunks().at(0); }

    FakeOffice office;
    FakePeer carrier{office, "192.0.2.50:5060"};
};

TEST_F(RegisteringTrunk, RefreshesAtNineTenthsOfTheLifetime) {
    office.run(seconds{1});  // the first went out before the carrier listened
    registered();
    EXPECT_EQ(status().state, TrunkState::Up);
    EXPECT_TRUE(status().registered);
    office.run(seconds{89});
    EXPECT_TRUE(carrier.take_log().empty());
    office.run(seconds{2});
    EXPECT_EQ(carrier.take_log().front(), "REGISTER");
}

TEST_F(RegisteringTrunk, AnswersChallengeAnd423) {
    office.run(seconds{1});
    const auto first = carrier.take_one("REGISTER");
    carrier.reply(first, 401, "x", {}, {{"WWW-Authenticate", R"(Digest realm="c", nonce="n", qop="auth")"}});
    const auto second = carrier.take_one("REGISTER");
    EXPECT_TRUE(second.has(Header::Authorization));
    carrier.reply(second, 423, "x", {}, {{"Min-Expires", "9000"}});
    const auto third = carrier.take_one("REGISTER");
    EXPECT_EQ(third.header(Header::Expires), "9000");
    carrier.reply(third, 200, "x");
    EXPECT_EQ(status().state, TrunkState::Up);
}

TEST_F(RegisteringTrunk, SaysWhyItIsDownAndTriesAgain) {
    office.run(seconds{1});
    carrier.reply(carrier.take_one("REGISTER"), 403, "x");
    EXPECT_EQ(status().state, TrunkState::Down);
    EXPECT_EQ(status().reason, "403 Forbidden");
    EXPECT_EQ(office.call_trunk("10086", 5).error().code, "trunk.down");
    office.run(seconds{7});
    registered();
    EXPECT_EQ(status().state, TrunkState::Up);
}

TEST_F(RegisteringTrunk, GoesThroughItsProxyAndAsksForItsLifetime) {
    FakePeer proxy{office, "192.0.2.90:5070"};
    auto directory = office.directory();
    auto& trunk = directory->trunks[0];
    trunk.kind = model::TrunkKind::Register;
    trunk.address = "carrier.example";
    trunk.proxy = "192.0.2.90:5070";
    trunk.expires = seconds{300};
    office.core->set_directory(directory);
    office.run(seconds{1});
    const auto request = proxy.take_one("REGISTER");
    EXPECT_EQ(request.request_uri(), "sip:carrier.example");
    EXPECT_NE(request.header(Header::To).find("@carrier.example"), std::string_view::npos);
    EXPECT_EQ(request.header(Header::Expires), "300");
}

TEST_F(RegisteringTrunk, CallsToOurContactBelongToItWhereverTheyComeFrom) {
    office.run(seconds{1});
    const auto request = registered();
    const auto contact = NameAddr::parse(request.header(Header::Contact));
    FakePeer media_gateway{office, "203.0.113.9:5060"};
    FakeRequest invite;
    invite.uri = std::string{contact->uri};
    invite.to = "<sip:4008001234@carrier.example>";
    invite.body = fake_offer;
    media_gateway.send(invite);
    EXPECT_EQ(office.calls.take(), words({"invited 4008001234 from 13812345678"}));
}

TEST(NamedTrunk, IsLookedUpAndFollowsItsName) {
    FakeOffice office;
    FakePeer carrier{office, "192.0.2.80:5080"};
    auto directory = office.directory();
    directory->trunks[0].address = "sip.carrier.example";
    office.core->set_directory(directory);
    ASSERT_EQ(office.resolver.asked.size(), 1U);
    EXPECT_EQ(office.resolver.asked[0].first.host, "sip.carrier.example");
    EXPECT_EQ(office.call_trunk("10086", 5).error().code, "trunk.down");
    Resolved resolved;
    Hop hop;
    hop.address = carrier.hop.address;
    resolved.hops.push_back(hop);
    resolved.ttl = seconds{60};
    office.resolver.asked[0].second(resolved);
    office.settle();
    EXPECT_EQ(office.core->trunks()[0].state, TrunkState::Up);
    ASSERT_TRUE(office.call_trunk("10086", 5).ok());
    EXPECT_EQ(carrier.take_one("INVITE").request_uri(), "sip:10086@sip.carrier.example");
    office.run(seconds{61});
    EXPECT_EQ(office.resolver.asked.size(), 2U);  // asked again when its time to live is over
    FakeRequest invite;
    invite.body = fake_offer;
    office.calls.take();
    carrier.send(invite);
    EXPECT_EQ(office.calls.take().front(), "invited 4008001234 from 13812345678");
}

TEST(NamedTrunk, WhoseFirstAddressIsDeadUsesTheNext) {
    FakeOffice office;
    FakePeer second{office, "192.0.2.82:5060"};
    auto directory = office.directory();
    directory->trunks[0].address = "sip.carrier.example";
    office.core->set_directory(directory);
    Resolved resolved;
    for (const char* address : {"192.0.2.81:5060", "192.0.2.82:5060"}) {
        Hop hop;
        hop.address = Address::parse(address).value();
        resolved.hops.push_back(hop);
    }
    const auto dead = resolved.hops[0];
    resolved.ttl = std::chrono::hours{1};
    office.resolver.asked[0].second(resolved);
    office.core->on_send_failed(dead);
    EXPECT_EQ(office.core->trunks()[0].state, TrunkState::Down);
    office.run(seconds{31});
    EXPECT_EQ(office.core->trunks()[0].state, TrunkState::Up);
    EXPECT_EQ(office.core->trunks()[0].address, "192.0.2.82:5060");
}

TEST(NamedTrunk, ThatDoesNotExistIsDown) {
    FakeOffice office;
    auto directory = office.directory();
    directory->trunks[0].address = "nowhere.example";
    office.core->set_directory(directory);
    office.resolver.asked[0].second(not_found("dns.not_found"));
    EXPECT_EQ(office.core->trunks()[0].state, TrunkState::Down);
    EXPECT_EQ(office.core->trunks()[0].reason, "dns.not_found");
}

}  // namespace
}  // namespace yh::sip
