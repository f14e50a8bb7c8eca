#include "media/g711.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace yh::media {
namespace {

/// The segment (0…7) a magnitude belongs to when the first ends at `first_end`; 8 when beyond all.
constexpr int segment_of(int magnitude, int first_end) {
    int segment = 0;
    for (int end = first_end; segment < 8 && magnitude > end; end = end * 2 + 1) {
        ++segment;
    }
    return segment;
}

/// ITU-T G.711 table 1: a 13-bit sample as A-law, even bits inverted.
constexpr std::uint8_t compute_alaw(int sample13) {
    const int mask = sample13 >= 0 ? 0xD5 : 0x55;
    const int magnitude = sample13 >= 0 ? sample13 : -sample13 - 1;
    const int segment = segment_of(magnitude, 0x1F);
    if (segment >= 8) {
        return static_cast<std::uint8_t>(0x7F ^ mask);
    }
    const int step = (magnitude >> (segment < 2 ? 1 : segment)) & 0xF;
    return static_cast<std::uint8_t>(((segment << 4) | step) ^ mask);
}

/// ITU-T G.711 table 2: a 14-bit sample as µ-law, all bits inverted.
constexpr std::uint8_t compute_ulaw(int sample14) {
    constexpr int bias = 33;
    const int mask = sample14 >= 0 ? 0xFF : 0x7F;
    const int magnitude = std::min(sample14 >= 0 ? sample14 : -sample14, 8158) + bias;
    const int segment = segment_of(magnitude, 0x3F);
    return static_cast<std::uint8_t>(((segment << 4) | ((magnitude >> (segment + 1)) & 0xF)) ^ mask);
}

constexpr std::int16_t expand_alaw(int byte) {
    byte ^= 0x55;
    const int segment = (byte & 0x70) >> 4;
    int value = (byte & 0xF) << 4;
    value = segment == 0 ? value + 8 : (value + 0x108) << (segment - 1);
    return static_cast<std::int16_t>((byte & 0x80) != 0 ? value : -value);
}

constexpr std::int16_t expand_ulaw(int byte) {
    byte = ~byte & 0xFF;
    const int value = (((byte & 0xF) << 3) + 0x84) << ((byte & 0x70) >> 4);
    return static_cast<std::int16_t>((byte & 0x80) != 0 ? 0x84 - value : value - 0x84);
}

/// `make(i)` for every index of the table, computed by the compiler.
template <class T, std::size_t N, class Make>
constexpr std::array<T, N> filled(Make make) {
    std::array<T, N> table{};
    for (std::size_t i = 0; i < N; ++i) {
        table[i] = static_cast<T>(make(static_cast<int>(i)));
    }
    return table;
}

// Indexed by the upper 13 or 14 bits of the sample, taken as unsigned.
constexpr auto to_alaw = filled<std::uint8_t, 8192>([](int i) { return compute_alaw(i < 4096 ? i : i - 8192); });
constexpr auto to_ulaw = filled<std::uint8_t, 16384>([](int i) { return compute_ulaw(i < 8192 ? i : i - 16384); });
constexpr auto from_alaw = filled<std::int16_t, 256>(expand_alaw);
constexpr auto from_ulaw = filled<std::int16_t, 256>(expand_ulaw);
constexpr auto alaw_to_ulaw = filled<std::uint8_t, 256>([](int i) { return compute_ulaw(expand_alaw(i) >> 2); });
constexpr auto ulaw_to_alaw = filled<std::uint8_t, 256>([](int i) { return compute_alaw(expand_ulaw(i) >> 3); });
constexpr auto unchanged = filled<std::uint8_t, 256>([](int i) { return i; });

std::size_t index_of(std::int16_t sample, int drop_bits) {
    return static_cast<std::size_t>(static_cast<std::uint16_t>(sample) >> drop_bits);
}

}  // namespace

std::uint8_t alaw_of(std::int16_t sample) {
    return to_alaw[index_of(sample, 3)];
}
std::uint8_t ulaw_of(std::int16_t sample) {
    return to_ulaw[index_of(sample, 2)];
}
std::int16_t linear_of_alaw(std::uint8_t byte) {
    return from_alaw[byte];
}
std::int16_t linear_of_ulaw(std::uint8_t byte) {
    return from_ulaw[byte];
}
std::uint8_t ulaw_of_alaw(std::uint8_t byte) {
    return alaw_to_ulaw[byte];
}
std::uint8_t alaw_of_ulaw(std::uint8_t byte) {
    return ulaw_to_alaw[byte];
}

void encode_g711(Law law, std::span<const std::int16_t> in, std::span<std::uint8_t> out) {
    const auto count = std::min(in.size(), out.size());
    if (law == Law::A) {
        std::transform(in.begin(), in.begin() + static_cast<std::ptrdiff_t>(count), out.begin(), alaw_of);
    } else {
        std::transform(in.begin(), in.begin() + static_cast<std::ptrdiff_t>(count), out.begin(), ulaw_of);
    }
}

void decode_g711(Law law, std::span<const std::uint8_t> in, std::span<std::int16_t> out) {
    const auto& table = law == Law::A ? from_alaw : from_ulaw;
    const auto count = std::min(in.size(), out.size());
    for (std::size_t i = 0; i < count; ++i) {
        out[i] = table[in[i]];
    }
}

void change_law(Law from, Law to, std::span<const std::uint8_t> in, std::span<std::uint8_t> out) {
    const auto count = std::min(in.size(), out.size());
    if (from == to) {
        std::memmove(out.data(), in.data(), count);
        return;
    }
    const auto table = law_table(from, to);
    for (std::size_t i = 0; i < count; ++i) {
        out[i] = table[in[i]];
    }
}

std::span<const std::uint8_t, 256> law_table(Law from, Law to) {
    if (from == to) {
        return unchanged;
    }
    return from == Law::A ? alaw_to_ulaw : ulaw_to_alaw;
}

}  // namespace yh::media
