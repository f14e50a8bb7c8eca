#include "office/reports/report.h"

#include <algorithm>
#include <array>

#include "office/reports/declared.h"

namespace yh::office::reports {

std::span<const Report* const> all_reports() {
    static const std::array all{&agent_calls_report(),          &agent_inbound_report(),
                                &agent_outbound_report(),       &agent_telephone_report(),
                                &work_volume_report(),          &department_inbound_report(),
                                &department_waiting_report(),   &department_analysis_report(),
                                &department_telephone_report(), &times_report(),
                                &unanswered_queued_report(),    &unanswered_rung_report(),
                                &answered_queued_report(),      &answered_rung_report(),
                                &dialled_numbers_report(),      &queue_service_report(),
                                &service_times_report(),        &satisfaction_report(),
                                &agent_satisfaction_report()};
    return all;
}

const Report* find_report(std::string_view key) {
    const auto all = all_reports();
    const auto found = std::ranges::find(all, key, [](const Report* report) { return report->key; });
    return found == all.end() ? nullptr : *found;
}

}  // namespace yh::office::reports
