#include "office/customers/lead_list.h"

#include <array>

namespace yh::office::customers {

namespace {

constexpr std::array lead_columns{
    columns::name,        columns::number,     columns::region,       columns::level,      columns::gender,
    columns::stage,       columns::tags,       columns::owner,        columns::owner_name, columns::source,
    columns::followed_at, columns::creator,    columns::creator_name, columns::updater,    columns::updater_name,
    columns::note,        columns::created_at, columns::updated_at,   columns::numbers,    columns::converted_to,
    columns::fields,      columns::id};

constexpr lists::Choice converted[] = {{"yes", "customers.converted_to IS NOT NULL"},
                                       {"no", "customers.converted_to IS NULL"}};
constexpr std::array lead_filters{
    filters::owner,
    filters::owned,
    filters::creator,
    filters::level,
    filters::gender,
    filters::number,
    filters::stage,
    filters::tag,
    filters::source,
    filters::followed_before,
    filters::followed_from,
    filters::followed_to,
    filters::updated_from,
    filters::updated_to,
    lists::Filter{.key = "converted", .kind = lists::FilterKind::Choice, .choices = converted}};

}  // namespace

constinit const lists::List lead_list{
    .name = "leads",
    .title = {"线索", "Leads"},
    .permission = people::rights::see_leads,
    .from = objects_from,
    .tenant = "customers.tenant_id",
    .scope = objects_scope,
    .only = "customers.object = 'lead' AND customers.deleted_at_ms IS NULL AND customers.pool_id IS NULL",
    .only_own = "customers.owner_id IS NOT NULL",
    .time = "customers.created_at_ms",
    .id = "customers.id",
    .columns = lead_columns,
    .filters = lead_filters,
    .customer = "number",
    .exported_by = people::rights::export_customers,
    .extra = own_columns_of<crm::ObjectKind::Lead>};

lists::Listing<CustomerItem> leads() {
    return {lead_list};
}

}  // namespace yh::office::customers
