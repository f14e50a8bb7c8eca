#include <sndfile.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "media/codec.h"
#include "media/prompt.h"
#include "media/resample.h"

namespace yh::media {
namespace {

constexpr int max_channels = 8;

struct SoundFileClose {
    void operator()(SNDFILE* file) const noexcept { ::sf_close(file); }
};
using SoundFile = std::unique_ptr<SNDFILE, SoundFileClose>;

/// A file in memory, as libsndfile's callbacks want it. They only move an index: nothing can throw.
struct MemoryFile {
    std::span<const std::uint8_t> bytes;
    sf_count_t at = 0;

    static MemoryFile& of(void* user) noexcept { return *static_cast<MemoryFile*>(user); }
    static sf_count_t length(void* user) noexcept { return static_cast<sf_count_t>(of(user).bytes.size()); }
    static sf_count_t tell(void* user) noexcept { return of(user).at; }
    static sf_count_t write(const void*, sf_count_t, void*) noexcept { return 0; }
    static sf_count_t seek(sf_count_t offset, int whence, void* user) noexcept {
        auto& file = of(user);
        const auto from = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? file.at : length(user);
        file.at = std::clamp<sf_count_t>(from + offset, 0, length(user));
        return file.at;
    }
    static sf_count_t read(void* out, sf_count_t count, void* user) noexcept {
        auto& file = of(user);
        const auto given = std::clamp<sf_count_t>(count, 0, length(user) - file.at);
        std::copy_n(file.bytes.begin() + file.at, given, static_cast<std::uint8_t*>(out));
        file.at += given;
        return given;
    }
};

std::int16_t to_sample(float value) {
    return static_cast<std::int16_t>(std::lround(std::clamp(value, -1.0F, 1.0F) * 32767.0F));
}

/// All channels averaged into one. Reads floats: short reads of formats that decode to float (mp3) are not scaled.
Result<std::vector<std::int16_t>> read_mono(SNDFILE* file, const SF_INFO& info) {
    if (info.channels < 1 || info.channels > max_channels || info.samplerate < 4000 || info.samplerate > 192000) {
        return invalid_input("prompt.unreadable", "channels or rate");
    }
    const auto channels = static_cast<std::size_t>(info.channels);
    const auto limit = static_cast<std::size_t>(info.samplerate) * 60 * max_prompt_length.count();
    std::vector<std::int16_t> mono;
    std::array<float, 4096> block;
    for (;;) {
        const auto frames = ::sf_readf_float(file, block.data(), static_cast<sf_count_t>(block.size() / channels));
        if (frames <= 0) {
            return mono;
        }
        for (std::size_t frame = 0; frame < static_cast<std::size_t>(frames); ++frame) {
            float sum = 0;
            for (std::size_t channel = 0; channel < channels; ++channel) {
                sum += block[frame * channels + channel];
            }
            mono.push_back(to_sample(std::isfinite(sum) ? sum / static_cast<float>(channels) : 0.0F));
        }
        if (mono.size() > limit) {
            return invalid_input("prompt.too_long");
        }
    }
}

Result<PromptPtr> finish_loading(const SoundFile& file, const SF_INFO& info, std::string name) {
    if (!file) {
        return invalid_input("prompt.unreadable", ::sf_strerror(nullptr));
    }
    YH_TRY(const auto mono, read_mono(file.get(), info));
    if (mono.empty()) {
        return invalid_input("prompt.empty", name);
    }
    return make_prompt(std::move(name), resample(mono, static_cast<std::uint32_t>(info.samplerate), mix_rate_hz));
}

}  // namespace

Result<PromptPtr> load_prompt(const std::string& path, std::string name) {
    SF_INFO info{};
    const SoundFile file{::sf_open(path.c_str(), SFM_READ, &info)};
    return finish_loading(file, info, name.empty() ? path : std::move(name));
}

Result<PromptPtr> load_prompt_bytes(std::span<const std::uint8_t> bytes, std::string name) {
    MemoryFile memory{bytes};
    SF_VIRTUAL_IO io{};
    io.get_filelen = &MemoryFile::length;
    io.seek = &MemoryFile::seek;
    io.read = &MemoryFile::read;
    io.write = &MemoryFile::write;
    io.tell = &MemoryFile::tell;
    SF_INFO info{};
    const SoundFile file{::sf_open_virtual(&io, SFM_READ, &info, &memory)};
    return finish_loading(file, info, std::move(name));
}

}  // namespace yh::media
