#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "office/crm/book.h"
#include "office/people/identity.h"
#include "office/people/number_mask.h"

// Who is what in a public pool (公海, R150), and how numbers in it look to him (号码隐藏, R151). Pure.
namespace yh::office::customers {

/// Whoever sets pools up (crm.configure) has an administrator's seat in each.
enum class Seat { None, Member, Admin };

/// Null: the company has no such pool (any more).
const crm::Pool* find_pool(const crm::Book& book, std::optional<std::int64_t> id);
Seat seat_in(const crm::Pool& pool, const people::SignedIn& who);
/// … by its id. Nobody has a seat where there is no pool, but who sets pools up: what lies there must not be lost.
Seat seat_in(const crm::Book& book, std::optional<std::int64_t> pool, const people::SignedIn& who);

/// The pools of this object in which somebody has a seat, in the company's order.
std::vector<const crm::Pool*> pools_seen(const crm::Book& book, crm::ObjectKind object, const people::SignedIn& who);

/// How a number looks that lies in this pool; the one place that decides it. `mask` is what the person sees elsewhere.
people::NumberMask mask_in(const people::NumberMask& mask, const crm::Book& book, std::optional<std::int64_t> pool,
                           const people::SignedIn& who);

}  // namespace yh::office::customers
