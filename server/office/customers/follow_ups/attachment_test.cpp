#include "office/customers/follow_ups/attachment.h"

#include <gtest/gtest.h>

#include <string>

namespace yh::office::customers {
namespace {

using namespace std::string_literals;

std::string type_or_code(const std::string& bytes) {
    const auto type = media_type_of(bytes);
    return std::string{type.ok() ? *type : type.error().code};
}

/// A zip without contents whose directory names these; enough of one for whoever does not unpack it.
std::string zip_of(const std::string& directory) {
    const auto little = [](std::size_t value, int size) {
        std::string text;
        for (int i = 0; i < size; ++i) {
            text += static_cast<char>(value >> static_cast<unsigned>(8 * i) & 0xffU);
        }
        return text;
    };
    const auto head = "PK\3\4 content "s;
    return head + directory + "PK\5\6"s + std::string(8, '\0') + little(directory.size(), 4) + little(head.size(), 4) +
           "\0\0"s;
}

TEST(Attachment, R133_IsWhatItHoldsWhateverItIsCalled) {
    EXPECT_EQ(type_or_code(zip_of("[Content_Types].xml word/document.xml")).substr(0, 11), "application");
    EXPECT_NE(type_or_code(zip_of("[Content_Types].xml xl/workbook.xml")).find("spreadsheet"), std::string::npos);
    EXPECT_EQ(type_or_code("%PDF-1.7\n…\n%%EOF\n"), "application/pdf");
    EXPECT_EQ(type_or_code("客户说下周再联系\n"), "text/plain");
    EXPECT_EQ(type_or_code("RIFF\x04\0\0\0WAVE"s), "audio/wav");
    EXPECT_EQ(type_or_code("\0\0\0\x0c"
                           "ftypisom"s),
              "video/mp4");
    EXPECT_EQ(type_or_code("GIF89a…;"), "image/gif");
    EXPECT_EQ(type_or_code("\xff\xfb\x90\x44…"), "audio/mpeg");
}

TEST(Attachment, R133_ProgramsAndPagesAreRefused) {
    for (const auto& bytes : {"\x7f"
                              "ELF\2\1\1"s,
                              "MZ\x90\0\3\0\0\0"s, "<html><script>x</script></html>"s, "  <svg onload='x'/>"s,
                              "#!/bin/sh\n"s, zip_of("a.exe"), zip_of("[Content_Types].xml word/vbaProject.bin"),
                              "\xEF\xBB\xBF<!DOCTYPE html>"s, std::string(64, '\0'), "\xff\xfe\xff\0\xff\xfe"s}) {
        EXPECT_EQ(type_or_code(bytes), "attachment.type") << bytes.substr(0, 20);
    }
}

TEST(Attachment, R133_WhatIsCutOffIsSaid) {
    const auto whole = zip_of("[Content_Types].xml word/document.xml");
    EXPECT_EQ(type_or_code(""), "attachment.empty");
    EXPECT_EQ(type_or_code(whole.substr(0, whole.size() - 1)), "attachment.broken");
    EXPECT_EQ(type_or_code(whole.substr(0, whole.size() / 2)), "attachment.broken");
    EXPECT_EQ(type_or_code("%PDF-1.7\n…"), "attachment.broken");
    EXPECT_EQ(type_or_code("RIFF\xff\xff\xff\x7fWAVE"s), "attachment.broken");
    EXPECT_EQ(type_or_code("RIFF"), "attachment.broken");
    EXPECT_EQ(type_or_code("\0\0\0\x20"
                           "ftypisom"s),
              "attachment.broken");
    EXPECT_EQ(type_or_code("\x89PNG\r\n\x1a\n…"), "attachment.broken");
}

}  // namespace
}  // namespace yh::office::customers
