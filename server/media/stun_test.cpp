#include "media/stun.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "media/ice_lite.h"
#include "media/stun_writer.h"

namespace yh::media {
namespace {

// RFC 5769 §2.1 and §2.2: their checksums and signatures were made by somebody else.
constexpr std::string_view vector_password = "VOkJxbRl1RmTxUk/WvJxBt";
const std::vector<std::uint8_t> vector_request{
    0x00, 0x01, 0x00, 0x58, 0x21, 0x12, 0xa4, 0x42, 0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34, 0xd6, 0x86, 0xfa, 0x87,
    0xdf, 0xae, 0x80, 0x22, 0x00, 0x10, 0x53, 0x54, 0x55, 0x4e, 0x20, 0x74, 0x65, 0x73, 0x74, 0x20, 0x63, 0x6c,
    0x69, 0x65, 0x6e, 0x74, 0x00, 0x24, 0x00, 0x04, 0x6e, 0x00, 0x01, 0xff, 0x80, 0x29, 0x00, 0x08, 0x93, 0x2f,
    0xf9, 0xb1, 0x51, 0x26, 0x3b, 0x36, 0x00, 0x06, 0x00, 0x09, 0x65, 0x76, 0x74, 0x6a, 0x3a, 0x68, 0x36, 0x76,
    0x59, 0x20, 0x20, 0x20, 0x00, 0x08, 0x00, 0x14, 0x9a, 0xea, 0xa7, 0x0c, 0xbf, 0xd8, 0xcb, 0x56, 0x78, 0x1e,
    0xf2, 0xb5, 0xb2, 0xd3, 0xf2, 0x49, 0xc1, 0xb5, 0x71, 0xa2, 0x80, 0x28, 0x00, 0x04, 0xe5, 0x7a, 0x3b, 0xcf};
const std::vector<std::uint8_t> vector_response{
    0x01, 0x01, 0x00, 0x3c, 0x21, 0x12, 0xa4, 0x42, 0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34, 0xd6, 0x86,
    0xfa, 0x87, 0xdf, 0xae, 0x80, 0x22, 0x00, 0x0b, 0x74, 0x65, 0x73, 0x74, 0x20, 0x76, 0x65, 0x63,
    0x74, 0x6f, 0x72, 0x20, 0x00, 0x20, 0x00, 0x08, 0x00, 0x01, 0xa1, 0x47, 0xe1, 0x12, 0xa6, 0x43,
    0x00, 0x08, 0x00, 0x14, 0x2b, 0x91, 0xf5, 0x99, 0xfd, 0x9e, 0x90, 0xc3, 0x8c, 0x74, 0x89, 0xf9,
    0x2a, 0xf9, 0xba, 0x53, 0xf0, 0x6b, 0xe7, 0xd7, 0x80, 0x28, 0x00, 0x04, 0xc0, 0x7d, 0x4c, 0x96};

std::vector<std::uint8_t> request(const IceCredentials& to, bool nominate, bool controlled = false,
                                  std::string_view password = {}) {
    std::vector<std::uint8_t> out(300);
    static std::uint8_t count = 0;
    StunWriter writer{out, StunClass::Request, StunTransaction{1, 2, ++count}};
    writer.add_text(StunAttribute::Username, to.ufrag + ":them");
    writer.add_number(controlled ? StunAttribute::IceControlled : StunAttribute::IceControlling, std::uint64_t{7});
    if (nominate) {
        writer.add(StunAttribute::UseCandidate);
    }
    writer.sign(password.empty() ? std::string_view{to.password} : password);
    out.resize(writer.finish());
    return out;
}

const auto home = *SocketAddress::parse("192.0.2.1", 1111);
const auto train = *SocketAddress::parse("2001:db8::7", 2222);

TEST(Stun, ReadsTheStandardsVectors) {
    const auto message = parse_stun(vector_request);
    ASSERT_TRUE(message);
    EXPECT_EQ(message->kind, StunClass::Request);
    EXPECT_EQ(message->username, "evtj:h6vY");
    EXPECT_TRUE(message->controlled);
    EXPECT_TRUE(integrity_fits(*message, vector_password));
    EXPECT_FALSE(integrity_fits(*message, "another"));
    const auto response = parse_stun(vector_response);
    ASSERT_TRUE(response);
    EXPECT_EQ(response->kind, StunClass::Success);
    EXPECT_TRUE(integrity_fits(*response, vector_password));
    ASSERT_TRUE(response->mapped);
    EXPECT_EQ(response->mapped->ip_text(), "192.0.2.1");
    EXPECT_EQ(response->mapped->port(), 32853);
}

TEST(Stun, WritesWhatItReads) {
    for (const auto& address : {home, train}) {
        std::vector<std::uint8_t> out(200);
        StunWriter writer{out, StunClass::Success, StunTransaction{9, 8, 7}};
        writer.add_address(address);
        writer.sign("secret");
        out.resize(writer.finish());
        const auto message = parse_stun(out);
        ASSERT_TRUE(message);
        EXPECT_EQ(message->mapped, address);
        EXPECT_TRUE(integrity_fits(*message, "secret"));
    }
    std::vector<std::uint8_t> small(40);
    StunWriter writer{small, StunClass::Success, {}};
    writer.add_address(train);
    writer.sign("secret");
    EXPECT_EQ(writer.finish(), 0U);
}

TEST(Stun, WhatFollowsTheSignatureIsNotBelieved) {
    std::vector<std::uint8_t> out(200);
    StunWriter writer{out, StunClass::Request, {}};
    writer.add_text(StunAttribute::Username, "us:them");
    writer.sign("secret");
    writer.add(StunAttribute::UseCandidate);
    out.resize(writer.finish());
    const auto message = parse_stun(out);
    ASSERT_TRUE(message);
    EXPECT_TRUE(integrity_fits(*message, "secret"));
    EXPECT_FALSE(message->use_candidate);
}

TEST(Stun, EveryBitIsProtected) {
    for (std::size_t bit = 0; bit < vector_request.size() * 8; ++bit) {
        auto bent = vector_request;
        bent[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        const auto message = parse_stun(bent);
        // Where no checksum catches it, because the bit made the checksum something else, the signature does.
        EXPECT_FALSE(message && integrity_fits(*message, vector_password) && bit < (vector_request.size() - 8) * 8)
            << bit;
    }
    for (std::size_t length = 0; length < vector_request.size(); ++length) {
        EXPECT_FALSE(parse_stun(std::span{vector_request}.first(length))) << length;
    }
}

TEST(IceLite, FollowsTheLastNomination) {
    IceLite ice{make_ice_credentials()};
    std::array<std::uint8_t, 256> out{};
    const auto ask = [&](const std::vector<std::uint8_t>& bytes, const SocketAddress& from) {
        return ice.on_request(*parse_stun(bytes), from, out);
    };
    EXPECT_FALSE(ice.target());
    EXPECT_EQ(ask(request(ice.current(), false), train).verdict, IceLite::Verdict::Checked);
    EXPECT_EQ(ice.target(), train);
    EXPECT_EQ(ask(request(ice.current(), true), home).verdict, IceLite::Verdict::Nominated);
    EXPECT_EQ(ice.target(), home);
    // A check alone does not move it any more, another nomination does.
    EXPECT_EQ(ask(request(ice.current(), false), train).verdict, IceLite::Verdict::Checked);
    EXPECT_EQ(ice.target(), home);
    EXPECT_EQ(ask(request(ice.current(), true), train).verdict, IceLite::Verdict::Nominated);
    EXPECT_EQ(ice.target(), train);
}

TEST(IceLite, RefusesStrangersAndWrongRoles) {
    IceLite ice{make_ice_credentials()};
    std::array<std::uint8_t, 256> out{};
    const auto stranger = ice.on_request(*parse_stun(request(make_ice_credentials(), true)), home, out);
    EXPECT_EQ(stranger.verdict, IceLite::Verdict::Ignored);
    EXPECT_EQ(stranger.bytes, 0U);
    const auto guess = ice.on_request(*parse_stun(request(ice.current(), true, false, "guessed")), home, out);
    EXPECT_EQ(guess.verdict, IceLite::Verdict::Refused);
    EXPECT_EQ(parse_stun(std::span{out}.first(guess.bytes))->error_code, 401);
    const auto role = ice.on_request(*parse_stun(request(ice.current(), true, true)), home, out);
    EXPECT_EQ(role.verdict, IceLite::Verdict::Corrected);
    const auto conflict = parse_stun(std::span{out}.first(role.bytes));
    EXPECT_EQ(conflict->error_code, 487);
    EXPECT_TRUE(integrity_fits(*conflict, ice.current().password));
    EXPECT_FALSE(ice.target());
}

TEST(IceLite, ACheckThatWasCaughtIsNotTakenFromElsewhere) {
    IceLite ice{make_ice_credentials()};
    std::array<std::uint8_t, 256> out{};
    const auto bytes = request(ice.current(), true);
    EXPECT_EQ(ice.on_request(*parse_stun(bytes), home, out).verdict, IceLite::Verdict::Nominated);
    EXPECT_EQ(ice.on_request(*parse_stun(bytes), train, out).verdict, IceLite::Verdict::Ignored);
    EXPECT_EQ(ice.target(), home);
    // Its own sender may repeat it.
    EXPECT_EQ(ice.on_request(*parse_stun(bytes), home, out).verdict, IceLite::Verdict::Nominated);
}

TEST(IceLite, SaysWhatItDoesNotUnderstand) {
    IceLite ice{make_ice_credentials()};
    std::vector<std::uint8_t> bytes(300);
    StunWriter writer{bytes, StunClass::Request, {}};
    writer.add_text(StunAttribute::Username, ice.current().ufrag + ":x");
    writer.add(static_cast<StunAttribute>(0x0077));
    writer.add(static_cast<StunAttribute>(0xC057));
    writer.sign(ice.current().password);
    bytes.resize(writer.finish());
    std::array<std::uint8_t, 256> out{};
    const auto answer = ice.on_request(*parse_stun(bytes), home, out);
    EXPECT_EQ(answer.verdict, IceLite::Verdict::Corrected);
    EXPECT_EQ(parse_stun(std::span{out}.first(answer.bytes))->error_code, 420);
}

TEST(IceLite, ARestartKeepsTheOldGenerationUntilTheNewIsNominated) {
    const auto first = make_ice_credentials();
    const auto second = make_ice_credentials();
    IceLite ice{first};
    std::array<std::uint8_t, 256> out{};
    ice.on_request(*parse_stun(request(first, true)), home, out);
    ice.restart(second);
    EXPECT_EQ(ice.target(), home);
    EXPECT_TRUE(ice.knows(first.ufrag));
    EXPECT_EQ(ice.on_request(*parse_stun(request(first, false)), home, out).verdict, IceLite::Verdict::Checked);
    EXPECT_EQ(ice.on_request(*parse_stun(request(second, true)), train, out).verdict, IceLite::Verdict::Nominated);
    EXPECT_EQ(ice.target(), train);
    EXPECT_FALSE(ice.knows(first.ufrag));
}

}  // namespace
}  // namespace yh::media
