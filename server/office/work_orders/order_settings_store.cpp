#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/json.h"
#include "base/log.h"
#include "http/text.h"
#include "office/settings/config_audit.h"
#include "office/work_orders/order_settings.h"

namespace yh::office::work_orders {

namespace {

using Problems = std::vector<http::FieldProblem>;

constexpr std::size_t longest_name_bytes = 60;
constexpr std::size_t most_words = 50;
constexpr std::size_t most_groups = 100;
constexpr std::size_t most_people = 200;

struct SettingsRow {
    std::int64_t tenant_id = 0;
    std::string document;
};
BOOST_DESCRIBE_STRUCT(SettingsRow, (), (tenant_id, document))

struct GroupRow {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::string name;
    std::int64_t position = 0;
};
BOOST_DESCRIBE_STRUCT(GroupRow, (), (id, tenant_id, name, position))

struct GroupPersonRow {
    std::int64_t group_id = 0;
    std::int64_t user_id = 0;
    std::int64_t position = 0;
};
BOOST_DESCRIBE_STRUCT(GroupPersonRow, (), (group_id, user_id, position))

struct KnownPerson {
    std::int64_t id = 0;
    std::string number;
    bool active = false;
};
BOOST_DESCRIBE_STRUCT(KnownPerson, (), (id, number, active))

struct PersonOfGroup {
    std::int64_t group_id = 0;
    std::string number;
    std::string name;
    std::string department;
};
BOOST_DESCRIBE_STRUCT(PersonOfGroup, (), (group_id, number, name, department))

std::string path_of(std::string_view list, std::size_t index, std::string_view member = {}) {
    auto path = std::string{list} + "[" + std::to_string(index) + "]";
    return member.empty() ? path : path + "." + std::string{member};
}

void check_name(Problems& problems, const std::string& path, std::string& name, std::set<std::string>& seen) {
    name = std::string{http::trimmed(name)};
    if (name.empty()) {
        problems.push_back({path, "config.required"});
    } else if (name.size() > longest_name_bytes) {
        problems.push_back({path, "customer.too_long"});
    } else if (!seen.insert(name).second) {
        problems.push_back({path, "config.twice"});
    }
}

void check_words(Problems& problems, OrderSettings& wanted) {
    constexpr std::int64_t most_minutes = 525'600;  // a year
    constexpr std::int64_t longest_urge_minutes = 1440;
    std::set<std::string> kinds;
    for (std::size_t i = 0; i < wanted.kinds.size(); ++i) {
        auto& kind = wanted.kinds[i];
        check_name(problems, path_of("kinds", i, "name"), kind.name, kinds);
        for (const auto& [word, minutes] : {std::pair{"low", kind.low}, std::pair{"normal", kind.normal},
                                            std::pair{"high", kind.high}, std::pair{"urgent", kind.urgent}}) {
            if (minutes < 0 || minutes > most_minutes) {
                problems.push_back({path_of("kinds", i, word), "config.out_of_range"});
            }
        }
    }
    std::set<std::string> systems;
    for (std::size_t i = 0; i < wanted.systems.size(); ++i) {
        check_name(problems, path_of("systems", i), wanted.systems[i], systems);
    }
    if (wanted.kinds.size() > most_words) {
        problems.push_back({"kinds", "crm.too_many"});
    }
    if (wanted.systems.size() > most_words) {
        problems.push_back({"systems", "crm.too_many"});
    }
    if (wanted.urge_minutes < 1 || wanted.urge_minutes > longest_urge_minutes) {
        problems.push_back({"urge_minutes", "config.out_of_range"});
    }
}

using People = std::map<std::string, KnownPerson>;

void check_group(Problems& problems, const std::string& path, const OrderGroup& group, const OrderGroup* before,
                 const People& people) {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < group.people.size(); ++i) {
        const auto& number = group.people[i];
        const auto known = people.find(number);
        const bool stays = before != nullptr && std::ranges::find(before->people, number) != before->people.end();
        if (known == people.end() || !(known->second.active || stays)) {
            problems.push_back({path_of(path + ".people", i), "config.unknown_user"});
        } else if (!seen.insert(number).second) {
            problems.push_back({path_of(path + ".people", i), "config.twice"});
        }
    }
    if (group.people.size() > most_people) {
        problems.push_back({path + ".people", "crm.too_many"});
    }
}

const OrderGroup* find_group(const OrderSettings& settings, GroupId id) {
    const auto at = std::ranges::find(settings.groups, id, &OrderGroup::id);
    return !id || at == settings.groups.end() ? nullptr : &*at;
}

/// Groups that nobody knows are new ones.
void check_groups(Problems& problems, OrderSettings& wanted, const OrderSettings& before, const People& people) {
    std::set<std::string> names;
    std::set<std::int64_t> ids;
    for (std::size_t i = 0; i < wanted.groups.size(); ++i) {
        auto& group = wanted.groups[i];
        const auto* old = find_group(before, group.id);
        if (old == nullptr || !ids.insert(group.id.value).second) {
            group.id = {};
        }
        check_name(problems, path_of("groups", i, "name"), group.name, names);
        check_group(problems, path_of("groups", i), group, old, people);
    }
    if (wanted.groups.size() > most_groups) {
        problems.push_back({"groups", "crm.too_many"});
    }
}

Result<void> write_groups(db::Connection& connection, model::TenantId tenant, OrderSettings& wanted,
                          const OrderSettings& before, const People& people, IdMaker& ids, std::int64_t now_ms) {
    for (const auto& old : before.groups) {
        YH_CHECK(connection.run("DELETE FROM work_order_group_people WHERE group_id = ?", old.id));
        if (find_group(wanted, old.id) == nullptr) {
            YH_CHECK(connection.run("UPDATE work_order_groups SET deleted_at_ms = ? WHERE id = ?", now_ms, old.id));
        }
    }
    std::int64_t position = 0;
    for (auto& group : wanted.groups) {
        if (!group.id) {
            group.id = ids.make<GroupId>(now_ms);
        }
        YH_CHECK(connection.upsert("work_order_groups", GroupRow{group.id.value, tenant.value, group.name, position++},
                                   {"id"}));
        std::int64_t place = 0;
        for (const auto& number : group.people) {
            YH_CHECK(connection.insert("work_order_group_people",
                                       GroupPersonRow{group.id.value, people.at(number).id, place++}));
        }
    }
    return {};
}

/// The document as it is kept: groups are rows of their own.
std::string document_of(OrderSettings settings) {
    settings.groups.clear();
    return to_json(settings);
}

}  // namespace

