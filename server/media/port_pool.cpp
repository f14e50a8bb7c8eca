#include "media/port_pool.h"

#include <algorithm>

namespace yh::media {

PortPool::PortPool(std::uint16_t first, std::uint16_t last, Duration rest, std::uint64_t random_start) : rest_{rest} {
    const std::uint32_t begin = first + (first & 1U);
    for (std::uint32_t port = begin; port + 1 <= last; port += 2) {
        free_.push_back(static_cast<std::uint16_t>(port));
    }
    size_ = free_.size();
    if (size_ != 0) {
        std::rotate(free_.begin(), free_.begin() + static_cast<std::ptrdiff_t>(random_start % size_), free_.end());
    }
}

std::optional<std::uint16_t> PortPool::take(MonoTime now) {
    while (!resting_.empty() && resting_.front().until <= now) {
        free_.push_back(resting_.front().port);
        resting_.pop_front();
    }
    std::erase_if(taken_by_others_, [&](const Resting& other) {
        if (other.until <= now) {
            free_.push_back(other.port);
            return true;
        }
        return false;
    });
    if (free_.empty()) {
        return std::nullopt;
    }
    const auto port = free_.front();
    free_.pop_front();
    ++in_use_;
    return port;
}

void PortPool::give_back(std::uint16_t port, MonoTime now) {
    --in_use_;
    resting_.push_back({port, now + rest_});
}

void PortPool::set_taken_by_others(std::uint16_t port, MonoTime now) {
    --in_use_;
    taken_by_others_.push_back({port, now + std::chrono::minutes{1}});
}

}  // namespace yh::media
