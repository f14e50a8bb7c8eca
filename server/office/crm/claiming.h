#pragma once

#include <cstdint>
#include <optional>

#include "base/error.h"
#include "office/crm/book.h"

// Whether somebody may take something out of a pool for himself (领取规则, R153). Pure.
namespace yh::office::crm {

/// Who wants it, and what it is.
struct ClaimFacts {
    std::int64_t claimed_today = 0;  ///< out of this pool, by this person
    std::int64_t holding = 0;        ///< objects of this kind that this person owns
    bool had_it_last = false;
    std::int64_t pooled_at_ms = 0;
};

/// None: he may. Errors: claim.a_day, claim.holding, claim.cooling; their detail is the limit.
std::optional<Error> claim_refusal(const ClaimRule& rule, const ClaimFacts& facts, std::int64_t now_ms);

}  // namespace yh::office::crm
