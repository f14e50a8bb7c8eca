#include "office/records/record_query.h"

#include <array>
#include <utility>

#include "base/describe.h"

namespace yh::office::records {

std::string anywhere(std::string_view part) {
    std::string pattern = "%";
    for (const char c : part) {
        if (c == '%' || c == '_' || c == '!') {
            pattern += '!';
        }
        pattern += c;
    }
    return pattern + "%";
}

std::optional<std::string_view> find_order(std::string_view name) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 16> columns{{
        {"created_at_ms", "calls.started_at_ms"},
        {"ringing_at_ms", "calls.ringing_at_ms"},
        {"answered_at_ms", "calls.answered_at_ms"},
        {"ended_at_ms", "calls.ended_at_ms"},
        {"customer_number", "calls.customer_number"},
        {"called_number", "calls.called_number"},
        {"direction", "calls.direction"},
        {"result", "calls.result"},
        {"queue", "queues.number"},
        {"agent", "users.number"},
        {"ring_s", "calls.ring_ms"},
        {"wait_s", "calls.wait_ms"},
        {"talk_s", "calls.talk_ms"},
        {"hold_s", "calls.hold_ms"},
        {"trunk", "calls.trunk"},
        {"survey", "surveys.level_key"},
    }};
    for (const auto& [known, column] : columns) {
        if (known == name) {
            return column;
        }
    }
    return std::nullopt;
}

Where scope_of(const people::SignedIn& who) {
    Where where;
    where.add("calls.tenant_id = ?", who.tenant.value);
    constexpr std::string_view own_call =
        "(calls.agent_id = ? OR EXISTS (SELECT 1 FROM call_legs WHERE call_legs.call_id = calls.id AND "
        "call_legs.user_id = ?)";
    switch (who.role) {
        case model::Role::Admin:
            break;
        case model::Role::Agent:
            where.add(fmt::format("{})", own_call), who.user.value, who.user.value);
            break;
        case model::Role::Leader:
            where.add(
                fmt::format("{} OR calls.queue_id IN (SELECT queue_id FROM queue_leaders WHERE user_id = ?) "
                            "OR calls.agent_id IN (SELECT queue_members.user_id FROM queue_members JOIN queue_leaders "
                            "ON queue_leaders.queue_id = queue_members.queue_id WHERE queue_leaders.user_id = ?))",
                            own_call),
                who.user.value, who.user.value, who.user.value, who.user.value);
            break;
    }
    return where;
}

Where narrowed(const people::SignedIn& who, const RecordFilter& filter) {
    auto where = scope_of(who);
    if (filter.queue) {
        where.add("calls.queue_id IN (SELECT id FROM queues WHERE number = ? AND tenant_id = ?)", *filter.queue,
                  who.tenant.value);
    }
    if (filter.agent) {
        where.add(
            "(calls.agent_id IN (SELECT id FROM users WHERE number = ? AND tenant_id = ?) OR EXISTS (SELECT 1 FROM "
            "call_legs JOIN users AS parties ON parties.id = call_legs.user_id WHERE call_legs.call_id = calls.id AND "
            "parties.number = ?))",
            *filter.agent, who.tenant.value, *filter.agent);
    }
    if (filter.direction) {
        where.add("calls.direction = ?", std::string{enum_text(*filter.direction)});
    }
    if (filter.result) {
        where.add("calls.result = ?", std::string{enum_text(*filter.result)});
    }
    if (filter.number) {
        where.add("calls.customer_number LIKE ? ESCAPE '!'", anywhere(*filter.number));
    }
    if (filter.search) {
        const auto pattern = anywhere(*filter.search);
        where.add(
            "(calls.customer_number LIKE ? ESCAPE '!' OR calls.called_number LIKE ? ESCAPE '!' OR queues.number LIKE ? "
            "ESCAPE '!' OR queues.name LIKE ? ESCAPE '!' OR users.number LIKE ? ESCAPE '!' OR users.name LIKE ? ESCAPE "
            "'!')",
            pattern, pattern, pattern, pattern, pattern, pattern);
    }
    if (filter.survey) {
        where.add("surveys.level = ?", *filter.survey == "unrated" ? std::string{} : *filter.survey);
    }
    if (filter.from_ms) {
        where.add("calls.started_at_ms >= ?", *filter.from_ms);
    }
    if (filter.to_ms) {
        where.add("calls.started_at_ms < ?", *filter.to_ms);
    }
    if (filter.call) {
        where.add("calls.id = ?", *filter.call);
    }
    return where;
}

std::string order_by(const RecordFilter& filter) {
    const auto* way = filter.ascending ? "ASC" : "DESC";
    return filter.order == "calls.started_at_ms"
               ? fmt::format(" ORDER BY calls.started_at_ms {}, calls.id {}", way, way)
               : fmt::format(" ORDER BY {} {}, calls.started_at_ms DESC, calls.id DESC", filter.order, way);
}

}  // namespace yh::office::records
