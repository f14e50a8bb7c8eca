#include "office/supervision/live_scope.h"

#include <algorithm>

#include "office/people/chart.h"

namespace yh::office::supervision {

namespace {

template <class Places, class Key>
void collect(const Places& places, const Key& key, std::vector<ViewerId>& into) {
    if (const auto found = places.find(key); found != places.end()) {
        into.insert(into.end(), found->second.begin(), found->second.end());
    }
}

std::vector<ViewerId> in_order(std::vector<ViewerId> viewers) {
    std::ranges::sort(viewers);
    viewers.erase(std::unique(viewers.begin(), viewers.end()), viewers.end());
    return viewers;
}

}  // namespace

Scope::Scope(const people::SignedIn& who, const model::Directory& directory)
    : tenant_{who.tenant}, everything_{who.data() == people::DataScope::All}, people_{who.user} {
    const bool leads = who.data() == people::DataScope::Led;
    if (leads && who.managed) {
        people_.insert(who.managed->people.begin(), who.managed->people.end());
    }
    for (const auto& queue : directory.queues) {
        if (queue.tenant != tenant_) {
            continue;
        }
        if (leads && std::ranges::find(queue.leaders, who.user) != queue.leaders.end()) {
            led_.insert(queue.id);
            queues_.insert(queue.id);
            for (const auto& member : queue.members) {
                people_.insert(member.user);
            }
        } else if (std::ranges::find(queue.members, who.user, &model::QueueMember::user) != queue.members.end()) {
            queues_.insert(queue.id);
        }
    }
}

bool Scope::sees(const model::LiveCall& call) const {
    return call.tenant == tenant_ &&
           (everything_ || led_.contains(call.queue) ||
            std::ranges::any_of(call.legs, [&](const auto& leg) { return leg.user && people_.contains(leg.user); }));
}

bool Scope::sees(const model::Queue& queue) const {
    return queue.tenant == tenant_ && (everything_ || queues_.contains(queue.id));
}

bool Scope::sees_user(const model::User& user) const {
    return user.tenant == tenant_ && (everything_ || people_.contains(user.id));
}

template <class Change>
void Audience::for_each_place(const Scope& scope, Change change) {
    change(all_, scope.tenant_);
    if (scope.everything_) {
        change(everything_, scope.tenant_);
        return;
    }
    for (const auto person : scope.people_) {
        change(person_, person);
    }
    for (const auto queue : scope.led_) {
        change(led_, queue);
    }
    for (const auto queue : scope.queues_) {
        change(queue_, queue);
    }
}

void Audience::add(ViewerId viewer, const Scope& scope) {
    for_each_place(scope, [&](auto& places, const auto& key) { places[key].push_back(viewer); });
}

void Audience::remove(ViewerId viewer, const Scope& scope) {
    for_each_place(scope, [&](auto& places, const auto& key) {
        const auto place = places.find(key);
        if (place == places.end()) {
            return;
        }
        std::erase(place->second, viewer);
        if (place->second.empty()) {
            places.erase(place);
        }
    });
}

std::vector<ViewerId> Audience::of(const model::LiveCall& call) const {
    std::vector<ViewerId> viewers;
    collect(everything_, call.tenant, viewers);
    collect(led_, call.queue, viewers);
    for (const auto& leg : call.legs) {
        if (leg.user) {
            collect(person_, leg.user, viewers);
        }
    }
    return in_order(std::move(viewers));
}

std::vector<ViewerId> Audience::of(const model::Queue& queue) const {
    std::vector<ViewerId> viewers;
    collect(everything_, queue.tenant, viewers);
    collect(queue_, queue.id, viewers);
    return in_order(std::move(viewers));
}

std::vector<ViewerId> Audience::of(const model::LiveAgent& agent) const {
    std::vector<ViewerId> viewers;
    collect(everything_, agent.tenant, viewers);
    collect(person_, agent.user, viewers);
    return in_order(std::move(viewers));
}

std::vector<ViewerId> Audience::of(model::TenantId tenant) const {
    std::vector<ViewerId> viewers;
    collect(all_, tenant, viewers);
    return viewers;
}

}  // namespace yh::office::supervision
