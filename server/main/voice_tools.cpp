#include "main/voice_tools.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <utility>

#include "media/prompt.h"

namespace yh::app {

namespace {

std::uint32_t little_endian(std::string_view bytes) {
    std::uint32_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) {
        value = value << 8U | static_cast<std::uint8_t>(bytes[i]);
    }
    return value;
}

/// The format by what stands at the beginning; names and headers of an upload say anything.
Result<std::string> format_of(std::string_view bytes) {
    const auto byte = [&](std::size_t at) { return static_cast<std::uint8_t>(bytes[at]); };
    if (bytes.size() > 44 && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WAVE") {
        const auto fmt = bytes.find("fmt ");
        if (fmt == std::string_view::npos || fmt + 16 > bytes.size()) {
            return invalid_input("voice.unreadable", "no fmt chunk");
        }
        const auto channels = little_endian(bytes.substr(fmt + 10, 2));
        const auto rate_hz = little_endian(bytes.substr(fmt + 12, 4));
        if (channels != 1 || rate_hz != 8000) {
            return invalid_input("voice.not_8k_mono",
                                 std::to_string(channels) + " channels at " + std::to_string(rate_hz) + " Hz");
        }
        return std::string{"wav"};
    }
    // ISO 11172-3 §2.4.2.3: eleven bits of ones; then which layer: 01 is III.
    const bool frame = bytes.size() > 4 && byte(0) == 0xFF && (byte(1) & 0xE0U) == 0xE0 && (byte(1) & 0x06U) == 0x02;
    if (frame || bytes.starts_with("ID3")) {
        return std::string{"mp3"};
    }
    return invalid_input("voice.format", "neither mp3 nor wav");
}

void append_little_endian(std::string& out, std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) {
        out += static_cast<char>(value >> static_cast<unsigned>(8 * i) & 0xFFU);
    }
}

}  // namespace

Result<office::SoundFile> look_at_sound(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
    YH_TRY(auto format, format_of(bytes));
    const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
    const auto prompt = media::load_prompt_bytes({data, bytes.size()}, "upload");
    if (!prompt.ok()) {
        const bool too_long = prompt.error().code == "prompt.too_long";
        return invalid_input(too_long ? "voice.too_long" : "voice.unreadable", prompt.error().detail);
    }
    return office::SoundFile{std::move(format),
                             std::chrono::duration_cast<std::chrono::milliseconds>((*prompt)->length()).count()};
}

Result<std::string> speak_wav(const std::string& text) {
    YH_TRY(const auto prompt, media::speak_prompt(text));
    const auto pcm = prompt->pcm();
    const auto data_bytes = static_cast<std::uint32_t>(pcm.size() * 2);
    std::string wav = "RIFF";
    append_little_endian(wav, 36 + data_bytes, 4);
    wav += "WAVEfmt ";
    append_little_endian(wav, 16, 4);
    append_little_endian(wav, 1, 2);  // PCM
    append_little_endian(wav, 1, 2);
    append_little_endian(wav, 8000, 4);
    append_little_endian(wav, 16'000, 4);
    append_little_endian(wav, 2, 2);
    append_little_endian(wav, 16, 2);
    wav += "data";
    append_little_endian(wav, data_bytes, 4);
    for (const auto sample : pcm) {
        append_little_endian(wav, static_cast<std::uint16_t>(sample), 2);
    }
    return wav;
}

std::vector<std::string> prompt_names(const std::vector<std::string>& folders) {
    namespace fs = std::filesystem;
    std::vector<std::string> names;
    for (const auto& folder : folders) {
        std::error_code failure;
        const auto options = fs::directory_options::skip_permission_denied;
        for (fs::recursive_directory_iterator at{folder, options, failure}, end; !failure && at != end;
             at.increment(failure)) {
            std::error_code ignored;
            if (at->is_regular_file(ignored)) {
                names.push_back(at->path().lexically_relative(folder).replace_extension().generic_string());
            }
        }
    }
    return names;
}

}  // namespace yh::app