Result<OrderSettings> load_settings(db::Connection& connection, model::TenantId tenant) {
    OrderSettings settings;
    YH_TRY(const auto document,
           connection.row<std::string>("SELECT document FROM work_order_settings WHERE tenant_id = ?", tenant));
    if (document) {
        auto read = from_json<OrderSettings>(*document, JsonAbsent::KeepsDefault);
        if (read.ok()) {
            settings = *std::move(read);
        } else {
            log().error("work_order.bad_settings", {{"tenant", tenant}, {"why", read.error().detail}});
        }
        settings.groups.clear();
    }
    YH_CHECK(connection.each<GroupRow>(
        "SELECT id, tenant_id, name, position FROM work_order_groups WHERE tenant_id = ? AND deleted_at_ms IS NULL "
        "ORDER BY position, id",
        [&](GroupRow&& row) {
            settings.groups.push_back({GroupId{row.id}, std::move(row.name), {}});
        },
        tenant));
    YH_CHECK(connection.each<PersonOfGroup>(
        "SELECT part.group_id AS group_id, users.number AS number, users.name AS name, '' AS department FROM "
        "work_order_group_people AS part JOIN work_order_groups ON work_order_groups.id = part.group_id JOIN users ON "
        "users.id = part.user_id WHERE work_order_groups.tenant_id = ? AND work_order_groups.deleted_at_ms IS NULL "
        "ORDER BY part.group_id, part.position",
        [&](PersonOfGroup&& row) {
            const auto group = std::ranges::find(settings.groups, GroupId{row.group_id}, &OrderGroup::id);
            if (group != settings.groups.end()) {
                group->people.push_back(std::move(row.number));
            }
        },
        tenant));
    return settings;
}

