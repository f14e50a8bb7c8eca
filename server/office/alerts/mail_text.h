#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "office/alerts/mail.h"

namespace yh::office::alerts {

/// The message as it goes over the wire (RFC 5322, RFC 2045): lines end in CR LF, everything beyond ASCII is encoded.
/// No field can bring a header of its own. Pure.
std::string message_of(const MailToSend& mail, std::int64_t at_ms, std::string_view id);

/// RFC 4648 §4, with padding.
std::string base64(std::string_view bytes);

}  // namespace yh::office::alerts
