#include "media/wav.h"

#include <algorithm>
#include <string_view>

namespace yh::media {
namespace {

constexpr std::uint16_t format_alaw = 6;
constexpr std::uint16_t format_ulaw = 7;

class LittleWriter {
  public:
    explicit LittleWriter(std::span<std::uint8_t> out) : out_{out} {}
    LittleWriter& tag(std::string_view text) {
        for (const char c : text) {
            out_[at_++] = static_cast<std::uint8_t>(c);
        }
        return *this;
    }
    LittleWriter& number(std::uint64_t value, int bytes) {
        for (int i = 0; i < bytes; ++i) {
            out_[at_++] = static_cast<std::uint8_t>(value >> (8 * i));
        }
        return *this;
    }

  private:
    std::span<std::uint8_t> out_;
    std::size_t at_ = 0;
};

std::uint32_t load(std::span<const std::uint8_t> in, std::size_t at, std::size_t bytes) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) {
        value |= std::uint32_t{in[at + i]} << (8 * i);
    }
    return value;
}

bool tag_is(std::span<const std::uint8_t> in, std::size_t at, std::string_view tag) {
    return std::equal(tag.begin(), tag.end(), in.begin() + static_cast<std::ptrdiff_t>(at),
                      [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
}

Error broken(const char* what) {
    return invalid_input("recording.broken", what);
}

Result<void> read_format(std::span<const std::uint8_t> chunk, WavLayout& layout) {
    if (chunk.size() < 16) {
        return broken("short fmt chunk");
    }
    const auto format = load(chunk, 0, 2);
    if (format != format_alaw && format != format_ulaw) {
        return broken("not G.711");
    }
    layout.law = format == format_alaw ? Law::A : Law::Mu;
    layout.channels = static_cast<std::uint16_t>(load(chunk, 2, 2));
    layout.rate_hz = load(chunk, 4, 4);
    if (layout.channels < 1 || layout.channels > 2 || layout.rate_hz == 0) {
        return broken("channels or rate");
    }
    return {};
}

}  // namespace

std::array<std::uint8_t, wav_header_bytes> make_wav_header(Law law, std::uint16_t channels, std::uint32_t rate_hz,
                                                           std::uint64_t blocks) {
    const std::uint64_t data = blocks * channels;
    std::array<std::uint8_t, wav_header_bytes> header{};
    LittleWriter out{header};
    out.tag("RIFF").number(wav_header_bytes - 8 + data + data % 2, 4).tag("WAVE");
    out.tag("fmt ").number(18, 4).number(law == Law::A ? format_alaw : format_ulaw, 2).number(channels, 2);
    out.number(rate_hz, 4).number(std::uint64_t{rate_hz} * channels, 4).number(channels, 2).number(8, 2).number(0, 2);
    out.tag("fact").number(4, 4).number(blocks, 4);
    out.tag("data").number(data, 4);
    return header;
}

Result<WavLayout> parse_wav_header(std::span<const std::uint8_t> head) {
    if (head.size() < 12 || !tag_is(head, 0, "RIFF") || !tag_is(head, 8, "WAVE")) {
        return broken("no RIFF WAVE");
    }
    WavLayout layout;
    layout.riff_bytes = load(head, 4, 4);
    std::size_t at = 12;
    while (at + 8 <= head.size()) {
        const std::size_t size = load(head, at + 4, 4);
        const auto content = at + 8;
        if (tag_is(head, at, "data")) {
            if (layout.channels == 0) {
                return broken("data before fmt");
            }
            layout.data_offset = content;
            layout.data_bytes = size;
            return layout;
        }
        if (size > head.size() - content) {
            return broken("chunk beyond the beginning of the file");
        }
        if (tag_is(head, at, "fmt ")) {
            YH_CHECK(read_format(head.subspan(content, size), layout));
        } else if (tag_is(head, at, "fact") && size >= 4) {
            layout.fact_offset = content;
            layout.fact_blocks = load(head, content, 4);
        }
        at = content + size + size % 2;
    }
    return broken("no data chunk");
}

}  // namespace yh::media
