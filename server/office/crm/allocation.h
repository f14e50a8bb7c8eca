#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "office/crm/book.h"
#include "office/crm/condition.h"

// Which pool or person something new goes to by itself (分配规则, R162). Pure: what was given out so far is handed in.
namespace yh::office::crm {

/// What one rule has given to one of its targets.
struct AllocationUse {
    std::string target;
    std::int64_t today = 0;
    std::int64_t total = 0;
    std::int64_t last_at_ms = 0;  ///< when it was given something last; 0: never
};
BOOST_DESCRIBE_STRUCT(AllocationUse, (), (target, today, total, last_at_ms))

/// Whether the rule speaks of this object.
bool speaks_of(const AllocationRule& rule, ObjectKind object, const Facts& facts);

/// Whose turn it is; none: nobody can take any more today. Average: whoever has been given least today, among equals
/// whoever has waited longest, so that a handful a day do not always go to the first. Designated: the first in order
/// that is not full. `can_take` knows who is with the company still, and which pool there is.
std::optional<std::string> choose_target(const AllocationRule& rule, const std::vector<AllocationUse>& used,
                                         const std::function<bool(std::string_view)>& can_take);

/// The day that daily caps count by: the company's own, whoever's browser stands where. Days since 1970.
std::int64_t day_of(std::int64_t at_ms, const model::TimeZone& zone);
/// When it began.
std::int64_t day_began_ms(std::int64_t at_ms, const model::TimeZone& zone);

}  // namespace yh::office::crm
