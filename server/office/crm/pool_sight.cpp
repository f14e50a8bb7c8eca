#include "office/crm/pool_sight.h"

#include <algorithm>

namespace yh::office::crm {

bool administers(const Pool& pool, const people::SignedIn& who) {
    return who.rights().has(people::rights::configure_crm) ||
           std::ranges::find(pool.admins, who.number) != pool.admins.end();
}

bool hides_numbers_from(const Pool& pool, const people::SignedIn& who) {
    return pool.hide_numbers && !administers(pool, who);
}

std::vector<std::int64_t> pools_hiding_from(const Book& book, const people::SignedIn& who) {
    std::vector<std::int64_t> hiding;
    for (const auto& pool : book.pools) {
        if (hides_numbers_from(pool, who)) {
            hiding.push_back(pool.id.value);
        }
    }
    std::ranges::sort(hiding);
    return hiding;
}

}  // namespace yh::office::crm
