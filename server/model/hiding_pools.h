#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "model/ids.h"

namespace yh::model {

/// The public pools of all companies that hide the numbers of what lies in them (号码隐藏 of a pool, R151, B14), and
/// who sees them all the same: what telephones need to know of the rules for customers. An immutable snapshot beside
/// the directory, replaced whole. Thread: any.
class HidingPools {
  public:
    void add(TenantId tenant, std::int64_t pool, std::vector<UserId> shown_to);

    /// Whether the company has any.
    bool has(TenantId tenant) const;
    /// Whether a number looks hidden to this person. `pool`: where its customer lies, 0: in none; absent: who that is
    /// is not known yet, and what may lie in a pool is hidden like what does.
    bool hides_from(TenantId tenant, UserId user, std::optional<std::int64_t> pool) const;

  private:
    struct Pool {
        std::int64_t id = 0;
        std::vector<UserId> shown_to;
    };

    std::unordered_map<TenantId, std::vector<Pool>> pools_;
};
using HidingPoolsPtr = std::shared_ptr<const HidingPools>;

}  // namespace yh::model
