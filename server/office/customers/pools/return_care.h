#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "office/customers/pools/return_store.h"
#include "office/office.h"

namespace yh::office::customers {

/// Looks by the clock after what its owners leave lying (自动回收, B11): warns them by a system message, and puts it
/// back into its pool when its time has come. Goes through all companies that have such a rule, some rows at a time,
/// and rests between two rounds much longer than a round takes. Owned by main. Thread: home.
class ReturnCare {
  public:
    explicit ReturnCare(Office& office) : office_{office} {}

    void start();

  private:
    struct Round {
        std::deque<model::TenantId> tenants;
        ReturnRules rules;
        std::shared_ptr<const Owners> owners;
        std::int64_t after = 0;
        MonoTime began{};
        std::int64_t warned = 0;
        std::int64_t returned = 0;
    };
    using RoundPtr = std::shared_ptr<Round>;

    void begin();
    void next_company(const RoundPtr& round);
    void look(const RoundPtr& round);
    void act_on(const RoundPtr& round, DuePage page);
    void end(const RoundPtr& round);

    Office& office_;
};

}  // namespace yh::office::customers
