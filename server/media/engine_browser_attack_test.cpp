#include <gtest/gtest.h>

#include <array>
#include <random>

#include "media/browser_fake.h"
#include "media/engine_fixture_fake.h"

// What strangers, and the browser's own address, may send to the shared port without harming a call.
namespace yh::media {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Datagram = std::vector<std::uint8_t>;

class EngineBrowserAttackTest : public EngineTest {
  protected:
    EngineBrowserAttackTest() : identity{DtlsIdentity::create().value()} {}

    bool step_until(FakeBrowser& who, const std::function<bool()>& done, Duration at_most = seconds{5}) {
        return wait_for(
            [&] {
                who.step(loop.clock().now());
                return done();
            },
            at_most);
    }
    void open() {
        const auto answered = engine->answer(call, leg_a, browser.offer(), {});
        ASSERT_TRUE(answered);
        ASSERT_TRUE(browser.learn(answered->sdp));
        engine_sdp = answered->sdp;
        answer(leg_b, phone);
        engine->arrange(bridge(leg_a, leg_b));
    }
    bool still_talks() {
        browser.heard.clear();
        phone.collect();
        phone.heard.clear();
        std::array<std::uint8_t, 160> sound;
        sound.fill(0x33);
        talk(
            [&] {
                browser.send(8, sound);
                phone.send(8, sound);
                browser.step(loop.clock().now());
            },
            8);
        return step_until(browser, [&] {
            phone.collect();
            return browser.heard.size() >= 8 && phone.heard.size() >= 8;
        });
    }
    Datagram bent(Datagram datagram) {
        for (auto flips = random() % 4; flips > 0; --flips) {
            datagram[random() % datagram.size()] = static_cast<std::uint8_t>(random());
        }
        if (random() % 4 == 0) {
            datagram.resize(1 + random() % datagram.size());
        }
        return datagram;
    }

    std::unique_ptr<DtlsIdentity> identity;
    FakeBrowser browser{*identity};
    FakePhone phone;
    std::string engine_sdp;
    std::mt19937 random{3};
};

TEST_F(EngineBrowserAttackTest, MutatedDatagramsFromAnywhere) {
    browser.keep_sent = true;
    open();
    ASSERT_TRUE(step_until(browser, [&] { return browser.secured(); }));
    ASSERT_TRUE(still_talks());
    browser.keep_sent = false;
    const auto pool = browser.sent;  // checks, the handshake, SRTP
    ASSERT_GT(pool.size(), 10U);
    FakeBrowser stranger{*identity};
    ASSERT_TRUE(stranger.learn(engine_sdp));
    for (int i = 0; i < 20'000; ++i) {
        const auto datagram = bent(pool[random() % pool.size()]);
        // Half of them with the true source: what a forger on the path could do at worst.
        (i % 2 == 0 ? stranger : browser).send_raw(datagram);
        if (i % 64 == 0) {
            loop.run_for(milliseconds{1});
            browser.step(loop.clock().now());
        }
    }
    EXPECT_TRUE(still_talks());
    EXPECT_EQ(stranger.packets_heard, 0U);
    close_all({leg_a, leg_b});
}

TEST_F(EngineBrowserAttackTest, ForgedDatagramsWhileItConnects) {
    // Somebody else's handshake with the same engine, to bend and send in between.
    FakeBrowser other{*identity};
    other.keep_sent = true;
    const auto answered = engine->answer({2}, leg_c, other.offer(), {});
    ASSERT_TRUE(answered && other.learn(answered->sdp));
    ASSERT_TRUE(step_until(other, [&] { return other.secured(); }));
    other.keep_sent = false;
    open();
    for (int i = 0; i < 2'000; ++i) {
        other.send_raw(bent(other.sent[random() % other.sent.size()]));
        // With the browser's own address: whatever is not itself a message of a handshake, which DTLS 1.2 cannot tell
        // from the true one. An alert in the clear is the cheapest way to end one that listens to it.
        Datagram forged{21, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 9, 0, 2, 2, 40};
        if (i % 2 == 0) {
            forged.resize(1 + random() % 100);
            for (auto& byte : forged) {
                byte = static_cast<std::uint8_t>(random());
            }
            forged[0] = static_cast<std::uint8_t>(23 + random() % 200);
        }
        browser.send_raw(forged);
        if (i % 64 == 0) {
            loop.run_for(milliseconds{1});
            browser.step(loop.clock().now());
        }
    }
    EXPECT_TRUE(step_until(browser, [&] { return browser.secured(); }));
    EXPECT_TRUE(still_talks());
    close_all({leg_a, leg_b, leg_c});
}

TEST_F(EngineBrowserAttackTest, StrangersGetNoAnswerAndNoSound) {
    open();
    ASSERT_TRUE(step_until(browser, [&] { return browser.secured(); }));
    FakeBrowser stranger{*identity};
    ASSERT_TRUE(stranger.learn(engine_sdp));
    stranger.password_to_check = "0123456789012345678901";
    for (int i = 0; i < 200; ++i) {
        stranger.send_check(true);
    }
    EXPECT_FALSE(step_until(
        stranger, [&] { return stranger.secured(); }, milliseconds{300}));
    EXPECT_EQ(stranger.checks_answered, 0U);
    // Errors are rationed, whatever the number of questions.
    EXPECT_LE(stranger.errors.size(), 50U);
    EXPECT_TRUE(still_talks());
    close_all({leg_a, leg_b});
}

TEST_F(EngineBrowserAttackTest, ACaughtCheckDoesNotMoveTheCall) {
    browser.keep_sent = true;
    open();
    ASSERT_TRUE(step_until(browser, [&] { return browser.secured(); }));
    const auto caught = browser.sent;
    FakeBrowser thief{*identity};
    ASSERT_TRUE(thief.learn(engine_sdp));
    for (const auto& datagram : caught) {
        thief.send_raw(datagram);
    }
    wait_for([] { return false; }, milliseconds{50});
    EXPECT_TRUE(still_talks());
    close_all({leg_a, leg_b});
}

TEST_F(EngineBrowserAttackTest, AnotherLegsUserCannotTakeAnAddress) {
    open();
    ASSERT_TRUE(step_until(browser, [&] { return browser.secured(); }));
    ASSERT_TRUE(still_talks());
    // A user with a leg of his own checks it from the victim's socket, as a forger of addresses would.
    FakeBrowser attacker{*identity};
    const auto answered = engine->answer({2}, leg_c, attacker.offer(), {});
    ASSERT_TRUE(answered && attacker.learn(answered->sdp));
    attacker.keep_sent = true;
    attacker.send_check(true);
    attacker.keep_sent = false;
    for (int i = 0; i < 5; ++i) {
        browser.send_raw(attacker.sent[0]);
        EXPECT_TRUE(still_talks());
    }
    close_all({leg_a, leg_b, leg_c});
}

}  // namespace
}  // namespace yh::media
