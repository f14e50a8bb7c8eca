#include "media/srtp.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string_view>
#include <vector>

#include "media/sdes.h"
#include "media/srtp_crypto.h"
#include "media/srtp_replay.h"
#include "media/srtp_session.h"

namespace yh::media {
namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes from_hex(std::string_view text) {
    Bytes bytes;
    int half = -1;
    for (const char c : text) {
        if (c == ' ') {
            continue;
        }
        const int value = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
        if (half < 0) {
            half = value;
        } else {
            bytes.push_back(static_cast<std::uint8_t>(half << 4 | value));
            half = -1;
        }
    }
    return bytes;
}

template <std::size_t N>
std::array<std::uint8_t, N> array_from_hex(std::string_view text) {
    std::array<std::uint8_t, N> out{};
    const auto bytes = from_hex(text);
    EXPECT_LE(bytes.size(), N);
    std::ranges::copy(bytes, out.begin());
    return out;
}

Bytes rtp_packet(std::uint16_t sequence, std::uint32_t ssrc = 0xCAFEBABE, std::size_t payload = 160) {
    Bytes packet(12 + payload, 0xAB);
    packet[0] = 0x80;
    packet[1] = 8;
    packet[2] = static_cast<std::uint8_t>(sequence >> 8);
    packet[3] = static_cast<std::uint8_t>(sequence);
    for (std::size_t i = 0; i < 4; ++i) {
        packet[8 + i] = static_cast<std::uint8_t>(ssrc >> (24 - 8 * i));
    }
    return packet;
}

Bytes rtcp_packet() {
    return from_hex("80c90001 cafebabe 01020304");
}

class EveryProfile : public testing::TestWithParam<SrtpProfile> {
  protected:
    EveryProfile() {
        const auto& info = srtp_profile_info(GetParam());
        master_.resize(info.key_bytes + info.salt_bytes);
        for (std::size_t i = 0; i < master_.size(); ++i) {
            master_[i] = static_cast<std::uint8_t>(i * 7 + 1);
        }
    }
    SrtpContext context() const { return SrtpContext::create(GetParam(), master_).value(); }
    static Bytes sealed(SrtpContext& sender, Bytes packet) {
        const auto length = packet.size();
        packet.resize(length + srtp_growth_bytes);
        packet.resize(sender.protect(packet, length).value());
        return packet;
    }
    static Bytes sealed_rtcp(SrtpContext& sender, Bytes packet) {
        const auto length = packet.size();
        packet.resize(length + srtp_growth_bytes);
        packet.resize(sender.protect_rtcp(packet, length).value());
        return packet;
    }

