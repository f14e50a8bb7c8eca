#include <array>

#include "office/customers/follow_ups/follow_up_store.h"

namespace yh::office::customers {

namespace {

using lists::Choice;
using lists::Column;
using lists::Filter;
using lists::FilterKind;
using lists::Kind;

// What lies in a public pool is seen there, as the pool has it (R151).
constexpr std::string_view number_shown =
    "CASE WHEN customers.pool_id IS NULL THEN COALESCE(main_number.number, '') ELSE '' END";

constexpr lists::WordTitle object_words[] = {{"customer", "客户"}, {"lead", "线索"}, {"contact", "联系人"}};
constexpr std::array columns{
    Column{"created_at_ms", {"跟进时间", "Written"}, "item.created_at_ms", Kind::Time},
    Column{.key = "object",
           .title = {"对象", "Object"},
           .sql = "customers.object",
           .kind = Kind::Word,
           .words = object_words},
    Column{.key = "customer_name",
           .title = {"名称", "Name"},
           .sql = "customers.name",
           .field = people::fields::customer_name},
    Column{"number", {"电话", "Number"}, number_shown, Kind::Telephone},
    Column{"template_name", {"跟进模板", "Template"}, "item.template_name"},
    Column{"note", {"跟进内容", "Note"}, "item.note"},
    Column{"summary", {"表单内容", "Form"}, "item.summary"},
    Column{"next_at_ms", {"下次跟进", "Next"}, "item.next_at_ms", Kind::Time},
    Column{"files",
           {"附件数", "Files"},
           "(SELECT COUNT(*) FROM follow_up_files WHERE follow_up_files.follow_up_id = item.id)",
           Kind::Number},
    Column{"agent", {"工号", "Agent"}, "COALESCE(users.number, '')"},
    Column{"agent_name", {"跟进人", "Written by"}, "COALESCE(users.name, '')"},
    Column{"recorded",
           {"录音", "Recorded"},
           "EXISTS (SELECT 1 FROM recordings WHERE recordings.call_id = item.call_id)",
           Kind::YesNo},
    Column{"call", {"通话编号", "Call id"}, "item.call_id", Kind::Id},
    Column{"id", {"编号", "Id"}, "item.id", Kind::Id},
    Column{.key = "customer", .sql = "item.customer_id", .kind = Kind::Id, .shown = false},
    Column{.key = "mine", .sql = "item.user_id = {me}", .kind = Kind::YesNo, .shown = false}};

constexpr std::array next_choices{Choice{"open", "(item.next_at_ms IS NOT NULL AND item.met_at_ms IS NULL)"},
                                  Choice{"none", "item.next_at_ms IS NULL"}};
constexpr std::array recorded_choices{
    Choice{"true", "EXISTS (SELECT 1 FROM recordings WHERE recordings.call_id = item.call_id)"},
    Choice{"false", "NOT EXISTS (SELECT 1 FROM recordings WHERE recordings.call_id = item.call_id)"}};
constexpr std::array filters{
    Filter{"agent", FilterKind::Person, "users.number = ?"},
    Filter{.key = "object",
           .kind = FilterKind::Word,
           .clause = "customers.object = ?",
           .check = lists::is_word<crm::ObjectKind>},
    Filter{"customer", FilterKind::Number, "item.customer_id = ?"},
    Filter{.key = "name", .kind = FilterKind::Part, .clause = "customers.name", .field = people::fields::customer_name},
    Filter{"number", FilterKind::Telephone, number_shown},
    Filter{"template", FilterKind::Text, "item.template_name = ?"},
    Filter{"text", FilterKind::Part, "item.note || ' ' || item.summary"},
    Filter{"next", FilterKind::Choice, {}, next_choices},
    Filter{"recorded", FilterKind::Choice, {}, recorded_choices}};

// What went with its customer is seen again when the customer is restored.
constinit const lists::List follow_up_list{
    .name = "follow-ups",
    .title = {"跟进记录", "Follow-ups"},
    .permission = people::rights::see_customers,
    .from =
        "follow_ups AS item JOIN customers ON customers.id = item.customer_id LEFT JOIN customer_numbers AS "
        "main_number ON main_number.customer_id = customers.id AND main_number.position = 0 LEFT JOIN users ON "
        "users.id = item.user_id",
    .tenant = "item.tenant_id",
    .scope = {.person = "item.user_id", .queue = {}, .own = "customers.owner_id = ?", .own_values = 1},
    .only = "item.deleted_at_ms IS NULL AND customers.deleted_at_ms IS NULL",
    .time = "item.created_at_ms",
    .id = "item.id",
    .columns = columns,
    .filters = filters,
    .customer = "number",
    .exported_by = people::rights::export_records};

}  // namespace

lists::Listing<FollowUpItem> follow_ups() {
    return {follow_up_list};
}

}  // namespace yh::office::customers
