#include "db/placeholders.h"

#include <gtest/gtest.h>

namespace yh::db {
namespace {

TEST(Placeholders, OnlyThoseOutsideQuotesAndCommentsAreNumbered) {
    EXPECT_EQ(number_placeholders("a = ? AND b IN (?,?)").text, "a = $1 AND b IN ($2,$3)");
    EXPECT_EQ(number_placeholders("'?''?' = ? /* ? */ \"?\" -- ?\n ?").text, "'?''?' = $1 /* ? */ \"?\" -- ?\n $2");
    EXPECT_EQ(number_placeholders("'?").text, "'?");
    EXPECT_EQ(number_placeholders("/* ?").placeholders, 0U);
    EXPECT_EQ(number_placeholders("? - ? / ?").text, "$1 - $2 / $3");
}

}  // namespace
}  // namespace yh::db
