#include <algorithm>

#include "office/rollups/tally.h"

// Agents' time: states, and the talk in them.
namespace yh::office::rollups {

namespace {

using model::AgentState;

AgentStateHour state_hour(std::int64_t tenant, std::int64_t agent, const std::optional<std::int64_t>& department,
                          const LocalHour& at) {
    AgentStateHour row;
    row.tenant_id = tenant;
    row.day = at.day;
    row.hour = at.hour;
    row.agent_id = agent;
    row.department_id = department.value_or(0);
    return row;
}

std::int64_t AgentStateHour::*talked_in(AgentState state) {
    switch (state) {
        case AgentState::Ready:
            return &AgentStateHour::talked_in_ready_ms;
        case AgentState::Busy:
            return &AgentStateHour::talked_in_busy_ms;
        case AgentState::Rest:
            return &AgentStateHour::talked_in_rest_ms;
        case AgentState::WrapUp:
            return &AgentStateHour::talked_in_wrap_up_ms;
        case AgentState::Offline:
            break;
    }
    return nullptr;
}

std::int64_t AgentStateHour::*time_in(AgentState state) {
    switch (state) {
        case AgentState::Ready:
            return &AgentStateHour::ready_ms;
        case AgentState::Busy:
            return &AgentStateHour::busy_ms;
        case AgentState::Rest:
            return &AgentStateHour::rest_ms;
        case AgentState::WrapUp:
            return &AgentStateHour::wrap_up_ms;
        case AgentState::Offline:
            break;
    }
    return nullptr;
}

}  // namespace

// Talk is time of an agent, like states, and cut at hours as they are.
void add_talk(Sums& sums, const CallStory& story, const model::TimeZone& zone) {
    for (const auto& leg : story.legs) {
        if (leg.talk_ms <= 0) {
            continue;
        }
        const auto began = leg.ended_at_ms - leg.talk_ms;
        each_hour(began, leg.ended_at_ms, zone, [&](const LocalHour& at, std::int64_t from_ms, std::int64_t to_ms) {
            auto& row = sums.agent_state_hours.at(state_hour(story.call.tenant_id, leg.user_id, leg.department_id, at));
            row.talked_ms += to_ms - from_ms;
            for (const auto& state : story.states) {
                const auto both =
                    std::min(to_ms, state.ended_at_ms.value_or(to_ms)) - std::max(from_ms, state.began_at_ms);
                const auto column = talked_in(state.state);
                if (state.user_id == leg.user_id && both > 0 && column != nullptr) {
                    row.*column += both;
                }
            }
        });
    }
}

void add_stretch(Sums& sums, const StateStretch& stretch, const model::TimeZone& zone, std::int64_t now_ms) {
    const auto column = time_in(stretch.state);
    if (column == nullptr) {
        return;
    }
    each_hour(stretch.began_at_ms, stretch.ended_at_ms.value_or(now_ms), zone,
              [&](const LocalHour& at, std::int64_t from_ms, std::int64_t to_ms) {
                  sums.agent_state_hours.at(state_hour(stretch.tenant_id, stretch.user_id, stretch.department_id, at)).*
                      column += to_ms - from_ms;
                  if (stretch.state == AgentState::WrapUp && stretch.queue_id) {
                      QueueHour row;
                      row.tenant_id = stretch.tenant_id;
                      row.day = at.day;
                      row.hour = at.hour;
                      row.queue_id = *stretch.queue_id;
                      sums.queue_hours.at(row).wrap_up_ms += to_ms - from_ms;
                  }
              });
}

}  // namespace yh::office::rollups
