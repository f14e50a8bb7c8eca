#include <algorithm>
#include <iterator>
#include <utility>

#include "office/supervision/live_feed.h"

// One round of telling: changes are taken into the mirror, and what is pending goes out when the last round is over.
namespace yh::office::supervision {

namespace {

constexpr auto round = std::chrono::milliseconds{50};

bool same_people(const model::LiveCall& a, const model::LiveCall& b) {
    return a.queue == b.queue && std::ranges::equal(a.legs, b.legs, {}, &model::LiveLeg::user, &model::LiveLeg::user);
}

std::unordered_set<model::UserId> people_of(const model::LiveCall& call) {
    std::unordered_set<model::UserId> people;
    for (const auto& leg : call.legs) {
        if (leg.user) {
            people.insert(leg.user);
        }
    }
    return people;
}

}  // namespace

void LiveFeed::deliver(LiveChanges changes) {
    if (viewers_.empty()) {
        return;
    }
    if (changes.whole) {
        mirror_.set_directory(office_.directory);
        mirror_.set(*changes.whole);
        has_whole_ = true;
        tap_waits_ = true;
        serve_snapshots();
    } else if (has_whole_) {
        take(changes);
        if (changes.own_first) {
            tell_own(changes);
            arm();
            return;
        }
        tap_waits_ = true;
    }
    if (!sending_) {
        run_round();
    }
}

void LiveFeed::take(LiveChanges& changes) {
    for (auto& call : changes.calls) {
        take_call(call);
    }
    for (const auto& end : changes.ended) {
        take_end(end);
    }
    for (auto& agent : changes.agents) {
        take_agent(agent);
    }
    for (auto& queue : changes.queues) {
        pending_.queues.insert(queue.queue);
        mirror_.set(std::move(queue));
    }
    for (const auto& answer : changes.answers) {
        take_answer(answer);
    }
}

void LiveFeed::take_call(model::LiveCall call) {
    const auto id = call.id;
    const auto* old = mirror_.find(id);
    Viewers before;
    if (old != nullptr && !same_people(old->call, call)) {
        before = audience_.of(old->call);
    }
    const auto& entry = mirror_.set(std::move(call));
    pending_.calls[id] = false;
    if (before.empty()) {
        return;
    }
    // For whom it has gone elsewhere it is over: otherwise it would ring on their pages for ever.
    const auto after = audience_.of(entry.call);
    Viewers lost;
    std::ranges::set_difference(before, after, std::back_inserter(lost));
    if (!lost.empty()) {
        const CallEndedView gone{id, model::CallResult::NoAnswer, {model::EndingSide::Us, "left_view"}};
        pending_.notes.push_back({message_tail("call.ended", gone), std::move(lost)});
    }
}

void LiveFeed::take_agent(model::LiveAgent agent) {
    pending_.agents[agent.user] = false;
    for (const auto queue : mirror_.queues_of(agent.user)) {
        mirror_.counts_changed(queue);
        pending_.queues.insert(queue);
    }
    mirror_.set(std::move(agent));
}

void LiveFeed::take_end(const LiveCallEnd& end) {
    pending_.calls.erase(end.call);
    if (const auto known = mirror_.take(end.call)) {
        const CallEndedView view{end.call, end.result, end.ending};
        pending_.notes.push_back({message_tail("call.ended", view), audience_.of(known->call)});
    }
}

void LiveFeed::take_answer(const LiveAnswer& answer) {
    pending_.notes.push_back({message_tail("answer", AnswerView{answer.call}), looking(answer.user)});
}

LiveFeed::Viewers LiveFeed::looking(model::UserId user) const {
    const auto mine = by_user_.find(user);
    return mine == by_user_.end() ? Viewers{} : mine->second;
}

// Calls and states to those whose own they are; notes to all they are meant for, because they are few.
void LiveFeed::tell_own(const LiveChanges& changes) {
    std::vector<http::Delivery> frames;
    for (const auto& call : changes.calls) {
        auto* entry = mirror_.find(call.id);
        if (entry == nullptr) {
            continue;
        }
        for (const auto person : people_of(entry->call)) {
            add_call(frames, looking(person), *entry);
        }
        pending_.calls[call.id] = true;
    }
    for (const auto& agent : changes.agents) {
        if (auto* entry = mirror_.find(agent.user)) {
            add_all(frames, looking(agent.user), mirror_.text_of(*entry));
            pending_.agents[agent.user] = true;
        }
    }
    for (const auto& note : std::exchange(pending_.notes, {})) {
        add_all(frames, note.to, note.text);
    }
    send(std::move(frames), [] {});
}

void LiveFeed::tell_meters(const LiveMeters& meters) {
    MetersView view{meters.call, {}};
    for (const auto& leg : meters.legs) {
        view.legs.push_back({leg.leg, leg.level, leg.mos});
    }
    std::vector<http::Delivery> frames;
    add_all(frames, looking(meters.supervisor), message_tail("meters", view));
    send(std::move(frames), [] {});
}

void LiveFeed::records_written(const std::vector<LiveRecord>& records) {
    if (viewers_.empty()) {
        return;
    }
    for (const auto& record : records) {
        model::LiveCall call;
        call.tenant = record.tenant;
        call.queue = record.queue;
        for (const auto person : record.people) {
            call.legs.emplace_back().user = person;
        }
        if (auto viewers = audience_.of(call); !viewers.empty()) {
            pending_.notes.push_back({message_tail("record", RecordWrittenView{record.call}), std::move(viewers)});
        }
    }
    arm();
}

void LiveFeed::tell_person(model::UserId user, const NoticeView& notice) {
    if (auto viewers = looking(user); !viewers.empty()) {
        pending_.notes.push_back({message_tail("notice", notice), std::move(viewers)});
        arm();
    }
}

void LiveFeed::arm() {
    if (!armed_ && !sending_ && !pending_.empty()) {
        armed_ = true;
        const auto wait = std::max<Duration>(next_round_ - office_.clock.now(), Duration::zero());
        office_.home.after(wait, [this] {
            armed_ = false;
            if (!sending_) {
                run_round();
            }
        });
    }
}

void LiveFeed::run_round() {
    const auto round_of = std::exchange(pending_, {});
    next_round_ = office_.clock.now() + round;
    const auto now = to_ms(office_.clock.wall());
    std::vector<http::Delivery> frames;
    for (const auto& [id, own_know] : round_of.calls) {
        auto* entry = mirror_.find(id);
        const auto viewers = entry == nullptr ? Viewers{} : audience_.of(entry->call);
        if (!viewers.empty()) {
            const auto people = own_know ? people_of(entry->call) : std::unordered_set<model::UserId>{};
            add_call(frames, viewers, *entry, &people);
        }
    }
    for (const auto& note : round_of.notes) {
        add_all(frames, note.to, note.text);
    }
    for (const auto& [id, own_knows] : round_of.agents) {
        auto* entry = mirror_.find(id);
        const auto viewers = entry == nullptr ? Viewers{} : audience_.of(entry->agent);
        if (!viewers.empty()) {
            const auto people = own_knows ? std::unordered_set{id} : std::unordered_set<model::UserId>{};
            add_all(frames, viewers, mirror_.text_of(*entry), &people);
        }
    }
    for (const auto id : round_of.queues) {
        const auto* queue = mirror_.directory().find_queue(id);
        auto* entry = mirror_.find(id);
        if (queue != nullptr && entry != nullptr) {
            const auto viewers = audience_.of(*queue);
            add_queue(frames, viewers, *entry, now);
        }
    }
    sending_ = true;
    send(std::move(frames), [this, tap_waited = std::exchange(tap_waits_, false)] {
        sending_ = false;
        if (tap_waited) {
            tap_.loop().post([this] { tap_.ready(); });
        }
        if (tap_waits_) {
            run_round();
        } else {
            arm();
        }
    });
}

// Who is looking decides what of the call may be known.
void LiveFeed::add_call(std::vector<http::Delivery>& frames, const Viewers& viewers, LiveMirror::CallEntry& entry,
                        const std::unordered_set<model::UserId>* except) {
    for (const auto id : viewers) {
        const auto viewer = viewers_.find(id);
        if (viewer == viewers_.end() || (except != nullptr && except->contains(viewer->second.who->user))) {
            continue;
        }
        add(frames, id, mirror_.text_of(entry, viewer->second.sight));
    }
}

void LiveFeed::add_queue(std::vector<http::Delivery>& frames, const Viewers& viewers, LiveMirror::QueueEntry& entry,
                         std::int64_t now_ms) {
    for (const auto id : viewers) {
        if (const auto viewer = viewers_.find(id); viewer != viewers_.end()) {
            add(frames, id, mirror_.text_of(entry, viewer->second.sight, now_ms));
        }
    }
}

void LiveFeed::add_all(std::vector<http::Delivery>& frames, const Viewers& viewers, const http::SharedText& text,
                       const std::unordered_set<model::UserId>* except) {
    for (const auto id : viewers) {
        if (except != nullptr && !except->empty()) {
            const auto viewer = viewers_.find(id);
            if (viewer != viewers_.end() && except->contains(viewer->second.who->user)) {
                continue;
            }
        }
        add(frames, id, text);
    }
}

void LiveFeed::add(std::vector<http::Delivery>& frames, ViewerId id, const http::SharedText& text) {
    const auto viewer = viewers_.find(id);
    if (viewer != viewers_.end() && viewer->second.told && text) {
        frames.push_back({viewer->second.socket, message_head(++viewer->second.seq), text});
    }
}

void LiveFeed::send(std::vector<http::Delivery> frames, Task done) {
    told_.add(frames.size());
    http::send_all(std::move(frames), office_.home, std::move(done));
}

}  // namespace yh::office::supervision
