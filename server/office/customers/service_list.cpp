#include "office/customers/service_list.h"

#include <array>

namespace yh::office::customers {

namespace {

using lists::Choice;
using lists::Column;
using lists::Filter;
using lists::FilterKind;
using lists::Kind;

// A record without a call is about the customer's first number; one that lies in a public pool is seen there (R151).
constexpr std::string_view number_of_record =
    "CASE WHEN item.number <> '' THEN item.number WHEN customers.pool_id IS NULL THEN COALESCE(main_number.number, "
    "'') ELSE '' END";
constexpr std::string_view has_recording = "EXISTS (SELECT 1 FROM recordings WHERE recordings.call_id = item.call_id)";

constexpr lists::WordTitle state_words[] = {
    {"none", ""}, {"open", "待处理"}, {"following", "处理中"}, {"solved", "已解决"}};
constexpr lists::WordTitle priority_words[] = {{"low", "低"}, {"normal", "普通"}, {"high", "高"}, {"urgent", "紧急"}};

constexpr Column time_column{"created_at_ms", {"记录时间", "Written"}, "item.created_at_ms", Kind::Time};
constexpr Column name_column{.key = "customer_name",
                             .title = {"客户名称", "Customer's name"},
                             .sql = "customers.name",
                             .field = people::fields::customer_name};
constexpr Column number_column{"number", {"电话号码", "Number"}, number_of_record, Kind::Telephone};
constexpr Column agent_column{"agent", {"工号", "Agent"}, "COALESCE(users.number, '')"};
constexpr Column agent_name_column{"agent_name", {"坐席", "Agent name"}, "COALESCE(users.name, '')"};
constexpr Column kind_column{"kind", {"业务类型", "Kind"}, "item.kind"};
constexpr Column concerns_column{"concerns", {"报障系统", "Concerns"}, "item.concerns"};
constexpr Column note_column{"note", {"备注", "Note"}, "item.note"};
constexpr Column result_column{"result", {"处理结果", "Result"}, "item.result"};
constexpr Column state_column{
    .key = "state", .title = {"处理状态", "State"}, .sql = "item.state", .kind = Kind::Word, .words = state_words};
constexpr Column priority_column{.key = "priority",
                                 .title = {"优先级", "Priority"},
                                 .sql = "item.priority",
                                 .kind = Kind::Word,
                                 .words = priority_words};
constexpr Column recorded_column{"recorded", {"录音", "Recorded"}, has_recording, Kind::YesNo};
constexpr Column call_column{"call", {"通话编号", "Call id"}, "item.call_id", Kind::Id};
// The order that was made of it (转工单, R167).
constexpr Column order_number_column{
    "order_number", {"工单编号", "Order no."}, "COALESCE(work_orders.order_number, '')"};
constexpr Column order_column{.key = "order_id", .sql = "work_orders.id", .kind = Kind::Id, .shown = false};
constexpr Column updated_column{"updated_at_ms", {"修改时间", "Changed"}, "item.updated_at_ms", Kind::Time};
constexpr Column id_column{"id", {"编号", "Id"}, "item.id", Kind::Id};
constexpr Column customer_column{.key = "customer", .sql = "item.customer_id", .kind = Kind::Id, .shown = false};
constexpr Column mine_column{.key = "mine", .sql = "item.user_id = {me}", .kind = Kind::YesNo, .shown = false};

constexpr std::array service_columns{
    order_number_column, time_column, name_column,     number_column, agent_column,    agent_name_column, result_column,
    note_column,         kind_column, concerns_column, state_column,  priority_column, recorded_column,   call_column,
    updated_column,      id_column,   customer_column, mine_column,   order_column};
// In the words and the order of R076 and R168.
constexpr std::array history_columns{time_column,
                                     kind_column,
                                     concerns_column,
                                     Column{"note", {"业务描述", "Description"}, "item.note"},
                                     state_column,
                                     priority_column,
                                     name_column,
                                     number_column,
                                     Column{"agent", {"记录人工号", "Recorder"}, "COALESCE(users.number, '')"},
                                     Column{"agent_name", {"记录人", "Recorder's name"}, "COALESCE(users.name, '')"},
                                     result_column,
                                     order_number_column,
                                     recorded_column,
                                     call_column,
                                     updated_column,
                                     id_column,
                                     customer_column,
                                     mine_column,
                                     order_column};

constexpr std::array recorded_choices{
    Choice{"true", "EXISTS (SELECT 1 FROM recordings WHERE recordings.call_id = item.call_id)"},
    Choice{"false", "NOT EXISTS (SELECT 1 FROM recordings WHERE recordings.call_id = item.call_id)"}};
constexpr std::array order_choices{Choice{"any", "work_orders.id IS NOT NULL"},
                                   Choice{"none", "work_orders.id IS NULL"}};
constexpr std::array filters{
    Filter{"agent", FilterKind::Person, "users.number = ?"},
    Filter{"number", FilterKind::Telephone, number_of_record},
    Filter{"customer", FilterKind::Number, "item.customer_id = ?"},
    Filter{.key = "name", .kind = FilterKind::Part, .clause = "customers.name", .field = people::fields::customer_name},
    Filter{"result", FilterKind::Text, "item.result = ?"},
    Filter{"note", FilterKind::Part, "item.note"},
    Filter{"kind", FilterKind::Text, "item.kind = ?"},
    Filter{"concerns", FilterKind::Text, "item.concerns = ?"},
    Filter{.key = "state", .kind = FilterKind::Word, .clause = "item.state = ?", .check = lists::is_word<ServiceState>},
    Filter{.key = "priority",
           .kind = FilterKind::Word,
           .clause = "item.priority = ?",
           .check = lists::is_word<ServicePriority>},
    Filter{"order", FilterKind::Text, "work_orders.order_number = ?", order_choices},
    Filter{"recorded", FilterKind::Choice, {}, recorded_choices},
    Filter{"call", FilterKind::Number, "item.call_id = ?"}};

// Agents see what they wrote themselves, leaders what their people did (R165).
constexpr lists::List list_of(std::string_view name, lists::Title title, std::span<const Column> columns) {
    return {.name = name,
            .title = title,
            .permission = people::rights::see_customers,
            .from =
                "service_records AS item JOIN customers ON customers.id = item.customer_id LEFT JOIN customer_numbers "
                "AS main_number ON main_number.customer_id = customers.id AND main_number.position = 0 LEFT JOIN users "
                "ON users.id = item.user_id LEFT JOIN work_orders ON work_orders.service_id = item.id",
            .tenant = "item.tenant_id",
            .scope = {.person = "item.user_id", .queue = {}},
            .only = "item.deleted_at_ms IS NULL",
            .time = "item.created_at_ms",
            .id = "item.id",
            .columns = columns,
            .filters = filters,
            .customer = "number",
            .exported_by = people::rights::export_records};
}
constinit const lists::List service_list = list_of("service-records", {"服务记录", "Service records"}, service_columns);
constinit const lists::List history_list = list_of("contact-history", {"联络历史", "Contact history"}, history_columns);

}  // namespace

lists::Listing<ServiceItem> service_records() {
    return {service_list};
}

lists::Listing<ServiceItem> contact_history() {
    return {history_list};
}

}  // namespace yh::office::customers
