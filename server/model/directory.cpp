#include "model/directory.h"

#include <algorithm>

namespace yh::model {

namespace {

template <class Map, class Key, class List>
auto look_up(const Map& map, const Key& key, const List& list) -> decltype(&list[0]) {
    const auto at = map.find(key);
    return at == map.end() ? nullptr : &list[at->second];
}

template <class List, class Map>
void index_ids(const List& list, Map& map) {
    map.clear();
    for (std::size_t i = 0; i < list.size(); ++i) {
        map.emplace(list[i].id, i);
    }
}

TimeZonePtr load_zone(std::string_view name) {
    auto zone = TimeZone::load(name);
    return std::make_shared<const TimeZone>(zone.ok() ? std::move(zone).value() : TimeZone{});
}

}  // namespace

void Directory::index() {
    index_ids(tenants, tenant_by_id_);
    index_ids(users, user_by_id_);
    index_ids(queues, queue_by_id_);
    index_ids(trunks, trunk_by_id_);
    extension_by_text_.clear();
    queue_by_text_.clear();
    for (std::size_t i = 0; i < users.size(); ++i) {
        if (!users[i].extension.empty()) {
            extension_by_text_[users[i].tenant].emplace(users[i].extension, i);
        }
    }
    for (std::size_t i = 0; i < queues.size(); ++i) {
        queue_by_text_[queues[i].tenant].emplace(queues[i].number, i);
    }
    for (auto& one : schedules) {
        one.zone = load_zone(one.schedule.zone);
    }
    for (auto& one : tenants) {
        one.zone = load_zone(one.zone_name);
    }
}

const Tenant* Directory::find_tenant(TenantId id) const {
    return look_up(tenant_by_id_, id, tenants);
}

const Tenant* Directory::find_tenant(std::string_view code) const {
    const auto at = std::ranges::find(tenants, code, &Tenant::code);
    return at == tenants.end() ? nullptr : &*at;
}

TimeZonePtr Directory::zone_of(TenantId id) const {
    const auto* tenant = find_tenant(id);
    return tenant != nullptr && tenant->zone ? tenant->zone : std::make_shared<const TimeZone>();
}

const User* Directory::find_user(UserId id) const {
    return look_up(user_by_id_, id, users);
}

const User* Directory::find_extension(TenantId tenant, std::string_view extension) const {
    const auto of_tenant = extension_by_text_.find(tenant);
    return of_tenant == extension_by_text_.end() ? nullptr : look_up(of_tenant->second, extension, users);
}

const Queue* Directory::find_queue(QueueId id) const {
    return look_up(queue_by_id_, id, queues);
}

const Queue* Directory::find_queue(TenantId tenant, std::string_view number) const {
    const auto of_tenant = queue_by_text_.find(tenant);
    return of_tenant == queue_by_text_.end() ? nullptr : look_up(of_tenant->second, number, queues);
}

const Trunk* Directory::find_trunk(TrunkId id) const {
    return look_up(trunk_by_id_, id, trunks);
}

const Flow* Directory::find_flow(TenantId tenant, std::string_view code) const {
    const auto at = std::ranges::find_if(
        flows, [&](const TenantFlow& one) { return one.tenant == tenant && one.flow.code == code; });
    return at == flows.end() ? nullptr : &at->flow;
}

const Schedule* Directory::find_schedule(TenantId tenant, std::string_view code) const {
    const auto at = std::ranges::find_if(
        schedules, [&](const TenantSchedule& one) { return one.tenant == tenant && one.schedule.code == code; });
    return at == schedules.end() ? nullptr : &at->schedule;
}

Openness Directory::openness(TenantId tenant, std::string_view code, WallTime at) const {
    const auto found = std::ranges::find_if(
        schedules, [&](const TenantSchedule& one) { return one.tenant == tenant && one.schedule.code == code; });
    if (found == schedules.end() || !found->zone) {
        return Openness::Open;
    }
    return model::openness(found->schedule, *found->zone, at);
}

const Room* Directory::find_room(RoomId id) const {
    const auto at = std::ranges::find(rooms, id, &Room::id);
    return at == rooms.end() ? nullptr : &*at;
}

const Room* Directory::find_room(TenantId tenant, std::string_view number) const {
    const auto at =
        std::ranges::find_if(rooms, [&](const Room& room) { return room.tenant == tenant && room.number == number; });
    return at == rooms.end() ? nullptr : &*at;
}

const InboundRoute* Directory::route_inbound(TenantId tenant, TrunkId trunk, std::string_view did) const {
    const InboundRoute* by_pattern = nullptr;
    for (const auto& route : inbound) {
        if (route.tenant != tenant || (route.trunk && route.trunk != trunk)) {
            continue;
        }
        if (route.did == did) {
            return &route;
        }
        if (by_pattern == nullptr && pattern_matches(route.did, did)) {
            by_pattern = &route;
        }
    }
    return by_pattern;
}

const OutboundRule* Directory::route_outbound(TenantId tenant, std::string_view number) const {
    for (const auto& rule : outbound) {
        if (rule.tenant == tenant && std::ranges::any_of(rule.patterns, [&](const std::string& pattern) {
                return pattern_matches(pattern, number);
            })) {
            return &rule;
        }
    }
    return nullptr;
}

bool pattern_matches(std::string_view pattern, std::string_view number) {
    if (pattern.empty()) {
        return false;
    }
    // Greedy match with one step back to the last star: linear in practice, never exponential.
    std::size_t p = 0;
    std::size_t n = 0;
    std::size_t star = std::string_view::npos;
    std::size_t star_at = 0;
    while (n < number.size()) {
        if (p < pattern.size() && (pattern[p] == '?' || (pattern[p] != '*' && pattern[p] == number[n]))) {
            ++p;
            ++n;
        } else if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            star_at = n;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            n = ++star_at;
        } else {
            return false;
        }
    }
    return std::ranges::all_of(pattern.substr(p), [](char c) { return c == '*'; });
}

std::string dialled_number(const OutboundRule& rule, std::string_view number) {
    const auto strip = std::min(static_cast<std::size_t>(std::max(rule.strip, 0)), number.size());
    return rule.prepend + std::string{number.substr(strip)};
}

}  // namespace yh::model
