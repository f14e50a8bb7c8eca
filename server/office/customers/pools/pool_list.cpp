#include "office/customers/pools/pool_list.h"

#include <algorithm>
#include <array>

#include "office/customers/own_columns.h"
#include "office/customers/pools/pool_seat.h"

namespace yh::office::customers {

namespace {

constexpr lists::Column last_owner_name{.key = "last_owner_name",
                                        .title = {"前所属人", "Owner before"},
                                        .sql = "COALESCE(last_owners.name, '')",
                                        .field = people::fields::customer_owner};

// Nobody owns what lies in a pool.
constexpr lists::Column no_owner{.key = "owner", .sql = "''", .shown = false};
constexpr lists::Column no_owner_name{.key = "owner_name", .sql = "''", .shown = false};

constexpr std::array pool_columns{no_owner,
                                  no_owner_name,
                                  columns::name,
                                  columns::number,
                                  columns::region,
                                  columns::level,
                                  columns::pool,
                                  columns::pooled_at,
                                  last_owner_name,
                                  columns::tags,
                                  columns::stage,
                                  columns::gender,
                                  columns::source,
                                  columns::followed_at,
                                  columns::creator,
                                  columns::creator_name,
                                  columns::updater,
                                  columns::updater_name,
                                  columns::note,
                                  columns::created_at,
                                  columns::updated_at,
                                  columns::numbers,
                                  columns::fields,
                                  columns::id};
constexpr std::array pool_filters{
    filters::pool,        filters::creator,      filters::level,     filters::gender,          filters::number,
    filters::stage,       filters::tag,          filters::source,    filters::followed_before, filters::followed_from,
    filters::followed_to, filters::updated_from, filters::updated_to};

constexpr std::string_view pool_from =
    "customers LEFT JOIN customer_numbers AS main_number ON main_number.customer_id = customers.id AND "
    "main_number.position = 0 LEFT JOIN users AS creators ON creators.id = customers.created_by LEFT JOIN users AS "
    "updaters ON updaters.id = customers.updated_by LEFT JOIN users AS last_owners ON last_owners.id = "
    "customers.last_owner_id";

template <crm::ObjectKind object>
people::ScopeClause pools_of(const lists::Reader& reader) {
    people::ScopeClause clause;
    for (const auto* pool : pools_seen(reader.book(), object, reader.who)) {
        clause.sql += clause.sql.empty() ? "customers.pool_id IN (?" : ", ?";
        clause.values.push_back(pool->id.value);
    }
    clause.sql += clause.sql.empty() ? "1 = 0" : ")";
    return clause;
}

template <crm::ObjectKind object>
people::NumberMask mask_of(const lists::Asked& asked) {
    const auto& reader = asked.reader;
    auto mask = reader.mask;
    const auto named = std::ranges::find_if(
        asked.conditions, [](const auto& condition) { return condition.filter->key == filters::pool.key; });
    for (const auto* pool : pools_seen(reader.book(), object, reader.who)) {
        if (named == asked.conditions.end() || named->value == pool->id.text()) {
            mask = mask_in(mask, reader.book(), pool->id.value, reader.who);
        }
    }
    return mask;
}

}  // namespace

constinit const lists::List customer_pool_list{
    .name = "pools/customers",
    .title = {"客户公海", "Public pools of customers"},
    .permission = people::rights::see_customers,
    .from = pool_from,
    .tenant = "customers.tenant_id",
    .only = "customers.object = 'customer' AND customers.deleted_at_ms IS NULL",
    .time = "customers.created_at_ms",
    .id = "customers.id",
    .columns = pool_columns,
    .filters = pool_filters,
    .customer = "number",
    .exported_by = people::rights::export_customers,
    .seen = pools_of<crm::ObjectKind::Customer>,
    .masked = mask_of<crm::ObjectKind::Customer>,
    .extra = own_columns_of<crm::ObjectKind::Customer>};

constinit const lists::List lead_pool_list{.name = "pools/leads",
                                           .title = {"线索公海", "Public pools of leads"},
                                           .permission = people::rights::see_leads,
                                           .from = pool_from,
                                           .tenant = "customers.tenant_id",
                                           .only = "customers.object = 'lead' AND customers.deleted_at_ms IS NULL",
                                           .time = "customers.created_at_ms",
                                           .id = "customers.id",
                                           .columns = pool_columns,
                                           .filters = pool_filters,
                                           .customer = "number",
                                           .exported_by = people::rights::export_customers,
                                           .seen = pools_of<crm::ObjectKind::Lead>,
                                           .masked = mask_of<crm::ObjectKind::Lead>,
                                           .extra = own_columns_of<crm::ObjectKind::Lead>};

lists::Listing<CustomerItem> customer_pools() {
    return {customer_pool_list};
}

lists::Listing<CustomerItem> lead_pools() {
    return {lead_pool_list};
}

}  // namespace yh::office::customers
