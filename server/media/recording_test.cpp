#include "media/recording.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <vector>

#include "media/wav.h"

namespace yh::media {
namespace {

class RecordingFileTest : public testing::Test {
  protected:
    RecordingFileTest() {
        std::string pattern = (std::filesystem::temp_directory_path() / "recording_test_XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
        path_ = (folder_ / "call.wav").string();
    }
    ~RecordingFileTest() override { std::filesystem::remove_all(folder_); }

    /// A header for `claimed` blocks with `real` bytes of sound behind it.
    void write(std::uint64_t claimed, std::size_t real, std::uint16_t channels = 2) const {
        const auto header = make_wav_header(Law::A, channels, 8000, claimed);
        std::ofstream out{path_, std::ios::binary};
        out.write(reinterpret_cast<const char*>(header.data()), static_cast<std::streamsize>(header.size()));
        out << std::string(real, 'x');
    }

    std::filesystem::path folder_;
    std::string path_;
};

TEST_F(RecordingFileTest, SoundFileIsLeftAlone) {
    write(8000, 16'000);
    const auto before = std::filesystem::last_write_time(path_);
    const auto repaired = repair_recording(path_).value();
    EXPECT_TRUE(repaired.playable);
    EXPECT_EQ(repaired.duration_ms, 1000);
    EXPECT_EQ(std::filesystem::last_write_time(path_), before);
}

TEST_F(RecordingFileTest, MoreSoundThanClaimedIsWon) {
    write(8000, 24'000);
    EXPECT_FALSE(check_recording(path_)->playable);
    const auto repaired = repair_recording(path_).value();
    EXPECT_TRUE(repaired.playable);
    EXPECT_EQ(repaired.duration_ms, 1500);
    EXPECT_TRUE(check_recording(path_)->playable);
}

TEST_F(RecordingFileTest, LessSoundThanClaimedIsAdmitted) {
    write(8000, 8001);  // ends within a block
    EXPECT_FALSE(check_recording(path_)->playable);
    EXPECT_EQ(check_recording(path_)->duration_ms, 500) << "even unrepaired it does not promise what is not there";
    const auto repaired = repair_recording(path_).value();
    EXPECT_TRUE(repaired.playable);
    EXPECT_EQ(repaired.duration_ms, 500);
    EXPECT_EQ(std::filesystem::file_size(path_), 58U + 8000);
}

TEST_F(RecordingFileTest, EveryTruncationIsRepairedOrRefused) {
    for (std::size_t length = 0; length <= 58 + 40; ++length) {
        for (const std::uint16_t channels : {std::uint16_t{1}, std::uint16_t{2}}) {
            write(1000, 40, channels);
            std::filesystem::resize_file(path_, length);
            const auto repaired = repair_recording(path_);
            ASSERT_EQ(repaired.ok(), length >= 58) << length;
            if (repaired.ok()) {
                EXPECT_TRUE(repaired->playable) << length;
                EXPECT_TRUE(check_recording(path_)->playable) << length;
                EXPECT_TRUE(repair_recording(path_)->playable) << length;
            } else {
                EXPECT_EQ(repaired.error().code, "recording.broken");
            }
        }
    }
}

TEST_F(RecordingFileTest, MissingAndForeignFiles) {
    EXPECT_EQ(check_recording(path_).error().code, "recording.missing");
    std::ofstream{path_} << "this is a text, not a recording, and it is longer than a header would be, for sure";
    EXPECT_EQ(check_recording(path_).error().code, "recording.broken");
    EXPECT_EQ(repair_recording(path_).error().code, "recording.broken");
}

TEST(WavHeader, ReadsWhatItWrites) {
    for (const auto law : {Law::A, Law::Mu}) {
        const auto layout = parse_wav_header(make_wav_header(law, 2, 8000, 12345)).value();
        EXPECT_EQ(layout.law, law);
        EXPECT_EQ(layout.channels, 2);
        EXPECT_EQ(layout.rate_hz, 8000U);
        EXPECT_EQ(layout.data_offset, wav_header_bytes);
        EXPECT_EQ(layout.data_bytes, 24'690U);
        EXPECT_EQ(layout.fact_blocks, 12'345U);
        EXPECT_EQ(layout.riff_bytes, wav_header_bytes - 8 + 24'690);
    }
}

}  // namespace
}  // namespace yh::media
