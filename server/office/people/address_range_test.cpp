#include "office/people/address_range.h"

#include <gtest/gtest.h>

// From where people may come (B19).
namespace yh::office::people {
namespace {

bool is_in(std::string_view range, std::string_view address) {
    const auto parsed = AddressRange::parse(range);
    EXPECT_TRUE(parsed.has_value()) << range;
    return parsed && parsed->contains(address);
}

TEST(AddressRange, HoldsWhatBeginsWithItsBits) {
    EXPECT_TRUE(is_in("203.0.113.7", "203.0.113.7"));
    EXPECT_FALSE(is_in("203.0.113.7", "203.0.113.8"));
    EXPECT_TRUE(is_in("10.0.0.0/8", "10.255.1.2"));
    EXPECT_FALSE(is_in("10.0.0.0/8", "11.0.0.1"));
    EXPECT_TRUE(is_in("192.168.4.0/22", "192.168.7.255"));
    EXPECT_FALSE(is_in("192.168.4.0/22", "192.168.8.0"));
    EXPECT_TRUE(is_in("0.0.0.0/0", "8.8.8.8"));
    EXPECT_FALSE(is_in("0.0.0.0/0", "2001:db8::1"));
    EXPECT_TRUE(is_in("2001:db8::/33", "2001:db8:7fff::1"));
    EXPECT_FALSE(is_in("2001:db8::/33", "2001:db8:8000::1"));
    EXPECT_TRUE(is_in("::/0", "10.1.2.3"));
    EXPECT_TRUE(is_in("10.0.0.0/8", "::ffff:10.1.2.3")) << "the same person, seen by a listener for both";
    EXPECT_FALSE(is_in("10.0.0.0/8", "nonsense"));
    EXPECT_FALSE(is_in("::/0", ""));
}

TEST(AddressRange, RefusesWhatIsNone) {
    for (const auto* text : {"", "10", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8x", "10.0.0.0/-1", "2001:db8::/129",
                             "office", "10.0.0.256", "10.0.0.0/8/8", " 10.0.0.1"}) {
        EXPECT_FALSE(AddressRange::parse(text).has_value()) << text;
    }
}

TEST(AddressRange, NoListLetsEverybodyIn) {
    EXPECT_TRUE(is_allowed_from({}, "8.8.8.8"));
    EXPECT_TRUE(is_allowed_from({*AddressRange::parse("10.0.0.0/8"), *AddressRange::parse("8.8.8.8")}, "8.8.8.8"));
    EXPECT_FALSE(is_allowed_from({*AddressRange::parse("10.0.0.0/8")}, "8.8.8.8"));
}

}  // namespace
}  // namespace yh::office::people
