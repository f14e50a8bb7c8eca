#pragma once

#include <cstdint>
#include <string_view>

namespace yh::office::sms {

/// How a text travels (3GPP TS 23.038, 23.040): in the GSM 7-bit alphabet 160 characters, or 153 in each part of a
/// longer one; with a single character outside of it in UCS-2, 70 or 67.
struct SmsSize {
    bool unicode = false;
    std::int64_t units = 0;  ///< septets, or UTF-16 code units
    std::int64_t segments = 0;
    std::int64_t left = 0;  ///< units that still fit into the last segment

    bool operator==(const SmsSize&) const = default;
};

/// Of UTF-8; an empty text has no segments. Pure. The pages count alike: web/src/frame/sms/segments.ts.
SmsSize size_of_sms(std::string_view text);

}  // namespace yh::office::sms
