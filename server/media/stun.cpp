#include "media/stun.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <cstring>

#include "media/srtp_crypto.h"

namespace yh::media {
namespace {

constexpr std::uint16_t method_binding = 0x0001;
constexpr std::size_t integrity_bytes = 20;
constexpr std::uint32_t fingerprint_mask = 0x5354554E;
constexpr std::uint8_t family_v4 = 1;
constexpr std::uint8_t family_v6 = 2;

std::uint16_t read16(const std::uint8_t* at) {
    return static_cast<std::uint16_t>((at[0] << 8) | at[1]);
}
std::uint32_t read32(const std::uint8_t* at) {
    return (std::uint32_t{read16(at)} << 16) | read16(at + 2);
}
std::uint64_t read64(const std::uint8_t* at) {
    return (std::uint64_t{read32(at)} << 32) | read32(at + 4);
}

constexpr std::array<std::uint32_t, 256> crc_table = [] {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < table.size(); ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit) {
            value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320U : value >> 1;
        }
        table[i] = value;
    }
    return table;
}();

/// The class bits sit apart in the type (RFC 8489 §5). Nothing for another method.
std::optional<StunClass> class_of(std::uint16_t type) {
    if ((type & 0x3EEF) != method_binding) {
        return std::nullopt;
    }
    return static_cast<StunClass>(((type >> 7) & 2) | ((type >> 4) & 1));
}

std::optional<SocketAddress> unmasked(std::span<const std::uint8_t> value, const StunTransaction& transaction) {
    std::array<std::uint8_t, 16> mask{};
    mask[0] = 0x21;
    mask[1] = 0x12;
    mask[2] = 0xA4;
    mask[3] = 0x42;
    std::ranges::copy(transaction, mask.begin() + 4);
    const std::size_t bytes = value.size() == 8 ? 4 : 16;
    if (value.size() != 4 + bytes || value[1] != (bytes == 4 ? family_v4 : family_v6)) {
        return std::nullopt;
    }
    sockaddr_storage raw{};
    raw.ss_family = bytes == 4 ? AF_INET : AF_INET6;
    auto* ip = bytes == 4 ? reinterpret_cast<std::uint8_t*>(&reinterpret_cast<sockaddr_in*>(&raw)->sin_addr)
                          : reinterpret_cast<std::uint8_t*>(&reinterpret_cast<sockaddr_in6*>(&raw)->sin6_addr);
    for (std::size_t i = 0; i < bytes; ++i) {
        ip[i] = value[4 + i] ^ mask[i];
    }
    auto address = SocketAddress::from(raw);
    address.set_port(static_cast<std::uint16_t>(read16(value.data() + 2) ^ (stun_magic_cookie >> 16)));
    return address;
}

/// Walks the attributes of one message.
class Reader {
  public:
    explicit Reader(StunMessage& message) : message_{message} {}

    /// False: the message is broken.
    bool read() {
        const auto bytes = message_.bytes;
        std::size_t at = stun_header_bytes;
        while (at < bytes.size()) {
            if (bytes.size() - at < 4) {
                return false;
            }
            const auto type = read16(&bytes[at]);
            const std::size_t length = read16(&bytes[at + 2]);
            if (length > bytes.size() - at - 4) {
                return false;
            }
            if (!take(static_cast<StunAttribute>(type), at, bytes.subspan(at + 4, length))) {
                return false;
            }
            at += 4 + (length + 3) / 4 * 4;
        }
        return true;
    }

