#include "office/crm/allocation.h"

#include <algorithm>
#include <chrono>

#include "base/clock.h"
#include "office/rollups/local_time.h"

namespace yh::office::crm {

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

std::int64_t day_of(std::int64_t at_ms, const model::TimeZone& zone) {
    return std::chrono::floor<std::chrono::days>(zone.local(wall_from_ms(at_ms))).time_since_epoch().count();
}

std::int64_t day_began_ms(std::int64_t at_ms, const model::TimeZone& zone) {
    return rollups::day_begins_ms(rollups::local_hour(at_ms, zone).day, zone);
}

}  // namespace yh::office::crm
