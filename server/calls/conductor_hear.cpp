#include <utility>

#include "calls/conductor.h"

// The one place of who hears whom while people talk: everybody hears everybody else of their circle who is neither
// held nor muted. There is one circle, and a second one while two of the call consult each other.
namespace yh::calls {

using model::SupervisionMode;

std::vector<Leg*> Conductor::parties(Call& call) {
    std::vector<Leg*> talking;
    const auto add = [&](LegId id) {
        Leg* leg = call.find(id);
        if (leg != nullptr && leg->answered && !leg->ended) {
            talking.push_back(leg);
        }
    };
    add(call.first);
    add(call.second);
    for (const auto id : call.joined) {
        add(id);
    }
    return talking;
}

// The parties who are there, and those whose lost browser is waited for.
std::vector<LegId> Conductor::remaining(Call& call) {
    std::vector<LegId> left;
    const auto add = [&](LegId id) {
        const Leg* leg = call.find(id);
        if (leg != nullptr && ((leg->answered && !leg->ended) || call.awaits(id))) {
            left.push_back(id);
        }
    };
    add(call.first);
    add(call.second);
    std::ranges::for_each(call.joined, add);
    return left;
}

void Conductor::set_parties(Call& call, const std::vector<LegId>& legs) {
    call.first = legs.empty() ? LegId{} : legs[0];
    call.second = legs.size() < 2 ? LegId{} : legs[1];
    call.joined.clear();
    if (legs.size() > 2) {
        call.joined.assign(legs.begin() + 2, legs.end());
    }
}

void Conductor::hear(Call& call) {
    std::vector<Leg*> talk = parties(call);
    std::vector<Leg*> aside;  // the second circle
    if (call.consult) {
        Leg* by = call.find(call.consult->by);
        Leg* consulted = call.find(call.consult->consulted);
        if (!call.consult->swapped && !by->ended) {
            std::erase(talk, by);
            aside.push_back(by);
        }
        if (call.consult->answered) {
            if (!consulted->ended) {
                aside.push_back(consulted);
            }
        } else if (by->ended) {
            consulted->hears.clear();
        } else if (consulted->early) {
            by->program.reset();
            by->hears = {consulted->id};
            consulted->hears = {by->id};
            aside.clear();
        } else {
            hear_looped(call, *by, "tone:ringback");
            aside.clear();
        }
    }
    hear_circle(call, talk);
    hear_circle(call, aside);
    if (call.is_supervised()) {
        const bool consults = std::ranges::find(aside, call.find(call.supervision->agent)) != aside.end();
        hear_supervised(call, consults ? aside : talk);
    }
}

// Whoever holds hears nothing; whoever has nobody left to hear hears music; a muted party is merely not heard.
void Conductor::hear_circle(Call& call, const std::vector<Leg*>& circle) {
    for (auto* leg : circle) {
        const bool alone =
            std::ranges::none_of(circle, [leg](const Leg* other) { return other != leg && !other->held(); });
        if (alone && !leg->held()) {
            hear_looped(call, *leg, music_of(call));
            continue;
        }
        leg->program.reset();
        leg->hears.clear();
        if (leg->held()) {
            continue;
        }
        for (const auto* other : circle) {
            if (other != leg && !other->held() && !other->muted) {
                leg->hears.push_back(other->id);
            }
        }
    }
}

// The supervisor hears whoever the agent is with, and the agent; how many hear the supervisor is the mode.
void Conductor::hear_supervised(Call& call, const std::vector<Leg*>& circle) {
    Leg& leader = *call.find(call.supervision->leg);
    leader.program.reset();
    leader.hears.clear();
    if (!leader.held()) {
        for (const auto* leg : circle) {
            if (!leg->held() && !leg->muted) {
                leader.hears.push_back(leg->id);
            }
        }
    }
    const auto mode = call.supervision->mode;
    if (mode == SupervisionMode::Listen || leader.held() || leader.muted) {
        return;
    }
    for (auto* leg : circle) {
        if (!leg->held() && (mode != SupervisionMode::Whisper || leg->id == call.supervision->agent)) {
            leg->program.reset();
            leg->hears.push_back(leader.id);
        }
    }
}

// What plays already goes on: nobody's music begins anew because something else changed.
void Conductor::hear_looped(Call& call, Leg& leg, std::string item) {
    if (leg.program && leg.program->loop && leg.program->items == std::vector{item}) {
        leg.hears.clear();
        return;
    }
    hear_program(call, leg, {std::move(item)}, true);
}

std::string Conductor::music_of(const Call& call) const {
    const auto* queue = directory_->find_queue(call.queue);
    return queue == nullptr ? std::string{"music:default"} : queue->music;
}

void Conductor::set_activity(const Leg& leg, model::AgentActivity activity) {
    if (leg.user && leg.occupies_agent && !leg.ended) {
        decide(acd::AgentBusyWithCall{leg.user, activity});
    }
}

}  // namespace yh::calls
