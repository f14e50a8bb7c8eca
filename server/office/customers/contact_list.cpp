#include "office/customers/contact_list.h"

#include <array>

namespace yh::office::customers {

namespace {

using lists::Column;

constexpr Column searched_by(Column column, std::string_view clause) {
    column.searched = clause;
    return column;
}

constexpr std::array contact_columns{
    columns::name,
    columns::number,
    columns::region,
    Column{"parent_name", {"所属客户", "Customer"}, "parents.name"},
    columns::gender,
    searched_by(columns::owner,
                "parents.owner_id IN (SELECT named.id FROM users AS named WHERE named.tenant_id = {tenant} AND "
                "named.number LIKE ? ESCAPE '!')"),
    searched_by(columns::owner_name,
                "parents.owner_id IN (SELECT named.id FROM users AS named WHERE named.tenant_id = {tenant} AND "
                "named.name LIKE ? ESCAPE '!')"),
    columns::source,
    columns::followed_at,
    columns::creator,
    columns::creator_name,
    columns::updater,
    columns::updater_name,
    columns::note,
    columns::created_at,
    columns::updated_at,
    columns::level,
    columns::numbers,
    Column{.key = "parent", .sql = "customers.parent_id", .kind = lists::Kind::Id, .shown = false},
    columns::fields,
    columns::id};

constexpr std::array contact_filters{filters::owner,
                                     filters::creator,
                                     filters::gender,
                                     filters::number,
                                     filters::source,
                                     filters::followed_before,
                                     filters::followed_from,
                                     filters::followed_to,
                                     filters::updated_from,
                                     filters::updated_to,
                                     lists::Filter{"parent", lists::FilterKind::Number, "customers.parent_id = ?"}};

}  // namespace

// The owner of a contact is its customer's.
constinit const lists::List contact_list{
    .name = "contacts",
    .title = {"联系人", "Contacts"},
    .permission = people::rights::see_contacts,
    .from =
        "customers JOIN customers AS parents ON parents.id = customers.parent_id LEFT JOIN customer_numbers AS "
        "main_number ON main_number.customer_id = customers.id AND main_number.position = 0 LEFT JOIN users AS "
        "owners ON owners.id = parents.owner_id LEFT JOIN users AS creators ON creators.id = customers.created_by LEFT "
        "JOIN users AS updaters ON updaters.id = customers.updated_by",
    .tenant = "customers.tenant_id",
    .scope = {.person = "parents.owner_id",
              .queue = {},
              .own = "(parents.owner_id IS NULL AND ? <> 0)",
              .own_values = 1},
    .only = "customers.object = 'contact' AND customers.deleted_at_ms IS NULL AND parents.pool_id IS NULL",
    .only_own = "parents.owner_id IS NOT NULL",
    .time = "customers.created_at_ms",
    .id = "customers.id",
    .columns = contact_columns,
    .filters = contact_filters,
    .customer = "number",
    .exported_by = people::rights::export_customers,
    .extra = own_columns_of<crm::ObjectKind::Contact>};

lists::Listing<CustomerItem> contacts() {
    return {contact_list};
}

}  // namespace yh::office::customers
