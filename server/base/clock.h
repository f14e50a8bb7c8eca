#pragma once

#include <chrono>
#include <cstdint>

namespace yh {

using Duration = std::chrono::nanoseconds;
/// Monotonic: for timers and durations.
using MonoTime = std::chrono::time_point<std::chrono::steady_clock, Duration>;
/// UTC: for records only, never for deciding.
using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;

inline std::int64_t to_ms(WallTime t) {
    return t.time_since_epoch().count();
}
inline std::int64_t to_ms(Duration d) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(d).count();
}
inline WallTime wall_from_ms(std::int64_t ms) {
    return WallTime{std::chrono::milliseconds{ms}};
}

/// Where "now" comes from. Thread: any.
class Clock {
  public:
    virtual ~Clock() = default;
    virtual MonoTime now() const = 0;
    virtual WallTime wall() const = 0;
};

class SystemClock final : public Clock {
  public:
    MonoTime now() const override { return std::chrono::steady_clock::now(); }
    WallTime wall() const override {
        return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    }
};

/// A clock that moves when told: tests and simulations.
class ManualClock final : public Clock {
  public:
    MonoTime now() const override { return MonoTime{} + since_start_; }
    WallTime wall() const override {
        return start_wall_ + std::chrono::duration_cast<std::chrono::milliseconds>(since_start_);
    }
    void advance(Duration by) { since_start_ += by; }
    void set(MonoTime to) { since_start_ = to - MonoTime{}; }

  private:
    Duration since_start_{std::chrono::hours{1}};
    WallTime start_wall_ = wall_from_ms(1'750'000'000'000);
};

}  // namespace yh
