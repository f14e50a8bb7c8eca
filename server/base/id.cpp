#include "base/id.h"

#include <algorithm>
#include <charconv>

namespace yh {

Result<std::int64_t> parse_id(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc{} || end != text.data() + text.size() || value <= 0) {
        return invalid_input("id.malformed", std::string{text.substr(0, 32)});
    }
    return value;
}

std::int64_t IdMaker::next(std::int64_t wall_ms) {
    constexpr std::int64_t epoch_2024_ms = 1'704'067'200'000;
    constexpr int counter_bits = 21;
    const auto from_time = std::max<std::int64_t>(wall_ms - epoch_2024_ms, 1) << counter_bits;
    // A clock that steps back must not repeat an id: we only ever go up.
    last_ = std::max(from_time, last_ + 1);
    return last_;
}

}  // namespace yh
