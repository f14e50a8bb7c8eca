#include "office/customers/customer_list.h"

#include <array>

namespace yh::office::customers {

namespace {

using lists::Choice;
using lists::Column;
using lists::Filter;
using lists::FilterKind;
using lists::Kind;

constexpr lists::WordTitle gender_words[] = {{"unknown", "未选择"}, {"male", "男"}, {"female", "女"}};

constexpr std::array columns{
    Column{"name", {"客户名称", "Name"}, "customers.name"},
    Column{"number", {"电话", "Number"}, "COALESCE(main_number.number, '')", Kind::Telephone},
    Column{.key = "level",
           .title = {"客户类型", "Type"},
           .sql = "customers.level",
           .field = people::fields::customer_level},
    Column{.key = "gender",
           .title = {"性别", "Gender"},
           .sql = "customers.gender",
           .kind = Kind::Word,
           .words = gender_words,
           .field = people::fields::customer_gender},
    Column{.key = "owner",
           .title = {"所属人工号", "Owner"},
           .sql = "COALESCE(owners.number, '')",
           .field = people::fields::customer_owner},
    Column{.key = "owner_name",
           .title = {"所属人", "Owner's name"},
           .sql = "COALESCE(owners.name, '')",
           .field = people::fields::customer_owner},
    Column{"creator", {"创建人工号", "Created by"}, "COALESCE(creators.number, '')"},
    Column{"creator_name", {"创建人", "Creator's name"}, "COALESCE(creators.name, '')"},
    Column{.key = "note", .title = {"备注", "Note"}, .sql = "customers.note", .field = people::fields::customer_note},
    Column{"created_at_ms", {"创建时间", "Created"}, "customers.created_at_ms", Kind::Time},
    Column{"updated_at_ms", {"更新时间", "Changed"}, "customers.updated_at_ms", Kind::Time},
    Column{.key = "numbers",
           .sql = "(SELECT COUNT(*) FROM customer_numbers WHERE customer_numbers.customer_id = customers.id)",
           .kind = Kind::Number,
           .shown = false},
    Column{.key = "id", .title = {"编号", "Id"}, .sql = "customers.id", .kind = Kind::Id, .shown = false}};

constexpr std::array whose{Choice{"none", "customers.owner_id IS NULL"}};
constexpr std::array filters{
    Filter{.key = "owner",
           .kind = FilterKind::Person,
           .clause = "owners.number = ?",
           .field = people::fields::customer_owner},
    Filter{.key = "owned", .kind = FilterKind::Choice, .choices = whose, .field = people::fields::customer_owner},
    Filter{"creator", FilterKind::Person, "creators.number = ?"},
    Filter{.key = "level", .clause = "customers.level = ?", .field = people::fields::customer_level},
    Filter{.key = "gender",
           .kind = FilterKind::Word,
           .clause = "customers.gender = ?",
           .check = lists::is_word<Gender>,
           .field = people::fields::customer_gender},
    Filter{"number", FilterKind::Telephone, "main_number.number"}};

}  // namespace

// Customers whom nobody owns are seen by those who see more than their own: somebody must give them to somebody.
constinit const lists::List customer_list{
    .name = "customers",
    .title = {"客户", "Customers"},
    .permission = people::rights::see_customers,
    .from =
        "customers LEFT JOIN customer_numbers AS main_number ON main_number.customer_id = customers.id AND "
        "main_number.position = 0 LEFT JOIN users AS owners ON owners.id = customers.owner_id LEFT JOIN users AS "
        "creators ON creators.id = customers.created_by",
    .tenant = "customers.tenant_id",
    .scope = {.person = "customers.owner_id",
              .queue = {},
              .own = "(customers.owner_id IS NULL AND ? <> 0)",
              .own_values = 1},
    .only = "customers.deleted_at_ms IS NULL",
    .only_own = "customers.owner_id IS NOT NULL",
    .time = "customers.created_at_ms",
    .id = "customers.id",
    .columns = columns,
    .filters = filters,
    .customer = "number",
    .exported_by = people::rights::export_customers};

lists::Listing<CustomerItem> customers() {
    return {customer_list};
}

}  // namespace yh::office::customers
