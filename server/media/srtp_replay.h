#pragma once

#include <array>
#include <cstdint>

namespace yh::media {

/// Which packet indices of one stream were used (RFC 3711 §3.3.2). Owned by an SrtpContext's stream.
/// A ring of bits: going on by one packet clears one bit, nothing is shifted.
class ReplayWindow {
  public:
    static constexpr std::uint64_t width = 128;

    bool started() const { return started_; }
    std::uint64_t highest() const { return highest_; }

    /// True when the index was not used yet and is not too old to know.
    bool is_new(std::uint64_t index) const {
        if (!started_ || index > highest_) {
            return true;
        }
        return highest_ - index < width && !bit(index);
    }

    void mark(std::uint64_t index) {
        if (!started_ || index >= highest_ + width) {
            bits_.fill(0);
            highest_ = index;
            started_ = true;
        }
        while (highest_ < index) {
            ++highest_;
            bits_[word(highest_)] &= ~mask(highest_);
        }
        bits_[word(index)] |= mask(index);
    }

  private:
    static std::size_t word(std::uint64_t index) { return index / 64 % (width / 64); }
    static std::uint64_t mask(std::uint64_t index) { return std::uint64_t{1} << (index % 64); }
    bool bit(std::uint64_t index) const { return (bits_[word(index)] & mask(index)) != 0; }

    std::array<std::uint64_t, width / 64> bits_{};
    std::uint64_t highest_ = 0;
    bool started_ = false;
};

}  // namespace yh::media
