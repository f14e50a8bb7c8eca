#pragma once

#include <cstdint>
#include <span>
#include <utility>

namespace yh::media {

/// A file descriptor that closes itself. Blocks: files thread only.
class FileHandle {
  public:
    FileHandle() = default;
    explicit FileHandle(int fd) : fd_{fd} {}
    FileHandle(FileHandle&& other) noexcept : fd_{std::exchange(other.fd_, -1)} {}
    FileHandle& operator=(FileHandle&& other) noexcept;
    ~FileHandle();

    explicit operator bool() const { return fd_ >= 0; }
    int fd() const { return fd_; }
    /// All of it or false, with errno set (0 at the end of the file).
    bool read_at(std::uint64_t offset, std::span<std::uint8_t> out) const;
    bool write_at(std::uint64_t offset, std::span<const std::uint8_t> bytes) const;

  private:
    int fd_ = -1;
};

}  // namespace yh::media
