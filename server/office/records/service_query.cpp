#include "office/records/service_query.h"

#include <algorithm>
#include <array>

namespace yh::office::records {

namespace {

constexpr NamedSql by_queue{"queue", "queues.number"};
constexpr NamedSql by_agent{"agent", "users.number"};
constexpr NamedSql by_number{"number", "item.number"};

constexpr std::array voicemail_orders{NamedSql{"left_at_ms", "item.left_at_ms"},
                                      NamedSql{"duration_ms", "recordings.duration_ms"},
                                      NamedSql{"listened", "item.listened_at_ms"}, by_number, by_queue};
constexpr std::array voicemail_choices{NamedSql{"true", "item.listened_at_ms IS NOT NULL"},
                                       NamedSql{"false", "item.listened_at_ms IS NULL"}};

constexpr std::array survey_orders{NamedSql{"asked_at_ms", "item.asked_at_ms"}, NamedSql{"level", "item.level_key"},
                                   NamedSql{"number", "calls.customer_number"}, by_queue, by_agent};

constexpr std::array missed_orders{NamedSql{"ringing_at_ms", "item.ringing_at_ms"},
                                   NamedSql{"ended_at_ms", "item.ended_at_ms"},
                                   NamedSql{"ring_ms", "(item.ended_at_ms - item.ringing_at_ms)"},
                                   NamedSql{"how", "item.how"},
                                   NamedSql{"handled", "item.handled_at_ms"},
                                   by_number,
                                   by_queue,
                                   by_agent};
constexpr std::array missed_choices{NamedSql{"true", "item.handled_at_ms IS NOT NULL"},
                                    NamedSql{"false", "item.handled_at_ms IS NULL"}};

constexpr std::array lost_orders{NamedSql{"lost_at_ms", "item.lost_at_ms"}, NamedSql{"owner", "users.number"},
                                 NamedSql{"completed_at_ms", "cases.completed_at_ms"}, by_number, by_queue};
constexpr std::array lost_choices{NamedSql{"free", "cases.owner_id IS NULL AND cases.completed_at_ms IS NULL"},
                                  NamedSql{"occupied", "cases.owner_id IS NOT NULL AND cases.completed_at_ms IS NULL"},
                                  NamedSql{"open", "cases.completed_at_ms IS NULL"},
                                  NamedSql{"completed", "cases.completed_at_ms IS NOT NULL"}};

constexpr std::array forwarded_orders{NamedSql{"answered_at_ms", "item.answered_at_ms"},
                                      NamedSql{"talk_ms", "item.talk_ms"},
                                      NamedSql{"mobile", "item.mobile"},
                                      by_number,
                                      by_queue,
                                      by_agent};

constexpr std::array callback_orders{NamedSql{"asked_at_ms", "item.asked_at_ms"},
                                     NamedSql{"tried_at_ms", "item.tried_at_ms"},
                                     NamedSql{"ended_at_ms", "item.ended_at_ms"},
                                     NamedSql{"attempts", "item.attempts"},
                                     NamedSql{"result", "item.result"},
                                     by_number,
                                     by_queue,
                                     by_agent};
constexpr std::array callback_choices{
    NamedSql{"open", "item.ended_at_ms IS NULL"}, NamedSql{"answered", "item.result = 'answered'"},
    NamedSql{"gave_up", "item.result = 'gave_up'"}, NamedSql{"cancelled", "item.result = 'cancelled'"}};

}  // namespace

namespace service_lists {

constinit const ServiceList voicemails{
    .from =
        "voicemails AS item JOIN recordings ON recordings.id = item.id AND item.deleted_at_ms IS NULL LEFT JOIN "
        "queues ON queues.id = item.queue_id LEFT JOIN users ON users.id = item.user_id",
    .time = "item.left_at_ms",
    .id = "item.id",
    .person = "item.user_id",
    .number = "item.number",
    .seen_by = SeenBy::QueueMembers,
    .length = "recordings.duration_ms",
    .choice = "listened",
    .choices = voicemail_choices,
    .orders = voicemail_orders};

constinit const ServiceList surveys{
    .from =
        "surveys AS item JOIN calls ON calls.id = item.call_id LEFT JOIN queues ON queues.id = item.queue_id LEFT "
        "JOIN users ON users.id = item.agent_id",
    .time = "item.asked_at_ms",
    .id = "item.call_id",
    .person = "item.agent_id",
    .number = "calls.customer_number",
    .seen_by = SeenBy::Person,
    .length = {},
    .choice = "level",
    .choices = {},
    .orders = survey_orders};

constinit const ServiceList missed{
    .from =
        "missed_calls AS item JOIN calls ON calls.id = item.call_id LEFT JOIN queues ON queues.id = item.queue_id "
        "LEFT JOIN users ON users.id = item.agent_id",
    .time = "item.ringing_at_ms",
    .id = "item.id",
    .person = "item.agent_id",
    .number = "item.number",
    .seen_by = SeenBy::Person,
    .length = "(item.ended_at_ms - item.ringing_at_ms)",
    .choice = "handled",
    .choices = missed_choices,
    .orders = missed_orders};

constinit const ServiceList lost{
    .from =
        "lost_calls AS item JOIN lost_cases AS cases ON cases.id = item.case_id JOIN calls ON calls.id = "
        "item.call_id LEFT JOIN queues ON queues.id = item.queue_id LEFT JOIN users ON users.id = cases.owner_id",
    .time = "item.lost_at_ms",
    .id = "item.call_id",
    .person = "cases.owner_id",
    .number = "item.number",
    .seen_by = SeenBy::QueueMembers,
    .length = {},
    .choice = "state",
    .choices = lost_choices,
    .orders = lost_orders};

constinit const ServiceList forwarded{
    .from =
        "forwarded_calls AS item LEFT JOIN queues ON queues.id = item.queue_id LEFT JOIN users ON users.id = "
        "item.agent_id",
    .time = "item.answered_at_ms",
    .id = "item.id",
    .person = "item.agent_id",
    .number = "item.number",
    .seen_by = SeenBy::Person,
    .length = "item.talk_ms",
    .choice = {},
    .choices = {},
    .orders = forwarded_orders};

constinit const ServiceList callbacks{
    .from =
        "callbacks AS item LEFT JOIN queues ON queues.id = item.queue_id LEFT JOIN users ON users.id = "
        "item.agent_id",
    .time = "item.asked_at_ms",
    .id = "item.call_id",
    .person = "item.agent_id",
    .number = "item.number",
    .seen_by = SeenBy::QueueMembers,
    .length = {},
    .choice = "state",
    .choices = callback_choices,
    .orders = callback_orders};

}  // namespace service_lists

Where scope_of(const people::SignedIn& who, const ServiceList& list) {
    Where where;
    where.add("item.tenant_id = ?", who.tenant.value);
    if (who.role == model::Role::Admin) {
        return where;
    }
    const auto me = who.user.value;
    auto sql = fmt::format("({} = ?", list.person);
    db::Params params{db::Param::integer(me)};
    const auto or_where = [&](std::string_view clause) {
        sql += " OR ";
        sql += clause;
        params.push_back(db::Param::integer(me));
    };
    if (list.seen_by == SeenBy::QueueMembers) {
        or_where("item.queue_id IN (SELECT queue_id FROM queue_members WHERE user_id = ?)");
        // A direct call belongs to no queue, but to whoever it rang for.
        or_where(
            "(item.queue_id IS NULL AND EXISTS (SELECT 1 FROM call_legs WHERE call_legs.call_id = item.call_id "
            "AND call_legs.user_id = ?))");
    }
    if (who.role == model::Role::Leader) {
        or_where("item.queue_id IN (SELECT queue_id FROM queue_leaders WHERE user_id = ?)");
        or_where(fmt::format(
            "{} IN (SELECT queue_members.user_id FROM queue_members JOIN queue_leaders ON queue_leaders.queue_id = "
            "queue_members.queue_id WHERE queue_leaders.user_id = ?)",
            list.person));
    }
    where.sql += " AND " + sql + ")";
    where.params.insert(where.params.end(), params.begin(), params.end());
    return where;
}

Result<Where> narrowed(const people::SignedIn& who, const ServiceList& list, const ServiceFilter& filter) {
    auto where = scope_of(who, list);
    if (filter.queue) {
        where.add("queues.number = ?", *filter.queue);
    }
    if (filter.agent) {
        where.add("users.number = ?", *filter.agent);
    }
    if (filter.number) {
        where.add(fmt::format("{} LIKE ? ESCAPE '!'", list.number), anywhere(*filter.number));
    }
    if (filter.search) {
        const auto pattern = anywhere(*filter.search);
        where.add(fmt::format("({} LIKE ? ESCAPE '!' OR queues.number LIKE ? ESCAPE '!' OR queues.name LIKE ? ESCAPE "
                              "'!' OR users.number LIKE ? ESCAPE '!' OR users.name LIKE ? ESCAPE '!')",
                              list.number),
                  pattern, pattern, pattern, pattern, pattern);
    }
    if (filter.from_ms) {
        where.add(fmt::format("{} >= ?", list.time), *filter.from_ms);
    }
    if (filter.to_ms) {
        where.add(fmt::format("{} < ?", list.time), *filter.to_ms);
    }
    if (filter.min_ms && !list.length.empty()) {
        where.add(fmt::format("{} >= ?", list.length), *filter.min_ms);
    }
    if (filter.max_ms && !list.length.empty()) {
        where.add(fmt::format("{} < ?", list.length), *filter.max_ms);
    }
    if (filter.call) {
        where.add("item.call_id = ?", *filter.call);
    }
    if (!filter.choice) {
        return where;
    }
    if (list.choices.empty()) {
        where.add("item.level = ?", *filter.choice == "unrated" ? std::string{} : *filter.choice);
        return where;
    }
    const auto chosen = std::ranges::find(list.choices, std::string_view{*filter.choice}, &NamedSql::first);
    if (chosen == list.choices.end()) {
        return invalid_input("choice.unknown", *filter.choice);
    }
    where.add(fmt::format("({})", chosen->second));
    return where;
}

std::optional<std::string_view> find_order(const ServiceList& list, std::string_view name) {
    const auto found = std::ranges::find(list.orders, name, &NamedSql::first);
    return found == list.orders.end() ? std::nullopt : std::optional{found->second};
}

std::string order_by(const ServiceList& list, const ServiceFilter& filter) {
    const auto* way = filter.ascending ? "ASC" : "DESC";
    return filter.order.empty() || filter.order == list.time
               ? fmt::format(" ORDER BY {} {}, {} {}", list.time, way, list.id, way)
               : fmt::format(" ORDER BY {} {}, {} DESC, {} DESC", filter.order, way, list.time, list.id);
}

}  // namespace yh::office::records
