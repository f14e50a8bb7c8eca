#include "media/sdp.h"

#include <gtest/gtest.h>

#include "media/sdp_samples_fake.h"

namespace yh::media {
namespace {

TEST(Sdp, ReadsWhatTelephonesSend) {
    for (const auto& sample : sdp_samples()) {
        const auto sdp = parse_sdp(sample.text);
        ASSERT_TRUE(sdp) << sample.who << ": " << sdp.error().detail;
        const auto& audio = sdp->media[0];
        EXPECT_EQ(audio.kind, "audio") << sample.who;
        EXPECT_EQ(audio.port, sample.port) << sample.who;
        EXPECT_EQ(audio.address, sample.address) << sample.who;
        EXPECT_EQ(audio.formats.size(), sample.formats) << sample.who;
        for (const auto& format : audio.formats) {
            EXPECT_NE(format.clock_rate_hz, 0U) << sample.who << " " << int{format.payload_type};
        }
    }
}

TEST(Sdp, ReadsAttributesOfTheirLine) {
    const auto sdp = parse_sdp(
        "v=0\no=- 3 4 IN IP6 2001:db8::5\ns=x\nc=IN IP6 2001:db8::5\nt=0 0\na=sendonly\nm=audio 4000 RTP/SAVP 96 101\n"
        "a=rtpmap:96 opus/48000/2\na=fmtp:96 useinbandfec=1\na=rtpmap:101 telephone-event/8000\na=fmtp:101 0-16\n"
        "a=ptime:30\na=rtcp:4711\na=rtcp-mux\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:abc\nm=video 0 RTP/AVP 34\n");
    ASSERT_TRUE(sdp);
    EXPECT_EQ(sdp->session_id, 3U);
    EXPECT_EQ(sdp->version, 4U);
    const auto& audio = sdp->media[0];
    EXPECT_EQ(audio.address, "2001:db8::5");
    EXPECT_EQ(audio.direction, SdpDirection::SendOnly);
    EXPECT_EQ(audio.formats[0].channels, 2U);
    EXPECT_EQ(audio.formats[0].fmtp, "useinbandfec=1");
    EXPECT_EQ(audio.ptime_ms, 30U);
    EXPECT_EQ(audio.rtcp_port, 4711);
    EXPECT_TRUE(audio.rtcp_mux);
    ASSERT_EQ(audio.crypto.size(), 1U);
    EXPECT_EQ(audio.crypto[0], "1 AES_CM_128_HMAC_SHA1_80 inline:abc");
    EXPECT_EQ(sdp->media[1].format_text, "34");
}

TEST(Sdp, IsTolerant) {
    EXPECT_TRUE(parse_sdp("\r\n\r\nv=0\r\nm=audio 9 RTP/AVP 8"));
    EXPECT_TRUE(
        parse_sdp("v=0\nfoo\nz\nx=\nm=audio 9 RTP/AVP 8 999 abc\na=rtpmap:77 x/1\na=fmtp:\na=ptime:\na=rtpmap:\n"));
    const auto spaces = parse_sdp("v=0\r\nc=IN IP4  192.0.2.1/127 \r\nm=audio  4000  RTP/AVP  8  0 \r\n");
    ASSERT_TRUE(spaces);
    EXPECT_EQ(spaces->media[0].address, "192.0.2.1");
    EXPECT_EQ(spaces->media[0].formats.size(), 2U);
}

TEST(Sdp, RefusesNonsense) {
    for (const std::string text : {"", "hello", "m=audio 9 RTP/AVP 8\r\n", "v=0\r\n", "v=0\r\nm=audio\r\n",
                                   "v=0\r\nm=audio 70000 RTP/AVP 8\r\n", "v=0\r\nm=audio x RTP/AVP 8\r\n"}) {
        const auto sdp = parse_sdp(text);
        ASSERT_FALSE(sdp) << text;
        EXPECT_EQ(sdp.error().code, "sdp.malformed");
    }
    std::string many = "v=0\r\n";
    for (int i = 0; i < 17; ++i) {
        many += "m=audio 9 RTP/AVP 8\r\n";
    }
    EXPECT_FALSE(parse_sdp(many));
    EXPECT_FALSE(parse_sdp("v=0\r\nm=audio 9 RTP/AVP 8\r\n" + std::string(40'000, 'a')));
}

TEST(Sdp, WritesWhatItReads) {
    for (const auto& sample : sdp_samples()) {
        const auto first = parse_sdp(sample.text);
        ASSERT_TRUE(first);
        const auto text = write_sdp(*first);
        const auto again = parse_sdp(text);
        ASSERT_TRUE(again) << text;
        EXPECT_EQ(again->media.size(), first->media.size());
        EXPECT_EQ(again->media[0].formats.size(), first->media[0].formats.size());
        EXPECT_EQ(again->media[0].crypto, first->media[0].crypto);
        EXPECT_EQ(again->media[0].port, first->media[0].port);
    }
}

}  // namespace
}  // namespace yh::media
