#include "office/records/csv.h"

#include <gtest/gtest.h>

#include "office/records/record_csv.h"

namespace yh::office::records {
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

TEST(RecordCsv, TimesAreThoseOfThePerson) {
    EXPECT_EQ(local_time(1'795'250'106'282, 480), "2026-11-21 16:35:06");
    EXPECT_EQ(local_time(1'795'250'106'282, -300), "2026-11-21 03:35:06");
}

TEST(RecordCsv, ColumnsInTheOrderAskedForAndInTheLanguageOfThePerson) {
    CallRecord record;
    record.customer_number = "13912345678";
    record.result = model::CallResult::NoAnswer;
    record.talk_s = 12.6;
    CsvLook look{{"result", "talk_s", "customer_number"}, http::Language::English, 0};
    EXPECT_EQ(csv_of(std::vector{record}, look).value().substr(3),
              "Result,Talk s,Customer\r\nno_answer,13,13912345678\r\n");
    look.language = http::Language::Chinese;
    EXPECT_EQ(csv_of(std::vector{record}, look).value().substr(3),
              "结果,通话秒,客户号码\r\n无人接听,13,13912345678\r\n");
    look.columns = {"password"};
    EXPECT_EQ(csv_of(std::vector{record}, look).error().code, "column.unknown");
}

}  // namespace
}  // namespace yh::office::records
