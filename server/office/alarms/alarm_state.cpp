#include "office/alarms/alarm_state.h"

#include <algorithm>

namespace yh::office::alarms {

namespace {

constexpr std::int64_t ms_of_second = 1000;
constexpr std::int64_t shortest_calm_ms = 5 * ms_of_second;

bool is_past(const AlarmRule& rule, double value) {
    return rule.compare == Compare::Above ? value > rule.threshold : value < rule.threshold;
}

// Not the same as not past: between the two it is neither.
bool is_well(const AlarmRule& rule, double value) {
    const double margin = rule.figure == AlarmFigure::ServiceLevel ? 1.0 : 0.0;
    return rule.compare == Compare::Above ? value <= rule.threshold - margin : value >= rule.threshold + margin;
}

}  // namespace

AlarmState AlarmState::raised_since(std::int64_t at_ms) {
    AlarmState state;
    state.raised_at_ms_ = at_ms;
    return state;
}

Turn AlarmState::look(const AlarmRule& rule, std::optional<double> value, std::int64_t now_ms) {
    value_ = value;
    const bool turns = value && (raised() ? is_well(rule, *value) : is_past(rule, *value));
    if (!turns) {
        turning_since_ms_.reset();
        return Turn::None;
    }
    const auto since = turning_since_ms_.value_or(now_ms);
    turning_since_ms_ = since;
    const auto patience_ms =
        raised() ? std::max(rule.for_s * ms_of_second / 2, shortest_calm_ms) : rule.for_s * ms_of_second;
    if (now_ms - since < patience_ms) {
        return Turn::None;
    }
    turning_since_ms_.reset();
    if (raised()) {
        raised_at_ms_.reset();
        return Turn::Cleared;
    }
    raised_at_ms_ = now_ms;
    return Turn::Raised;
}

}  // namespace yh::office::alarms
