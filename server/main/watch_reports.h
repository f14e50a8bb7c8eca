#pragma once

#include <chrono>
#include <map>
#include <utility>
#include <vector>

#include "base/id.h"
#include "calls/ports.h"
#include "office/office.h"
#include "office/tasks/reminders.h"

namespace yh::app {

/// Says what the watchdog found stuck and has healed (B24): keeps it for `GET /api/v1/system`, and tells those who look
/// after the company by a system message, of each kind once in a while. Owned by main. Thread: `on_healed` on the call
/// loop, all else home.
class WatchReports final : public calls::WatchSink {
  public:
    WatchReports(office::Office& office, office::tasks::Reminders& reminders)
        : office_{office}, reminders_{reminders} {}

    void on_healed(const std::vector<model::Healed>& healed) override;

  private:
    void keep(const std::vector<model::Healed>& healed);
    void tell(const model::Healed& healed);
    std::vector<model::UserId> caretakers(model::TenantId tenant) const;

    office::Office& office_;
    office::tasks::Reminders& reminders_;
    std::map<std::pair<model::TenantId, model::Fault>, std::int64_t> told_at_ms_;
};

}  // namespace yh::app
