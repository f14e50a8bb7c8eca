#include "base/utf8.h"

#include <gtest/gtest.h>

namespace yh {
namespace {

using namespace std::string_view_literals;

TEST(Utf8, OnlyWellFormedCharactersPass) {
    EXPECT_TRUE(is_clean_utf8("plain, 应和, \xF0\x9F\x98\x80"sv));
    // A NUL, a lone continuation, an overlong slash, a surrogate, beyond U+10FFFF, cut characters.
    for (const auto bad : {"a\0b"sv, "\x80"sv, "\xC0\xAF"sv, "\xED\xA0\x80"sv, "\xF4\x90\x80\x80"sv, "\xE4\xBD"sv,
                           "\xF0\x9F\x98"sv, "\xE0\x80\x80"sv, "\xFF"sv}) {
        EXPECT_FALSE(is_clean_utf8(bad));
        EXPECT_TRUE(is_clean_utf8(clean_utf8(bad)));
    }
    EXPECT_EQ(clean_utf8("a\xFF应"sv), "a\xEF\xBF\xBD应");
}

}  // namespace
}  // namespace yh
