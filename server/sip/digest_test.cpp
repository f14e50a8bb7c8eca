#include "sip/digest.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/clock.h"
#include "sip/digest_hash.h"
#include "sip/wire_fake.h"

namespace yh::sip {
namespace {

using std::chrono::minutes;

Message received(std::string bytes) {
    auto parsed = Message::parse(std::move(bytes));
    EXPECT_TRUE(parsed.good()) << parsed.complaint;
    return std::move(parsed.message);
}

constexpr std::string_view via = "SIP/2.0/UDP h;branch=z9hG4bK1";

struct Digest : testing::Test {
    /// A 401 as the registrar sends it.
    Message challenge(const std::vector<std::string>& values, int status = 401) {
        auto response = MessageBuilder::response(received(fake_request("REGISTER").finish(via)), status, "t");
        for (const auto& value : values) {
            response.add(status == 401 ? Header::WwwAuthenticate : Header::ProxyAuthenticate, value);
        }
        return received(std::move(response).finish());
    }
    Message authorized(DigestClient& by) {
        auto request = fake_request("REGISTER");
        by.authorize(request, "REGISTER", "sip:600@192.0.2.2");
        return received(std::move(request).finish(via));
    }
    DigestVerdict verify(const Message& request, std::string_view password = "secret") {
        const auto credentials = DigestCredentials::find(request, Header::Authorization, "demo");
        EXPECT_TRUE(credentials.ok());
        return server.verify(*credentials, request, password);
    }

