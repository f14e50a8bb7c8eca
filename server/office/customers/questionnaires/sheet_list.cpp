#include <array>

#include "office/customers/questionnaires/sheet_store.h"

namespace yh::office::customers {

namespace {

using lists::Column;
using lists::Filter;
using lists::FilterKind;
using lists::Kind;

// A sheet without a call is about the customer's first number; one that lies in a public pool is seen there (R151).
constexpr std::string_view number_of_sheet =
    "CASE WHEN item.number <> '' THEN item.number WHEN customers.pool_id IS NULL THEN COALESCE(main_number.number, "
    "'') ELSE '' END";
constexpr std::string_view has_recording = "EXISTS (SELECT 1 FROM recordings WHERE recordings.call_id = item.call_id)";

constexpr std::array columns{
    Column{"created_at_ms", {"填写时间", "Filled in"}, "item.created_at_ms", Kind::Time},
    Column{"questionnaire_name", {"问卷名称", "Questionnaire"}, "questionnaires.name"},
    Column{.key = "customer_name",
           .title = {"客户名称", "Customer's name"},
           .sql = "COALESCE(customers.name, '')",
           .field = people::fields::customer_name},
    Column{"number", {"电话号码", "Number"}, number_of_sheet, Kind::Telephone},
    Column{"summary", {"答案", "Answers"}, "item.summary"},
    Column{"agent", {"工号", "Agent"}, "COALESCE(users.number, '')"},
    Column{"agent_name", {"填写人", "Filled in by"}, "COALESCE(users.name, '')"},
    Column{"department_name", {"部门", "Department"}, "COALESCE(departments.name, '')"},
    Column{"recorded", {"录音", "Recorded"}, has_recording, Kind::YesNo},
    Column{"call", {"通话编号", "Call id"}, "item.call_id", Kind::Id},
    Column{"updated_at_ms", {"修改时间", "Corrected"}, "item.updated_at_ms", Kind::Time},
    Column{"id", {"编号", "Id"}, "item.id", Kind::Id},
    Column{.key = "questionnaire", .sql = "item.questionnaire_id", .kind = Kind::Id, .shown = false},
    Column{.key = "customer", .sql = "item.customer_id", .kind = Kind::Id, .shown = false},
    Column{.key = "mine", .sql = "item.user_id = {me}", .kind = Kind::YesNo, .shown = false}};

constexpr std::array filters{
    Filter{"questionnaire", FilterKind::Number, "item.questionnaire_id = ?"},
    Filter{"agent", FilterKind::Person, "users.number = ?"},
    Filter{"department", FilterKind::Text, "departments.code = ?"},
    Filter{"number", FilterKind::Telephone, number_of_sheet},
    Filter{"customer", FilterKind::Number, "item.customer_id = ?"},
    Filter{.key = "name", .kind = FilterKind::Part, .clause = "customers.name", .field = people::fields::customer_name},
    Filter{"text", FilterKind::Part, "item.summary"},
    Filter{"option", FilterKind::Number, "item.id IN (SELECT sheet_id FROM answer_choices WHERE option_id = ?)"},
    Filter{"call", FilterKind::Number, "item.call_id = ?"}};

constinit const lists::List list{
    .name = "answer-sheets",
    .title = {"问卷答卷", "Answer sheets"},
    .permission = people::rights::see_customers,
    .from =
        "answer_sheets AS item JOIN questionnaires ON questionnaires.id = item.questionnaire_id LEFT JOIN customers ON "
        "customers.id = item.customer_id LEFT JOIN customer_numbers AS main_number ON main_number.customer_id = "
        "customers.id AND main_number.position = 0 LEFT JOIN users ON users.id = item.user_id LEFT JOIN departments ON "
        "departments.id = item.department_id",
    .tenant = "item.tenant_id",
    .scope = {.person = "item.user_id", .queue = {}},
    .only = "questionnaires.deleted_at_ms IS NULL",
    .time = "item.created_at_ms",
    .id = "item.id",
    .columns = columns,
    .filters = filters,
    .customer = "number",
    .exported_by = people::rights::export_records};

}  // namespace

lists::Listing<AnswerSheetItem> answer_sheets() {
    return {list};
}

}  // namespace yh::office::customers
