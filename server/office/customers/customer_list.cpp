#include "office/customers/customer_list.h"

#include <array>

namespace yh::office::customers {

namespace {

constexpr std::array customer_columns{
    columns::name,         columns::number,      columns::region,     columns::level,        columns::gender,
    columns::stage,        columns::tags,        columns::group,      columns::owner,        columns::owner_name,
    columns::source,       columns::followed_at, columns::creator,    columns::creator_name, columns::updater,
    columns::updater_name, columns::note,        columns::created_at, columns::updated_at,   columns::numbers,
    columns::fields,       columns::id};

constexpr std::array customer_filters{
    filters::owner,           filters::owned,         filters::creator,     filters::level,        filters::gender,
    filters::number,          filters::stage,         filters::tag,         filters::group,        filters::source,
    filters::followed_before, filters::followed_from, filters::followed_to, filters::updated_from, filters::updated_to};

}  // namespace

constinit const lists::List customer_list{
    .name = "customers",
    .title = {"客户", "Customers"},
    .permission = people::rights::see_customers,
    .from = objects_from,
    .tenant = "customers.tenant_id",
    .scope = objects_scope,
    .only = "customers.object = 'customer' AND customers.deleted_at_ms IS NULL AND customers.pool_id IS NULL",
    .only_own = "customers.owner_id IS NOT NULL",
    .time = "customers.created_at_ms",
    .id = "customers.id",
    .columns = customer_columns,
    .filters = customer_filters,
    .customer = "number",
    .exported_by = people::rights::export_customers,
    .extra = own_columns_of<crm::ObjectKind::Customer>};

lists::Listing<CustomerItem> customers() {
    return {customer_list};
}

}  // namespace yh::office::customers
