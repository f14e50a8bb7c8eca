#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "media/negotiation.h"

// Offers and answers with browsers; the samples say which are recordings.
namespace yh::media {
namespace {

using calls::MediaFlow;

constexpr std::string_view our_hash =
    "sha-256 00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11:12:13:14:15:16:17:18:19:1A:1B:1C:1D:1E:1F";

std::string sample(const std::string& name) {
    std::ifstream file{std::string{YINGHE_SOURCE_DIR} + "/server/media/samples/" + name + ".sdp"};
    EXPECT_TRUE(file) << name;
    return {std::istreambuf_iterator<char>{file}, {}};
}

Negotiation ours() {
    return {"203.0.113.1", 20000, 99,
            BrowserSide{.fingerprint = parse_fingerprint(our_hash).value(), .addresses = {"203.0.113.1", "10.0.0.5"}}};
}

NegotiationOptions answering(bool opus = false) {
    const auto order = codec_order_for_answer({});
    return {.order = opus ? with_opus_first(order) : order, .security = {}};
}
NegotiationOptions offering(std::optional<CodecKind> like = {}) {
    return {.order = codec_order_for_offer(like), .security = calls::MediaSecurity::WebRtc};
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
        text.replace(at, what.size(), by);
    }
    return text;
}

TEST(NegotiationBrowser, AnswersEveryBrowser) {
    for (const auto* who : {"chromium_offer", "chromium_offer_video", "firefox_offer", "firefox_offer_candidates",
                            "safari_offer", "safari_12_offer"}) {
        const auto offer = sample(who);
        // Older ones name their lines by the kind, younger ones number them.
        const std::string mid = offer.find("a=mid:audio") != std::string::npos ? "audio" : "0";
        EXPECT_TRUE(offers_browser_media(offer)) << who;
        auto negotiation = ours();
        const auto answered = negotiation.answer(offer, answering());
        ASSERT_TRUE(answered) << who << " " << answered.error().code;
        const auto& agreement = answered->agreement;
        EXPECT_EQ(agreement.codec, CodecKind::Pcma) << who;
        EXPECT_EQ(agreement.flow, MediaFlow::Both) << who;
        EXPECT_FALSE(agreement.remote) << who;
        EXPECT_TRUE(agreement.send_event_type) << who;
        ASSERT_TRUE(agreement.browser) << who;
        EXPECT_EQ(agreement.browser->role, DtlsRole::Server) << who;
        EXPECT_EQ(agreement.browser->fingerprints.size(), 1U) << who;

        const auto sdp = parse_sdp(answered->sdp);
        ASSERT_TRUE(sdp) << who;
        EXPECT_TRUE(sdp->ice_lite);
        EXPECT_EQ(sdp->bundle, std::vector<std::string>{mid});
        const auto& line = sdp->media[0];
        EXPECT_EQ(line.protocol, "UDP/TLS/RTP/SAVPF");
        EXPECT_EQ(line.mid, mid);
        EXPECT_TRUE(line.rtcp_mux);
        EXPECT_EQ(line.ice.setup, "passive");
        EXPECT_EQ(line.ice.fingerprints, std::vector<std::string>{std::string{our_hash}});
        EXPECT_GE(line.ice.ufrag.size(), 4U);
        EXPECT_GE(line.ice.password.size(), 22U);
        EXPECT_EQ(agreement.browser->ours, (IceCredentials{line.ice.ufrag, line.ice.password}));
        ASSERT_EQ(line.ice.candidates.size(), 2U);
        EXPECT_EQ(line.ice.candidates[0], "1 1 udp 2130706431 203.0.113.1 20000 typ host");
        EXPECT_NE(answered->sdp.find("a=end-of-candidates"), std::string::npos);
        EXPECT_EQ(answered->sdp.find("a=crypto"), std::string::npos);
        EXPECT_EQ(line.formats.size(), 2U);
    }
}

TEST(NegotiationBrowser, RefusesVideoAndDataButNamesThem) {
    auto negotiation = ours();
    const auto answered = negotiation.answer(sample("chromium_offer_video"), answering());
    ASSERT_TRUE(answered);
    const auto sdp = parse_sdp(answered->sdp);
    ASSERT_EQ(sdp->media.size(), 3U);
    for (std::size_t i = 1; i < 3; ++i) {
        EXPECT_EQ(sdp->media[i].port, 0);
        EXPECT_EQ(sdp->media[i].mid, std::to_string(i));
    }
    // Our own next offer keeps their places.
    const auto next = parse_sdp(negotiation.offer(offering()));
    ASSERT_EQ(next->media.size(), 3U);
    EXPECT_EQ(next->media[1].kind, "video");
    EXPECT_EQ(next->media[2].kind, "application");
    EXPECT_EQ(next->media[0].mid, "0");
}

TEST(NegotiationBrowser, OffersAreTaken) {
    for (const auto* who : {"chromium_answer", "firefox_answer"}) {
        auto negotiation = ours();
        const auto offer = parse_sdp(negotiation.offer(offering()));
        ASSERT_TRUE(offer);
        const auto& line = offer->media[0];
        EXPECT_EQ(line.protocol, "UDP/TLS/RTP/SAVPF");
        EXPECT_EQ(line.ice.setup, "actpass");
        EXPECT_EQ(line.ice.ufrag, negotiation.our_ice().ufrag);
        EXPECT_EQ(offer->bundle, std::vector<std::string>{"0"});
        const auto events = std::ranges::count(line.formats, "telephone-event", &SdpFormat::name);
        EXPECT_EQ(events, 2);
        const auto agreed = negotiation.accept(sample(who));
        ASSERT_TRUE(agreed) << who << " " << agreed.error().code;
        EXPECT_EQ(agreed->codec, CodecKind::Pcma);
        EXPECT_EQ(agreed->send_event_type, 101);
        ASSERT_TRUE(agreed->browser);
        EXPECT_EQ(agreed->browser->role, DtlsRole::Server);
        EXPECT_EQ(agreed->browser->ours, negotiation.our_ice());
    }
}

TEST(NegotiationBrowser, HoldThenRestartOfChromium) {
    auto negotiation = ours();
    ASSERT_TRUE(negotiation.answer(sample("chromium_offer"), answering()));
    const auto before = negotiation.our_ice();
    const auto held = negotiation.answer(sample("chromium_hold"), answering());
    ASSERT_TRUE(held);
    EXPECT_EQ(held->agreement.flow, MediaFlow::ReceiveOnly);
    EXPECT_NE(held->sdp.find("a=recvonly"), std::string::npos);
    EXPECT_EQ(negotiation.our_ice(), before);
    const auto restarted = negotiation.answer(sample("chromium_restart"), answering());
    ASSERT_TRUE(restarted);
    EXPECT_EQ(restarted->agreement.flow, MediaFlow::Both);
    EXPECT_NE(negotiation.our_ice().ufrag, before.ufrag);
    EXPECT_NE(negotiation.our_ice().password, before.password);
    // The same certificate: DTLS goes on, and so does its role.
    EXPECT_EQ(restarted->agreement.browser->fingerprints, held->agreement.browser->fingerprints);
    EXPECT_EQ(restarted->agreement.browser->role, DtlsRole::Server);
    // An offer of ours restarts nothing.
    const auto again = negotiation.our_ice();
    EXPECT_EQ(parse_sdp(negotiation.offer(offering()))->media[0].ice.ufrag, again.ufrag);
}

TEST(NegotiationBrowser, RolesFollowTheSetup) {
    auto passive = ours();
    const auto answered = passive.answer(replaced(sample("chromium_offer"), "actpass", "passive"), answering());
    ASSERT_TRUE(answered);
    EXPECT_EQ(answered->agreement.browser->role, DtlsRole::Client);
    EXPECT_EQ(parse_sdp(answered->sdp)->media[0].ice.setup, "active");
    // Left open later, it stays as it was.
    const auto again = passive.answer(sample("chromium_offer"), answering());
    EXPECT_EQ(again->agreement.browser->role, DtlsRole::Client);
    auto offered = ours();
    offered.offer(offering());
    const auto agreed = offered.accept(replaced(sample("chromium_answer"), "setup:active", "setup:passive"));
    EXPECT_EQ(agreed->browser->role, DtlsRole::Client);
}

TEST(NegotiationBrowser, OpusWithKeysAtItsClock) {
    auto negotiation = ours();
    const auto answered = negotiation.answer(sample("chromium_offer"), answering(true));
    ASSERT_TRUE(answered);
    EXPECT_EQ(answered->agreement.codec, CodecKind::Opus);
    EXPECT_EQ(answered->agreement.send_payload_type, 111);
    EXPECT_EQ(answered->agreement.send_event_type, 110);
    EXPECT_EQ(answered->agreement.receive[110], PayloadMeaning::Event);
    // Firefox has keys at 8000 only.
    auto other = ours();
    EXPECT_EQ(other.answer(sample("firefox_offer"), answering(true))->agreement.send_event_type, 101);
}

TEST(NegotiationBrowser, FingerprintsOfSeveralHashes) {
    const auto wide = [](std::string_view name, int bytes) {
        std::string text{name};
        for (int i = 0; i < bytes; ++i) {
            text += i == 0 ? " " : ":";
            text += "ab";
        }
        return text;
    };
    const auto offer = sample("chromium_offer");
    const auto at = offer.find("a=setup");
    auto many = offer;
    many.insert(at, "a=fingerprint:" + wide("SHA-384", 48) + "\na=fingerprint:" + wide("sha-512", 64) +
                        "\na=fingerprint:" + wide("sha-1", 20) + "\n");
    auto negotiation = ours();
    const auto answered = negotiation.answer(many, answering());
    ASSERT_TRUE(answered);
    EXPECT_EQ(answered->agreement.browser->fingerprints.size(), 3U);
    // A hash that anybody can forge is none.
    auto weak = replaced(offer, "a=fingerprint:sha-256", "a=fingerprint:sha-1");
    auto strict = ours();
    EXPECT_EQ(strict.answer(weak, answering()).error().code, "sdp.no_security");
    EXPECT_FALSE(parse_fingerprint("sha-256 AB"));
    EXPECT_FALSE(parse_fingerprint("sha-256"));
    EXPECT_FALSE(parse_fingerprint(wide("sha-256", 33)));
    EXPECT_FALSE(parse_fingerprint(replaced(wide("sha-256", 32), "ab", "ag")));
    const auto round = parse_fingerprint(wide("sha-512", 64));
    ASSERT_TRUE(round);
    EXPECT_EQ(parse_fingerprint(format_fingerprint(*round)).value(), *round);
}

TEST(NegotiationBrowser, TelephonesAreNone) {
    const std::string plain = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n";
    EXPECT_FALSE(offers_browser_media(plain + "m=audio 4000 RTP/AVP 8\r\n"));
    EXPECT_FALSE(offers_browser_media("a=fingerprint:"));
    // Keys in the text as well: a telephone that could do either.
    const std::string both = plain +
                             "m=audio 4000 RTP/SAVP 8\r\na=ice-ufrag:abcd\r\na=ice-pwd:0123456789012345678901\r\n"
                             "a=fingerprint:" +
                             std::string{our_hash} +
                             "\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 "
                             "inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj\r\n";
    EXPECT_FALSE(offers_browser_media(both));
    auto negotiation = ours();
    EXPECT_EQ(negotiation.answer(plain + "m=audio 4000 RTP/AVP 8\r\n", answering()).error().code, "sdp.no_security");
}

}  // namespace
}  // namespace yh::media
