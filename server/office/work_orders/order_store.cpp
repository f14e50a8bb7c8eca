#include "office/work_orders/order_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/utf8.h"
#include "http/text.h"
#include "model/time_zone.h"
#include "office/people/scope.h"
#include "office/work_orders/order_rows.h"

// Drafts: how they are made, changed and deleted.
namespace yh::office::work_orders {

namespace {

struct ServiceFacts {
    std::int64_t id = 0;
    std::int64_t customer_id = 0;
    std::optional<std::int64_t> call_id;
    std::string number;
    std::string kind;
    std::string concerns;
    std::string note;
    OrderPriority priority = OrderPriority::Normal;
};
BOOST_DESCRIBE_STRUCT(ServiceFacts, (), (id, customer_id, call_id, number, kind, concerns, note, priority))

Kept refused(Error error) {
    return {{}, std::move(error), {}, {}};
}

db::Params scoped(const people::ScopeClause& scope, std::initializer_list<std::int64_t> first) {
    db::Params params;
    for (const auto value : first) {
        params.push_back(db::Param::integer(value));
    }
    for (const auto value : scope.values) {
        params.push_back(db::Param::integer(value));
    }
    return params;
}

std::string and_scope(const people::ScopeClause& scope) {
    return scope.sql.empty() ? std::string{} : " AND " + scope.sql;
}

/// A service record that this person sees in its list (R165).
Result<std::optional<ServiceFacts>> find_service(db::Connection& connection, const people::SignedIn& who,
                                                 std::int64_t id) {
    const auto scope = people::scope_clause(who, {.person = "user_id", .queue = {}});
    return connection.row<ServiceFacts>(
        "SELECT id, customer_id, call_id, number, kind, concerns, note, priority FROM service_records WHERE id = ? AND "
        "tenant_id = ? AND deleted_at_ms IS NULL" +
            and_scope(scope),
        scoped(scope, {id, who.tenant.value}));
}

/// Whether this person sees the customer, lead or contact in its list: a contact is whoever's its customer is. Whom a
/// call alone shows, the call's service record names.
Result<bool> sees_customer(db::Connection& connection, const people::SignedIn& who, std::int64_t id) {
    const auto scope =
        people::scope_clause(who, {.person = "COALESCE(parent.owner_id, customers.owner_id)", .queue = {}});
    YH_TRY(const auto found,
           connection.row<std::int64_t>("SELECT customers.id FROM customers LEFT JOIN customers AS parent ON parent.id "
                                        "= customers.parent_id WHERE customers.id = ? AND customers.tenant_id = ? AND "
                                        "customers.deleted_at_ms IS NULL AND customers.pool_id IS NULL" +
                                            and_scope(scope),
                                        scoped(scope, {id, who.tenant.value})));
    return found.has_value();
}

/// 202611, by the company's clock.
Result<std::int64_t> month_of(db::Connection& connection, model::TenantId tenant, std::int64_t now_ms) {
    YH_TRY(const auto name, connection.row<std::string>("SELECT zone FROM tenants WHERE id = ?", tenant));
    const auto zone = model::TimeZone::load(name.value_or("Asia/Shanghai"));
    const WallTime at{std::chrono::milliseconds{now_ms}};
    const auto local = zone.ok() ? zone->local(at) : model::TimeZone{}.local(at);
    const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(local)};
    constexpr std::int64_t hundred = 100;
    return int{date.year()} * hundred + unsigned{date.month()};
}

struct SerialRow {
    std::int64_t tenant_id = 0;
    std::int64_t month = 0;
    std::int64_t last_serial = 0;
};
BOOST_DESCRIBE_STRUCT(SerialRow, (), (tenant_id, month, last_serial))

// There is one writer, so that nobody reads the same serial number at the same time.
Result<std::string> next_number(db::Connection& connection, model::TenantId tenant, std::int64_t now_ms) {
    YH_TRY(const auto month, month_of(connection, tenant, now_ms));
    YH_TRY(const auto last,
           connection.row<std::int64_t>("SELECT last_serial FROM work_order_serials WHERE tenant_id = ? AND month = ?",
                                        tenant, month));
    const auto serial = last.value_or(0) + 1;
    YH_CHECK(connection.upsert("work_order_serials", SerialRow{tenant.value, month, serial}, {"tenant_id", "month"}));
    return order_number(month, serial);
}

/// What the order takes over from where it came from.
Result<std::optional<Error>> take_origin(db::Connection& connection, const people::SignedIn& who, const NewOrder& wish,
                                         OrderRow& row) {
    if (wish.service) {
        YH_TRY(auto service, find_service(connection, who, wish.service->value));
        if (!service) {
            return std::optional<Error>{not_found("service.unknown")};
        }
        row.service_id = service->id;
        row.customer_id = service->customer_id;
        row.call_id = service->call_id;
        row.number = std::move(service->number);
        if (wish.description.empty()) {
            row.kind = std::move(service->kind);
            row.concerns = std::move(service->concerns);
            row.description = std::move(service->note);
            row.priority = service->priority;
        }
    } else if (wish.customer) {
        YH_TRY(const bool seen, sees_customer(connection, who, wish.customer->value));
        if (!seen) {
            return std::optional<Error>{not_found("customer.unknown")};
        }
        row.customer_id = wish.customer->value;
    }
    return std::optional<Error>{};
}

struct Known {
    OrderId id;
    std::int64_t author_id = 0;
    std::string order_number;
};
BOOST_DESCRIBE_STRUCT(Known, (), (id, author_id, order_number))

/// A draft of the asker's, to change or to delete.
Result<std::optional<Error>> why_no_draft(db::Connection& connection, const people::SignedIn& who, OrderId id) {
    YH_TRY(const auto row, order_row(connection, who.tenant, id));
    if (row && row->author_id == who.user.value && row->state == OrderState::Draft) {
        return std::optional<Error>{};
    }
    if (row && row->author_id == who.user.value) {
        return std::optional<Error>{conflict("work_order.not_draft")};
    }
    return std::optional<Error>{not_found("work_order.unknown")};
}

}  // namespace

