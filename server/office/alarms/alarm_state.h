#pragma once

#include <cstdint>
#include <optional>

#include "office/alarms/alarm_rule.h"

namespace yh::office::alarms {

enum class Turn { None, Raised, Cleared };

/// Whether one rule is raised. Nothing flutters: it rises when the figure has been past the threshold for as long as
/// the rule says, and falls when it has been well for half of that, five seconds at least; a percentage must be better
/// by a whole one. A figure that nobody knows changes nothing. Pure; whoever owns it says what time it is.
class AlarmState {
  public:
    /// It was raised before this process began.
    static AlarmState raised_since(std::int64_t at_ms);

    Turn look(const AlarmRule& rule, std::optional<double> value, std::int64_t now_ms);

    bool raised() const { return raised_at_ms_.has_value(); }
    std::optional<std::int64_t> raised_at_ms() const { return raised_at_ms_; }
    std::optional<double> value() const { return value_; }

  private:
    std::optional<std::int64_t> raised_at_ms_;
    std::optional<std::int64_t> turning_since_ms_;  ///< since when the figure is on the other side
    std::optional<double> value_;
};

}  // namespace yh::office::alarms
