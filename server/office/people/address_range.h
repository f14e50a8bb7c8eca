#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace yh::office::people {

/// Addresses that begin with the same bits: "10.0.0.0/8", "2001:db8::/32", or one address alone. IPv4 is kept as
/// IPv4-mapped IPv6 (RFC 4291 §2.5.5.2), so that a listener for both sees the same person. A value; pure.
class AddressRange {
  public:
    static std::optional<AddressRange> parse(std::string_view text);
    bool contains(std::string_view address) const;

  private:
    using Bytes = std::array<std::uint8_t, 16>;
    static std::optional<Bytes> bytes_of(std::string_view address);

    Bytes start_{};
    unsigned bits_ = 0;
};

/// Whether an address is in one of them; without any, every address is.
bool is_allowed_from(const std::vector<AddressRange>& ranges, std::string_view address);

}  // namespace yh::office::people
