#include "media/rtcp.h"

#include <algorithm>

namespace yh::media {
namespace {

constexpr std::uint8_t type_sr = 200;
constexpr std::uint8_t type_rr = 201;
constexpr std::uint8_t type_sdes = 202;
constexpr std::uint8_t type_bye = 203;
constexpr std::size_t block_bytes = 24;
constexpr std::size_t max_cname = 32;

std::uint32_t read32(const std::uint8_t* at) {
    return (std::uint32_t{at[0]} << 24) | (std::uint32_t{at[1]} << 16) | (std::uint32_t{at[2]} << 8) | at[3];
}

/// Appends to a buffer that is known to be long enough.
class Writer {
  public:
    explicit Writer(std::span<std::uint8_t> out) : out_{out} {}
    void byte(std::uint8_t value) { out_[used_++] = value; }
    void word(std::uint32_t value) {
        byte(static_cast<std::uint8_t>(value >> 24));
        byte(static_cast<std::uint8_t>(value >> 16));
        byte(static_cast<std::uint8_t>(value >> 8));
        byte(static_cast<std::uint8_t>(value));
    }
    /// `words` counts 32-bit words after the first, as the length field does.
    void header(std::size_t count, std::uint8_t type, std::size_t words) {
        byte(static_cast<std::uint8_t>(0x80 | count));
        byte(type);
        byte(static_cast<std::uint8_t>(words >> 8));
        byte(static_cast<std::uint8_t>(words));
    }
    std::size_t used() const { return used_; }

  private:
    std::span<std::uint8_t> out_;
    std::size_t used_ = 0;
};

void write_block(Writer& out, const ReportBlock& block) {
    out.word(block.ssrc);
    const auto lost = std::clamp(block.cumulative_lost, -0x800000, 0x7FFFFF);
    out.word((std::uint32_t{block.fraction_lost} << 24) | (static_cast<std::uint32_t>(lost) & 0xFFFFFF));
    out.word(block.highest_sequence);
    out.word(block.jitter);
    out.word(block.last_sr);
    out.word(block.delay_since_last_sr);
}

void write_sdes(Writer& out, std::uint32_t our_ssrc, std::string_view cname) {
    cname = cname.substr(0, max_cname);
    // SSRC, then type, length and text, then at least one zero up to the next word (RFC 3550 §6.5).
    const std::size_t words = 1 + (2 + cname.size() + 1 + 3) / 4;
    const auto begin = out.used();
    out.header(1, type_sdes, words);
    out.word(our_ssrc);
    out.byte(1);
    out.byte(static_cast<std::uint8_t>(cname.size()));
    for (const char c : cname) {
        out.byte(static_cast<std::uint8_t>(c));
    }
    while (out.used() < begin + 4 * (words + 1)) {
        out.byte(0);
    }
}

ReportBlock read_block(const std::uint8_t* at) {
    ReportBlock block;
    block.ssrc = read32(at);
    const auto loss = read32(at + 4);
    block.fraction_lost = static_cast<std::uint8_t>(loss >> 24);
    block.cumulative_lost = static_cast<std::int32_t>(loss << 8) >> 8;
    block.highest_sequence = read32(at + 8);
    block.jitter = read32(at + 12);
    block.last_sr = read32(at + 16);
    block.delay_since_last_sr = read32(at + 20);
    return block;
}

/// One packet of the compound, its header included.
void read_one(std::span<const std::uint8_t> packet, std::uint32_t our_ssrc, RtcpNews& news) {
    const auto type = packet[1];
    if (type == type_bye) {
        news.goodbye = true;
        return;
    }
    if (type != type_sr && type != type_rr) {
        return;
    }
    std::size_t at = 8;
    if (type == type_sr) {
        if (packet.size() < 28) {
            return;
        }
        news.sender_ntp = (std::uint64_t{read32(&packet[8])} << 32) | read32(&packet[12]);
        at = 28;
    }
    for (int left = packet[0] & 0x1F; left > 0 && at + block_bytes <= packet.size(); --left, at += block_bytes) {
        if (read32(&packet[at]) == our_ssrc) {
            news.about_us = read_block(&packet[at]);
        }
    }
}

}  // namespace

std::uint64_t ntp_of(WallTime wall) {
    constexpr std::uint64_t seconds_1900_to_1970 = 2'208'988'800;
    const auto ms = static_cast<std::uint64_t>(to_ms(wall));
    return ((ms / 1000 + seconds_1900_to_1970) << 32) | (((ms % 1000) << 32) / 1000);
}

std::size_t write_rtcp(std::span<std::uint8_t> out, std::uint32_t our_ssrc, const std::optional<SenderInfo>& sender,
                       const std::optional<ReportBlock>& block, std::string_view cname, Goodbye goodbye) {
    if (out.size() < max_rtcp_bytes) {
        return 0;
    }
    Writer to{out};
    const std::size_t blocks = block ? 1 : 0;
    to.header(blocks, sender ? type_sr : type_rr, 1 + (sender ? 5U : 0U) + blocks * block_bytes / 4);
    to.word(our_ssrc);
    if (sender) {
        to.word(static_cast<std::uint32_t>(sender->ntp >> 32));
        to.word(static_cast<std::uint32_t>(sender->ntp));
        to.word(sender->rtp_timestamp);
        to.word(sender->packets);
        to.word(sender->octets);
    }
    if (block) {
        write_block(to, *block);
    }
    write_sdes(to, our_ssrc, cname);
    if (goodbye == Goodbye::Yes) {
        to.header(1, type_bye, 1);
        to.word(our_ssrc);
    }
    return to.used();
}

std::optional<RtcpNews> parse_rtcp(std::span<const std::uint8_t> packet, std::uint32_t our_ssrc) {
    if (packet.size() < 8 || (packet[0] & 0xC0) != 0x80 || packet[1] < 192 || packet[1] > 223) {
        return std::nullopt;
    }
    RtcpNews news;
    while (packet.size() >= 8) {
        const std::size_t bytes = 4 * (std::size_t{1} + ((std::size_t{packet[2]} << 8) | packet[3]));
        if ((packet[0] & 0xC0) != 0x80 || bytes < 8 || bytes > packet.size()) {
            break;
        }
        read_one(packet.first(bytes), our_ssrc, news);
        packet = packet.subspan(bytes);
    }
    return news;
}

}  // namespace yh::media
