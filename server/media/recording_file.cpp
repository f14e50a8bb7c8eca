#include "media/recording_file.h"

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>

#include "base/os_error.h"
#include "media/codec.h"
#include "media/wav.h"

namespace yh::media {
namespace {

Error disk_error(int code, const std::string& path) {
    const bool full = code == ENOSPC || code == EDQUOT || code == EFBIG;
    return {full ? ErrorKind::Full : ErrorKind::Unavailable, full ? "recording.disk_full" : "recording.io",
            path + ": " + os_error_text(code)};
}

}  // namespace

RecordingFile::RecordingFile(std::string path, Law law, std::uint16_t channels)
    : path_{std::move(path)}, law_{law}, channels_{channels} {}

std::uint64_t RecordingFile::offset_of(std::uint64_t block) const {
    return wav_header_bytes + block * channels_;
}

std::uint64_t RecordingFile::bytes_on_disk() const {
    return file_ ? offset_of(blocks_) + offset_of(blocks_) % 2 : 0;
}

Result<void> RecordingFile::open() {
    if (file_) {
        return {};
    }
    std::error_code ignored;  // open says what is wrong
    std::filesystem::create_directories(std::filesystem::path{path_}.parent_path(), ignored);
    // Never write over a recording that is already there.
    FileHandle file{::open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640)};
    if (!file) {
        const auto code = errno;
        if (code == EEXIST) {
            return conflict("recording.exists", path_);
        }
        return code == ENOSPC ? disk_error(code, path_)
                              : unavailable("recording.open_failed", path_ + ": " + os_error_text(code));
    }
    file_ = std::move(file);
    return write_header();
}

Result<void> RecordingFile::write_header() {
    const auto header = make_wav_header(law_, channels_, mix_rate_hz, blocks_);
    if (!file_.write_at(0, header)) {
        return disk_error(errno, path_);
    }
    return {};
}

Result<void> RecordingFile::fill_silence(std::uint64_t until_block) {
    std::array<std::uint8_t, 16384> silence;
    silence.fill(silence_byte(law_));
    while (blocks_ < until_block) {
        const auto count = std::min<std::uint64_t>(until_block - blocks_, silence.size() / channels_);
        if (!file_.write_at(offset_of(blocks_), std::span{silence}.first(count * channels_))) {
            return disk_error(errno, path_);
        }
        blocks_ += count;
    }
    return {};
}

Result<void> RecordingFile::write(std::uint64_t first_block, std::span<const std::uint8_t> bytes) {
    if (offset_of(first_block) + bytes.size() > max_wav_data_bytes) {
        return Error{ErrorKind::Full, "recording.too_long", path_};
    }
    YH_CHECK(open());
    if (first_block > blocks_) {
        YH_CHECK(fill_silence(first_block));
    }
    if (!file_.write_at(offset_of(first_block), bytes)) {
        return disk_error(errno, path_);
    }
    blocks_ = std::max(blocks_, first_block + bytes.size() / channels_);
    return write_header();
}

Result<void> RecordingFile::complete(std::uint64_t blocks) {
    YH_CHECK(open());
    const auto possible = std::min<std::uint64_t>(blocks, (max_wav_data_bytes - wav_header_bytes) / channels_);
    auto filled = fill_silence(possible);
    if (filled.ok() && offset_of(blocks_) % 2 != 0) {
        const std::array<std::uint8_t, 1> padding{0};
        if (!file_.write_at(offset_of(blocks_), padding)) {
            filled = disk_error(errno, path_);
        }
    }
    // The header comes last and in any case: what is there must be playable.
    auto written = write_header();
    return filled.ok() ? written : filled;
}

}  // namespace yh::media
