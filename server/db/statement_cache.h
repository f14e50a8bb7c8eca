#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace yh::db {

/// Prepared statements by their text, the least recently used leaving first: filters of lists make many texts.
/// Owned by a driver; ends with it. Thread: the connection's.
template <class Prepared>
class StatementCache {
  public:
    explicit StatementCache(std::size_t capacity) : capacity_{capacity} {}

    /// Null when it was never prepared. The pointer holds until the next `put` or `clear`.
    Prepared* find(std::string_view key) {
        const auto found = kept_.find(key);
        if (found == kept_.end()) {
            return nullptr;
        }
        found->second.used = ++uses_;
        return &found->second.prepared;
    }

    /// Keeps a statement, in place of an older one of the same text. What had to leave is given back.
    Prepared put(std::string_view key, Prepared prepared) {
        if (const auto found = kept_.find(key); found != kept_.end()) {
            found->second.used = ++uses_;
            return std::exchange(found->second.prepared, std::move(prepared));
        }
        Prepared left{};
        if (kept_.size() >= capacity_) {
            const auto oldest =
                std::ranges::min_element(kept_, {}, [](const auto& entry) { return entry.second.used; });
            left = std::move(oldest->second.prepared);
            kept_.erase(oldest);
        }
        kept_.emplace(std::string{key}, Entry{std::move(prepared), ++uses_});
        return left;
    }

    void clear() { kept_.clear(); }

  private:
    struct Entry {
        Prepared prepared;
        std::uint64_t used = 0;
    };
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };

    const std::size_t capacity_;
    std::uint64_t uses_ = 0;
    std::unordered_map<std::string, Entry, Hash, std::equal_to<>> kept_;
};

}  // namespace yh::db
