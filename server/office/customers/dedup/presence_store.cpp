#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "office/customers/dedup/presence.h"

namespace yh::office::customers {

namespace {

/// What is looked for with one statement: all marks of one kind and field.
struct Group {
    Mark::Kind kind;
    std::int64_t of = 0;
    auto operator<=>(const Group&) const = default;
};

struct Asked {
    std::string sql;  ///< without its values
    db::Params params;
};

Asked question(model::TenantId tenant, const Group& group) {
    switch (group.kind) {
        case Mark::Kind::Number:
            return {
                "SELECT DISTINCT number AS found FROM customer_numbers WHERE tenant_id = ? AND deleted_at_ms IS NULL "
                "AND number IN (",
                {db::Param::integer(tenant.value)}};
        case Mark::Kind::Key:
            return {"SELECT DISTINCT hash AS found FROM customer_keys WHERE field_id = ? AND hash IN (",
                    {db::Param::integer(group.of)}};
        case Mark::Kind::Name:
            return {
                "SELECT DISTINCT name AS found FROM customers WHERE tenant_id = ? AND object = ? AND deleted_at_ms "
                "IS NULL AND name IN (",
                {db::Param::integer(tenant.value),
                 db::Param::own_text(std::string{enum_text(static_cast<crm::ObjectKind>(group.of))})}};
        case Mark::Kind::Day:
            return {"SELECT DISTINCT value AS found FROM customer_field_values WHERE field_id = ? AND value IN (",
                    {db::Param::integer(group.of)}};
    }
    return {};
}

}  // namespace

Mark Mark::number(std::string_view number) {
    return {Kind::Number, 0, 0, std::string{number}};
}

Mark Mark::key(crm::SettingId field, std::int64_t hash) {
    return {Kind::Key, field.value, hash, {}};
}

Mark Mark::name(crm::ObjectKind object, std::string_view name) {
    return {Kind::Name, static_cast<std::int64_t>(object), 0, std::string{name}};
}

Mark Mark::day(crm::SettingId field, std::string_view day) {
    return {Kind::Day, field.value, 0, std::string{day}};
}

Result<Presence> Presence::look_up(db::Connection& connection, model::TenantId tenant, const std::vector<Mark>& marks) {
    Presence presence;
    std::map<Group, std::set<Mark>> groups;
    for (const auto& mark : marks) {
        groups[{mark.kind, mark.of}].insert(mark);
        presence.there_[mark] = false;
    }
    for (const auto& [group, wanted] : groups) {
        auto asked = question(tenant, group);
        for (const auto& mark : wanted) {
            asked.sql += &mark == &*wanted.begin() ? "?" : ", ?";
            asked.params.push_back(group.kind == Mark::Kind::Key ? db::Param::integer(mark.hash)
                                                                 : db::Param::own_text(mark.text));
        }
        asked.sql += ")";
        if (group.kind == Mark::Kind::Key) {
            YH_CHECK(connection.each<std::int64_t>(
                asked.sql,
                [&](std::int64_t hash) {
                    presence.add({group.kind, group.of, hash, {}});
                },
                asked.params));
        } else {
            YH_CHECK(connection.each<std::string>(
                asked.sql,
                [&](std::string text) {
                    presence.add({group.kind, group.of, 0, std::move(text)});
                },
                asked.params));
        }
    }
    return presence;
}

bool Presence::may_have(const Mark& mark) const {
    const auto known = there_.find(mark);
    return known == there_.end() || known->second;
}

}  // namespace yh::office::customers
