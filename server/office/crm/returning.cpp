#include "office/crm/returning.h"

#include <algorithm>

#include "office/rollups/local_time.h"

namespace yh::office::crm {

namespace {

constexpr std::int64_t ms_of_day = std::int64_t{24} * 3600 * 1000;

}  // namespace

ReturnVerdict judge_holding(const ReturnRule& rule, const Holding& held, std::int64_t now_ms) {
    if (!rule.enabled || held.closed) {
        return {};
    }
    std::optional<ReturnVerdict> due;
    const auto consider = [&](bool holds, std::int64_t at_ms, ReturnReason reason) {
        if (holds && (!due || at_ms < due->due_at_ms)) {
            due = ReturnVerdict{ReturnStep::Return, reason, at_ms};
        }
    };
    const auto touched = std::max(held.owned_at_ms, held.followed_at_ms.value_or(0));
    const auto ends = held.ends_at_ms.value_or(0);
    consider(rule.idle_days > 0, touched + rule.idle_days * ms_of_day, ReturnReason::Idle);
    consider(rule.no_deal_days > 0, held.owned_at_ms + rule.no_deal_days * ms_of_day, ReturnReason::NoDeal);
    consider(held.owned_at_ms < ends, ends, ReturnReason::Day);
    if (!due) {
        return {};
    }
    due->due_at_ms = std::max(due->due_at_ms, held.protected_until_ms.value_or(0));
    const auto notice = rule.warn_days * ms_of_day;
    const auto tells_from = std::max(due->due_at_ms - notice, due->reason == ReturnReason::Idle ? touched : 0);
    const bool warned = held.warned_at_ms && *held.warned_at_ms >= tells_from;
    if (notice > 0 && !warned) {
        // Told late (we were away, or the rule is new): he has the days that he was promised, from now on.
        if (now_ms < due->due_at_ms - notice) {
            return {};
        }
        return {ReturnStep::Warn, due->reason, std::max(due->due_at_ms, now_ms + notice)};
    }
    if (notice > 0) {
        due->due_at_ms = std::max(due->due_at_ms, *held.warned_at_ms + notice);
    }
    return now_ms < due->due_at_ms ? ReturnVerdict{} : *due;
}

std::optional<std::int64_t> day_of_return(const ReturnRule& rule, const model::TimeZone& zone) {
    std::int64_t day = 0;
    for (const char c : rule.on_day) {
        if (c != '-') {
            day = day * 10 + (c - '0');
        }
    }
    return day == 0 ? std::nullopt : std::optional{rollups::day_begins_ms(day, zone)};
}

std::optional<std::int64_t> protected_until(const ReturnRule& rule, std::int64_t now_ms) {
    return rule.enabled && rule.protected_days > 0 ? std::optional{now_ms + rule.protected_days * ms_of_day}
                                                   : std::nullopt;
}

}  // namespace yh::office::crm
