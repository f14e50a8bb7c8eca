#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/result.h"
#include "media/file_handle.h"
#include "media/g711.h"

namespace yh::media {

/// One growing recording on disk. After every write the header fits what is there, so a killed process leaves a
/// playable file. Every call tries again what failed before; a place never written becomes silence.
/// Owned by RecordingFiles. Thread: files.
class RecordingFile {
  public:
    RecordingFile(std::string path, Law law, std::uint16_t channels);

    /// Makes the file and its folders. Errors: recording.open_failed, recording.exists, recording.disk_full,
    /// recording.io.
    Result<void> open();
    /// Errors as above.
    Result<void> write(std::uint64_t first_block, std::span<const std::uint8_t> bytes);
    /// Silence up to `blocks`, and a last header.
    Result<void> complete(std::uint64_t blocks);

    const std::string& path() const { return path_; }
    std::uint64_t blocks() const { return blocks_; }
    std::uint64_t bytes_on_disk() const;
    bool is_open() const { return static_cast<bool>(file_); }

  private:
    Result<void> fill_silence(std::uint64_t until_block);
    Result<void> write_header();
    std::uint64_t offset_of(std::uint64_t block) const;

    std::string path_;
    Law law_;
    std::uint16_t channels_;
    FileHandle file_;
    std::uint64_t blocks_ = 0;  // surely on disk
};

}  // namespace yh::media
