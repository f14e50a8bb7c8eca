#include "office/customers/customer_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/json.h"
#include "model/telephone_number.h"
#include "office/crm/setting_names.h"
#include "office/customers/customer_fields.h"
#include "office/customers/customer_rows.h"
#include "office/customers/pools/pool_seat.h"
#include "office/customers/service_store.h"

// Reading customers.
namespace yh::office::customers {

Result<std::vector<NumberRow>> number_rows(db::Connection& connection, std::int64_t customer) {
    return connection.rows<NumberRow>(
        "SELECT customer_id, position, tenant_id, number, typed, kind, object FROM customer_numbers WHERE customer_id "
        "= ? "
        "ORDER "
        "BY position",
        customer);
}

Result<std::optional<std::int64_t>> pool_of(db::Connection& connection, const CustomerRow& row) {
    if (!row.parent_id) {
        return row.pool_id;
    }
    YH_TRY(const auto parents, connection.row<CustomerRow>("SELECT * FROM customers WHERE id = ?", *row.parent_id));
    return parents ? parents->pool_id : std::nullopt;
}

Result<std::optional<CustomerPerson>> person_of(db::Connection& connection, std::optional<std::int64_t> user) {
    if (!user) {
        return std::optional<CustomerPerson>{};
    }
    return connection.row<CustomerPerson>("SELECT number, name FROM users WHERE id = ?", *user);
}

namespace {

struct NumberHolder {
    std::int64_t id = 0;
    crm::ObjectKind object = crm::ObjectKind::Customer;
    std::string name;
    std::optional<std::int64_t> parent_id;
    std::optional<std::int64_t> became;  ///< of a lead: the customer it was converted to, while that one lives
};
BOOST_DESCRIBE_STRUCT(NumberHolder, (), (id, object, name, parent_id, became))

}  // namespace

// One look at the index, whoever it is: a caller's card must be there before the telephone rings.
Result<std::optional<KnownByNumber>> find_known_by_number(db::Connection& connection, model::TenantId tenant,
                                                          const std::string& number) {
    const auto normal = model::normal_number(number);
    if (!model::is_telephone_number(normal)) {
        return std::optional<KnownByNumber>{};
    }
    YH_TRY(const auto found,
           connection.row<NumberHolder>(
               "SELECT customers.id AS id, customers.object AS object, customers.name AS name, customers.parent_id AS "
               "parent_id, grown.id AS became FROM customer_numbers JOIN customers ON customers.id = "
               "customer_numbers.customer_id LEFT JOIN customers AS grown ON grown.id = customers.converted_to AND "
               "grown.deleted_at_ms IS NULL WHERE customer_numbers.tenant_id = ? AND customer_numbers.number = ? AND "
               "customer_numbers.deleted_at_ms IS NULL ORDER BY CASE customers.object WHEN 'customer' THEN 0 WHEN "
               "'contact' THEN 1 ELSE 2 END, customers.id DESC LIMIT 1",
               tenant, normal));
    if (!found) {
        return std::optional<KnownByNumber>{};
    }
    KnownByNumber known{model::CustomerId{found->id}, {}};
    if (found->object == crm::ObjectKind::Contact && found->parent_id) {
        known.contact = NamedRef{known.id.text(), found->name};
        known.id = model::CustomerId{*found->parent_id};
    } else if (found->became) {
        known.id = model::CustomerId{*found->became};
    }
    return std::optional{std::move(known)};
}

Result<std::optional<model::CustomerId>> find_by_number(db::Connection& connection, model::TenantId tenant,
                                                        const std::string& number) {
    YH_TRY(const auto known, find_known_by_number(connection, tenant, number));
    return known ? std::optional{known->id} : std::nullopt;
}

Result<std::optional<model::CustomerId>> find_holder(db::Connection& connection, model::TenantId tenant,
                                                     crm::ObjectKind object, const std::string& number) {
    const auto normal = model::normal_number(number);
    if (!model::is_telephone_number(normal)) {
        return std::optional<model::CustomerId>{};
    }
    YH_TRY(const auto found,
           connection.row<std::int64_t>(
               "SELECT customer_id FROM customer_numbers WHERE tenant_id = ? AND object = ? AND number = ? AND "
               "deleted_at_ms IS NULL ORDER BY customer_id DESC LIMIT 1",
               tenant, object, normal));
    return found ? std::optional{model::CustomerId{*found}} : std::nullopt;
}

Result<std::optional<calls::KnownCustomer>> find_known(db::Connection& connection, model::TenantId tenant,
                                                       const std::string& number) {
    YH_TRY(const auto id, find_by_number(connection, tenant, number));
    if (!id) {
        return std::optional<calls::KnownCustomer>{};
    }
    YH_TRY(const auto row, connection.row<CustomerRow>("SELECT * FROM customers WHERE id = ?", *id));
    if (!row) {
        return std::optional<calls::KnownCustomer>{};
    }
    return std::optional{calls::KnownCustomer{*id, row->name, model::UserId{row->owner_id.value_or(0)}, row->level,
                                              row->pool_id.value_or(0)}};
}

namespace {

Result<std::optional<NamedRef>> customer_named(db::Connection& connection, std::optional<std::int64_t> id) {
    if (!id) {
        return std::optional<NamedRef>{};
    }
    YH_TRY(const auto name, connection.row<std::string>("SELECT name FROM customers WHERE id = ?", *id));
    return name ? std::optional{NamedRef{std::to_string(*id), *name}} : std::nullopt;
}

std::optional<NamedRef> setting_named(const crm::Book& book, std::optional<std::int64_t> id) {
    if (!id) {
        return std::nullopt;
    }
    return NamedRef{std::to_string(*id), std::string{crm::name_of(book, crm::SettingId{*id})}};
}

std::vector<NamedRef> tags_named(const crm::Book& book, const CustomerRow& row) {
    std::vector<NamedRef> named;
    for (const auto id : crm::known_tags(book, row.object, tags_of(row))) {
        named.push_back({id.text(), std::string{crm::name_of(book, id)}});
    }
    return named;
}

}  // namespace

Result<std::optional<CustomerCard>> find_card(db::Connection& connection, const Asker& asker, model::CustomerId id,
                                              Whose whose) {
    if (whose == Whose::InScope) {
        YH_TRY(const bool seen, may_see(connection, asker, id));
        if (!seen) {
            return std::optional<CustomerCard>{};
        }
    }
    YH_TRY(const auto row, connection.row<CustomerRow>(
                               "SELECT * FROM customers WHERE id = ? AND tenant_id = ? AND deleted_at_ms IS NULL", id,
                               asker.who.tenant));
    if (!row) {
        return std::optional<CustomerCard>{};
    }
    CustomerCard card;
    card.id = id;
    card.object = row->object;
    card.name = row->name;
    card.gender = row->gender;
    card.level = row->level;
    card.note = row->note;
    card.version = row->version;
    card.created_at_ms = row->created_at_ms;
    card.updated_at_ms = row->updated_at_ms;
    YH_TRY(card.owner, person_of(connection, row->owner_id));
    YH_TRY(card.created_by, person_of(connection, row->created_by));
    YH_TRY(card.updated_by, person_of(connection, row->updated_by));
    card.source = row->source;
    card.owned_at_ms = row->owned_at_ms;
    card.protected_until_ms = row->protected_until_ms;
    card.followed_at_ms = row->followed_at_ms;
    YH_TRY(card.parent, customer_named(connection, row->parent_id));
    YH_TRY(card.converted_to, customer_named(connection, row->converted_to));
    card.pool = setting_named(asker.book(), row->pool_id);
    card.group = setting_named(asker.book(), row->group_id);
    card.stage = setting_named(asker.book(), row->stage_id);
    card.tags = tags_named(asker.book(), *row);
    YH_TRY(card.fields, JsonValue::parse(row->fields));
    YH_TRY(const auto numbers, number_rows(connection, id.value));
    YH_TRY(const auto pool, pool_of(connection, *row));
    const auto mask = mask_in(asker.mask, asker.book(), pool, asker.who);
    for (const auto& number : numbers) {
        card.numbers.push_back({mask.shown(number.typed), number.kind,
                                people::token_for(mask, asker.seal, asker.who.tenant, number.number)});
    }
    hide_fields(asker.book(), asker.who, card);
    return std::optional{std::move(card)};
}

Result<std::vector<std::string>> numbers_of(db::Connection& connection, model::CustomerId id) {
    return connection.rows<std::string>("SELECT number FROM customer_numbers WHERE customer_id = ? ORDER BY position",
                                        id);
}

// Records keep a number as the network wrote it, so every way of writing it is looked for; each by the index.
Result<std::vector<CustomerCall>> last_calls(db::Connection& connection, model::TenantId tenant,
                                             const std::vector<std::string>& numbers) {
    db::Params params{db::Param::integer(tenant.value)};
    std::string places;
    for (const auto& number : numbers) {
        for (auto& spelling : model::spellings_of(model::normal_number(number))) {
            params.push_back(db::Param::own_text(std::move(spelling)));
            places += places.empty() ? "?" : ", ?";
        }
    }
    if (places.empty()) {
        return std::vector<CustomerCall>{};
    }
    return connection.rows<CustomerCall>(
        fmt::format("SELECT calls.id AS id, calls.started_at_ms AS started_at_ms, calls.direction AS direction, "
                    "COALESCE(queues.number, '') AS queue, COALESCE(queues.name, '') AS queue_name, "
                    "COALESCE(users.number, '') AS agent, COALESCE(users.name, '') AS agent_name, "
                    "COALESCE(users.extension, '') AS extension, calls.result AS result, calls.talk_ms AS talk_ms FROM "
                    "calls LEFT JOIN queues ON queues.id = calls.queue_id LEFT JOIN users ON users.id = calls.agent_id "
                    "WHERE calls.tenant_id = ? AND calls.customer_number IN ({}) AND calls.direction <> 'internal' "
                    "ORDER BY calls.started_at_ms DESC, calls.id DESC LIMIT 10",
                    places),
        params);
}

Result<std::vector<CustomerHistory>> history_of(db::Connection& connection, model::CustomerId id) {
    return connection.rows<CustomerHistory>(
        "SELECT customer_history.id AS id, at_ms, COALESCE(users.number, '') AS \"user\", COALESCE(users.name, '') AS "
        "user_name, call_id AS call, what, changes FROM customer_history LEFT JOIN users ON users.id = "
        "customer_history.user_id WHERE customer_id = ? OR customer_id IN (SELECT id FROM customers WHERE merged_into "
        "= "
        "?) ORDER BY at_ms DESC, customer_history.id DESC LIMIT 200",
        id, id);
}

Result<RecordedPart> find_recorded_part(db::Connection& connection, const people::SignedIn& who, model::CallId call) {
    YH_TRY(const auto number,
           connection.row<std::string>("SELECT customer_number FROM calls WHERE id = ? AND tenant_id = ?", call,
                                       who.tenant));
    if (!number) {
        return RecordedPart{};
    }
    YH_TRY(const auto legs,
           connection.one<std::int64_t>("SELECT COUNT(*) FROM call_legs JOIN calls ON calls.id = call_legs.call_id "
                                        "WHERE call_id = ? AND user_id = ? AND calls.direction <> 'internal'",
                                        call, who.user));
    if (legs == 0) {
        return RecordedPart{true, {}};
    }
    YH_TRY(const auto answered,
           connection.one<std::int64_t>("SELECT COUNT(*) FROM call_legs JOIN calls ON calls.id = call_legs.call_id "
                                        "WHERE call_id = ? AND user_id = ? AND call_legs.answered_at_ms IS NOT NULL "
                                        "AND calls.answered_at_ms IS NOT NULL",
                                        call, who.user));
    return RecordedPart{true, CallPart{call, *number, answered > 0}};
}

}  // namespace yh::office::customers
