#include "model/hiding_pools.h"

#include <algorithm>
#include <utility>

namespace yh::model {

void HidingPools::add(TenantId tenant, std::int64_t pool, std::vector<UserId> shown_to) {
    pools_[tenant].push_back({pool, std::move(shown_to)});
}

bool HidingPools::has(TenantId tenant) const {
    return pools_.contains(tenant);
}

bool HidingPools::hides_from(TenantId tenant, UserId user, std::optional<std::int64_t> pool) const {
    const auto found = pools_.find(tenant);
    return found != pools_.end() && std::ranges::any_of(found->second, [&](const Pool& one) {
               return (!pool || one.id == *pool) && std::ranges::find(one.shown_to, user) == one.shown_to.end();
           });
}

}  // namespace yh::model