std::vector<http::FieldProblem> check_content(OrderContent& content) {
    constexpr std::size_t longest_word_bytes = 60;
    constexpr std::size_t longest_description_bytes = 12'000;
    std::vector<http::FieldProblem> problems;
    const auto check = [&](std::string_view field, std::string& text, std::size_t most_bytes) {
        text = std::string{http::trimmed(text)};
        if (text.size() > most_bytes || !is_clean_utf8(text)) {
            problems.push_back({std::string{field}, "customer.too_long"});
        }
    };
    check("kind", content.kind, longest_word_bytes);
    check("concerns", content.concerns, longest_word_bytes);
    check("description", content.description, longest_description_bytes);
    return problems;
}

Result<Kept> create_order(db::Connection& connection, const people::SignedIn& who, const NewOrder& wish, IdMaker& ids,
                          std::int64_t now_ms) {
    constexpr std::size_t longest_token = 60;
    if (wish.token.empty() || wish.token.size() > longest_token || !is_clean_utf8(wish.token)) {
        return refused(invalid_input("work_order.token"));
    }
    YH_TRY(const auto known,
           connection.row<Known>("SELECT id, author_id, order_number FROM work_orders WHERE "
                                 "(author_id = ? AND token = ?) OR (service_id = ? AND tenant_id = "
                                 "?)",
                                 who.user, wish.token, wish.service ? wish.service->value : -1, who.tenant));
    if (known && known->author_id == who.user.value) {
        return Kept{known->id, {}, {}, {}};
    }
    if (known) {
        Kept taken = refused(conflict("work_order.of_others"));
        taken.problems.push_back({"service", "work_order.of_others", known->order_number});
        return taken;
    }
    YH_TRY(auto transaction, connection.begin());
    OrderRow row;
    row.id = ids.make<OrderId>(now_ms).value;
    row.tenant_id = who.tenant.value;
    row.author_id = who.user.value;
    row.token = wish.token;
    row.created_at_ms = now_ms;
    row.updated_at_ms = now_ms;
    fill(row, wish);
    YH_TRY(auto refusal, take_origin(connection, who, wish, row));
    if (refusal) {
        return refused(*std::move(refusal));
    }
    YH_TRY(row.order_number, next_number(connection, who.tenant, now_ms));
    YH_CHECK(connection.insert("work_orders", row));
    YH_CHECK(transaction.commit());
    return Kept{OrderId{row.id}, {}, {}, {who.user}};
}

Result<Kept> save_draft(db::Connection& connection, const people::SignedIn& who, OrderId id,
                        const OrderContent& content, std::int64_t now_ms) {
    YH_TRY(auto refusal, why_no_draft(connection, who, id));
    if (refusal) {
        return refused(*std::move(refusal));
    }
    YH_CHECK(
        connection.run("UPDATE work_orders SET kind = ?, concerns = ?, description = ?, priority = ?, "
                       "updated_at_ms = ? WHERE id = ?",
                       content.kind, content.concerns, content.description, content.priority, now_ms, id));
    return Kept{id, {}, {}, {}};
}

Result<Kept> delete_draft(db::Connection& connection, const people::SignedIn& who, OrderId id) {
    YH_TRY(auto refusal, why_no_draft(connection, who, id));
    if (refusal) {
        return refused(*std::move(refusal));
    }
    YH_CHECK(connection.run("DELETE FROM work_orders WHERE id = ?", id));
    return Kept{id, {}, {}, {who.user}};
}

}  // namespace yh::office::work_orders
