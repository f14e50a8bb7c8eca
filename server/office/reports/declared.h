#pragma once

#include "office/reports/report.h"

// The reports, one after the other. Internal to reports: others ask report.h.
namespace yh::office::reports {

// declared_agents.cpp
const Report& agent_calls_report();         // R221
const Report& work_volume_report();         // R225
const Report& agent_inbound_report();       // R226
const Report& agent_satisfaction_report();  // R231
const Report& agent_telephone_report();     // R236
const Report& agent_outbound_report();      // R238

// declared_departments.cpp
const Report& department_inbound_report();    // R227
const Report& department_waiting_report();    // R228
const Report& department_analysis_report();   // R229
const Report& department_telephone_report();  // R237

// declared_calls.cpp
const Report& times_report();              // R222
const Report& satisfaction_report();       // R223
const Report& dialled_numbers_report();    // R230
const Report& unanswered_queued_report();  // R232
const Report& unanswered_rung_report();    // R233
const Report& answered_queued_report();    // R234
const Report& answered_rung_report();      // R235

// declared_queues.cpp
const Report& queue_service_report();  // B08
const Report& service_times_report();  // B08

}  // namespace yh::office::reports
