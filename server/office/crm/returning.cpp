#include "office/crm/returning.h"

#include <algorithm>

namespace yh::office::crm {

namespace {

constexpr std::int64_t ms_of_day = std::int64_t{24} * 3600 * 1000;

}  // namespace

ReturnVerdict judge_holding(const ReturnRule& rule, const Holding& held, std::int64_t now_ms) {
    if (!rule.enabled || held.closed) {
        return {};
    }
    std::optional<ReturnVerdict> due;
    const auto consider = [&](std::int64_t days, std::int64_t since_ms, ReturnReason reason) {
        const auto at = since_ms + days * ms_of_day;
        if (days > 0 && (!due || at < due->due_at_ms)) {
            due = ReturnVerdict{ReturnStep::Return, reason, at};
        }
    };
    const auto touched = std::max(held.owned_at_ms, held.followed_at_ms.value_or(0));
    consider(rule.idle_days, touched, ReturnReason::Idle);
    consider(rule.no_deal_days, held.owned_at_ms, ReturnReason::NoDeal);
    if (!due) {
        return {};
    }
    due->due_at_ms = std::max(due->due_at_ms, held.protected_until_ms.value_or(0));
    const auto notice = rule.warn_days * ms_of_day;
    const bool warned = held.warned_at_ms && *held.warned_at_ms >= due->due_at_ms - notice;
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

std::optional<std::int64_t> protected_until(const ReturnRule& rule, std::int64_t now_ms) {
    return rule.enabled && rule.protected_days > 0 ? std::optional{now_ms + rule.protected_days * ms_of_day}
                                                   : std::nullopt;
}

}  // namespace yh::office::crm
