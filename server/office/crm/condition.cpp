#include "office/crm/condition.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace yh::office::crm {

namespace {

std::optional<double> number_in(const std::string& text) {
    double number = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    return read.ec == std::errc{} && read.ptr == end ? std::optional{number} : std::nullopt;
}

/// Numbers by their size, everything else as text: days and times are written so that this is their order.
bool is_before(const std::string& one, const std::string& other) {
    const auto left = number_in(one);
    const auto right = number_in(other);
    return left && right ? *left < *right : one < other;
}

}  // namespace

bool holds(const Condition& condition, const Facts& facts) {
    static const std::vector<std::string> nothing;
    const auto found = facts.find(condition.field);
    const auto& texts = found == facts.end() ? nothing : found->second;
    const bool empty = std::ranges::all_of(texts, &std::string::empty);
    const auto any = [&](auto fits) { return std::ranges::any_of(texts, fits); };
    switch (condition.is) {
        case ConditionIs::Equal:
            return any([&](const std::string& text) { return text == condition.value; });
        case ConditionIs::NotEqual:
            return !any([&](const std::string& text) { return text == condition.value; });
        case ConditionIs::Contains:
            return any([&](const std::string& text) { return text.find(condition.value) != std::string::npos; });
        case ConditionIs::Empty:
            return empty;
        case ConditionIs::NotEmpty:
            return !empty;
        case ConditionIs::Before:
            return any([&](const std::string& text) { return !text.empty() && is_before(text, condition.value); });
        case ConditionIs::After:
            return any([&](const std::string& text) { return !text.empty() && is_before(condition.value, text); });
    }
    return false;
}

bool all_hold(const std::vector<Condition>& conditions, const Facts& facts) {
    return std::ranges::all_of(conditions, [&](const Condition& one) { return holds(one, facts); });
}

}  // namespace yh::office::crm