    ManualClock clock;
    DigestServer server{clock};
    DigestClient client{"8001", "secret"};
};

/// RFC 7616 §3.9.1.
TEST(DigestHash, VectorsOfTheRfc) {
    DigestHash hash;
    DigestHash::Input input{DigestAlgorithm::Md5,
                            "Mufasa",
                            "http-auth@example.org",
                            "Circle of Life",
                            "GET",
                            "/dir/index.html",
                            "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
                            "00000001",
                            "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
                            "auth"};
    EXPECT_EQ(hash.response(input), "8ca523f5e9506fed4657c9700eebdbec");
    input.algorithm = DigestAlgorithm::Sha256;
    EXPECT_EQ(hash.response(input), "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
}

TEST_F(Digest, StrongestAlgorithmIsChosenAndAccepted) {
    EXPECT_EQ(client.on_challenge(challenge(server.challenges("demo", false))), DigestClient::Take::Taken);
    const auto request = authorized(client);
    EXPECT_NE(request.header(Header::Authorization).find("algorithm=SHA-256"), std::string_view::npos);
    EXPECT_EQ(verify(request), DigestVerdict::Good);
    EXPECT_EQ(verify(authorized(client)), DigestVerdict::Good);  // nc=2 at once
}

TEST_F(Digest, Md5OnlyPeersWork) {
    const auto both = server.challenges("demo", false);
    client.on_challenge(challenge({both[1]}));
    EXPECT_EQ(verify(authorized(client)), DigestVerdict::Good);
}

TEST_F(Digest, ReplayIsStale) {
    client.on_challenge(challenge(server.challenges("demo", false)));
    const auto first = authorized(client);
    const auto second = authorized(client);
    EXPECT_EQ(verify(second), DigestVerdict::Good);
    EXPECT_EQ(verify(second), DigestVerdict::Stale);
    EXPECT_EQ(verify(first), DigestVerdict::Stale);  // a lower count than one already seen
}

TEST_F(Digest, WrongPasswordWrongMethodWrongUser) {
    client.on_challenge(challenge(server.challenges("demo", false)));
    const auto request = authorized(client);
    EXPECT_EQ(verify(request, "other"), DigestVerdict::Wrong);
    EXPECT_EQ(verify(request), DigestVerdict::Good);  // a wrong try burns no count
    auto credentials = DigestCredentials::find(request, Header::Authorization, "demo");
    credentials->username = "8002";
    EXPECT_EQ(server.verify(*credentials, request, "secret"), DigestVerdict::Wrong);
    EXPECT_EQ(server.verify(*DigestCredentials::find(request, Header::Authorization, "demo"),
                            received(fake_request("INVITE").finish(via)), "secret"),
              DigestVerdict::Wrong);
}

TEST_F(Digest, OldNonceIsStaleAndTheClientTriesAgain) {
    client.on_challenge(challenge(server.challenges("demo", false)));
    clock.advance(minutes{6});
    EXPECT_EQ(verify(authorized(client)), DigestVerdict::Stale);
    EXPECT_EQ(client.on_challenge(challenge(server.challenges("demo", true))), DigestClient::Take::Taken);
    EXPECT_EQ(verify(authorized(client)), DigestVerdict::Good);
}

TEST_F(Digest, ForeignNonceIsStale) {
    DigestServer other{clock};
    client.on_challenge(challenge(other.challenges("demo", false)));
    EXPECT_EQ(verify(authorized(client)), DigestVerdict::Stale);
}

TEST_F(Digest, FullTableMakesOldNoncesStaleInsteadOfReplayable) {
    DigestServer::Config config;
    config.max_used_nonces = 2;
    DigestServer small{clock, config};
    std::vector<Message> requests;
    for (int i = 0; i < 3; ++i) {
        DigestClient one{"8001", "secret"};
        one.on_challenge(challenge(small.challenges("demo", false)));
        requests.push_back(authorized(one));
        clock.advance(std::chrono::milliseconds{5});
    }
    const auto check = [&](const Message& request) {
        return small.verify(*DigestCredentials::find(request, Header::Authorization, "demo"), request, "secret");
    };
    for (const auto& request : requests) {
        EXPECT_EQ(check(request), DigestVerdict::Good);
    }
    for (const auto& request : requests) {
        EXPECT_EQ(check(request), DigestVerdict::Stale);
    }
}

TEST_F(Digest, ClientGivesUpOnAWrongPassword) {
    EXPECT_EQ(client.on_challenge(challenge(server.challenges("demo", false))), DigestClient::Take::Taken);
    authorized(client);
    EXPECT_EQ(client.on_challenge(challenge(server.challenges("demo", false))), DigestClient::Take::Refused);
    EXPECT_EQ(client.on_challenge(challenge({"Basic realm=\"demo\""})), DigestClient::Take::Unsupported);
    EXPECT_EQ(client.on_challenge(challenge({"Digest realm=\"x\", nonce=\"1\", algorithm=SHA-512"})),
              DigestClient::Take::Unsupported);
}

TEST_F(Digest, ChallengeWithoutQopIsAnsweredTheOldWay) {
    client.on_challenge(challenge({"Digest realm=\"old\", nonce=\"abc\""}, 407));
    const auto request = authorized(client);
    const auto credentials = DigestCredentials::find(request, Header::ProxyAuthorization, "old");
    ASSERT_TRUE(credentials.ok());
    EXPECT_TRUE(credentials->qop.empty());
    DigestHash hash;
    const auto a1 = hash.joined(DigestAlgorithm::Md5, {"8001", "old", "secret"});
    const auto a2 = hash.joined(DigestAlgorithm::Md5, {"REGISTER", "sip:600@192.0.2.2"});
    EXPECT_EQ(credentials->response, hash.joined(DigestAlgorithm::Md5, {a1, "abc", a2}));
}

TEST_F(Digest, MalformedCredentials) {
    for (const std::string_view bad :
         {"", "Digest", "Digest ", "Basic abc", "Digest username=\"a\"",
          "Digest username=\"a\", nonce=\"n\", uri=\"u\", response=\"r\", qop=auth",
          "Digest username=\"a\", nonce=\"n\", uri=\"u\", response=\"r\", qop=auth, nc=1, cnonce=\"c\"",
          "Digest username=\"a\", nonce=\"n\", uri=\"u\", response=\"r\", qop=auth-int, nc=00000001, cnonce=\"c\"",
          "Digest username=\"a\", nonce=\"n\", uri=\"u\", response=\"r\", algorithm=MD5-sess"}) {
        EXPECT_FALSE(DigestCredentials::parse(bad).ok()) << bad;
    }
    EXPECT_EQ(DigestCredentials::parse(
                  "digest USERNAME=\"a\\\"b\", realm=\"r\", nonce=\"n\", uri=\"sip:x,y\", response=\"q\"")
                  ->username,
              "a\"b");
}

}  // namespace
}  // namespace yh::sip
