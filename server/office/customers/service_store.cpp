#include "office/customers/service_store.h"

#include <utility>

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
    std::int64_t created_at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(ServiceRow, (),
                      (id, tenant_id, customer_id, call_id, number, user_id, result, note, created_at_ms))

}  // namespace

Result<std::vector<ServiceRecord>> last_services(db::Connection& connection, model::CustomerId customer) {
    return connection.rows<ServiceRecord>(
        "SELECT service_records.id AS id, created_at_ms, COALESCE(users.number, '') AS agent, COALESCE(users.name, '') "
        "AS agent_name, call_id AS call, result, note FROM service_records LEFT JOIN users ON users.id = "
        "service_records.user_id WHERE customer_id = ? AND service_records.deleted_at_ms IS NULL ORDER BY "
        "created_at_ms "
        "DESC, service_records.id DESC LIMIT 5",
        customer);
}

Result<Saved> add_service(db::Connection& connection, const Asker& asker, model::CustomerId customer,
                          const ServiceDraft& draft, std::int64_t id, std::int64_t now_ms) {
    Saved saved;
    saved.id = customer;
    YH_TRY(const bool seen, may_see(connection, asker, customer));
    if (!seen) {
        saved.refusal = not_found("customer.unknown");
        return saved;
    }
    ServiceRow row{
        id, asker.who.tenant.value, customer.value, {}, {}, asker.who.user.value, draft.result, draft.note, now_ms};
    if (asker.call) {
        row.call_id = asker.call->call.value;
        row.number = asker.call->number;
    }
    YH_CHECK(connection.insert("service_records", row));
    return saved;
}

}  // namespace yh::office::customers
