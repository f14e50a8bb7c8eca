#include "model/telephone_number.h"

#include <gtest/gtest.h>

#include <random>

namespace yh::model {
namespace {

struct Case {
    std::string_view written;
    std::string_view normal;
};

// R069, R136: a caller is known however the number was typed and however the network writes it.
constexpr Case cases[] = {
    {"13812345678", "13812345678"},
    {"138 1234 5678", "13812345678"},
    {"138-1234-5678", "13812345678"},
    {" (138) 1234.5678 ", "13812345678"},
    {"013812345678", "13812345678"},
    {"+8613812345678", "13812345678"},
    {"+86 138-1234-5678", "13812345678"},
    {"008613812345678", "13812345678"},
    {"8613812345678", "13812345678"},
    {"+86013812345678", "13812345678"},
    {"１３８１２３４５６７８", "13812345678"},
    {"＋８６　１３８－１２３４－５６７８", "13812345678"},
    {"\u202d138 1234 5678\u202c", "13812345678"},
    // Lines keep their area code, and get its 0 back.
    {"010-88888888", "01088888888"},
    {"（010）8888 8888", "01088888888"},
    {"+861088888888", "01088888888"},
    {"+86 010 88888888", "01088888888"},
    {"0086 755 2600 0000", "075526000000"},
    {"0755-26000000", "075526000000"},
    {"88888888", "88888888"},
    // Services.
    {"400-800-1234", "4008001234"},
    {"+864008001234", "4008001234"},
    {"95588", "95588"},
    {"+8695588", "95588"},
    {"110", "110"},
    {"8675526000000", "8675526000000"},
    // Abroad.
    {"+1 650 253 0000", "+16502530000"},
    {"0016502530000", "+16502530000"},
    {"+852 2882 1234", "+85228821234"},
    // Extensions and codes, untouched.
    {"8001", "8001"},
    {"0001", "0001"},
    {"00123", "00123"},
    {"*71", "*71"},
    {"#", "#"},
    // No telephone numbers.
    {"", ""},
    {"anonymous", "anonymous"},
    {"alice", "alice"},
    {"+", "+"},
    {"+86", "+86"},
};

TEST(TelephoneNumber, R136_OneFormForEveryWayOfWriting) {
    for (const auto& one : cases) {
        EXPECT_EQ(normal_number(one.written), one.normal) << one.written;
    }
}

TEST(TelephoneNumber, TwiceIsOnce) {
    std::mt19937 random{7};
    constexpr std::string_view alphabet = "000111388866+*# -a";
    for (int round = 0; round < 20'000; ++round) {
        std::string written;
        for (auto left = random() % 18; left > 0; --left) {
            written += alphabet[random() % alphabet.size()];
        }
        const auto once = normal_number(written);
        EXPECT_EQ(normal_number(once), once) << written;
    }
    for (const auto& one : cases) {
        EXPECT_EQ(normal_number(one.normal), one.normal);
    }
}

TEST(TelephoneNumber, EverySpellingLeadsBack) {
    for (const auto& one : cases) {
        const auto spellings = spellings_of(one.normal);
        EXPECT_EQ(spellings.front(), one.normal);
        for (const auto& spelling : spellings) {
            EXPECT_EQ(normal_number(spelling), one.normal) << spelling;
        }
    }
    EXPECT_EQ(spellings_of("13812345678").size(), 6U);
}

TEST(TelephoneNumber, WhatMayBeSomebodys) {
    for (const auto* good : {"110", "13812345678", "+16502530000", "01088888888", "8001"}) {
        EXPECT_TRUE(is_telephone_number(good)) << good;
    }
    for (const auto* bad : {"", "12", "alice", "+", "+12", "138*5678", "*71", "123456789012345678901"}) {
        EXPECT_FALSE(is_telephone_number(bad)) << bad;
    }
}

}  // namespace
}  // namespace yh::model
