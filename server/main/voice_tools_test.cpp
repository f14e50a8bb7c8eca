#include "main/voice_tools.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace yh::app {
namespace {

class VoiceTools : public ::testing::Test {
  protected:
    VoiceTools() {
        char name[] = "/tmp/yinghe-voices-XXXXXX";
        folder_ = ::mkdtemp(name);
    }
    ~VoiceTools() override { std::filesystem::remove_all(folder_); }

    /// The error's code, or format and milliseconds.
    std::string look(const std::string& bytes) const {
        const auto path = folder_ + "/upload";
        std::ofstream{path, std::ios::binary} << bytes;
        const auto sound = look_at_sound(path);
        return sound.ok() ? sound->format + " " + std::to_string(sound->duration_ms) : std::string{sound.error().code};
    }

    static std::string number(std::uint32_t value, int bytes) {
        std::string text;
        for (int i = 0; i < bytes; ++i) {
            text += static_cast<char>(value >> static_cast<unsigned>(8 * i) & 0xFFU);
        }
        return text;
    }

    static std::string wav(std::uint32_t channels, std::uint32_t rate, std::uint32_t samples) {
        const auto bytes = samples * channels * 2;
        return "RIFF" + number(36 + bytes, 4) + "WAVEfmt " + number(16, 4) + number(1, 2) + number(channels, 2) +
               number(rate, 4) + number(rate * channels * 2, 4) + number(channels * 2, 2) + number(16, 2) + "data" +
               number(bytes, 4) + std::string(bytes, '\1');
    }

    std::string folder_;
};

// R260: mp3, or wav with one channel at 8 kHz.
TEST_F(VoiceTools, WhatIsTakenAndWhatIsNot) {
    EXPECT_EQ(look(wav(1, 8000, 4000)), "wav 500");
    EXPECT_EQ(look(wav(2, 8000, 4000)), "voice.not_8k_mono");
    EXPECT_EQ(look(wav(1, 44100, 4000)), "voice.not_8k_mono");
    EXPECT_EQ(look("OggS" + std::string(200, '\0')), "voice.format");
    EXPECT_EQ(look(""), "voice.format");
    EXPECT_EQ(look("ID3" + std::string(2000, '\0')), "voice.unreadable");
    std::string mp3;
    for (int frame = 0; frame < 40; ++frame) {
        mp3 += "\xff\xfb\x90\xc4" + std::string(413, '\0');
    }
    EXPECT_EQ(look(mp3).substr(0, 4), "mp3 ");
}

TEST_F(VoiceTools, PromptsBelowFoldersByTheirNames) {
    std::filesystem::create_directories(folder_ + "/deep");
    std::ofstream{folder_ + "/deep/hello.wav"} << "x";
    EXPECT_EQ(prompt_names({folder_, folder_ + "/missing"}), std::vector<std::string>{"deep/hello"});
}

}  // namespace
}  // namespace yh::app
