#include "office/customers/deleted_list.h"

#include <array>

#include "office/crm/pool_sight.h"

namespace yh::office::customers {

namespace {

using lists::Column;
using lists::Filter;
using lists::FilterKind;
using lists::Kind;

constexpr lists::WordTitle object_words[] = {{"customer", "客户"}, {"lead", "线索"}, {"contact", "联系人"}};

// A number that was deleted tells no more in which pool it lies: whoever is hidden those of any sees all in part
// (R151).
people::NumberMask mask_of(const lists::Asked& asked) {
    const auto& reader = asked.reader;
    const bool some_hidden = !crm::pools_hiding_from(reader.book(), reader.who).empty();
    return some_hidden && !reader.mask.hides() ? people::NumberMask{model::HideNumbers::Partial} : reader.mask;
}

constexpr std::array deleted_columns{
    Column{.key = "object",
           .title = {"对象", "Object"},
           .sql = "customers.object",
           .kind = Kind::Word,
           .words = object_words},
    Column{"name", {"名称", "Name"}, "customers.name"},
    Column{"number", {"电话", "Number"}, "COALESCE(main_number.number, '')", Kind::Telephone},
    Column{"parent_name", {"所属客户", "Customer"}, "COALESCE(parents.name, '')"},
    Column{.key = "owner",
           .title = {"所属人工号", "Owner"},
           .sql = "COALESCE(owners.number, '')",
           .field = people::fields::customer_owner},
    Column{.key = "owner_name",
           .title = {"所属人", "Owner's name"},
           .sql = "COALESCE(owners.name, '')",
           .field = people::fields::customer_owner},
    Column{"deleted_at_ms", {"删除时间", "Deleted"}, "customers.deleted_at_ms", Kind::Time},
    Column{"deleted_by", {"删除人工号", "Deleted by"}, "COALESCE(deleters.number, '')"},
    Column{"deleted_by_name", {"删除人", "Deleter's name"}, "COALESCE(deleters.name, '')"},
    Column{.key = "id", .title = {"编号", "Id"}, .sql = "customers.id", .kind = Kind::Id, .shown = false}};

constexpr std::array deleted_filters{Filter{.key = "object",
                                            .kind = FilterKind::Word,
                                            .clause = "customers.object = ?",
                                            .check = lists::is_word<crm::ObjectKind>},
                                     Filter{"deleted_by", FilterKind::Person, "deleters.number = ?"},
                                     Filter{"number", FilterKind::Telephone, "main_number.number"}};

}  // namespace

// A deletion is the last change of a row, so who changed it last deleted it. A contact that went with its customer
// comes back with it and is no line of its own.
constinit const lists::List deleted_list{
    .name = "deleted-objects",
    .title = {"已删除的客户资料", "Deleted customers, leads and contacts"},
    .permission = people::rights::delete_customers,
    .from =
        "customers LEFT JOIN customers AS parents ON parents.id = customers.parent_id LEFT JOIN customer_numbers AS "
        "main_number ON main_number.customer_id = customers.id AND main_number.position = 0 LEFT JOIN users AS "
        "owners ON owners.id = COALESCE(customers.owner_id, parents.owner_id) LEFT JOIN users AS deleters ON "
        "deleters.id = customers.updated_by",
    .tenant = "customers.tenant_id",
    .scope = {.person = "COALESCE(customers.owner_id, parents.owner_id)",
              .queue = {},
              .own = "(customers.owner_id IS NULL AND parents.owner_id IS NULL AND ? <> 0)",
              .own_values = 1},
    .only =
        "customers.deleted_at_ms IS NOT NULL AND customers.merged_into IS NULL AND (parents.id IS NULL OR "
        "parents.deleted_at_ms IS NULL OR parents.deleted_at_ms <> customers.deleted_at_ms)",
    .only_own = "(customers.owner_id IS NOT NULL OR parents.owner_id IS NOT NULL)",
    .time = "customers.deleted_at_ms",
    .id = "customers.id",
    .columns = deleted_columns,
    .filters = deleted_filters,
    .customer = "number",
    .exported_by = people::rights::export_customers,
    .masked = mask_of};

lists::Listing<DeletedItem> deleted_objects() {
    return {deleted_list};
}

}  // namespace yh::office::customers
