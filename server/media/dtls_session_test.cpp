#include "media/dtls_session.h"

#include <gtest/gtest.h>

#include <deque>
#include <random>
#include <vector>

#include "base/clock.h"

namespace yh::media {
namespace {

using Datagram = std::vector<std::uint8_t>;
using Step = DtlsSession::Step;

/// One end of a handshake and the datagrams it wants to send.
struct End final : DtlsSession::Wire {
    End(const DtlsIdentity& identity, DtlsRole role) : session{DtlsSession::create(identity, role, *this).value()} {}
    void send_dtls(std::span<const std::uint8_t> datagram) override {
        EXPECT_LE(datagram.size(), 1200U);
        out.emplace_back(datagram.begin(), datagram.end());
    }
    std::deque<Datagram> out;
    Step step = Step::Going;
    std::unique_ptr<DtlsSession> session;
};

/// Carries datagrams to and fro until none is left.
void carry(End& client, End& server) {
    while (!client.out.empty() || !server.out.empty()) {
        auto& from = client.out.empty() ? server : client;
        auto& to = client.out.empty() ? client : server;
        const auto datagram = std::move(from.out.front());
        from.out.pop_front();
        to.step = to.session->on_datagram(datagram);
    }
}

class DtlsSessionTest : public testing::Test {
  protected:
    std::unique_ptr<DtlsIdentity> ours = DtlsIdentity::create().value();
    std::unique_ptr<DtlsIdentity> theirs = DtlsIdentity::create().value();
};

TEST_F(DtlsSessionTest, BothEndsExportTheSameKeys) {
    for (const char* profile : {"SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80", "SRTP_AES128_CM_SHA1_80"}) {
        const auto browser = DtlsIdentity::create(profile).value();
        End server{*ours, DtlsRole::Server};
        End client{*browser, DtlsRole::Client};
        client.session->begin();
        carry(client, server);
        ASSERT_EQ(server.step, Step::Finished);
        ASSERT_EQ(client.step, Step::Finished);
        const auto a = server.session->keys(std::array{browser->fingerprint()});
        const auto b = client.session->keys(std::array{ours->fingerprint()});
        ASSERT_TRUE(a && b);
        EXPECT_EQ(a->profile, b->profile);
        EXPECT_EQ(a->profile == SrtpProfile::AeadAes128Gcm, std::string_view{profile}.find("GCM") != std::string::npos);
        EXPECT_EQ(a->send, b->receive);
        EXPECT_EQ(a->receive, b->send);
        EXPECT_NE(a->send, a->receive);
    }
}

TEST_F(DtlsSessionTest, ACertificateThatNobodyNamedGivesNoKeys) {
    End server{*ours, DtlsRole::Server};
    End client{*theirs, DtlsRole::Client};
    EXPECT_FALSE(server.session->keys(std::array{theirs->fingerprint()}));
    client.session->begin();
    carry(client, server);
    ASSERT_EQ(server.step, Step::Finished);
    EXPECT_EQ(server.session->keys(std::array{ours->fingerprint()}).error().code, "dtls.wrong_fingerprint");
    EXPECT_EQ(server.session->keys({}).error().code, "dtls.wrong_fingerprint");
    EXPECT_TRUE(server.session->keys(std::array{ours->fingerprint(), theirs->fingerprint()}));
}

TEST_F(DtlsSessionTest, ALostLastFlightIsSentAgain) {
    End server{*ours, DtlsRole::Server};
    End client{*theirs, DtlsRole::Client};
    client.session->begin();
    while (server.step != Step::Finished) {
        while (!client.out.empty()) {
            server.step = server.session->on_datagram(client.out.front());
            client.out.pop_front();
        }
        while (server.step != Step::Finished && !server.out.empty()) {
            client.session->on_datagram(server.out.front());
            server.out.pop_front();
        }
    }
    ASSERT_FALSE(server.out.empty());
    server.out.clear();  // lost
    // OpenSSL has its own clock: the client's timer is due within a fraction of a second.
    SystemClock clock;
    const auto deadline = clock.now() + std::chrono::seconds{5};
    while (client.out.empty() && clock.now() < deadline) {
        client.session->on_timer();
    }
    carry(client, server);
    EXPECT_EQ(client.step, Step::Finished);
}

TEST_F(DtlsSessionTest, NobodyWithoutACertificateOrSrtp) {
    const auto without = DtlsIdentity::create("").ok();
    EXPECT_FALSE(without);  // such an identity cannot even be made
}

TEST_F(DtlsSessionTest, AnyDatagramAtAnyTime) {
    std::mt19937 random{5};
    for (int round = 0; round < 300; ++round) {
        End server{*ours, DtlsRole::Server};
        End client{*theirs, DtlsRole::Client};
        client.session->begin();
        for (int hop = 0; hop < 40 && (!client.out.empty() || !server.out.empty()); ++hop) {
            auto& from = client.out.empty() ? server : client;
            auto& to = client.out.empty() ? client : server;
            auto datagram = std::move(from.out.front());
            from.out.pop_front();
            if (random() % 3 == 0) {
                for (auto flips = 1 + random() % 4; flips > 0; --flips) {
                    datagram[random() % datagram.size()] = static_cast<std::uint8_t>(random());
                }
                datagram.resize(1 + random() % datagram.size());
            }
            to.step = to.session->on_datagram(datagram);
            if (to.step == Step::Failed) {
                break;
            }
        }
        // Whatever came, keys exist only where the whole handshake was true.
        const auto a = server.session->keys(std::array{theirs->fingerprint()});
        const auto b = client.session->keys(std::array{ours->fingerprint()});
        if (a && b) {
            EXPECT_EQ(a->send, b->receive);
        }
    }
}

TEST_F(DtlsSessionTest, TellsAHelloFromOtherDatagrams) {
    End client{*theirs, DtlsRole::Client};
    client.session->begin();
    ASSERT_FALSE(client.out.empty());
    EXPECT_TRUE(client_hello_random(client.out[0]));
    EXPECT_FALSE(client_hello_random(std::span{client.out[0]}.first(58)));
    client.out[0][0] = 21;
    EXPECT_FALSE(client_hello_random(client.out[0]));
}

TEST_F(DtlsSessionTest, TakesALaterPieceOfAHelloForNoHello) {
    End client{*theirs, DtlsRole::Client};
    client.session->begin();
    ASSERT_FALSE(client.out.empty());
    constexpr std::size_t fragment_offset_low_at = 13 + 8;
    client.out[0][fragment_offset_low_at] = 200;
    EXPECT_FALSE(client_hello_random(client.out[0]));
}

}  // namespace
}  // namespace yh::media
