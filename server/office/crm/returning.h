#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>

#include "office/crm/book.h"

// When something goes back into its pool by itself (自动回收, B11). Pure.
namespace yh::office::crm {

/// Something that has an owner, as the rule sees it.
struct Holding {
    std::int64_t owned_at_ms = 0;
    std::optional<std::int64_t> followed_at_ms;
    std::optional<std::int64_t> protected_until_ms;
    std::optional<std::int64_t> warned_at_ms;  ///< its owner was told
    bool closed = false;                       ///< its stage is won or lost: it is nobody's to take away
    std::optional<std::int64_t> ends_at_ms;    ///< when the day of the rule begins (`day_of_return`)
};

enum class ReturnReason { Idle, NoDeal, Day };
BOOST_DESCRIBE_ENUM(ReturnReason, Idle, NoDeal, Day)

enum class ReturnStep { Nothing, Warn, Return };

struct ReturnVerdict {
    ReturnStep step = ReturnStep::Nothing;
    ReturnReason reason = ReturnReason::Idle;
    std::int64_t due_at_ms = 0;  ///< when it goes back, if nothing is done; of Warn and Return
};

/// Whoever is to be warned is warned first, however late: the return waits for the days between the two. A follow-up
/// takes back the warning of what goes back for want of it, and no other.
ReturnVerdict judge_holding(const ReturnRule& rule, const Holding& held, std::int64_t now_ms);

/// When the day begins on which all goes back, by the company's clocks; none: the rule names no day.
std::optional<std::int64_t> day_of_return(const ReturnRule& rule, const model::TimeZone& zone);

/// How long nothing is returned after a claim or an assignment; none: no protection.
std::optional<std::int64_t> protected_until(const ReturnRule& rule, std::int64_t now_ms);

}  // namespace yh::office::crm
