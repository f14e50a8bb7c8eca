#pragma once

// Internal to http/.
#include <cstdint>
#include <optional>
#include <string>

#include "http/reply.h"

namespace yh::http {

struct HeadFacts {
    int status = 200;
    std::string_view date;
    std::string_view request_id;
    std::optional<std::uint64_t> content_length;
    bool keep_alive = true;
};

std::string_view reason_phrase(int status);

/// Status line and headers with the blank line. `defaults` are sent unless `headers` has the same name; control
/// characters in values are dropped, so that no value can begin a header of its own.
std::string response_head(const HeadFacts& facts, const Headers& headers, const Headers& defaults);

}  // namespace yh::http
