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
            return std::ranges::any_of(call.legs, &Leg::offer_open) ? "ringing" : "waiting";
        case Phase::CallingBack:
            return "dialling";
        case Phase::Dialling:
            return call.direction == model::Direction::Inbound ? "ringing" : "dialling";
        case Phase::Talking:
            if (call.consult) {
                return call.awaits(call.consult->by) ? "resuming" : "consulting";
            }
            if (call.is_conference()) {
                return "conference";
            }
            return std::ranges::any_of(call.legs, [](const Leg& leg) { return !leg.ended && leg.held(); }) ? "held"
                                                                                                           : "talking";
        case Phase::Resuming:
            return "resuming";
        case Phase::Menu:
            return "menu";
        case Phase::Introducing:
            return "announcing";
        case Phase::Survey:
            return "survey";
        case Phase::Voicemail:
            return "voicemail";
        case Phase::Announcing:
            return "announcing";
        case Phase::Closing:
            return "closing";
    }
    return "closing";
}

std::int64_t ms_or_none(WallTime at) {
    return at == WallTime{} ? 0 : to_ms(at);
}

model::RecordingState recording_of(const Call& call) {
    if (!call.recording || call.recording->ended) {
        return model::RecordingState::None;
    }
    return call.recording->paused ? model::RecordingState::Paused : model::RecordingState::On;
}

}  // namespace

model::LiveCall Conductor::picture(const Call& call) const {
    model::LiveCall live;
    live.id = call.id;
    live.tenant = call.tenant;
    live.direction = call.direction;
    live.customer_number = call.customer_number;
    live.customer_name = call.customer_name;
    if (call.customer) {
        live.customer = model::LiveCustomer{call.customer->id, call.customer->name, call.customer->pool};
    }
    live.asks_customer = call.wait.asks && !call.customer;
    live.called_number = call.called_number;
    live.queue = call.queue;
    live.callback = static_cast<bool>(call.callback.of);
    live.phase = phase_word(call);
    live.started_at_ms = to_ms(call.started_at);
    live.queued_at_ms = ms_or_none(call.queued_at);
    live.answered_at_ms = ms_or_none(call.answered_at);
    live.recording = recording_of(call);
    live.keys = call.keys;
    for (const auto& resume : call.resumes) {
        // Nobody waits for a leader who listens, and nobody may notice that one is away.
        if (live.resume_until_ms == 0 && !(call.supervision && call.supervision->leg == resume.lost)) {
            live.resume_until_ms = to_ms(resume.until);
        }
    }
    if (call.consult) {
        live.consult.push_back(
            {call.consult->by, call.consult->consulted, call.consult->answered, call.consult->swapped});
    }
    if (call.supervision) {
        const auto& session = *call.supervision;
        live.supervision.push_back({session.leg, session.user, session.mode, session.answered});
    }
    for (const auto& leg : call.legs) {
        if (call.is_party(leg.id) && leg.answered && !leg.ended) {
            live.parties.push_back(leg.id);
        }
    }
    if (const auto* room = directory_->find_room(call.room)) {
        live.room = room->name;
    }
    for (const auto& leg : call.legs) {
        const bool away = call.awaits(leg.id);
        if ((leg.ended && !away) || std::ranges::find(call.resumes, leg.id, &Resume::fresh) != call.resumes.end()) {
            continue;
        }
        const bool called = leg.outgoing && !leg.answered;
        live.legs.push_back({.leg = leg.id,
                             .role = leg.role,
                             .user = leg.user,
                             .number = leg.number,
                             .answered = leg.answered,
                             .held = leg.held(),
                             .called = called,
                             .ringing = called && leg.ringing,
                             .muted = leg.muted,
                             .away = away});
        if (called && call.phase != Phase::CallingBack) {
            const auto since = leg.offer_open || leg.ringing_at == WallTime{} ? leg.started_at : leg.ringing_at;
            live.ringing_at_ms = live.ringing_at_ms == 0 ? to_ms(since) : std::min(live.ringing_at_ms, to_ms(since));
            live.offer_ends_at_ms =
                std::max(live.offer_ends_at_ms, to_ms(leg.started_at) + to_ms(ring_time(call, leg)));
        }
        if (leg.held()) {
            live.held_since_ms =
                live.held_since_ms == 0 ? to_ms(leg.held_at) : std::min(live.held_since_ms, to_ms(leg.held_at));
        }
    }
    return live;
}

