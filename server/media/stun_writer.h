#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "media/stun.h"

namespace yh::media {

/// Writes one Binding message into a buffer of the caller, attribute by attribute; what does not fit is left out and
/// `finish` then says 0. A value that lives for one message. Thread: any.
class StunWriter {
  public:
    StunWriter(std::span<std::uint8_t> out, StunClass kind, const StunTransaction& transaction);

    void add(StunAttribute type, std::span<const std::uint8_t> value = {});
    void add_text(StunAttribute type, std::string_view text);
    void add_number(StunAttribute type, std::uint32_t value);
    void add_number(StunAttribute type, std::uint64_t value);
    /// XOR-MAPPED-ADDRESS (RFC 8489 §14.2).
    void add_address(const SocketAddress& address);
    /// ERROR-CODE with its usual words (RFC 8489 §14.8).
    void add_error(int code, std::string_view reason);
    void add_unknown(std::span<const std::uint16_t> types);
    /// MESSAGE-INTEGRITY over all that was added so far.
    void sign(std::string_view password);
    /// FINGERPRINT, which comes last; the length of the message.
    std::size_t finish();

  private:
    void set_length(std::size_t attribute_bytes);

    std::span<std::uint8_t> out_;
    const StunTransaction transaction_;
    std::size_t used_ = 0;
    bool fits_ = true;
};

}  // namespace yh::media
