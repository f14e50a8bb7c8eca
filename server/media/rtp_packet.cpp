#include "media/rtp_packet.h"

namespace yh::media {
namespace {

std::uint16_t read16(const std::uint8_t* at) {
    return static_cast<std::uint16_t>((at[0] << 8) | at[1]);
}

std::uint32_t read32(const std::uint8_t* at) {
    return (std::uint32_t{at[0]} << 24) | (std::uint32_t{at[1]} << 16) | (std::uint32_t{at[2]} << 8) | at[3];
}

void write32(std::uint8_t* at, std::uint32_t value) {
    at[0] = static_cast<std::uint8_t>(value >> 24);
    at[1] = static_cast<std::uint8_t>(value >> 16);
    at[2] = static_cast<std::uint8_t>(value >> 8);
    at[3] = static_cast<std::uint8_t>(value);
}

}  // namespace

std::optional<RtpPacket> parse_rtp(std::span<std::uint8_t> packet) {
    if (packet.size() < rtp_header_bytes || (packet[0] & 0xC0) != 0x80) {
        return std::nullopt;
    }
    std::size_t header = rtp_header_bytes + std::size_t{4} * (packet[0] & 0x0F);
    if ((packet[0] & 0x10) != 0) {
        if (packet.size() < header + 4) {
            return std::nullopt;
        }
        header += 4 + std::size_t{4} * read16(&packet[header + 2]);
    }
    if (packet.size() < header) {
        return std::nullopt;
    }
    std::size_t payload = packet.size() - header;
    if ((packet[0] & 0x20) != 0) {
        const std::size_t padding = packet.back();
        if (payload == 0 || padding == 0 || padding > payload) {
            return std::nullopt;
        }
        payload -= padding;
    }
    return RtpPacket{.payload_type = static_cast<std::uint8_t>(packet[1] & 0x7F),
                     .marker = (packet[1] & 0x80) != 0,
                     .sequence = read16(&packet[2]),
                     .timestamp = read32(&packet[4]),
                     .ssrc = read32(&packet[8]),
                     .payload = packet.subspan(header, payload)};
}

bool is_rtcp(std::span<const std::uint8_t> packet) {
    return packet.size() >= 8 && (packet[0] & 0xC0) == 0x80 && packet[1] >= 192 && packet[1] <= 223;
}

std::uint32_t rtp_ssrc(std::span<const std::uint8_t> packet) {
    return read32(&packet[8]);
}
std::uint16_t rtp_sequence(std::span<const std::uint8_t> packet) {
    return read16(&packet[2]);
}

void write_rtp_header(std::span<std::uint8_t, rtp_header_bytes> out, const RtpHeader& header) {
    out[0] = 0x80;
    out[1] = static_cast<std::uint8_t>((header.marker ? 0x80 : 0) | header.payload_type);
    out[2] = static_cast<std::uint8_t>(header.sequence >> 8);
    out[3] = static_cast<std::uint8_t>(header.sequence);
    write32(&out[4], header.timestamp);
    write32(&out[8], header.ssrc);
}

}  // namespace yh::media
