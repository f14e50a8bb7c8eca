#include <utility>

#include "calls/conductor.h"

// Pictures of live truth for pages and the wallboard.
namespace yh::calls {

namespace {

const char* phase_word(const Call& call) {
    switch (call.phase) {
        case Phase::Routing:
            return "routing";
        case Phase::Waiting:
            return "waiting";
        case Phase::CallingBack:
        case Phase::Dialling:
            return "ringing";
        case Phase::Talking:
            return std::ranges::any_of(call.legs, &Leg::held) ? "held" : "talking";
        case Phase::Announcing:
        case Phase::Closing:
            return "closing";
    }
    return "closing";
}

model::LiveCall picture(const Call& call) {
    model::LiveCall live{
        call.id,    call.tenant,      call.direction,         call.customer_number,    call.called_number,
        call.queue, phase_word(call), to_ms(call.started_at), to_ms(call.answered_at), {}};
    for (const auto& leg : call.legs) {
        if (!leg.ended) {
            live.legs.push_back({leg.id, leg.role, leg.user, leg.number, leg.answered, leg.held()});
        }
    }
    return live;
}

}  // namespace

model::LiveSnapshotPtr Conductor::snapshot() const {
    auto live = std::make_shared<model::LiveSnapshot>();
    const auto now = world_.clock.now();
    const auto wall = world_.clock.wall();
    const auto wall_of = [&](MonoTime at) { return to_ms(wall) - to_ms(Duration{now - at}); };
    live->at_ms = to_ms(wall);

    std::unordered_map<UserId, CallId> call_of;
    for (const auto& [id, call] : book_.all()) {
        if (call->phase == Phase::Closing) {
            continue;
        }
        live->calls.push_back(picture(*call));
        for (const auto& leg : call->legs) {
            if (leg.user && !leg.ended) {
                call_of[leg.user] = id;
            }
        }
    }
    for (const auto& agent : acd_.agents()) {
        const auto in_call = call_of.find(agent.agent);
        live->agents.push_back({agent.agent, tenant_of(agent.agent), agent.state, agent.activity, agent.reason,
                                wall_of(agent.since), agent.device_online,
                                in_call == call_of.end() ? CallId{} : in_call->second, agent.paused_queues});
    }
    for (const auto& queue : directory_->queues) {
        model::LiveQueue picture_of_queue{queue.id, queue.tenant, {}, 0, 0};
        for (const auto& waiting : acd_.waiting(queue.id)) {
            const auto call = book_.all().find(waiting.call);
            picture_of_queue.waiting.push_back(
                {waiting.call, call == book_.all().end() ? std::string{} : call->second->customer_number,
                 wall_of(waiting.entered), waiting.position});
        }
        for (const auto& member : queue.members) {
            const auto agent = acd_.agent(member.user);
            if (!agent) {
                continue;
            }
            picture_of_queue.talking +=
                agent->activity == model::AgentActivity::Talking || agent->activity == model::AgentActivity::Holding;
            picture_of_queue.ready += agent->state == model::AgentState::Ready && agent->device_online &&
                                      agent->activity == model::AgentActivity::Idle;
        }
        live->queues.push_back(std::move(picture_of_queue));
    }
    return live;
}

}  // namespace yh::calls
