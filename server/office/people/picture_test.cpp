#include "office/people/picture.h"

#include <gtest/gtest.h>

#include <string>

namespace yh::office::people {
namespace {

using namespace std::string_literals;

// One black point.
const std::string png =
    "\x89PNG\r\n\x1a\n"
    "\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0\x3a\x7e\x9b\x55"
    "\0\0\0\nIDATx\x9c\x63\x60\0\0\0\2\0\1\x48\xaf\xa4\x71"
    "\0\0\0\0IEND\xae\x42\x60\x82"s;

/// The marks of a JPEG of this size around a scan.
std::string jpeg(int width, int height) {
    const auto two = [](int value) {
        return std::string{static_cast<char>(value / 256), static_cast<char>(value % 256)};
    };
    return "\xff\xd8\xff\xe0\0\4xx\xff\xc0\0\x0b\x08"s + two(height) + two(width) +
           "\1\1\x11\0\xff\xda\0\x08\1\1\0\0\x3f\0"s + "scan\xff\xd9"s;
}

// R013: a picture is looked at by what it holds.
TEST(Picture, WholeOnesAreTaken) {
    EXPECT_EQ(look_at_picture(png), PictureFault::None);
    EXPECT_EQ(picture_type(png), "image/png");
    EXPECT_EQ(look_at_picture(jpeg(100, 200)), PictureFault::None);
    EXPECT_EQ(picture_type(jpeg(1, 1)), "image/jpeg");
}

TEST(Picture, OthersAreNot) {
    EXPECT_EQ(look_at_picture(""), PictureFault::NoPicture);
    EXPECT_EQ(look_at_picture("GIF89a"), PictureFault::NoPicture);
    EXPECT_EQ(look_at_picture("<svg onload='x'/>"), PictureFault::NoPicture);
    EXPECT_EQ(picture_type("<html>"), "");
    EXPECT_EQ(look_at_picture(png + "<script>"), PictureFault::Broken) << "nothing may hang on behind";
    auto changed = png;
    changed[20] = 2;
    EXPECT_EQ(look_at_picture(changed), PictureFault::Broken) << "the checksum differs";
    EXPECT_EQ(look_at_picture(jpeg(5000, 10)), PictureFault::TooLarge);
    EXPECT_EQ(look_at_picture(jpeg(0, 10)), PictureFault::Broken);
}

TEST(Picture, NoPieceOfOneIsOne) {
    for (const auto& whole : {png, jpeg(10, 10)}) {
        for (std::size_t size = 0; size < whole.size(); ++size) {
            EXPECT_NE(look_at_picture(whole.substr(0, size)), PictureFault::None) << size;
        }
    }
}

}  // namespace
}  // namespace yh::office::people
