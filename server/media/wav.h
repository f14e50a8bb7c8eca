#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "base/result.h"
#include "media/g711.h"

namespace yh::media {

/// The header of our recordings: RIFF, an 18-byte fmt chunk, fact, data.
inline constexpr std::size_t wav_header_bytes = 58;
/// RIFF sizes are 32 bits; this leaves room for the header.
inline constexpr std::uint64_t max_wav_data_bytes = 0xFFFF'FF00;

/// A header for `blocks` sample blocks of one byte per channel. A reader of G.711 wants the fact chunk too.
std::array<std::uint8_t, wav_header_bytes> make_wav_header(Law law, std::uint16_t channels, std::uint32_t rate_hz,
                                                           std::uint64_t blocks);

/// What a header claims, and where.
struct WavLayout {
    Law law = Law::A;
    std::uint16_t channels = 0;
    std::uint32_t rate_hz = 0;
    std::uint64_t riff_bytes = 0;   ///< as claimed
    std::uint64_t data_offset = 0;  ///< of the first sample
    std::uint64_t data_bytes = 0;   ///< as claimed
    std::uint64_t fact_offset = 0;  ///< of the block count; 0: no fact chunk
    std::uint64_t fact_blocks = 0;  ///< as claimed
};

/// Walks the chunks up to `data`; `head` is the beginning of the file, 4 KB are plenty.
/// Error: recording.broken when it is no G.711 WAV file.
Result<WavLayout> parse_wav_header(std::span<const std::uint8_t> head);

}  // namespace yh::media
