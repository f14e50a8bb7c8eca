#include "office/people/address_range.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <string>

namespace yh::office::people {

namespace {

constexpr unsigned bits_of_v4 = 32;
constexpr unsigned bits_of_v6 = 128;

}  // namespace

std::optional<AddressRange::Bytes> AddressRange::bytes_of(std::string_view address) {
    // inet_pton wants a terminated string.
    const std::string text{address};
    Bytes bytes{};
    if (::inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1) {
        return bytes;
    }
    constexpr std::size_t mapped_at = 12;
    bytes = {};
    bytes[mapped_at - 2] = bytes[mapped_at - 1] = 0xff;
    if (::inet_pton(AF_INET, text.c_str(), bytes.data() + mapped_at) == 1) {
        return bytes;
    }
    return std::nullopt;
}

std::optional<AddressRange> AddressRange::parse(std::string_view text) {
    const auto slash = text.find('/');
    const auto address = text.substr(0, slash);
    const auto bytes = bytes_of(address);
    if (!bytes) {
        return std::nullopt;
    }
    const unsigned most = address.find(':') == std::string_view::npos ? bits_of_v4 : bits_of_v6;
    unsigned bits = most;
    if (slash != std::string_view::npos) {
        const auto number = text.substr(slash + 1);
        const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), bits);
        if (error != std::errc{} || end != number.data() + number.size() || bits > most) {
            return std::nullopt;
        }
    }
    AddressRange range;
    range.start_ = *bytes;
    range.bits_ = bits + bits_of_v6 - most;
    return range;
}

bool AddressRange::contains(std::string_view address) const {
    const auto bytes = bytes_of(address);
    if (!bytes) {
        return false;
    }
    constexpr unsigned bits_of_byte = 8;
    const auto whole = bits_ / bits_of_byte;
    const auto rest = bits_ % bits_of_byte;
    if (!std::equal(start_.begin(), start_.begin() + whole, bytes->begin())) {
        return false;
    }
    const auto shift = bits_of_byte - rest;
    return rest == 0 || (start_[whole] >> shift) == ((*bytes)[whole] >> shift);
}

bool is_allowed_from(const std::vector<AddressRange>& ranges, std::string_view address) {
    return ranges.empty() ||
           std::ranges::any_of(ranges, [&](const AddressRange& range) { return range.contains(address); });
}

}  // namespace yh::office::people
