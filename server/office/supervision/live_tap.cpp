#include "office/supervision/live_tap.h"

#include <algorithm>
#include <utility>

namespace yh::office::supervision {

namespace {

// What a person cannot tell from "at once", and what spares everybody most of the work of a busy second.
constexpr auto round = std::chrono::milliseconds{50};

template <class... All>
struct Overloaded : All... {
    using All::operator()...;
};

template <class Ids, class Picture, class T>
void take_pictures(Ids& ids, const Picture& picture, std::vector<T>& into) {
    for (const auto id : std::exchange(ids, {})) {
        if (auto taken = picture(id)) {
            into.push_back(*std::move(taken));
        }
    }
}

}  // namespace

void LiveTap::on_event(const model::Event& event) {
    if (!watching_) {
        return;
    }
    note(event);
    arm();
}

void LiveTap::on_meters(model::CallId call, model::UserId supervisor, const std::vector<calls::LegMeter>& legs) {
    if (deliver_meters_ && lookers_.contains(supervisor)) {
        home_.post(
            [this, meters = LiveMeters{call, supervisor, legs}]() mutable { deliver_meters_(std::move(meters)); });
    }
}

void LiveTap::note(const model::Event& event) {
    const auto call_changed = [&] { note_call(event.call); };
    std::visit(
        Overloaded{[&](const model::LegStarted& started) {
                       if (started.user) {
                           note_agent(started.user);
                           if (lookers_.contains(started.user)) {
                               own_calls_.insert(event.call);
                           }
                       }
                       call_changed();
                   },
                   [&](const model::QueueEntered& entered) {
                       queues_.insert(entered.queue);
                       call_changed();
                   },
                   [&](const model::QueueLeft& left) {
                       queues_.insert(left.queue);
                       call_changed();
                   },
                   [&](const model::AnswerAsked& asked) {
                       answers_.push_back({event.call, asked.user});
                       arm_own();
                   },
                   [&](const model::CallEnded& ended) {
                       calls_.erase(event.call);
                       own_changed_.erase(event.call);
                       const bool own = own_calls_.erase(event.call) != 0;
                       (own ? own_ended_ : ended_).push_back({event.call, event.tenant, ended.result, ended.ending});
                       if (own) {
                           arm_own();
                       }
                   },
                   [&](const model::AgentStateChanged& changed) { note_agent(changed.agent); },
                   [&](const model::AgentActivityChanged& changed) { note_agent(changed.agent); },
                   [&](const model::QueuePauseChanged& changed) { note_agent(changed.agent); },
                   [&](const model::DeviceChanged& changed) { note_agent(changed.user); },
                   [&](const model::MobileChanged& changed) { note_agent(changed.user); },
                   [](const model::LegMeasured&) {}, [](const model::RecordingEnded&) {},
                   [&](const auto&) { call_changed(); }},
        event.body);
}

void LiveTap::note_call(model::CallId call) {
    if (own_calls_.contains(call)) {
        own_changed_.insert(call);
        calls_.erase(call);
        arm_own();
    } else {
        calls_.insert(call);
    }
}

void LiveTap::note_agent(model::UserId agent) {
    if (lookers_.contains(agent)) {
        own_agents_.insert(agent);
        agents_.erase(agent);
        arm_own();
    } else {
        agents_.insert(agent);
    }
}

void LiveTap::start() {
    watching_ = true;
    LiveChanges changes;
    changes.whole = pictures_.all();
    // Who was looking before the whole was taken has no calls marked yet.
    for (const auto& call : changes.whole->calls) {
        for (const auto& leg : call.legs) {
            if (lookers_.contains(leg.user)) {
                own_calls_.insert(call.id);
            }
        }
    }
    feed_busy_ = true;
    send(std::move(changes));
}

void LiveTap::stop() {
    watching_ = false;
    own_calls_.clear();
    own_changed_.clear();
    own_agents_.clear();
    calls_.clear();
    agents_.clear();
    queues_.clear();
    ended_.clear();
    own_ended_.clear();
    answers_.clear();
}

void LiveTap::ready() {
    feed_busy_ = false;
    if (watching_ && !(calls_.empty() && agents_.empty() && queues_.empty() && ended_.empty())) {
        arm();
    }
}

void LiveTap::watch(model::UserId user, bool looking) {
    if (!looking) {
        lookers_.erase(user);
        return;
    }
    lookers_.insert(user);
    if (const auto agent = pictures_.agent(user); watching_ && agent && agent->call) {
        own_calls_.insert(agent->call);
    }
}

void LiveTap::arm() {
    if (!armed_ && !feed_busy_) {
        armed_ = true;
        // What happens after a quiet moment is told at once: even a call of 20 ms is seen.
        const auto now = loop_.clock().now();
        loop_.after(std::max<Duration>(next_round_ - now, Duration::zero()), [this] { flush(); });
    }
}

// Posted, not called: the conductor is in the middle of its change.
void LiveTap::arm_own() {
    if (!own_armed_) {
        own_armed_ = true;
        loop_.post([this] { flush_own(); });
    }
}

void LiveTap::flush() {
    armed_ = false;
    if (!watching_) {
        return;
    }
    next_round_ = loop_.clock().now() + round;
    LiveChanges changes;
    take_pictures(calls_, pictures_.call, changes.calls);
    take_pictures(agents_, pictures_.agent, changes.agents);
    take_pictures(queues_, pictures_.queue, changes.queues);
    changes.ended = std::exchange(ended_, {});
    feed_busy_ = true;
    send(std::move(changes));
}

void LiveTap::flush_own() {
    own_armed_ = false;
    if (!watching_) {
        return;
    }
    LiveChanges changes;
    changes.own_first = true;
    take_pictures(own_changed_, pictures_.call, changes.calls);
    take_pictures(own_agents_, pictures_.agent, changes.agents);
    changes.ended = std::exchange(own_ended_, {});
    changes.answers = std::exchange(answers_, {});
    send(std::move(changes));
}

void LiveTap::send(LiveChanges changes) {
    home_.post([this, changes = std::move(changes)]() mutable { deliver_(std::move(changes)); });
}

}  // namespace yh::office::supervision
