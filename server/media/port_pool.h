#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "base/clock.h"

namespace yh::media {

/// The even ports of a range. Taken in a turning order from a random start, and rested after use, so that late packets
/// of a call that ended do not reach the next one. Owned by the engine. Thread: call loop.
class PortPool {
  public:
    PortPool(std::uint16_t first, std::uint16_t last, Duration rest, std::uint64_t random_start);

    /// Nothing when all are in use or resting.
    std::optional<std::uint16_t> take(MonoTime now);
    void give_back(std::uint16_t port, MonoTime now);
    /// Another program holds it: rests like a used one, and longer.
    void set_taken_by_others(std::uint16_t port, MonoTime now);

    std::size_t size() const { return size_; }
    std::size_t in_use() const { return in_use_; }

  private:
    struct Resting {
        std::uint16_t port;
        MonoTime until;
    };

    const Duration rest_;
    std::size_t size_ = 0;
    std::size_t in_use_ = 0;
    std::deque<std::uint16_t> free_;
    std::deque<Resting> resting_;  // by time
    std::vector<Resting> taken_by_others_;
};

}  // namespace yh::media
