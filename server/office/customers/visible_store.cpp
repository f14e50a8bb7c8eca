#include <fmt/format.h>

#include "office/customers/customer_list.h"
#include "office/customers/customer_store.h"
#include "office/customers/lead_list.h"
#include "office/customers/pools/pool_seat.h"

// Who sees a customer, a lead or a contact (U19, U20, R142, R150).
namespace yh::office::customers {

namespace {

struct WhereItIs {
    crm::ObjectKind object = crm::ObjectKind::Customer;
    std::optional<std::int64_t> parent_id;
    std::optional<std::int64_t> pool_id;
};
BOOST_DESCRIBE_STRUCT(WhereItIs, (), (object, parent_id, pool_id))

std::string_view right_to_see(crm::ObjectKind object) {
    switch (object) {
        case crm::ObjectKind::Lead:
            return people::rights::see_leads;
        case crm::ObjectKind::Contact:
            return people::rights::see_contacts;
        case crm::ObjectKind::Customer:
            break;
    }
    return people::rights::see_customers;
}

// What lies in a pool is its people's, whoever had it before (R150).
bool sees_pool(const Asker& asker, std::int64_t pool) {
    return seat_in(asker.book(), pool, asker.who) != Seat::None;
}

Result<bool> sees_by_scope(db::Connection& connection, const Asker& asker, model::CustomerId id,
                           const WhereItIs& where_it_is) {
    if (where_it_is.pool_id) {
        return sees_pool(asker, *where_it_is.pool_id);
    }
    const auto& list = where_it_is.object == crm::ObjectKind::Lead ? lead_list : customer_list;
    lists::Asked asked;
    asked.reader.who = asker.who;
    auto where = lists::where_of(list, asked);
    where.add("customers.id = ?", id.value);
    YH_TRY(const auto seen, connection.row<std::int64_t>(
                                fmt::format("SELECT customers.id FROM {}{}", list.from, where.sql), where.params));
    return seen.has_value();
}

}  // namespace

Result<bool> may_see(db::Connection& connection, const Asker& asker, model::CustomerId id) {
    YH_TRY(const auto it, connection.row<WhereItIs>("SELECT object, parent_id, pool_id FROM customers WHERE id = ? AND "
                                                    "tenant_id = ? AND deleted_at_ms IS NULL",
                                                    id, asker.who.tenant));
    if (!it) {
        return false;
    }
    if (!asker.who.rights().has(right_to_see(it->object))) {
        return false;
    }
    // A contact is whoever's its customer is (R142).
    if (it->object == crm::ObjectKind::Contact) {
        return may_see(connection, asker, model::CustomerId{it->parent_id.value_or(0)});
    }
    YH_TRY(const bool seen, sees_by_scope(connection, asker, id, *it));
    if (seen || !asker.call) {
        return seen;
    }
    YH_TRY(const auto caller, find_by_number(connection, asker.who.tenant, asker.call->number));
    return caller == id;
}

}  // namespace yh::office::customers
