#include "media/codec.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <vector>

#include "media/g711.h"
#include "media/tone.h"

namespace yh::media {
namespace {

using std::chrono::seconds;

std::vector<std::int16_t> two_seconds_of(double hz) {
    return make_tone({hz, 0, -12, seconds{2}, seconds{0}});
}

/// Through encoder and decoder; every `lose_every`-th packet is concealed (0: none).
std::vector<std::int16_t> passed_through(CodecKind kind, std::span<const std::int16_t> pcm,
                                         std::size_t lose_every = 0) {
    auto encoder = make_encoder(kind).value();
    auto decoder = make_decoder(kind).value();
    std::vector<std::int16_t> out;
    std::array<std::uint8_t, max_payload_bytes> payload;
    std::array<std::int16_t, frame_samples> frame;
    for (std::size_t i = 0; (i + 1) * frame_samples <= pcm.size(); ++i) {
        const auto bytes = encoder->encode(pcm.subspan(i * frame_samples, frame_samples), payload);
        EXPECT_GT(bytes, 0U);
        if (lose_every != 0 && i % lose_every == lose_every - 1) {
            decoder->conceal(frame);
        } else {
            EXPECT_EQ(decoder->decode(std::span{payload}.first(bytes), frame), frame_samples);
        }
        out.insert(out.end(), frame.begin(), frame.end());
    }
    return out;
}

TEST(Codec, KnowsWhatSdpSays) {
    EXPECT_EQ(find_codec(8), CodecKind::Pcma);
    EXPECT_EQ(find_codec(0), CodecKind::Pcmu);
    EXPECT_EQ(find_codec(9), CodecKind::G722);
    EXPECT_EQ(find_codec(18), std::nullopt);
    EXPECT_EQ(find_codec("pcma", 8000), CodecKind::Pcma);
    EXPECT_EQ(find_codec("OPUS", 48000), CodecKind::Opus);
    EXPECT_EQ(find_codec("G722", 16000), std::nullopt) << "RFC 3551 §4.5.2: G722 says 8000";
    EXPECT_EQ(find_codec("PCM", 8000), std::nullopt);
    EXPECT_EQ(codec_info(CodecKind::Opus).frame_timestamp_step, 960U);
}

TEST(Codec, EveryCodecKeepsAToneAtItsLevel) {
    const auto tone = two_seconds_of(440);
    for (const auto kind : {CodecKind::Pcma, CodecKind::Pcmu, CodecKind::G722, CodecKind::Opus}) {
        const auto heard = passed_through(kind, tone);
        const auto later = std::span{heard}.subspan(8000);  // past the codec's own delay
        EXPECT_NEAR(tone_level_dbfs(later, 440), -12, 1.5) << codec_info(kind).name;
        EXPECT_LT(tone_level_dbfs(later, 1330), -35) << codec_info(kind).name;
    }
}

TEST(Codec, LossIsConcealed) {
    const auto tone = two_seconds_of(400);
    for (const auto kind : {CodecKind::Pcma, CodecKind::Pcmu, CodecKind::G722, CodecKind::Opus}) {
        const auto heard = passed_through(kind, tone, 10);
        // Without concealment every tenth frame would be silent; Opus fades a pure tone most.
        for (std::size_t i = 20; i < heard.size() / frame_samples; ++i) {
            EXPECT_GT(rms_dbfs(std::span{heard}.subspan(i * frame_samples, frame_samples)), -40)
                << codec_info(kind).name << " frame " << i;
        }
    }
}

TEST(Codec, SixteenKilohertzWhereTheCodecCan) {
    EXPECT_TRUE(make_encoder(CodecKind::G722, {.pcm_rate_hz = 16000}).ok());
    EXPECT_TRUE(make_decoder(CodecKind::Opus, {.pcm_rate_hz = 16000}).ok());
    const auto refused = make_decoder(CodecKind::Pcma, {.pcm_rate_hz = 16000});
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, "codec.unsupported");
    EXPECT_FALSE(make_encoder(CodecKind::Opus, {.pcm_rate_hz = 11025}).ok());
}

TEST(Codec, AnyPayloadIsSurvived) {
    std::array<std::uint8_t, 600> noise;
    std::uint32_t state = 7;
    for (auto& byte : noise) {
        state = state * 1664525 + 1013904223;
        byte = static_cast<std::uint8_t>(state >> 24);
    }
    std::array<std::int16_t, 3 * frame_samples> out;
    for (const auto kind : {CodecKind::Pcma, CodecKind::Pcmu, CodecKind::G722, CodecKind::Opus}) {
        auto decoder = make_decoder(kind).value();
        for (std::size_t size = 0; size <= noise.size(); size += 7) {
            EXPECT_LE(decoder->decode(std::span{noise}.first(size), out), out.size());
        }
    }
}

TEST(G711, EveryByteSurvivesARoundTrip) {
    for (int i = 0; i < 256; ++i) {
        const auto byte = static_cast<std::uint8_t>(i);
        EXPECT_EQ(alaw_of(linear_of_alaw(byte)), byte);
        // µ-law has two zeros; the negative one comes back as the positive.
        EXPECT_EQ(ulaw_of(linear_of_ulaw(byte)), byte == 0x7F ? 0xFF : byte);
    }
}

TEST(G711, KnownValues) {
    EXPECT_EQ(alaw_of(0), silence_byte(Law::A));
    EXPECT_EQ(ulaw_of(0), silence_byte(Law::Mu));
    EXPECT_EQ(alaw_of(32767), 0xAA);
    EXPECT_EQ(alaw_of(-32768), 0x2A);
    EXPECT_EQ(ulaw_of(32767), 0x80);
    EXPECT_EQ(ulaw_of(-32768), 0x00);
    EXPECT_EQ(linear_of_alaw(0xAA), 32256);
    EXPECT_EQ(linear_of_ulaw(0x80), 32124);
}

TEST(G711, ErrorIsWithinTheStep) {
    for (int value = -32768; value <= 32767; value += 13) {
        const auto sample = static_cast<std::int16_t>(value);
        const int allowed = std::max(16, std::abs(value) / 16 + 8);
        EXPECT_NEAR(linear_of_alaw(alaw_of(sample)), value, allowed);
        EXPECT_NEAR(linear_of_ulaw(ulaw_of(sample)), value, std::max(allowed, 700 * (std::abs(value) > 32000)));
    }
}

TEST(G711, LawsChangeDirectlyAsThroughPcm) {
    for (int i = 0; i < 256; ++i) {
        const auto byte = static_cast<std::uint8_t>(i);
        EXPECT_EQ(ulaw_of_alaw(byte), ulaw_of(linear_of_alaw(byte)));
        EXPECT_EQ(alaw_of_ulaw(byte), alaw_of(linear_of_ulaw(byte)));
        EXPECT_EQ(law_table(Law::A, Law::A)[static_cast<std::size_t>(i)], byte);
    }
    std::array<std::uint8_t, 3> bytes{0xD5, 0xAA, 0x2A};
    change_law(Law::A, Law::Mu, bytes, bytes);
    EXPECT_EQ(bytes, (std::array<std::uint8_t, 3>{ulaw_of_alaw(0xD5), ulaw_of_alaw(0xAA), ulaw_of_alaw(0x2A)}));
}

}  // namespace
}  // namespace yh::media
