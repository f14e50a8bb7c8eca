#include "media/negotiation.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "media/sdp_samples_fake.h"

namespace yh::media {
namespace {

using calls::MediaFlow;
using calls::MediaSecurity;

Negotiation ours() {
    return {"203.0.113.1", 20000, 99};
}

NegotiationOptions answering(MediaSecurity security = MediaSecurity::None, std::optional<CodecKind> like = {}) {
    return {.order = codec_order_for_answer(like), .security = security};
}
NegotiationOptions offering(MediaSecurity security = MediaSecurity::None, std::optional<CodecKind> like = {}) {
    return {.order = codec_order_for_offer(like), .security = security};
}

const std::string& sample(const std::string& who) {
    return std::ranges::find(sdp_samples(), who, &SdpSample::who)->text;
}

std::string plain(const std::string& formats, const std::string& rest = "", const std::string& address = "192.0.2.1") {
    return "v=0\r\no=- 1 1 IN IP4 " + address + "\r\ns=-\r\nc=IN IP4 " + address +
           "\r\nt=0 0\r\nm=audio 4000 RTP/AVP " + formats + "\r\n" + rest;
}

TEST(Negotiation, AnswersEveryTelephone) {
    const std::vector<std::pair<std::string, CodecKind>> expected{
        {"SIPp", CodecKind::Pcmu},     {"baresip", CodecKind::Pcma},    {"linphone", CodecKind::Pcma},
        {"Asterisk", CodecKind::Pcma}, {"FreeSWITCH", CodecKind::Pcma}, {"Yealink", CodecKind::Pcma}};
    for (const auto& [who, codec] : expected) {
        auto negotiation = ours();
        const auto answered = negotiation.answer(sample(who), answering());
        ASSERT_TRUE(answered) << who << " " << answered.error().code;
        EXPECT_EQ(answered->agreement.codec, codec) << who;
        EXPECT_EQ(answered->agreement.send_event_type.has_value(), who != "SIPp") << who;
        const auto sdp = parse_sdp(answered->sdp);
        ASSERT_TRUE(sdp);
        EXPECT_EQ(sdp->media[0].port, 20000);
        EXPECT_EQ(sdp->media[0].address, "203.0.113.1");
        EXPECT_EQ(sdp->media[0].formats.size(), who == "SIPp" ? 1U : 2U) << who;
    }
}

TEST(Negotiation, EventsAreTheOnesAt8000) {
    auto negotiation = ours();
    const auto answered = negotiation.answer(sample("linphone"), answering());
    ASSERT_TRUE(answered);
    EXPECT_EQ(answered->agreement.send_event_type, 100);
    EXPECT_EQ(answered->agreement.receive[100], PayloadMeaning::Event);
    EXPECT_EQ(answered->agreement.receive[101], PayloadMeaning::Unknown);
}

TEST(Negotiation, LikeTheOtherLeg) {
    auto negotiation = ours();
    EXPECT_EQ(negotiation.answer(sample("baresip"), answering({}, CodecKind::Opus))->agreement.codec, CodecKind::Opus);
    EXPECT_EQ(negotiation.answer(sample("baresip"), answering({}, CodecKind::Pcmu))->agreement.codec, CodecKind::Pcmu);
    auto other = ours();
    const auto offer = parse_sdp(other.offer(offering({}, CodecKind::Pcmu)));
    ASSERT_TRUE(offer);
    // Nothing that would need transcoding; and the other leg's codec first.
    ASSERT_EQ(offer->media[0].formats.size(), 3U);
    EXPECT_EQ(offer->media[0].formats[0].name, "PCMU");
    EXPECT_EQ(offer->media[0].formats[1].name, "PCMA");
}

TEST(Negotiation, OnlyTheCodecsOfATrunk) {
    using enum CodecKind;
    EXPECT_EQ(codec_order_of({"G722", "PCMA"}, std::nullopt), (std::vector{G722, Pcma}));
    EXPECT_EQ(codec_order_of({"G722", "PCMA"}, Pcma), (std::vector{Pcma, G722}));
    EXPECT_EQ(codec_order_of({"G722"}, Opus), std::vector{G722}) << "what the other leg speaks is no reason to";
    EXPECT_EQ(codec_order_of({"speex", "opus"}, std::nullopt), std::vector{Opus});
}

TEST(Negotiation, OfferAndAnswerAgree) {
    auto negotiation = ours();
    const auto offer = parse_sdp(negotiation.offer(offering()));
    ASSERT_TRUE(offer);
    EXPECT_EQ(offer->media[0].formats.size(), 5U);
    const auto agreed = negotiation.accept(plain("0 8 99", "a=rtpmap:99 telephone-event/8000\r\na=sendrecv\r\n"));
    ASSERT_TRUE(agreed);
    EXPECT_EQ(agreed->codec, CodecKind::Pcmu);
    EXPECT_EQ(agreed->send_event_type, 99);
    // We take events at the number that we offered, and at the peer's own for peers that mix them up.
    EXPECT_EQ(agreed->receive[101], PayloadMeaning::Event);
    EXPECT_EQ(agreed->receive[99], PayloadMeaning::Event);
    EXPECT_EQ(agreed->receive[8], PayloadMeaning::Pcma);
    EXPECT_EQ(agreed->remote, *SocketAddress::parse("192.0.2.1", 4000));
    EXPECT_EQ(agreed->remote_rtcp.port(), 4001);
    EXPECT_EQ(agreed->flow, MediaFlow::Both);
}

TEST(Negotiation, RefusesWhatCannotBe) {
    auto negotiation = ours();
    EXPECT_EQ(negotiation.answer(plain("18"), answering()).error().code, "sdp.no_common_codec");
    EXPECT_EQ(negotiation.answer("v=0\r\nm=video 4 RTP/AVP 34\r\n", answering()).error().code, "sdp.no_common_codec");
    EXPECT_EQ(negotiation.answer(plain("8", "", "host.example"), answering()).error().code, "sdp.malformed");
    EXPECT_EQ(negotiation.answer("nonsense", answering()).error().code, "sdp.malformed");
    EXPECT_EQ(negotiation.answer(plain("8"), answering(MediaSecurity::Sdes)).error().code, "sdp.no_security");
    negotiation.offer(offering());
    EXPECT_FALSE(negotiation.accept("v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 0 RTP/AVP 8\r\n"));
    EXPECT_FALSE(negotiation.accept(plain("18")));
}

TEST(Negotiation, HoldInAllItsForms) {
    struct Form {
        std::string rest;
        std::string address;
        MediaFlow flow;
        std::string answered;
    };
    for (const auto& form : {Form{"a=sendonly\r\n", "192.0.2.1", MediaFlow::ReceiveOnly, "a=recvonly"},
                             Form{"a=recvonly\r\n", "192.0.2.1", MediaFlow::SendOnly, "a=sendonly"},
                             Form{"a=inactive\r\n", "192.0.2.1", MediaFlow::Nothing, "a=inactive"},
                             Form{"", "0.0.0.0", MediaFlow::ReceiveOnly, "a=sendrecv"},
                             Form{"a=sendonly\r\n", "0.0.0.0", MediaFlow::ReceiveOnly, "a=recvonly"},
                             Form{"a=sendrecv\r\n", "192.0.2.1", MediaFlow::Both, "a=sendrecv"}}) {
        auto negotiation = ours();
        const auto answered = negotiation.answer(plain("8", form.rest, form.address), answering());
        ASSERT_TRUE(answered) << form.rest;
        EXPECT_EQ(answered->agreement.flow, form.flow) << form.rest << form.address;
        EXPECT_NE(answered->sdp.find(form.answered), std::string::npos) << answered->sdp;
        EXPECT_EQ(static_cast<bool>(answered->agreement.remote), form.address != "0.0.0.0");
    }
}

TEST(Negotiation, VersionRisesWithChangesOnly) {
    auto negotiation = ours();
    const auto version = [](const std::string& text) { return parse_sdp(text)->version; };
    const auto first = negotiation.answer(plain("8"), answering())->sdp;
    const auto refreshed = negotiation.answer(plain("8"), answering())->sdp;
    const auto held = negotiation.answer(plain("8", "a=inactive\r\n"), answering())->sdp;
    EXPECT_EQ(version(refreshed), version(first));
    EXPECT_EQ(refreshed, first);
    EXPECT_EQ(version(held), version(first) + 1);
    EXPECT_EQ(parse_sdp(held)->session_id, parse_sdp(first)->session_id);
}

TEST(Negotiation, OtherLinesAreRefusedAtTheirPlace) {
    auto negotiation = ours();
    const auto answered = negotiation.answer(
        "v=0\r\nc=IN IP4 192.0.2.1\r\nm=video 5000 RTP/AVP 34 96\r\na=rtpmap:96 VP8/90000\r\nm=audio 4000 RTP/AVP "
        "8\r\nm=application 9 UDP/BFCP *\r\n",
        answering());
    ASSERT_TRUE(answered);
    const auto sdp = parse_sdp(answered->sdp);
    ASSERT_EQ(sdp->media.size(), 3U);
    EXPECT_EQ(sdp->media[0].kind, "video");
    EXPECT_EQ(sdp->media[0].port, 0);
    EXPECT_EQ(sdp->media[1].port, 20000);
    EXPECT_EQ(sdp->media[2].port, 0);
    // Our own later offer keeps the lines where they are (RFC 3264 §8).
    const auto offer = parse_sdp(negotiation.offer(offering()));
    ASSERT_EQ(offer->media.size(), 3U);
    EXPECT_EQ(offer->media[1].kind, "audio");
    EXPECT_EQ(offer->media[1].port, 20000);
}

TEST(Negotiation, NumbersKeepTheirMeaning) {
    auto negotiation = ours();
    ASSERT_TRUE(negotiation.answer(plain("8 96", "a=rtpmap:96 telephone-event/8000\r\n"), answering()));
    const auto offer = parse_sdp(negotiation.offer(offering()));
    for (const auto& format : offer->media[0].formats) {
        EXPECT_EQ(format.payload_type == 96, format.name == "telephone-event") << format.name;
    }
}

TEST(Negotiation, SdesBothWays) {
    auto caller = ours();
    auto callee = ours();
    const auto offer = caller.offer(offering(MediaSecurity::Sdes));
    EXPECT_NE(offer.find("RTP/SAVP "), std::string::npos);
    const auto answered = callee.answer(offer, answering(MediaSecurity::SdesOptional));
    ASSERT_TRUE(answered) << answered.error().code;
    const auto agreed = caller.accept(answered->sdp);
    ASSERT_TRUE(agreed) << agreed.error().code;
    ASSERT_TRUE(agreed->send_key && agreed->receive_key);
    EXPECT_EQ(agreed->send_key->master, answered->agreement.receive_key->master);
    EXPECT_EQ(agreed->receive_key->master, answered->agreement.send_key->master);
    // A refresh keeps the keys.
    EXPECT_EQ(callee.answer(offer, answering(MediaSecurity::SdesOptional))->agreement.send_key->master,
              answered->agreement.send_key->master);
}

TEST(Negotiation, OptionalSdesFallsBack) {
    auto caller = ours();
    const auto offer = caller.offer(offering(MediaSecurity::SdesOptional));
    EXPECT_NE(offer.find("RTP/AVP "), std::string::npos);
    EXPECT_NE(offer.find("a=crypto:1 "), std::string::npos);
    const auto agreed = caller.accept(plain("8"));
    ASSERT_TRUE(agreed);
    EXPECT_FALSE(agreed->send_key);
    auto callee = ours();
    // linphone offers RTP/AVP with a=crypto: plain when we do not want it, protected when we do.
    EXPECT_FALSE(callee.answer(sample("linphone"), answering())->agreement.send_key);
    EXPECT_TRUE(callee.answer(sample("linphone"), answering(MediaSecurity::SdesOptional))->agreement.send_key);
    auto strict = ours();
    strict.offer(offering(MediaSecurity::Sdes));
    EXPECT_EQ(strict.accept(plain("8")).error().code, "sdp.no_security");
}

TEST(Negotiation, RtcpMuxWhenOffered) {
    auto negotiation = ours();
    const auto answered = negotiation.answer(plain("8", "a=rtcp-mux\r\n"), answering());
    ASSERT_TRUE(answered);
    EXPECT_NE(answered->sdp.find("a=rtcp-mux"), std::string::npos);
    EXPECT_EQ(answered->agreement.remote_rtcp, answered->agreement.remote);
}

TEST(Negotiation, Ipv6) {
    Negotiation negotiation{"2001:db8::1", 20000, 99};
    const auto answered = negotiation.answer("v=0\r\nc=IN IP6 2001:db8::7\r\nm=audio 4000 RTP/AVP 8\r\n", answering());
    ASSERT_TRUE(answered);
    EXPECT_NE(answered->sdp.find("c=IN IP6 2001:db8::1\r\n"), std::string::npos);
    EXPECT_TRUE(answered->agreement.remote.v6());
}

}  // namespace
}  // namespace yh::media
