#include "office/crm/allocation.h"

#include <algorithm>

namespace yh::office::crm {

namespace {

// UTC+8: a company's own zone is known for its telephones alone (working hours), and all of China has one.
constexpr std::int64_t zone_ms = std::int64_t{8} * 3600 * 1000;
constexpr std::int64_t ms_of_day = std::int64_t{24} * 3600 * 1000;

}  // namespace

bool speaks_of(const AllocationRule& rule, ObjectKind object, const Facts& facts) {
    return rule.enabled && rule.object == object && all_hold(rule.conditions, facts);
}

std::optional<std::string> choose_target(const AllocationRule& rule, const std::vector<AllocationUse>& used,
                                         const std::function<bool(std::string_view)>& can_take) {
    const AllocationTarget* best = nullptr;
    AllocationUse use_of_best;
    for (const auto& target : rule.targets) {
        const auto found = std::ranges::find(used, target.target, &AllocationUse::target);
        const auto use = found == used.end() ? AllocationUse{} : *found;
        const bool full = target.daily_cap > 0 && use.today >= target.daily_cap;
        if (full || !can_take(target.target)) {
            continue;
        }
        const bool sooner = use.today < use_of_best.today ||
                            (use.today == use_of_best.today && use.last_at_ms < use_of_best.last_at_ms);
        if (best == nullptr || (rule.by == AllocateBy::Average && sooner)) {
            best = &target;
            use_of_best = use;
        }
    }
    return best == nullptr ? std::nullopt : std::optional{best->target};
}

std::int64_t day_of(std::int64_t at_ms) {
    return (at_ms + zone_ms) / ms_of_day;
}

std::int64_t day_began_ms(std::int64_t at_ms) {
    return day_of(at_ms) * ms_of_day - zone_ms;
}

}  // namespace yh::office::crm
