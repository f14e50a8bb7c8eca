#include "office/lists/region_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "office/lists/region.h"

namespace yh::office::lists {

namespace {

class RegionFile : public ::testing::Test {
  protected:
    void TearDown() override {
        use_built_in_regions();
        std::filesystem::remove(path_);
    }
    Result<std::int64_t> use(const std::string& text) {
        std::ofstream{path_, std::ios::binary} << text;
        return use_region_file(path_);
    }
    std::string path_ = (std::filesystem::temp_directory_path() /
                         ("regions-" + std::to_string(reinterpret_cast<std::uintptr_t>(this)) + ".csv"))
                            .string();
};

TEST_F(RegionFile, R109_NewRangesOfNumbersNeedNoNewProgram) {
    const auto used = use("\xEF\xBB\xBFprefix,chinese,english\r\n1911234,月球,\"Moon, Space\"\r\n10,北京\r\n");
    ASSERT_TRUE(used.ok()) << used.error().code << ' ' << used.error().detail;
    EXPECT_EQ(*used, 2);
    EXPECT_EQ(region_of("19112345678").chinese, "月球");
    EXPECT_EQ(region_of("19112345678").english, "Moon, Space");
    EXPECT_EQ(region_of("01065551234").english, "北京") << "without an English name";
    EXPECT_EQ(region_of("13912345678").chinese, "") << "what the file does not have is not known";
    use_built_in_regions();
    EXPECT_EQ(region_of("13912345678").chinese, "江苏省常州市");
}

TEST_F(RegionFile, R109_AWrongFileChangesNothing) {
    for (const auto* text : {"", "prefix,chinese\n", "10,北京\nabc,上海\n", "10,北京\n021,上海\n", "10\n", "10,\n",
                             "10,a,b,c\n", "10,\xff\xfe\n"}) {
        EXPECT_FALSE(use(text).ok()) << text;
        EXPECT_TRUE(has_built_in_regions());
    }
    EXPECT_EQ(use("10,北京\n0,上海\n").error().detail, "2");
    EXPECT_FALSE(use_region_file("/nowhere/regions.csv").ok());
}

TEST_F(RegionFile, R109_WhatIsWrittenCanBeReadBack) {
    const auto before = region_of("13912345678");
    ASSERT_TRUE(use(region_csv()).ok());
    EXPECT_FALSE(has_built_in_regions());
    EXPECT_EQ(region_of("13912345678").chinese, before.chinese);
    EXPECT_EQ(region_of("13912345678").english, before.english);
}

}  // namespace

}  // namespace yh::office::lists
