#pragma once

#include <string_view>

#include "office/reports/report.h"

// What the tables of sums are called, and what their keys know. Internal to reports.
namespace yh::office::reports {

constexpr std::string_view name_of(Table table) {
    switch (table) {
        case Table::AgentDays:
            return "agent_days";
        case Table::AgentStateHours:
            return "agent_state_hours";
        case Table::DepartmentDays:
            return "department_days";
        case Table::CallHours:
            return "call_hours";
        case Table::QueueHours:
            return "queue_hours";
        case Table::SurveyDays:
            return "survey_days";
        case Table::DialledNumbers:
            return "dialled_numbers";
        case Table::None:
            break;
    }
    return "";
}

constexpr bool has_hours(Table table) {
    return table == Table::CallHours || table == Table::QueueHours || table == Table::AgentStateHours;
}
constexpr bool knows_agent(Table table) {
    return table == Table::AgentDays || table == Table::AgentStateHours || table == Table::SurveyDays;
}
constexpr bool knows_department(Table table) {
    return table != Table::QueueHours && table != Table::DialledNumbers;
}
constexpr bool knows_queue(Table table) {
    return table != Table::AgentStateHours && table != Table::DialledNumbers;
}

/// What it keeps a row of the whole of (rollups/wholes.h), besides that of the day; empty: nothing.
constexpr std::string_view whole_of(Table table) {
    return table == Table::CallHours ? "department_id" : table == Table::AgentStateHours ? "agent_id" : "";
}

}  // namespace yh::office::reports