  private:
    bool take(StunAttribute type, std::size_t at, std::span<const std::uint8_t> value) {
        if (type == StunAttribute::Fingerprint) {
            const bool last = at + 8 == message_.bytes.size();
            return last && value.size() == 4 &&
                   (stun_crc(message_.bytes.first(at)) ^ fingerprint_mask) == read32(value.data());
        }
        if (message_.integrity_at != 0) {
            return true;
        }
        switch (type) {
            case StunAttribute::MessageIntegrity:
                message_.integrity_at = at;
                return value.size() == integrity_bytes;
            case StunAttribute::Username:
                message_.username = {reinterpret_cast<const char*>(value.data()), value.size()};
                return true;
            case StunAttribute::UseCandidate:
                message_.use_candidate = true;
                return true;
            case StunAttribute::IceControlling:
                return take_number(value, message_.controlling);
            case StunAttribute::IceControlled:
                return take_number(value, message_.controlled);
            case StunAttribute::ErrorCode:
                message_.error_code = value.size() < 4 ? 0 : (value[2] & 7) * 100 + value[3];
                return value.size() >= 4;
            case StunAttribute::XorMappedAddress:
                message_.mapped = unmasked(value, message_.transaction);
                return true;
            case StunAttribute::Priority:
            case StunAttribute::UnknownAttributes:
            case StunAttribute::Fingerprint:
                return true;
        }
        note_unknown(static_cast<std::uint16_t>(type));
        return true;
    }

    static bool take_number(std::span<const std::uint8_t> value, std::optional<std::uint64_t>& into) {
        if (value.size() == 8) {
            into = read64(value.data());
        }
        return value.size() == 8;
    }

    /// The upper half of the numbers may be ignored by who does not know them (RFC 8489 §14).
    void note_unknown(std::uint16_t type) {
        if (type < 0x8000 && message_.unknown_count < message_.unknown.size()) {
            message_.unknown[message_.unknown_count++] = type;
        }
    }

    StunMessage& message_;
};

}  // namespace

std::optional<StunMessage> parse_stun(std::span<const std::uint8_t> datagram) {
    if (datagram.size() < stun_header_bytes || datagram.size() > max_stun_bytes || datagram[0] > 3) {
        return std::nullopt;
    }
    const auto kind = class_of(read16(datagram.data()));
    const std::size_t length = read16(&datagram[2]);
    if (!kind || read32(&datagram[4]) != stun_magic_cookie || length % 4 != 0 ||
        length + stun_header_bytes != datagram.size()) {
        return std::nullopt;
    }
    StunMessage message;
    message.kind = *kind;
    message.bytes = datagram;
    std::memcpy(message.transaction.data(), &datagram[8], message.transaction.size());
    if (!Reader{message}.read()) {
        return std::nullopt;
    }
    return message;
}

bool integrity_fits(const StunMessage& message, std::string_view password) {
    if (message.integrity_at == 0) {
        return false;
    }
    // As if the message ended with this attribute (RFC 8489 §14.5).
    const auto length = message.integrity_at + 4 + integrity_bytes - stun_header_bytes;
    const auto wanted =
        stun_integrity(message.bytes.first(message.integrity_at), static_cast<std::uint16_t>(length), password);
    return same_bytes(wanted, message.bytes.subspan(message.integrity_at + 4, integrity_bytes));
}

std::uint32_t stun_crc(std::span<const std::uint8_t> bytes) {
    std::uint32_t crc = 0xFFFFFFFF;
    for (const auto byte : bytes) {
        crc = (crc >> 8) ^ crc_table[(crc ^ byte) & 0xFF];
    }
    return ~crc;
}

std::array<std::uint8_t, 20> stun_integrity(std::span<const std::uint8_t> bytes, std::uint16_t length,
                                            std::string_view password) {
    std::array<std::uint8_t, max_stun_bytes> copy;
    const auto size = std::min(bytes.size(), copy.size());
    std::memcpy(copy.data(), bytes.data(), size);
    copy[2] = static_cast<std::uint8_t>(length >> 8);
    copy[3] = static_cast<std::uint8_t>(length);
    std::array<std::uint8_t, integrity_bytes> digest{};
    unsigned int written = 0;
    ::HMAC(::EVP_sha1(), password.data(), static_cast<int>(password.size()), copy.data(), size, digest.data(),
           &written);
    return digest;
}

}  // namespace yh::media
