#include "office/crm/pool_sight.h"

#include <algorithm>

namespace yh::office::crm {

namespace {

bool administers(const Pool& pool, const std::string& number, people::Rights rights) {
    return rights.has(people::rights::configure_crm) || std::ranges::find(pool.admins, number) != pool.admins.end();
}

std::vector<model::UserId> administrators(const Pool& pool, model::TenantId tenant, const model::Directory& directory,
                                          const people::Chart& chart) {
    std::vector<model::UserId> found;
    for (const auto& user : directory.users) {
        if (user.tenant == tenant && administers(pool, user.number, chart.rights_of(user.id, user.role))) {
            found.push_back(user.id);
        }
    }
    return found;
}

}  // namespace

bool administers(const Pool& pool, const people::SignedIn& who) {
    return administers(pool, who.number, who.rights());
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

model::HidingPools hiding_pools(const Books& books, const model::Directory& directory, const people::Chart& chart) {
    model::HidingPools hiding;
    for (const auto& tenant : directory.tenants) {
        for (const auto& pool : books.of(tenant.id).pools) {
            if (pool.hide_numbers) {
                hiding.add(tenant.id, pool.id.value, administrators(pool, tenant.id, directory, chart));
            }
        }
    }
    return hiding;
}

}  // namespace yh::office::crm
