#include "office/imports/sheet.h"

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "db/testing/test_database_fake.h"
#include "office/imports/kind.h"
#include "office/imports/routes.h"
#include "office/jobs/table_file.h"

// Tables out of anybody's file (R124, R216, U10): what people's programs write is read, what means harm is refused.
namespace yh::office::imports {
namespace {

using Cells = std::vector<std::string>;

class SheetTest : public ::testing::Test {
  protected:
    std::string write(std::string_view bytes) {
        const auto path = (folder_.path() / "x").string();
        std::ofstream{path, std::ios::binary} << bytes;
        return path;
    }
    Result<Sheet> read(std::string_view bytes, const SheetLimits& limits = {}) {
        return read_sheet(write(bytes), limits);
    }
    std::string refusal(std::string_view bytes, const SheetLimits& limits = {}) {
        const auto sheet = read(bytes, limits);
        return sheet.ok() ? "" : std::string{sheet.error().code};
    }
    /// A zip with these parts.
    std::string zip(const std::vector<std::pair<std::string, std::string>>& parts) {
        const auto path = (folder_.path() / "x.zip").string();
        auto* out = ::archive_write_new();
        ::archive_write_set_format_zip(out);
        ::archive_write_open_filename(out, path.c_str());
        for (const auto& [name, content] : parts) {
            auto* entry = ::archive_entry_new();
            ::archive_entry_set_pathname(entry, name.c_str());
            ::archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
            ::archive_entry_set_filetype(entry, AE_IFREG);
            ::archive_entry_set_perm(entry, 0644);
            ::archive_write_header(out, entry);
            ::archive_write_data(out, content.data(), content.size());
            ::archive_entry_free(entry);
        }
        ::archive_write_close(out);
        ::archive_write_free(out);
        return content(path);
    }
    static std::string content(const std::string& path) {
        std::ifstream file{path, std::ios::binary};
        return {std::istreambuf_iterator<char>{file}, {}};
    }
    static std::string book(std::string_view rows) {
        return "<worksheet><sheetData>" + std::string{rows} + "</sheetData></worksheet>";
    }
    std::string xlsx(std::string_view rows, const std::string& shared = "<sst/>") {
        return zip({{"xl/workbook.xml", R"(<workbook><sheets><sheet name="a" r:id="rId7"/></sheets></workbook>)"},
                    {"xl/_rels/workbook.xml.rels",
                     R"(<Relationships><Relationship Id="rId7" Type="x/worksheet" Target="worksheets/first.xml"/>)"
                     R"(</Relationships>)"},
                    {"xl/worksheets/first.xml", book(rows)},
                    {"xl/sharedStrings.xml", shared}});
    }

