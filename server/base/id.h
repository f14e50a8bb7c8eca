#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>

#include "base/result.h"

namespace yh {

/// A strong 64-bit identity. 0 means "none". Written as decimal text at the edges, because JavaScript
/// numbers end at 2^53.
template <class Tag>
struct Id {
    std::int64_t value = 0;

    auto operator<=>(const Id&) const = default;
    explicit operator bool() const { return value != 0; }
    std::string text() const { return std::to_string(value); }
};

/// Decimal text of a positive 64-bit number, nothing else before or after it. Error: id.malformed.
Result<std::int64_t> parse_id(std::string_view text);

/// Makes ids that rise with time and never repeat across restarts: 42 bits of milliseconds since 2024, 21 bits of
/// counter. Thread: the one that owns it.
class IdMaker {
  public:
    template <class T>
    T make(std::int64_t wall_ms) {
        return T{next(wall_ms)};
    }

  private:
    std::int64_t next(std::int64_t wall_ms);

    std::int64_t last_ = 0;
};

}  // namespace yh

template <class Tag>
struct std::hash<yh::Id<Tag>> {
    std::size_t operator()(const yh::Id<Tag>& id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
