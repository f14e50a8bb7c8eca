#include "office/people/pace.h"

namespace yh::office::people {

bool Pace::too_often(const std::string& who, MonoTime now) {
    auto& times = times_[who];
    while (!times.empty() && now - times.front() > within_) {
        times.pop_front();
    }
    if (times.size() >= most_) {
        return true;
    }
    times.push_back(now);
    constexpr std::size_t most_kept = 10'000;
    if (times_.size() > most_kept) {
        std::erase_if(times_,
                      [&](const auto& entry) { return entry.second.empty() || now - entry.second.back() > within_; });
    }
    return false;
}

}  // namespace yh::office::people