    Bytes master_;
};

INSTANTIATE_TEST_SUITE_P(Srtp, EveryProfile,
                         testing::Values(SrtpProfile::AesCm128HmacSha1_80, SrtpProfile::AesCm128HmacSha1_32,
                                         SrtpProfile::AeadAes128Gcm));

TEST_P(EveryProfile, RoundTripAcrossTheRollover) {
    auto sender = context();
    auto receiver = context();
    for (std::uint32_t i = 0; i < 70'000; i += i < 65'000 ? 500 : 1) {
        const auto plain = rtp_packet(static_cast<std::uint16_t>(i));
        auto packet = sealed(sender, plain);
        ASSERT_EQ(packet.size(), plain.size() + srtp_profile_info(GetParam()).rtp_tag_bytes);
        ASSERT_NE(Bytes(packet.begin() + 12, packet.begin() + 172), Bytes(plain.begin() + 12, plain.end()));
        const auto length = receiver.unprotect(packet);
        ASSERT_TRUE(length.ok()) << i << " " << length.error().code;
        packet.resize(*length);
        ASSERT_EQ(packet, plain);
    }
}

TEST_P(EveryProfile, ReplayAndForgeryAreRefused) {
    auto sender = context();
    auto receiver = context();
    const auto first = sealed(sender, rtp_packet(1000));
    auto copy = first;
    ASSERT_TRUE(receiver.unprotect(copy).ok());
    copy = first;
    EXPECT_EQ(receiver.unprotect(copy).error().code, "srtp.replayed");
    const auto second = sealed(sender, rtp_packet(1001));
    for (std::size_t at = 0; at < second.size(); ++at) {
        copy = second;
        copy[at] ^= 0x10;
        EXPECT_FALSE(receiver.unprotect(copy).ok()) << "byte " << at;
    }
    copy = second;
    EXPECT_TRUE(receiver.unprotect(copy).ok()) << "forgeries must not use its number up";
}

TEST_P(EveryProfile, ReorderedWithinTheWindowIsTaken) {
    auto sender = context();
    auto receiver = context();
    std::vector<Bytes> packets;
    for (std::uint16_t i = 0; i < 200; ++i) {
        packets.push_back(sealed(sender, rtp_packet(static_cast<std::uint16_t>(65'500 + i))));
    }
    auto last = packets[199];
    ASSERT_TRUE(receiver.unprotect(packets[0]).ok());
    ASSERT_TRUE(receiver.unprotect(packets[100]).ok());
    ASSERT_TRUE(receiver.unprotect(packets[30]).ok()) << "from before the rollover";
    ASSERT_TRUE(receiver.unprotect(last).ok());
    EXPECT_TRUE(receiver.unprotect(packets[199 - 127]).ok());
    EXPECT_EQ(receiver.unprotect(packets[199 - 128]).error().code, "srtp.replayed");
}

TEST_P(EveryProfile, SenderNeverUsesANumberTwice) {
    auto sender = context();
    sealed(sender, rtp_packet(7));
    auto again = rtp_packet(7);
    again.resize(again.size() + srtp_growth_bytes);
    EXPECT_EQ(sender.protect(again, 172).error().code, "srtp.replayed");
}

TEST_P(EveryProfile, SeveralSourcesAtATime) {
    auto sender = context();
    auto receiver = context();
    for (std::uint16_t sequence = 0; sequence < 20; ++sequence) {
        for (std::uint32_t ssrc = 1; ssrc <= 12; ++ssrc) {
            auto packet = sealed(sender, rtp_packet(sequence, ssrc));
            EXPECT_TRUE(receiver.unprotect(packet).ok());
        }
    }
}

TEST_P(EveryProfile, RtcpRoundTripReplayForgery) {
    auto sender = context();
    auto receiver = context();
    const auto plain = rtcp_packet();
    Bytes last;
    for (int i = 0; i < 5; ++i) {
        last = sealed_rtcp(sender, plain);
        auto packet = last;
        ASSERT_EQ(packet.size(), plain.size() + srtp_profile_info(GetParam()).rtcp_tag_bytes + 4);
        const auto length = receiver.unprotect_rtcp(packet);
        ASSERT_TRUE(length.ok());
        packet.resize(*length);
        EXPECT_EQ(packet, plain);
    }
    auto replay = last;
    EXPECT_EQ(receiver.unprotect_rtcp(replay).error().code, "srtp.replayed");
    const auto fresh = sealed_rtcp(sender, plain);
    for (std::size_t at = 4; at < fresh.size(); ++at) {
        auto forged = fresh;
        forged[at] ^= 1;
        EXPECT_FALSE(receiver.unprotect_rtcp(forged).ok()) << "byte " << at;
    }
}

TEST_P(EveryProfile, MalformedIsRefusedWithoutHarm) {
    auto context_under_test = context();
    std::mt19937 random{11};
    for (int round = 0; round < 20'000; ++round) {
        Bytes packet(random() % 64);
        for (auto& byte : packet) {
            byte = static_cast<std::uint8_t>(random());
        }
        if (!packet.empty() && round % 2 == 0) {
            packet[0] = static_cast<std::uint8_t>(0x80 | (packet[0] & 0x3F));
        }
        EXPECT_FALSE(context_under_test.unprotect(packet).ok());
        EXPECT_FALSE(context_under_test.unprotect_rtcp(packet).ok());
    }
    Bytes exact = rtp_packet(1);
    EXPECT_EQ(context_under_test.protect(exact, exact.size()).error().code, "srtp.no_room");
    EXPECT_EQ(context_under_test.protect(exact, exact.size() + 1).error().code, "srtp.malformed");
    EXPECT_EQ(SrtpContext::create(GetParam(), std::span{master_}.first(20)).error().code, "srtp.bad_key");
}

TEST_P(EveryProfile, HeaderExtensionStaysInTheClear) {
    auto sender = context();
    auto receiver = context();
    auto plain = rtp_packet(5);
    plain[0] = 0x91;  // one CSRC and an extension of two words
    plain[18] = 0;
    plain[19] = 2;
    auto packet = sealed(sender, plain);
    EXPECT_TRUE(std::equal(plain.begin(), plain.begin() + 28, packet.begin()));
    EXPECT_FALSE(std::equal(plain.begin() + 28, plain.end(), packet.begin() + 28));
    packet.resize(receiver.unprotect(packet).value());
    EXPECT_EQ(packet, plain);
}

// RFC 3711 appendix B.2.
TEST(SrtpVectors, AesCounterKeystream) {
    auto cipher = AesCounter::create(array_from_hex<16>("2B7E151628AED2A6ABF7158809CF4F3C")).value();
    Bytes data(48);
    ASSERT_TRUE(cipher.apply(array_from_hex<16>("F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000"), data));
    EXPECT_EQ(data, from_hex("E03EAD0935C95E80E166B16DD92B4EB4 D23513162B02D0F72A43A2FE4A5F97AB"
                             "41E95B3BB0A2E8DD477901E4FCA894C0"));
}

// RFC 3711 appendix B.3.
TEST(SrtpVectors, KeyDerivation) {
    const auto key = array_from_hex<16>("E1F97A0D3E018BE0D64FA32C06DE4139");
    const auto salt = array_from_hex<14>("0EC675AD498AFEEBB6960B3AABE6");
    Bytes out(16);
    ASSERT_TRUE(derive_srtp_key(key, salt, 0, out).ok());
    EXPECT_EQ(out, from_hex("C61E7A93744F39EE10734AFE3FF7A087"));
    out.resize(14);
    ASSERT_TRUE(derive_srtp_key(key, salt, 2, out).ok());
    EXPECT_EQ(out, from_hex("30CBBC08863D8C85D49DB34A9AE1"));
    out.resize(94);
    ASSERT_TRUE(derive_srtp_key(key, salt, 1, out).ok());
    EXPECT_EQ(out, from_hex("CEBE321F6FF7716B6FD4AB49AF256A15 6D38BAA48F0A0ACF3C34E2359E6CDBCE"
                            "E049646C43D9327AD175578EF7227098 6371C10C9A369AC2F94A8C5FBCDDDC25"
                            "6D6E919A48B610EF17C2041E47403576 6B68642C59BBFC2F34DB60DBDFB2"));
}

// RFC 2202 test 1, and a key in two pieces of data.
TEST(SrtpVectors, HmacSha1) {
    const HmacSha1 hmac{array_from_hex<20>("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b")};
    const auto text = from_hex("4869205468657265");
    const auto expected = array_from_hex<20>("b617318655057264e28bc0b6fb378c8ef146be00");
    EXPECT_EQ(hmac.digest(text), expected);
    EXPECT_EQ(hmac.digest(std::span{text}.first(3), std::span{text}.subspan(3)), expected);
}

// A whole packet under the master key of appendix B.3, as published with the reference implementation of RFC 3711.
TEST(SrtpVectors, WholePacketAesCm80) {
    const auto master = from_hex("E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6");
    auto sender = SrtpContext::create(SrtpProfile::AesCm128HmacSha1_80, master).value();
    auto packet = from_hex("800f1234 decafbad cafebabe abababab abababab abababab abababab");
    const auto length = packet.size();
    packet.resize(length + srtp_growth_bytes);
    packet.resize(sender.protect(packet, length).value());
    EXPECT_EQ(packet, from_hex("800f1234 decafbad cafebabe 4e55dc4c e79978d8 8ca4d215 949d2402"
                               "b78d6acc 99ea179b 8dbb"));
}

SrtpSession gcm_session() {
    SrtpSession::Keys keys;
    keys.cipher = array_from_hex<16>("000102030405060708090a0b0c0d0e0f");
    keys.salt = array_from_hex<14>("517569642070726f2071756f");
    return SrtpSession::create(SrtpProfile::AeadAes128Gcm, 16, keys).value();
}

// RFC 7714 §16.1.1 and §16.1.2.
TEST(SrtpVectors, GcmRtp) {
    auto session = gcm_session();
    const auto plain = from_hex(
        "8040f17b 8041f8d3 5501a0b2 47616c6c 69612065 7374206f 6d6e6973 20646976"
        "69736120 696e2070 61727465 73207472 6573");
    const auto wire = from_hex(
        "8040f17b 8041f8d3 5501a0b2 f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5"
        "0d294e6f 42a5f47a 51c7d19b 36de3adf 8833899d 7f27beb1 6a9152cf 765ee439 0cce");
    auto packet = plain;
    packet.resize(plain.size() + 16);
    ASSERT_TRUE(session.protect_rtp(packet, 12, 0x5501a0b2, 0xf17b));
    EXPECT_EQ(packet, wire);
    ASSERT_TRUE(session.unprotect_rtp(packet, 12, 0x5501a0b2, 0xf17b));
    packet.resize(plain.size());
    EXPECT_EQ(packet, plain);
}

const char* const rtcp_plain =
    "81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61"
    "deadbeef deadbeef deadbeef deadbeef deadbeef";

// RFC 7714 §17.1 and §17.2.
TEST(SrtpVectors, GcmRtcp) {
    auto session = gcm_session();
    const auto plain = from_hex(rtcp_plain);
    auto packet = plain;
    packet.resize(plain.size() + 20);
    ASSERT_TRUE(session.protect_rtcp(packet, 0x4d617273, 0x800005d4));
    EXPECT_EQ(packet, from_hex("81c8000d 4d617273 63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 6c06f32d"
                               "c676a5f1 730d6fda 4ce09b46 86303ded 0bb9275b c84aa458 96cf4d2f c5abf872"
                               "45d9eade 800005d4"));
    ASSERT_TRUE(session.unprotect_rtcp(packet, 0x4d617273, 0x800005d4));
    packet.resize(plain.size());
    EXPECT_EQ(packet, plain);
}

// RFC 7714 §17.3: without the E bit the report is only authenticated.
TEST(SrtpVectors, GcmRtcpInTheClear) {
    auto session = gcm_session();
    auto packet = from_hex(std::string{rtcp_plain} + "841dd968 3dd78ec9 2ae58790 125f62b3 000005d4");
    ASSERT_TRUE(session.unprotect_rtcp(packet, 0x4d617273, 0x000005d4));
    packet.resize(packet.size() - 20);
    EXPECT_EQ(packet, from_hex(rtcp_plain));
}

TEST(ReplayWindow, AgreesWithARememberedSet) {
    std::mt19937 random{3};
    ReplayWindow window;
    std::vector<bool> seen(20'000);
    std::uint64_t highest = 0;
    std::uint64_t at = 0;
    for (int i = 0; i < 15'000; ++i) {
        at += random() % 40 == 0 ? 300 : 1;
        const auto back = random() % 3 == 0 ? random() % 140 : 0;
        const auto index = at > back ? at - back : 0;
        if (index >= seen.size()) {
            break;
        }
        const bool expected =
            !window.started() || index > highest || (highest - index < ReplayWindow::width && !seen[index]);
        ASSERT_EQ(window.is_new(index), expected) << index;
        if (expected) {
            window.mark(index);
            seen[index] = true;
            highest = std::max(highest, index);
        }
    }
}

TEST(Sdes, ReadsWhatOthersSend) {
    const auto crypto =
        parse_sdes_crypto("1 AES_CM_128_HMAC_SHA1_80 inline:PS1uQCVeeCFCanVmcjkpPywjNWhcYD0mXXtxaVBR|2^20");
    ASSERT_TRUE(crypto.ok()) << crypto.error().detail;
    EXPECT_EQ(crypto->tag, 1U);
    EXPECT_EQ(crypto->profile, SrtpProfile::AesCm128HmacSha1_80);
    EXPECT_EQ(crypto->master_bytes().size(), 30U);
    EXPECT_EQ(crypto->master_bytes()[0], 0x3D);
    EXPECT_EQ(crypto->master_bytes()[29], 0x51);
}

TEST(Sdes, RoundTrip) {
    for (const auto profile :
         {SrtpProfile::AesCm128HmacSha1_80, SrtpProfile::AesCm128HmacSha1_32, SrtpProfile::AeadAes128Gcm}) {
        const auto made = make_sdes_crypto(3, profile);
        const auto read = parse_sdes_crypto(format_sdes_crypto(made));
        ASSERT_TRUE(read.ok());
        EXPECT_EQ(read->tag, 3U);
        EXPECT_EQ(read->profile, profile);
        EXPECT_TRUE(std::ranges::equal(read->master_bytes(), made.master_bytes()));
        EXPECT_TRUE(SrtpContext::create(profile, read->master_bytes()).ok());
    }
}

TEST(Sdes, RefusesWhatItCannotDo) {
    const std::string key = "inline:PS1uQCVeeCFCanVmcjkpPywjNWhcYD0mXXtxaVBR";
    const auto code = [](const std::string& line) { return parse_sdes_crypto(line).error().code; };
    EXPECT_EQ(code(""), "sdes.malformed");
    EXPECT_EQ(code("x AES_CM_128_HMAC_SHA1_80 " + key), "sdes.malformed");
    EXPECT_EQ(code("1 AES_256_CM_HMAC_SHA1_80 " + key), "sdes.unsupported");
    EXPECT_EQ(code("1 AES_CM_128_HMAC_SHA1_80 inline:short"), "sdes.malformed");
    EXPECT_EQ(code("1 AES_CM_128_HMAC_SHA1_80 " + key + "x"), "sdes.malformed");
    EXPECT_EQ(code("1 AES_CM_128_HMAC_SHA1_80 " + key + "|2^20|1:4"), "sdes.unsupported");
    EXPECT_EQ(code("1 AES_CM_128_HMAC_SHA1_80 " + key + " UNENCRYPTED_SRTP"), "sdes.unsupported");
    EXPECT_TRUE(parse_sdes_crypto("9 AES_CM_128_HMAC_SHA1_32 " + key + " WSH=128").ok());
}

}  // namespace
}  // namespace yh::media
