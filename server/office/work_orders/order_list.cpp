#include "office/work_orders/order_list.h"

#include <fmt/format.h>

#include <array>

namespace yh::office::work_orders {

namespace {

using lists::Choice;
using lists::Column;
using lists::Filter;
using lists::FilterKind;
using lists::Kind;

// Without a call it is the customer's first number; one that lies in a public pool is seen there (R151).
constexpr std::string_view number_of_order =
    "CASE WHEN item.number <> '' THEN item.number WHEN customers.pool_id IS NULL THEN COALESCE(main_number.number, "
    "'') ELSE '' END";
constexpr std::string_view has_recording = "EXISTS (SELECT 1 FROM recordings WHERE recordings.call_id = item.call_id)";
constexpr std::string_view is_mine = "item.author_id = {me}";
constexpr std::string_view is_held =
    "(item.state = 'handling' AND EXISTS (SELECT 1 FROM work_order_people AS part WHERE part.order_id = item.id AND "
    "part.user_id = {me} AND part.holds))";
constexpr std::string_view is_nobodys =
    "(item.state = 'handling' AND NOT EXISTS (SELECT 1 FROM work_order_people AS part JOIN users AS holder ON "
    "holder.id = part.user_id WHERE part.order_id = item.id AND part.holds AND holder.status = 'active'))";

constexpr lists::WordTitle state_words[] = {
    {"draft", "草稿"}, {"handling", "处理中"}, {"finished", "已办结"}, {"closed", "已关闭"}};
constexpr lists::WordTitle priority_words[] = {{"low", "低"}, {"normal", "普通"}, {"high", "高"}, {"urgent", "紧急"}};

constexpr std::array columns{
    Column{"order_number", {"工单编号", "Order no."}, "item.order_number"},
    Column{"state", {"状态", "State"}, "item.state", Kind::Word, {}, state_words},
    Column{"kind", {"业务类型", "Kind"}, "item.kind"},
    Column{"concerns", {"报障系统", "Concerns"}, "item.concerns"},
    Column{"description", {"业务描述", "Description"}, "item.description"},
    Column{"priority", {"优先级", "Priority"}, "item.priority", Kind::Word, {}, priority_words},
    Column{.key = "customer_name",
           .title = {"客户名称", "Customer's name"},
           .sql = "COALESCE(customers.name, '')",
           .field = people::fields::customer_name},
    Column{"number", {"电话号码", "Number"}, number_of_order, Kind::Telephone},
    Column{"author", {"发单人工号", "Sender"}, "COALESCE(users.number, '')"},
    Column{"author_name", {"发单人", "Sender's name"}, "COALESCE(users.name, '')"},
    Column{"handlers", {"处理人", "Handlers"}, "item.handlers"},
    Column{"group_names", {"处理组", "Groups"}, "item.group_names"},
    Column{"urges", {"催单次数", "Urged"}, "item.urges", Kind::Number},
    Column{"created_at_ms", {"受理时间", "Accepted"}, "item.created_at_ms", Kind::Time},
    Column{"sent_at_ms", {"发送时间", "Sent"}, "item.sent_at_ms", Kind::Time},
    Column{"due_at_ms", {"处理时限", "Due"}, "item.due_at_ms", Kind::Time},
    Column{"finished_at_ms", {"办结时间", "Finished"}, "item.finished_at_ms", Kind::Time},
    Column{"closed_at_ms", {"关闭时间", "Closed"}, "item.closed_at_ms", Kind::Time},
    Column{"step", {"步骤", "Step"}, "item.step", Kind::Number},
    Column{"transfers", {"转办次数", "Passed on"}, "item.transfers", Kind::Number},
    Column{"updated_at_ms", {"更新时间", "Changed"}, "item.updated_at_ms", Kind::Time},
    Column{"call", {"通话编号", "Call id"}, "item.call_id", Kind::Id},
    Column{"id", {"编号", "Id"}, "item.id", Kind::Id},
    Column{.key = "customer", .sql = "item.customer_id", .kind = Kind::Id, .shown = false},
    Column{.key = "urged_at_ms", .sql = "item.urged_at_ms", .shown = false},
    Column{.key = "recorded", .sql = has_recording, .kind = Kind::YesNo, .shown = false},
    Column{.key = "mine", .sql = is_mine, .kind = Kind::YesNo, .shown = false},
    Column{.key = "holding", .sql = is_held, .kind = Kind::YesNo, .shown = false},
    Column{.key = "nobody", .sql = is_nobodys, .kind = Kind::YesNo, .shown = false},
    Column{.key = "version", .sql = "item.version", .shown = false}};

constexpr std::array mine_choices{Choice{"todo", mine::to_do}, Choice{"in_transit", mine::in_transit},
                                  Choice{"history", mine::history}, Choice{"urged", mine::urged},
                                  Choice{"drafts", mine::drafts}};
constexpr std::array state_choices{
    Choice{"draft", "item.state = 'draft'"},       Choice{"handling", "item.state = 'handling'"},
    Choice{"finished", "item.state = 'finished'"}, Choice{"closed", "item.state = 'closed'"},
    Choice{"open", "item.state <> 'closed'"},      Choice{"sent", "item.state <> 'draft'"}};
constexpr std::array nobody_choices{Choice{"true", is_nobodys}};
constexpr std::array filters{
    Filter{"mine", FilterKind::Choice, {}, mine_choices},
    Filter{"state", FilterKind::Choice, {}, state_choices},
    Filter{"order_number", FilterKind::Text, "item.order_number = ?"},
    Filter{"kind", FilterKind::Text, "item.kind = ?"},
    Filter{"concerns", FilterKind::Text, "item.concerns = ?"},
    Filter{.key = "priority",
           .kind = FilterKind::Word,
           .clause = "item.priority = ?",
           .check = lists::is_word<OrderPriority>},
    Filter{"author", FilterKind::Person, "users.number = ?"},
    Filter{"handler", FilterKind::Person,
           "item.id IN (SELECT part.order_id FROM work_order_people AS part JOIN users AS holder ON holder.id = "
           "part.user_id WHERE part.holds AND holder.tenant_id = {tenant} AND holder.number = ?)"},
    Filter{"number", FilterKind::Telephone, number_of_order},
    Filter{"customer", FilterKind::Number, "item.customer_id = ?"},
    Filter{.key = "name", .kind = FilterKind::Part, .clause = "customers.name", .field = people::fields::customer_name},
    Filter{"due_before", FilterKind::Number, "item.state = 'handling' AND item.due_at_ms < ?"},
    Filter{"nobody", FilterKind::Choice, {}, nobody_choices},
    Filter{"call", FilterKind::Number, "item.call_id = ?"}};

// Made by me, handled by me or by my group (U19), and what I oversee.
people::ScopeClause seen(const lists::Reader& reader) {
    const auto& who = reader.who;
    people::ScopeClause clause;
    if (who.data() == people::DataScope::All) {
        return clause;
    }
    const auto me = who.user.value;
    clause.sql =
        "(item.author_id = ? OR item.id IN (SELECT part.order_id FROM work_order_people AS part WHERE part.user_id = ? "
        "OR (part.holds AND part.group_id IN (SELECT group_id FROM work_order_group_people WHERE user_id = ?)))";
    clause.values = {me, me, me};
    if (const auto more = overseen(who); !more.sql.empty()) {
        clause.sql += " OR " + more.sql;
        clause.values.insert(clause.values.end(), more.values.begin(), more.values.end());
    }
    clause.sql += ")";
    return clause;
}

constinit const lists::List list{
    .name = "work-orders",
    .title = {"工单", "Work orders"},
    .permission = people::rights::see_orders,
    .from =
        "work_orders AS item LEFT JOIN customers ON customers.id = item.customer_id LEFT JOIN customer_numbers AS "
        "main_number ON main_number.customer_id = customers.id AND main_number.position = 0 LEFT JOIN users ON "
        "users.id = item.author_id",
    .tenant = "item.tenant_id",
    .only = "(item.state <> 'draft' OR item.author_id = {me})",
    .time = "item.created_at_ms",
    .id = "item.id",
    .columns = columns,
    .filters = filters,
    .customer = "number",
    .exported_by = people::rights::export_records,
    .seen = seen};

}  // namespace

people::ScopeClause overseen(const people::SignedIn& who) {
    people::ScopeClause clause;
    if (who.data() != people::DataScope::Led) {
        clause.sql = who.data() == people::DataScope::All ? "1 = 1" : "";
        return clause;
    }
    const auto led = people::people_led(who);
    clause.sql = fmt::format(
        "(item.author_id IN {0} OR item.id IN (SELECT part.order_id FROM work_order_people AS part WHERE part.holds "
        "AND part.user_id IN {0}))",
        led.sql);
    clause.values = led.values;
    clause.values.insert(clause.values.end(), led.values.begin(), led.values.end());
    return clause;
}

lists::Listing<OrderItem> work_orders() {
    return {list};
}

}  // namespace yh::office::work_orders
