#include "office/logs/log_lists.h"

#include <array>

#include "model/words.h"

namespace yh::office::logs {

namespace {

using lists::Choice;
using lists::Column;
using lists::Filter;
using lists::FilterKind;
using lists::Kind;

constexpr Column agent_column{"agent", {"工号", "Agent"}, "COALESCE(users.number, '')"};
constexpr Column agent_name_column{"agent_name", {"坐席", "Agent name"}, "COALESCE(users.name, '')"};
constexpr Column department_column{"department", {"部门", "Department"}, "COALESCE(departments.name, '')"};
constexpr Column id_column{"id", {"编号", "Id"}, "item.id", Kind::Id};

// R213, R214: either a department or an agent.
constexpr Filter agent_filter{
    .key = "agent", .kind = FilterKind::Person, .clause = "users.number = ?", .not_with = "department"};
constexpr Filter department_filter{.key = "department", .clause = "departments.code = ?", .not_with = "agent"};

constexpr lists::WordTitle events[] = {{"signed_in", "登录"},
                                       {"signed_out", "退出"},
                                       {"expired", "登录过期"},
                                       {"kicked", "被强制退出"},
                                       {"wrong_password", "密码错误"},
                                       {"wrong_code", "验证码错误"},
                                       {"address_refused", "网络地址不允许"},
                                       {"locked", "账号锁定"},
                                       {"offline", "离线"},
                                       {"busy", "忙"},
                                       {"ready", "闲"},
                                       {"rest", "小休"},
                                       {"wrap_up", "话后处理"}};
constexpr lists::WordTitle export_events[] = {{"asked", "申请导出"},    {"approved", "批准"},      {"refused", "拒绝"},
                                              {"lapsed", "过期未审批"}, {"withdrawn", "撤回申请"}, {"exported", "导出"},
                                              {"downloaded", "下载"}};
constexpr lists::WordTitle actions[] = {{"added", "新增"}, {"changed", "修改"}, {"removed", "删除"}};

constexpr std::array sign_in_columns{Column{"at_ms", {"时间", "Time"}, "item.at_ms", Kind::Time},
                                     agent_column,
                                     agent_name_column,
                                     department_column,
                                     Column{"address", {"IP 地址", "Address"}, "item.address"},
                                     Column{"outcome", {"状态", "Outcome"}, "item.outcome", Kind::Word, {}, events},
                                     id_column};
constexpr std::array sign_in_filters{agent_filter, department_filter,
                                     Filter{.key = "outcome",
                                            .kind = FilterKind::Word,
                                            .clause = "item.outcome = ?",
                                            .check = lists::is_word<people::SignInOutcome>},
                                     Filter{"address", FilterKind::Text, "item.address = ?"}};

// R212: what an administrator does is said of the administrator, not of a number.
constexpr std::array operation_columns{
    Column{"at_ms", {"时间", "Time"}, "item.at_ms", Kind::Time},
    Column{"agent_name",
           {"坐席", "Agent name"},
           "CASE WHEN users.role = 'admin' THEN '管理员' ELSE COALESCE(users.name, '') END"},
    Column{
        "agent", {"工号", "Agent"}, "CASE WHEN users.role = 'admin' THEN '管理员' ELSE COALESCE(users.number, '') END"},
    Column{"extension",
           {"分机", "Extension"},
           "CASE WHEN users.role = 'admin' THEN '管理员' ELSE COALESCE(users.extension, '') END"},
    Column{"event", {"事件", "Event"}, "item.event", Kind::Word, {}, events},
    Column{"detail", {"原因", "Reason"}, "CASE WHEN item.detail = '' THEN '未知' ELSE item.detail END"},
    id_column};
constexpr std::array operation_filters{agent_filter, department_filter,
                                       Filter{"event", FilterKind::Text, "item.event = ?"}};

// R213: a switch is told with the reason of the step before it.
constexpr std::string_view reason_before =
    "COALESCE((SELECT past.reason FROM agent_states AS past WHERE past.user_id = item.user_id AND past.began_at_ms <= "
    "item.began_at_ms AND past.id < item.id ORDER BY past.began_at_ms DESC, past.id DESC LIMIT 1), '')";
constexpr std::array state_columns{
    Column{"began_at_ms", {"时间", "Time"}, "item.began_at_ms", Kind::Time},
    department_column,
    agent_column,
    agent_name_column,
    Column{"state", {"状态", "State"}, "item.state", Kind::Word, {}, events},
    Column{"last_reason", {"切换原因", "Reason of the last step"}, reason_before},
    Column{"reason", {"本状态原因", "Reason"}, "item.reason"},
    Column{"ended_at_ms", {"结束时间", "Ended"}, "item.ended_at_ms", Kind::Time},
    Column{"length_ms", {"时长秒", "Length s"}, "item.ended_at_ms - item.began_at_ms", Kind::Milliseconds},
    id_column};
constexpr std::array state_filters{agent_filter, department_filter,
                                   Filter{.key = "state",
                                          .kind = FilterKind::Word,
                                          .clause = "item.state = ?",
                                          .check = lists::is_word<model::AgentState>},
                                   Filter{"reason", FilterKind::Text,
                                          "COALESCE((SELECT past.reason FROM agent_states AS past WHERE past.user_id = "
                                          "item.user_id AND past.began_at_ms <= item.began_at_ms AND past.id < item.id "
                                          "ORDER BY past.began_at_ms DESC, past.id DESC LIMIT 1), '') = ?"}};

constexpr std::array change_columns{Column{"at_ms", {"时间", "Time"}, "item.at_ms", Kind::Time},
                                    agent_column,
                                    agent_name_column,
                                    Column{"place", {"配置", "Place"}, "item.place"},
                                    Column{"name", {"名称", "Name"}, "item.name"},
                                    Column{"action", {"操作", "Action"}, "item.action", Kind::Word, {}, actions},
                                    id_column};
constexpr std::array change_filters{
    Filter{"agent", FilterKind::Person, "users.number = ?"}, Filter{"place", FilterKind::Text, "item.place = ?"},
    Filter{"name", FilterKind::Text, "item.name = ?"}, Filter{"action", FilterKind::Text, "item.action = ?"}};

constexpr std::array export_columns{Column{"at_ms", {"时间", "Time"}, "item.at_ms", Kind::Time},
                                    department_column,
                                    agent_column,
                                    agent_name_column,
                                    Column{"event", {"事件", "Event"}, "item.event", Kind::Word, {}, export_events},
                                    Column{"list", {"模块", "Module"}, "item.list"},
                                    Column{"file_name", {"文件", "File"}, "item.file_name"},
                                    Column{"said_zh", {"筛选条件", "Conditions (Chinese)"}, "item.said_zh"},
                                    Column{"said_en", {"筛选条件（英文）", "Conditions"}, "item.said_en"},
                                    Column{"row_count", {"行数", "Rows"}, "item.row_count", Kind::Number},
                                    Column{"reason", {"原因", "Reason"}, "item.reason"},
                                    Column{"address", {"IP 地址", "Address"}, "item.address"},
                                    id_column};
constexpr std::array export_filters{agent_filter, department_filter,
                                    Filter{.key = "event",
                                           .kind = FilterKind::Word,
                                           .clause = "item.event = ?",
                                           .check = lists::is_word<lists::ExportEvent>},
                                    Filter{"list", FilterKind::Text, "item.list = ?"}};

constexpr lists::List sign_in_list{
    .name = "sign-ins",
    .title = {"登录日志", "Sign-in log"},
    .permission = people::rights::see_logs,
    .from =
        "sign_ins AS item LEFT JOIN users ON users.id = item.user_id LEFT JOIN departments ON departments.id = "
        "users.department_id",
    .tenant = "item.tenant_id",
    .scope = {.person = "item.user_id", .queue = {}},
    .time = "item.at_ms",
    .id = "item.id",
    .columns = sign_in_columns,
    .filters = sign_in_filters};

// Two tables, one log. Their ids are made by two threads: one bit more tells them apart.
constexpr lists::List operation_list{
    .name = "operations",
    .title = {"操作日志", "Operation log"},
    .permission = people::rights::see_logs,
    .from =
        "(SELECT id * 2 AS id, tenant_id, user_id, at_ms, outcome AS event, '' AS detail FROM sign_ins WHERE "
        "outcome IN ('signed_in', 'signed_out', 'expired', 'kicked') UNION ALL SELECT id * 2 + 1 AS id, tenant_id, "
        "user_id, began_at_ms AS at_ms, state AS event, reason AS detail FROM agent_states) AS item LEFT JOIN users "
        "ON users.id = item.user_id LEFT JOIN departments ON departments.id = users.department_id",
    .tenant = "item.tenant_id",
    .scope = {.person = "item.user_id", .queue = {}},
    .time = "item.at_ms",
    .id = "item.id",
    .columns = operation_columns,
    .filters = operation_filters};

constexpr lists::List state_list{
    .name = "agent-states",
    .title = {"坐席状态日志", "Agent state log"},
    .permission = people::rights::see_logs,
    .from =
        "agent_states AS item LEFT JOIN users ON users.id = item.user_id LEFT JOIN departments ON departments.id = "
        "users.department_id",
    .tenant = "item.tenant_id",
    .scope = {.person = "item.user_id", .queue = {}},
    .time = "item.began_at_ms",
    .id = "item.id",
    .columns = state_columns,
    .filters = state_filters};

constexpr lists::List change_list{.name = "config-changes",
                                  .title = {"配置变更日志", "Changes of the configuration"},
                                  .permission = people::rights::configure,
                                  .from = "config_changes AS item LEFT JOIN users ON users.id = item.user_id",
                                  .tenant = "item.tenant_id",
                                  .scope = {.person = "item.user_id", .queue = {}},
                                  .time = "item.at_ms",
                                  .id = "item.id",
                                  .columns = change_columns,
                                  .filters = change_filters};

constexpr lists::List export_list{
    .name = "export-log",
    .title = {"导出日志", "Export log"},
    .permission = people::rights::see_logs,
    .from =
        "export_events AS item LEFT JOIN users ON users.id = item.user_id LEFT JOIN departments ON departments.id = "
        "users.department_id",
    .tenant = "item.tenant_id",
    .scope = {.person = "item.user_id", .queue = {}},
    .time = "item.at_ms",
    .id = "item.id",
    .columns = export_columns,
    .filters = export_filters};

}  // namespace

lists::Listing<SignInView> sign_ins() {
    return {sign_in_list};
}

lists::Listing<OperationView> operations() {
    return {operation_list};
}

lists::Listing<StateView> agent_states() {
    return {state_list};
}

lists::Listing<ConfigChangeView> config_changes() {
    return {change_list};
}

lists::Listing<ExportView> exports() {
    return {export_list};
}

}  // namespace yh::office::logs
