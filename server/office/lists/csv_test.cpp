#include "office/lists/csv.h"

#include <gtest/gtest.h>

#include "office/lists/list_rows.h"

namespace yh::office::lists {
namespace {

std::string row_of(std::initializer_list<std::string_view> cells) {
    Csv csv;
    for (const auto cell : cells) {
        csv.cell(cell);
    }
    csv.end_row();
    auto text = csv.take();
    EXPECT_EQ(text.substr(0, 3), "\xEF\xBB\xBF");
    return text.substr(3);
}

TEST(Csv, QuotesWhatWouldBreakARow) {
    EXPECT_EQ(row_of({"a", "b,c", "say \"hi\"", "two\nlines", ""}), "a,\"b,c\",\"say \"\"hi\"\"\",\"two\nlines\",\r\n");
}

// CVE-2014-3524 and its kin: a caller's name must not become a program on the desk of who opens the file.
TEST(Csv, FormulasAreTamed) {
    EXPECT_EQ(row_of({"=1+1", "+8613912345678", "-2", "@SUM(A1)", "\tx"}),
              "'=1+1,'+8613912345678,'-2,'@SUM(A1),'\tx\r\n");
    EXPECT_EQ(row_of({"=HYPERLINK(\"a\",\"b\")"}), "\"'=HYPERLINK(\"\"a\"\",\"\"b\"\")\"\r\n");
}

TEST(ListRows, TimesAreThoseOfThePerson) {
    EXPECT_EQ(local_time(1'795'250'106'282, 480), "2026-11-21 16:35:06");
    EXPECT_EQ(local_time(1'795'250'106'282, -300), "2026-11-21 03:35:06");
}

}  // namespace
}  // namespace yh::office::lists