Result<SettingsSaved> save_settings(db::Connection& connection, const people::SignedIn& who, OrderSettings wanted,
                                    IdMaker& ids, std::int64_t now_ms) {
    YH_TRY(auto transaction, connection.begin());
    YH_TRY(const auto before, load_settings(connection, who.tenant));
    People people;
    YH_CHECK(connection.each<KnownPerson>(
        "SELECT id, number, status = 'active' AS active FROM users WHERE tenant_id = ?",
        [&](KnownPerson&& one) { people.emplace(one.number, one); }, who.tenant));
    SettingsSaved saved;
    check_words(saved.problems, wanted);
    check_groups(saved.problems, wanted, before, people);
    if (!saved.problems.empty()) {
        return saved;
    }
    YH_CHECK(write_groups(connection, who.tenant, wanted, before, people, ids, now_ms));
    YH_CHECK(
        connection.upsert("work_order_settings", SettingsRow{who.tenant.value, document_of(wanted)}, {"tenant_id"}));
    if (to_json(before) != to_json(wanted)) {
        YH_CHECK(settings::note_config_change(connection, who.tenant.value, who.user.value, "work_orders", "",
                                              to_json(before), to_json(wanted), now_ms));
    }
    YH_CHECK(transaction.commit());
    return saved;
}

std::int64_t due_minutes(const OrderSettings& settings, const OrderContent& content) {
    const auto kind = std::ranges::find(settings.kinds, content.kind, &OrderKind::name);
    if (kind == settings.kinds.end()) {
        return 0;
    }
    switch (content.priority) {
        case OrderPriority::Low:
            return kind->low;
        case OrderPriority::Normal:
            return kind->normal;
        case OrderPriority::High:
            return kind->high;
        case OrderPriority::Urgent:
            return kind->urgent;
    }
    return 0;
}

Result<OrderForm> load_form(db::Connection& connection, model::TenantId tenant, std::vector<std::string> kinds,
                            std::vector<std::string> systems) {
    YH_TRY(auto settings, load_settings(connection, tenant));
    OrderForm form{std::move(kinds), std::move(systems), {}, settings.urge_minutes};
    if (!settings.kinds.empty()) {
        form.kinds.clear();
        for (auto& kind : settings.kinds) {
            form.kinds.push_back(std::move(kind.name));
        }
    }
    if (!settings.systems.empty()) {
        form.systems = std::move(settings.systems);
    }
    for (auto& group : settings.groups) {
        form.groups.push_back({group.id, std::move(group.name), {}});
    }
    // A company without groups sends to anybody.
    const bool has_groups = !form.groups.empty();
    if (!has_groups) {
        form.groups.push_back({});
    }
    constexpr std::string_view of_groups =
        "SELECT part.group_id AS group_id, users.number AS number, users.name AS name, COALESCE(departments.name, '') "
        "AS department FROM work_order_group_people AS part JOIN users ON users.id = part.user_id LEFT JOIN "
        "departments ON departments.id = users.department_id WHERE users.tenant_id = ? AND users.status = 'active' "
        "ORDER BY part.group_id, part.position";
    constexpr std::string_view of_all =
        "SELECT 0 AS group_id, users.number AS number, users.name AS name, COALESCE(departments.name, '') AS "
        "department FROM users LEFT JOIN departments ON departments.id = users.department_id WHERE users.tenant_id = ? "
        "AND users.status = 'active' ORDER BY users.number";
    YH_CHECK(connection.each<PersonOfGroup>(
        has_groups ? of_groups : of_all,
        [&](PersonOfGroup&& row) {
            const auto group = std::ranges::find(form.groups, GroupId{row.group_id}, &FormGroup::id);
            if (group != form.groups.end()) {
                group->people.push_back({std::move(row.number), std::move(row.name), std::move(row.department)});
            }
        },
        tenant));
    return form;
}

}  // namespace yh::office::work_orders