// How long this leg may ring.
Duration Conductor::ring_time(const Call& call, const Leg& leg) const {
    const auto* queue = leg.offer || call.forward ? directory_->find_queue(call.queue) : nullptr;
    const bool sent_on = call.transferred_by || call.picked_up || (call.consult && leg.id == call.consult->consulted) ||
                         (call.supervision && leg.id == call.supervision->leg);
    return queue != nullptr ? queue->ring_timeout : sent_on ? config_.transfer_timeout : config_.dial_timeout;
}

std::int64_t Conductor::wall_ms_of(MonoTime at) const {
    return to_ms(world_.clock.wall()) - to_ms(Duration{world_.clock.now() - at});
}

model::LiveAgent Conductor::picture(const acd::AgentView& agent) const {
    const auto since = signed_in_at_.find(agent.agent);
    return {agent.agent,
            tenant_of(agent.agent),
            agent.state,
            agent.activity,
            agent.reason,
            wall_ms_of(agent.since),
            agent.device_online,
            book_.call_of(agent.agent),
            agent.paused_queues,
            since == signed_in_at_.end() ? 0 : to_ms(since->second),
            agent.wrap_up_until ? wall_ms_of(*agent.wrap_up_until) : 0,
            mobiles_.contains(agent.agent)};
}

model::LiveQueue Conductor::picture(const model::Queue& queue) const {
    model::LiveQueue live{queue.id, queue.tenant, {}, 0, 0};
    for (const auto& waiting : acd_.waiting(queue.id)) {
        const auto* call = book_.find(waiting.call);
        const auto* place = find_callback(waiting.call);
        const auto& number = place != nullptr ? place->number : call != nullptr ? call->customer_number : std::string{};
        const auto pool = call != nullptr && call->customer ? call->customer->pool : 0;
        // Whose a kept place is, nobody remembers.
        const bool unknown = call != nullptr ? call->wait.asks && !call->customer : place != nullptr;
        live.waiting.push_back(
            {waiting.call, number, wall_ms_of(waiting.entered), waiting.position, place != nullptr, pool, unknown});
    }
    for (const auto& member : queue.members) {
        const auto agent = acd_.agent(member.user);
        if (!agent) {
            continue;
        }
        live.talking +=
            agent->activity == model::AgentActivity::Talking || agent->activity == model::AgentActivity::Holding;
        live.ready += agent->state == model::AgentState::Ready && agent->device_online &&
                      agent->activity == model::AgentActivity::Idle;
    }
    return live;
}

std::optional<model::LiveCall> Conductor::live_call(CallId id) const {
    const Call* call = book_.find(id);
    return call == nullptr || call->phase == Phase::Closing ? std::nullopt : std::optional{picture(*call)};
}

std::optional<model::LiveAgent> Conductor::live_agent(UserId user) const {
    const auto agent = acd_.agent(user);
    return agent ? std::optional{picture(*agent)} : std::nullopt;
}

std::optional<model::LiveQueue> Conductor::live_queue(model::QueueId id) const {
    const auto* queue = directory_->find_queue(id);
    return queue == nullptr ? std::nullopt : std::optional{picture(*queue)};
}

model::LiveSnapshotPtr Conductor::snapshot() const {
    auto live = std::make_shared<model::LiveSnapshot>();
    live->at_ms = to_ms(world_.clock.wall());
    for (const auto& [id, call] : book_.all()) {
        if (call->phase != Phase::Closing) {
            live->calls.push_back(picture(*call));
        }
    }
    for (const auto& agent : acd_.agents()) {
        live->agents.push_back(picture(agent));
    }
    for (const auto& queue : directory_->queues) {
        live->queues.push_back(picture(queue));
    }
    return live;
}

}  // namespace yh::calls