    db::TempFolder folder_;
};

TEST_F(SheetTest, ReadsWhatSpreadsheetsCallCsv) {
    const auto sheet =
        read("\xEF\xBB\xBF姓名,电话\r\n\"陈, \"\"女士\"\"\",'+8613800000000\r\n\r\n  王\xE3\x80\x80,\"1\n2\"\r\n");
    ASSERT_TRUE(sheet.ok()) << sheet.error().code;
    EXPECT_EQ(sheet->head, (Cells{"姓名", "电话"}));
    ASSERT_EQ(sheet->rows.size(), 2U);
    EXPECT_EQ(sheet->rows[0].cells, (Cells{"陈, \"女士\"", "+8613800000000"})) << "the guard of our own files goes";
    EXPECT_EQ(sheet->rows[1].cells, (Cells{"王", "1\n2"}));
    EXPECT_EQ(sheet->rows[1].line, 4) << "as the person's own program counts";
}

TEST_F(SheetTest, FindsSeparatorAndEncodingByItself) {
    EXPECT_EQ(read("a;b\n1;2\n")->rows[0].cells, (Cells{"1", "2"}));
    EXPECT_EQ(read("a\tb\n1\t2")->rows[0].cells, (Cells{"1", "2"}));
    // "姓名,电话\n王,1" as a Chinese Excel saves it, in GB18030.
    EXPECT_EQ(read("\xD0\xD5\xC3\xFB,\xB5\xE7\xBB\xB0\n\xCD\xF5,1")->head, (Cells{"姓名", "电话"}));
    EXPECT_EQ(read(std::string_view{"\xFF\xFE"
                                    "a\0,\0b\0\n\0001\0,\0002\0",
                                    16})
                  ->rows[0]
                  .cells,
              (Cells{"1", "2"}));
}

TEST_F(SheetTest, RefusesWhatIsNoTable) {
    EXPECT_EQ(refusal(""), "import.empty");
    EXPECT_EQ(refusal("name,number\r\n"), "import.empty");
    EXPECT_EQ(refusal(std::string_view{"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16}), "import.not_a_table");
    EXPECT_EQ(refusal("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "import.old_excel");
    EXPECT_EQ(refusal("a,b\n\xFF\xFF\xFF\xFF,1"), "import.encoding");
    EXPECT_EQ(refusal("a,b\n\"cut off,1"), "import.broken_file");
    EXPECT_EQ(refusal("PK\x03\x04 and no more"), "import.broken_file");
    EXPECT_EQ(refusal(zip({{"a.txt", "hello"}})), "import.not_a_table");
    EXPECT_EQ(refusal(zip({{"xl/workbook.xml", "<workbook>"}})), "import.broken_file");
}

TEST_F(SheetTest, IsBoundedWhateverTheFileSays) {
    SheetLimits small;
    small.rows = 2;
    small.columns = 3;
    small.cell_bytes = 10;
    small.text_bytes = 40;
    EXPECT_EQ(refusal("a\n1\n2\n3\n", small), "import.too_many_rows");
    EXPECT_EQ(refusal("a\n1,2,3,4\n", small), "import.too_many_columns");
    EXPECT_TRUE(read("a\n1,,,,,,,,,\n", small).ok()) << "nothing but commas is no column";
    EXPECT_EQ(refusal("a\n12345678901\n", small), "import.cell_too_long");
    EXPECT_EQ(refusal("a\n\"12345678901\n", small), "import.broken_file");
    EXPECT_EQ(refusal("a,b,c\n123456789,123456789,123456789\n123456789,123456789,1\n", small),
              "import.unpacks_too_large");
}

TEST_F(SheetTest, ReadsTheFirstSheetOfAWorkbook) {
    const auto bytes =
        xlsx(R"(<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>电话</t></is></c></row>)"
             R"(<row r="5"><c r="A5" t="s"><v>1</v></c><c r="C5"><v>1.3812345678E10</v></c></row>)"
             R"(<row><c t="str"><v>乙</v></c><c/><c><v>021</v></c><c t="e"><v>#N/A</v></c></row>)",
             "<sst><si><t>姓名</t></si><si><r><t>陈</t></r><rPh><t>chen</t></rPh><r><t>女士</t></r></si></sst>");
    const auto sheet = read(bytes);
    ASSERT_TRUE(sheet.ok()) << sheet.error().code << sheet.error().detail;
    EXPECT_EQ(sheet->head, (Cells{"姓名", "", "电话"}));
    ASSERT_EQ(sheet->rows.size(), 2U);
    EXPECT_EQ(sheet->rows[0].line, 5);
    EXPECT_EQ(sheet->rows[0].cells, (Cells{"陈女士", "", "13812345678"}))
        << "a telephone number is not calculated with";
    EXPECT_EQ(sheet->rows[1].line, 6);
    EXPECT_EQ(sheet->rows[1].cells[0], "乙");
}

TEST_F(SheetTest, NumbersEachLineOnce) {
    const auto row = [](int line) {
        return R"(<row r=")" + std::to_string(line) + R"("><c t="str"><v>x</v></c></row>)";
    };
    const auto sheet = read(xlsx(row(1) + row(7) + row(7) + row(2) + row(20)));
    ASSERT_TRUE(sheet.ok());
    std::vector<std::int64_t> lines;
    for (const auto& one : sheet->rows) {
        lines.push_back(one.line);
    }
    EXPECT_EQ(lines, (std::vector<std::int64_t>{7, 8, 9, 20}));
}

TEST_F(SheetTest, ReadsWhatWeWriteOurselves) {
    const auto path = (folder_.path() / "own.xlsx").string();
    auto file = std::move(jobs::TableFile::create(jobs::Format::Xlsx, path)).value();
    ASSERT_TRUE(file->write({{"姓名", {}}, {"电话", {}}}).ok());
    ASSERT_TRUE(file->write({{"=1+1", {}}, {"13800000000", 13800000000.0}}).ok());
    ASSERT_TRUE(file->close().ok());
    EXPECT_EQ(read_sheet(path)->rows[0].cells, (Cells{"=1+1", "13800000000"}));
    // Cut off anywhere it is refused: a zip is known by its end.
    const auto whole = content(path);
    for (const auto part : {whole.size() / 4, whole.size() / 2, whole.size() - 30}) {
        EXPECT_EQ(refusal(whole.substr(0, part)), "import.broken_file") << part;
    }
}

// A few kilobytes that would become gigabytes: in one part, in one text that stands in every cell, in an entity.
TEST_F(SheetTest, ZipBombsDoNotGoOff) {
    SheetLimits limits;
    limits.unpacked_bytes = 1024UL * 1024;
    limits.text_bytes = 256UL * 1024;
    const auto blanks = xlsx(std::string(4UL * 1024 * 1024, ' '));
    EXPECT_LT(blanks.size(), 64UL * 1024) << "small on the disk";
    EXPECT_EQ(refusal(blanks, limits), "import.unpacks_too_large");

    std::string rows;
    for (int row = 0; row < 100; ++row) {
        rows += R"(<row><c t="s"><v>0</v></c></row>)";
    }
    EXPECT_EQ(refusal(xlsx(rows, "<sst><si><t>" + std::string(30'000, 'x') + "</t></si></sst>"), limits),
              "import.unpacks_too_large");
    const auto laughs =
        zip({{"xl/workbook.xml", R"(<!DOCTYPE w [<!ENTITY a "haha"><!ENTITY b "&a;&a;">]><w>&b;</w>)"}});
    EXPECT_EQ(refusal(laughs, limits), "import.broken_file");
    EXPECT_EQ(refusal(xlsx(R"(<row r="1"><c r="ZZZZZZZZZZZ1"><v>1</v></c></row>)"), limits), "import.too_many_columns");
}

constexpr Column columns[] = {{"name", {"姓名", "Name"}, {}, true, false, "名称"}, {"number", {"电话", "Number"}}};

TEST(Mapping, FindsColumnsByTheirHeads) {
    Kind kind;
    kind.columns = columns;
    const auto table =
        map_sheet(kind.columns, kind.most_rows, {{"备注", "电 话", "名称 *"}, {{2, {"x", "1", "陈"}}, {3, {"y"}}}});
    ASSERT_TRUE(table.ok());
    EXPECT_EQ(table->ignored, (Cells{"备注"}));
    EXPECT_EQ(table->rows[0].cells, (Cells{"陈", "1"}));
    EXPECT_EQ(table->rows[1].cells, (Cells{"", ""}));
    EXPECT_EQ(map_sheet(kind.columns, kind.most_rows, {{"名称", "姓名"}, {{2, {"a", "b"}}}})->rows[0].cells,
              (Cells{"b", ""}))
        << "a title goes before what it is called otherwise";
    EXPECT_EQ(map_sheet(kind.columns, kind.most_rows, {{"Number"}, {}}).error().code, "import.no_column");
    EXPECT_EQ(map_sheet(kind.columns, kind.most_rows, {{"姓名", "NAME"}, {}}).error().code, "import.column_twice");
    kind.most_rows = 1;
    EXPECT_EQ(map_sheet(kind.columns, kind.most_rows, {{"姓名"}, {{2, {"a"}}, {3, {"b"}}}}).error().code,
              "import.too_many_rows");
}

TEST(ShownName, IsANameAndNothingElse) {
    EXPECT_EQ(shown_name("客户.xlsx"), "客户.xlsx");
    EXPECT_EQ(shown_name("../../etc/passwd"), "passwd");
    EXPECT_EQ(shown_name("C:\\Users\\a\\b.csv"), "b.csv");
    EXPECT_EQ(shown_name("a\r\nSet-Cookie: x.csv"), "aSet-Cookie: x.csv");
    EXPECT_EQ(shown_name(".."), "-");
    EXPECT_EQ(shown_name(""), "-");
    EXPECT_LE(shown_name(std::string(500, 'x')).size(), 120U);
}

}  // namespace
}  // namespace yh::office::imports
