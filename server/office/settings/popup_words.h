#pragma once

#include <array>
#include <string_view>

namespace yh::office::settings {

/// What the address of a third party's page may hold in braces (R068); web/src/popup/popup_address.ts fills them in.
inline constexpr std::array<std::string_view, 10> popup_words{"call",      "number",       "called", "direction",
                                                              "queue",     "queue_name",   "agent",  "agent_name",
                                                              "extension", "customer_name"};

/// Whether it leads to a web page, and always to the same host.
bool is_popup_address(std::string_view text);

}  // namespace yh::office::settings
