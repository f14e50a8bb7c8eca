#include "media/recording.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "base/os_error.h"
#include "media/file_handle.h"
#include "media/wav.h"

namespace yh::media {
namespace {

constexpr std::size_t head_bytes = 4096;

struct OpenedRecording {
    FileHandle file;
    WavLayout layout;
    std::uint64_t file_bytes = 0;

    /// What really is there, in whole blocks.
    std::uint64_t blocks() const {
        return std::min(file_bytes - layout.data_offset, max_wav_data_bytes) / layout.channels;
    }
    std::uint64_t data_bytes() const { return blocks() * layout.channels; }
    std::uint64_t riff_bytes() const { return layout.data_offset + data_bytes() + data_bytes() % 2 - 8; }
    bool sizes_agree() const {
        // One byte more than the data may follow: the padding of an odd chunk.
        const auto rest = file_bytes - layout.data_offset;
        const bool data_fits = layout.data_bytes == rest || (layout.data_bytes + 1 == rest && rest % 2 == 0);
        return data_fits && layout.data_bytes % layout.channels == 0 && layout.riff_bytes == file_bytes - 8 &&
               (layout.fact_offset == 0 || layout.fact_blocks == layout.data_bytes / layout.channels);
    }
};

Result<OpenedRecording> open_recording(const std::string& path, int flags) {
    OpenedRecording opened;
    opened.file = FileHandle{::open(path.c_str(), flags | O_CLOEXEC)};
    struct stat status {};
    if (!opened.file || ::fstat(opened.file.fd(), &status) != 0) {
        return not_found("recording.missing", path + ": " + os_error_text(errno));
    }
    opened.file_bytes = static_cast<std::uint64_t>(status.st_size);
    std::array<std::uint8_t, head_bytes> head;
    const auto known = std::span{head}.first(std::min<std::uint64_t>(head.size(), opened.file_bytes));
    if (!opened.file.read_at(0, known)) {
        return unavailable("recording.io", path);
    }
    YH_TRY(opened.layout, parse_wav_header(known));
    if (opened.layout.data_offset > opened.file_bytes) {
        return invalid_input("recording.broken", path);
    }
    return opened;
}

RecordingCheck described(const OpenedRecording& opened) {
    RecordingCheck check;
    check.playable = opened.sizes_agree();
    check.channels = opened.layout.channels;
    check.rate_hz = opened.layout.rate_hz;
    check.law = opened.layout.law;
    const auto blocks =
        std::min(opened.layout.data_bytes, opened.file_bytes - opened.layout.data_offset) / opened.layout.channels;
    check.duration_ms = static_cast<std::int64_t>(blocks * 1000 / opened.layout.rate_hz);
    check.bytes = static_cast<std::int64_t>(opened.file_bytes);
    return check;
}

bool write_little32(const FileHandle& file, std::uint64_t offset, std::uint64_t value) {
    const std::array<std::uint8_t, 4> bytes{static_cast<std::uint8_t>(value), static_cast<std::uint8_t>(value >> 8),
                                            static_cast<std::uint8_t>(value >> 16),
                                            static_cast<std::uint8_t>(value >> 24)};
    return file.write_at(offset, bytes);
}

}  // namespace

Result<RecordingCheck> check_recording(const std::string& path) {
    YH_TRY(const auto opened, open_recording(path, O_RDONLY));
    return described(opened);
}

Result<RecordingCheck> repair_recording(const std::string& path) {
    YH_TRY(auto opened, open_recording(path, O_RDWR));
    if (opened.sizes_agree()) {
        return described(opened);
    }
    auto& layout = opened.layout;
    const auto data_end = layout.data_offset + opened.data_bytes();
    const auto file_end = data_end + opened.data_bytes() % 2;
    // Cut half a block; an odd file gets (or keeps) its padding byte.
    const bool written = ::ftruncate(opened.file.fd(), static_cast<off_t>(file_end)) == 0 &&
                         write_little32(opened.file, 4, opened.riff_bytes()) &&
                         write_little32(opened.file, layout.data_offset - 4, opened.data_bytes()) &&
                         (layout.fact_offset == 0 || write_little32(opened.file, layout.fact_offset, opened.blocks()));
    if (!written) {
        return unavailable("recording.io", path + ": " + os_error_text(errno));
    }
    layout.riff_bytes = opened.riff_bytes();
    layout.data_bytes = opened.data_bytes();
    layout.fact_blocks = opened.blocks();
    opened.file_bytes = file_end;
    return described(opened);
}

}  // namespace yh::media
