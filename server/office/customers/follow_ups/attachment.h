#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

// What may be attached to a follow-up. Pure; for bytes and names from anywhere.
namespace yh::office::customers {

inline constexpr std::uint64_t largest_attachment_bytes = 10 * 1024 * 1024;

/// What it is by what it holds, whatever it is called: pictures, PDF, Office documents, plain text, sound, MP4. Whole,
/// as far as that can be told without unpacking: nothing is ever unpacked here. Errors: attachment.empty,
/// attachment.type, attachment.broken.
Result<std::string_view> media_type_of(std::string_view bytes);

/// Whether a browser may show it in the page: what can hold no program of anybody's.
bool is_shown_inline(std::string_view media_type);

}  // namespace yh::office::customers
