#include "media/stun_writer.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace yh::media {
namespace {

constexpr std::uint32_t fingerprint_mask = 0x5354554E;

void write16(std::uint8_t* at, std::uint16_t value) {
    at[0] = static_cast<std::uint8_t>(value >> 8);
    at[1] = static_cast<std::uint8_t>(value);
}
void write32(std::uint8_t* at, std::uint32_t value) {
    write16(at, static_cast<std::uint16_t>(value >> 16));
    write16(at + 2, static_cast<std::uint16_t>(value));
}

}  // namespace

StunWriter::StunWriter(std::span<std::uint8_t> out, StunClass kind, const StunTransaction& transaction)
    : out_{out}, transaction_{transaction}, fits_{out.size() >= stun_header_bytes} {
    if (!fits_) {
        return;
    }
    const auto bits = static_cast<unsigned>(kind);
    write16(out_.data(), static_cast<std::uint16_t>(0x0001 | ((bits & 2) << 7) | ((bits & 1) << 4)));
    write32(&out_[4], stun_magic_cookie);
    std::memcpy(&out_[8], transaction_.data(), transaction_.size());
    used_ = stun_header_bytes;
    set_length(0);
}

void StunWriter::set_length(std::size_t attribute_bytes) {
    write16(&out_[2], static_cast<std::uint16_t>(attribute_bytes));
}

void StunWriter::add(StunAttribute type, std::span<const std::uint8_t> value) {
    const auto padded = (value.size() + 3) / 4 * 4;
    if (!fits_ || out_.size() - used_ < 4 + padded) {
        fits_ = false;
        return;
    }
    write16(&out_[used_], static_cast<std::uint16_t>(type));
    write16(&out_[used_ + 2], static_cast<std::uint16_t>(value.size()));
    std::ranges::fill(out_.subspan(used_ + 4, padded), std::uint8_t{0});
    std::ranges::copy(value, out_.begin() + static_cast<std::ptrdiff_t>(used_ + 4));
    used_ += 4 + padded;
    set_length(used_ - stun_header_bytes);
}

void StunWriter::add_text(StunAttribute type, std::string_view text) {
    add(type, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

void StunWriter::add_number(StunAttribute type, std::uint32_t value) {
    std::array<std::uint8_t, 4> bytes;
    write32(bytes.data(), value);
    add(type, bytes);
}

void StunWriter::add_number(StunAttribute type, std::uint64_t value) {
    std::array<std::uint8_t, 8> bytes;
    write32(bytes.data(), static_cast<std::uint32_t>(value >> 32));
    write32(bytes.data() + 4, static_cast<std::uint32_t>(value));
    add(type, bytes);
}

void StunWriter::add_address(const SocketAddress& address) {
    std::array<std::uint8_t, 20> value{};
    std::array<std::uint8_t, 16> mask{};
    write32(mask.data(), stun_magic_cookie);
    std::ranges::copy(transaction_, mask.begin() + 4);
    const std::size_t bytes = address.v6() ? 16 : 4;
    const auto* ip =
        address.v6()
            ? reinterpret_cast<const std::uint8_t*>(&reinterpret_cast<const sockaddr_in6*>(address.raw())->sin6_addr)
            : reinterpret_cast<const std::uint8_t*>(&reinterpret_cast<const sockaddr_in*>(address.raw())->sin_addr);
    value[1] = address.v6() ? 2 : 1;
    write16(&value[2], static_cast<std::uint16_t>(address.port() ^ (stun_magic_cookie >> 16)));
    for (std::size_t i = 0; i < bytes; ++i) {
        value[4 + i] = ip[i] ^ mask[i];
    }
    add(StunAttribute::XorMappedAddress, std::span{value}.first(4 + bytes));
}

void StunWriter::add_error(int code, std::string_view reason) {
    std::array<std::uint8_t, 64> value{};
    reason = reason.substr(0, value.size() - 4);
    value[2] = static_cast<std::uint8_t>(code / 100);
    value[3] = static_cast<std::uint8_t>(code % 100);
    std::ranges::copy(reason, value.begin() + 4);
    add(StunAttribute::ErrorCode, std::span{value}.first(4 + reason.size()));
}

void StunWriter::add_unknown(std::span<const std::uint16_t> types) {
    std::array<std::uint8_t, 16> value{};
    const auto count = std::min(types.size(), value.size() / 2);
    for (std::size_t i = 0; i < count; ++i) {
        write16(&value[2 * i], types[i]);
    }
    add(StunAttribute::UnknownAttributes, std::span{value}.first(2 * count));
}

void StunWriter::sign(std::string_view password) {
    if (fits_) {
        const auto length = static_cast<std::uint16_t>(used_ + 24 - stun_header_bytes);
        add(StunAttribute::MessageIntegrity, stun_integrity(out_.first(used_), length, password));
    }
}

std::size_t StunWriter::finish() {
    if (!fits_ || out_.size() - used_ < 8) {
        return 0;
    }
    // The sum covers a length that counts FINGERPRINT already (RFC 8489 §14.7).
    set_length(used_ + 8 - stun_header_bytes);
    add_number(StunAttribute::Fingerprint, stun_crc(out_.first(used_)) ^ fingerprint_mask);
    return used_;
}

}  // namespace yh::media
