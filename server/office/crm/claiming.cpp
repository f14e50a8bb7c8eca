#include "office/crm/claiming.h"

#include <string>

namespace yh::office::crm {

std::optional<Error> claim_refusal(const ClaimRule& rule, const ClaimFacts& facts, std::int64_t now_ms) {
    constexpr std::int64_t ms_of_day = std::int64_t{24} * 3600 * 1000;
    if (!rule.limited) {
        return std::nullopt;
    }
    if (rule.a_day > 0 && facts.claimed_today >= rule.a_day) {
        return conflict("claim.a_day", std::to_string(rule.a_day));
    }
    if (rule.holding > 0 && facts.holding >= rule.holding) {
        return conflict("claim.holding", std::to_string(rule.holding));
    }
    if (facts.had_it_last && now_ms < facts.pooled_at_ms + rule.cooling_days * ms_of_day) {
        return conflict("claim.cooling", std::to_string(rule.cooling_days));
    }
    return std::nullopt;
}

}  // namespace yh::office::crm
