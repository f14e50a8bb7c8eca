#include "office/customers/service_store.h"

#include <utility>

#include "office/customers/service_list.h"

namespace yh::office::customers {

namespace {

struct ServiceRow {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::int64_t customer_id = 0;
    std::optional<std::int64_t> call_id;
    std::string number;
    std::int64_t user_id = 0;
    std::string result;
    std::string note;
    std::string kind;
    std::string concerns;
    ServiceState state = ServiceState::None;
    ServicePriority priority = ServicePriority::Normal;
    std::int64_t created_at_ms = 0;
    std::optional<std::int64_t> updated_at_ms;
    std::optional<std::int64_t> updated_by;
};
BOOST_DESCRIBE_STRUCT(ServiceRow, (),
                      (id, tenant_id, customer_id, call_id, number, user_id, result, note, kind, concerns, state,
                       priority, created_at_ms, updated_at_ms, updated_by))

void fill(ServiceRow& row, const ServiceDraft& draft) {
    row.result = draft.result;
    row.note = draft.note;
    row.kind = draft.kind;
    row.concerns = draft.concerns;
    row.state = draft.state;
    row.priority = draft.priority;
}

Saved refused(Error why) {
    Saved saved;
    saved.refusal = std::move(why);
    return saved;
}

/// The record, if the asker sees it in the list; whoever sees it and did not write it may hold the right to delete
/// records, and only then touches it.
Result<std::optional<ServiceRow>> row_to_change(db::Connection& connection, const Asker& asker, std::int64_t id,
                                                std::optional<Error>& refusal) {
    lists::Reader reader;
    reader.who = asker.who;
    YH_TRY(const auto seen, lists::find_row(connection, service_records(), reader, id));
    if (!seen) {
        refusal = not_found("service.unknown");
        return std::optional<ServiceRow>{};
    }
    YH_TRY(auto row, connection.row<ServiceRow>(
                         "SELECT id, tenant_id, customer_id, call_id, number, user_id, result, note, kind, concerns, "
                         "state, priority, created_at_ms, updated_at_ms, updated_by FROM service_records WHERE id = ? "
                         "AND deleted_at_ms IS NULL",
                         id));
    if (!row) {
        refusal = not_found("service.unknown");
    } else if (row->user_id != asker.who.user.value && !asker.who.rights().has(people::rights::delete_records)) {
        refusal = Error{ErrorKind::Forbidden, "service.not_yours", {}};
    }
    return row;
}

}  // namespace

Result<std::vector<ServiceRecord>> last_services(db::Connection& connection, const Asker& asker,
                                                 model::CustomerId customer) {
    YH_TRY(auto found,
           connection.rows<ServiceRecord>(
               "SELECT item.id AS id, item.created_at_ms AS created_at_ms, COALESCE(users.number, '') AS agent, "
               "COALESCE(users.name, '') AS agent_name, item.call_id AS call, item.number AS number, item.result AS "
               "result, item.note AS note, item.kind AS kind, item.concerns AS concerns, item.state AS state, "
               "item.priority AS priority, EXISTS (SELECT 1 FROM recordings WHERE recordings.call_id = item.call_id) "
               "AS recorded, COALESCE(work_orders.order_number, '') AS order_number, work_orders.id AS order_id FROM "
               "service_records AS item LEFT JOIN users ON users.id = item.user_id LEFT JOIN work_orders ON "
               "work_orders.service_id = item.id WHERE item.customer_id = ? AND item.deleted_at_ms IS NULL ORDER BY "
               "item.created_at_ms DESC, item.id DESC LIMIT 5",
               customer));
    for (auto& one : found) {
        one.number = asker.mask.shown(one.number);
    }
    return found;
}

Result<Saved> add_service(db::Connection& connection, const Asker& asker, model::CustomerId customer,
                          const ServiceDraft& draft, std::int64_t id, std::int64_t now_ms) {
    YH_TRY(const bool seen, may_see(connection, asker, customer));
    if (!seen) {
        auto saved = refused(not_found("customer.unknown"));
        saved.id = customer;
        return saved;
    }
    ServiceRow row;
    row.id = id;
    row.tenant_id = asker.who.tenant.value;
    row.customer_id = customer.value;
    row.user_id = asker.who.user.value;
    row.created_at_ms = now_ms;
    fill(row, draft);
    if (asker.call) {
        row.call_id = asker.call->call.value;
        row.number = asker.call->number;
    }
    YH_CHECK(connection.insert("service_records", row));
    YH_CHECK(connection.run("UPDATE customers SET followed_at_ms = ? WHERE id = ?", now_ms, customer));
    return Saved{customer, {}, {}, {}};
}

Result<Saved> change_service(db::Connection& connection, const Asker& asker, std::int64_t id, const ServiceDraft& draft,
                             std::int64_t now_ms) {
    std::optional<Error> refusal;
    YH_TRY(auto row, row_to_change(connection, asker, id, refusal));
    if (refusal) {
        return refused(*std::move(refusal));
    }
    fill(*row, draft);
    row->updated_at_ms = now_ms;
    row->updated_by = asker.who.user.value;
    YH_CHECK(connection.upsert("service_records", *row, {"id"}));
    return Saved{model::CustomerId{row->customer_id}, {}, {}, {}};
}

Result<Saved> delete_service(db::Connection& connection, const Asker& asker, std::int64_t id, std::int64_t now_ms) {
    std::optional<Error> refusal;
    YH_TRY(const auto row, row_to_change(connection, asker, id, refusal));
    if (refusal) {
        return refused(*std::move(refusal));
    }
    YH_CHECK(connection.run("UPDATE service_records SET deleted_at_ms = ?, deleted_by = ? WHERE id = ?", now_ms,
                            asker.who.user, id));
    return Saved{model::CustomerId{row->customer_id}, {}, {}, {}};
}

}  // namespace yh::office::customers
