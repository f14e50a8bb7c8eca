#include "office/customers/pools/pool_seat.h"

#include <algorithm>

#include "office/crm/audience.h"
#include "office/crm/pool_sight.h"

namespace yh::office::customers {

const crm::Pool* find_pool(const crm::Book& book, std::optional<std::int64_t> id) {
    const auto found = std::ranges::find(book.pools, crm::SettingId{id.value_or(0)}, &crm::Pool::id);
    return found == book.pools.end() ? nullptr : &*found;
}

Seat seat_in(const crm::Pool& pool, const people::SignedIn& who) {
    if (crm::administers(pool, who)) {
        return Seat::Admin;
    }
    return crm::is_meant(pool.members, who) ? Seat::Member : Seat::None;
}

Seat seat_in(const crm::Book& book, std::optional<std::int64_t> pool, const people::SignedIn& who) {
    if (const auto* found = find_pool(book, pool)) {
        return seat_in(*found, who);
    }
    return who.rights().has(people::rights::configure_crm) ? Seat::Admin : Seat::None;
}

std::vector<const crm::Pool*> pools_seen(const crm::Book& book, crm::ObjectKind object, const people::SignedIn& who) {
    std::vector<const crm::Pool*> seen;
    for (const auto& pool : book.pools) {
        if (pool.object == object && seat_in(pool, who) != Seat::None) {
            seen.push_back(&pool);
        }
    }
    return seen;
}

// A company that hides numbers from nobody else hides the middle of them here.
people::NumberMask mask_in(const people::NumberMask& mask, const crm::Book& book, std::optional<std::int64_t> pool,
                           const people::SignedIn& who) {
    const auto* found = pool ? find_pool(book, pool) : nullptr;
    if (mask.hides() || found == nullptr || !crm::hides_numbers_from(*found, who)) {
        return mask;
    }
    return people::NumberMask{model::HideNumbers::Partial};
}

}  // namespace yh::office::customers
