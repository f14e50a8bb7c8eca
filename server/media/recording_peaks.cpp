#include "media/recording_peaks.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "media/file_handle.h"
#include "media/wav.h"

namespace yh::media {

namespace {

constexpr std::size_t slice_bytes = 64 * 1024;

/// How far each byte of a law swings from silence.
std::array<std::uint16_t, 256> swings(Law law) {
    std::array<std::uint16_t, 256> table{};
    for (std::size_t byte = 0; byte < table.size(); ++byte) {
        const auto code = static_cast<std::uint8_t>(byte);
        const int sample = law == Law::A ? linear_of_alaw(code) : linear_of_ulaw(code);
        table[byte] = static_cast<std::uint16_t>(std::abs(sample));
    }
    return table;
}

double rounded(std::uint16_t swing) {
    return std::round(swing / 32768.0 * 1000.0) / 1000.0;
}

/// The loudest swings of each stretch, per channel.
class Stretches {
  public:
    Stretches(std::uint64_t blocks, std::size_t points, std::size_t channels)
        : blocks_{blocks}, channels_{channels}, loudest_(points * channels) {}

    void add(std::uint64_t first_block, std::span<const std::uint8_t> bytes,
             const std::array<std::uint16_t, 256>& swing) {
        const auto points = loudest_.size() / channels_;
        for (std::size_t at = 0; at + channels_ <= bytes.size(); at += channels_) {
            const auto block = first_block + at / channels_;
            const auto point = static_cast<std::size_t>(block * points / blocks_);
            for (std::size_t channel = 0; channel < channels_; ++channel) {
                auto& loudest = loudest_[point * channels_ + channel];
                loudest = std::max(loudest, swing[bytes[at + channel]]);
            }
        }
    }

    std::vector<double> channel(std::size_t number) const {
        std::vector<double> peaks;
        for (std::size_t at = std::min(number, channels_ - 1); at < loudest_.size(); at += channels_) {
            peaks.push_back(rounded(loudest_[at]));
        }
        return peaks;
    }

  private:
    std::uint64_t blocks_;
    std::size_t channels_;
    std::vector<std::uint16_t> loudest_;
};

}  // namespace

Result<RecordingPeaks> recording_peaks(const std::string& path, std::size_t points) {
    const FileHandle file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    struct stat facts {};
    if (!file || ::fstat(file.fd(), &facts) != 0) {
        return not_found("recording.missing", path);
    }
    const auto size = static_cast<std::uint64_t>(facts.st_size);
    std::vector<std::uint8_t> slice(std::min<std::uint64_t>(size, slice_bytes));
    if (!file.read_at(0, slice)) {
        return Error{ErrorKind::Internal, "recording.broken", path};
    }
    YH_TRY(const auto layout, parse_wav_header(slice));
    const std::size_t channels = std::max<std::size_t>(layout.channels, 1);
    const auto blocks = (size - std::min(size, layout.data_offset)) / channels;
    RecordingPeaks peaks;
    if (blocks == 0 || layout.rate_hz == 0) {
        return peaks;
    }
    peaks.duration_ms = static_cast<std::int64_t>(blocks * 1000 / layout.rate_hz);
    Stretches stretches{blocks, static_cast<std::size_t>(std::min<std::uint64_t>(points, blocks)), channels};
    const auto swing = swings(layout.law);
    const auto slice_blocks = slice_bytes / channels;
    slice.resize(slice_blocks * channels);
    for (std::uint64_t block = 0; block < blocks; block += slice_blocks) {
        const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(slice_blocks, blocks - block));
        const std::span part{slice.data(), count * channels};
        if (!file.read_at(layout.data_offset + block * channels, part)) {
            return Error{ErrorKind::Internal, "recording.broken", path};
        }
        stretches.add(block, part, swing);
    }
    peaks.left = stretches.channel(0);
    peaks.right = stretches.channel(1);
    return peaks;
}

}  // namespace yh::media
