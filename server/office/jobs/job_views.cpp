#include "office/jobs/job_views.h"

#include <array>

#include "http/router.h"
#include "office/jobs/approval_views.h"

namespace yh::office::jobs {

namespace {

using lists::Column;
using lists::Filter;
using lists::FilterKind;
using lists::Kind;

constexpr lists::WordTitle states[] = {{"asked", "待审批"},     {"refused", "未批准"}, {"waiting", "等待"},
                                       {"running", "进行中"},   {"done", "已完成"},    {"failed", "失败"},
                                       {"cancelled", "已取消"}, {"expired", "已过期"}};

constexpr Column created{"created_at_ms", {"创建时间", "Created"}, "item.created_at_ms", Kind::Time};
constexpr Column list_name{"list", {"模块", "Module"}, "item.list"};
constexpr Column file_name{"file_name", {"文件", "File"}, "item.file_name"};
constexpr Column agent{"agent", {"工号", "Agent"}, "COALESCE(users.number, '')"};
constexpr Column agent_name{"agent_name", {"操作人", "Operator"}, "COALESCE(users.name, '')"};
constexpr Column state{"state", {"状态", "State"}, "item.state", Kind::Word, {}, states};
constexpr Column rows{"rows_total", {"总行数", "Rows"}, "item.rows_total", Kind::Number};
constexpr Column why{"why", {"申请原因", "Reason"}, "item.why"};
constexpr Column decided_by{"decided_by", {"审批人", "Decided by"}, "COALESCE(deciders.name, '')"};
constexpr Column decision{"decision", {"审批意见", "Decision"}, "item.decision"};
constexpr Column expires{"expires_at_ms", {"有效期至", "Kept until"}, "item.expires_at_ms", Kind::Time};
constexpr Column id{"id", {"编号", "Id"}, "item.id", Kind::Id};
constexpr Column format{.key = "format", .sql = "item.format", .shown = false};

constexpr std::array columns{created,
                             list_name,
                             file_name,
                             agent,
                             agent_name,
                             state,
                             Column{"rows_done", {"已处理", "Rows done"}, "item.rows_done", Kind::Number},
                             rows,
                             Column{"size_bytes", {"字节", "Bytes"}, "item.size_bytes", Kind::Number},
                             Column{"ended_at_ms", {"完成时间", "Ended"}, "item.ended_at_ms", Kind::Time},
                             expires,
                             why,
                             decided_by,
                             decision,
                             id,
                             format,
                             Column{.key = "problem", .sql = "item.problem", .shown = false},
                             Column{.key = "mine", .sql = "(item.user_id = {me})", .shown = false}};
constexpr std::array approval_columns{
    created,
    agent,
    agent_name,
    Column{"department", {"部门", "Department"}, "COALESCE(departments.name, '')"},
    list_name,
    file_name,
    Column{"said_zh", {"筛选条件", "Conditions (Chinese)"}, "item.said_zh"},
    Column{"said_en", {"筛选条件（英文）", "Conditions"}, "item.said_en"},
    rows,
    why,
    state,
    decided_by,
    Column{"decided_at_ms", {"审批时间", "Decided at"}, "item.decided_at_ms", Kind::Time},
    decision,
    expires,
    id,
    format};
constexpr std::array filters{
    Filter{"list", FilterKind::Text, "item.list = ?"}, Filter{"agent", FilterKind::Person, "users.number = ?"},
    Filter{.key = "state", .kind = FilterKind::Word, .clause = "item.state = ?", .check = lists::is_word<JobState>}};

}  // namespace

constinit const lists::List job_list{.name = "data-jobs",
                                     .title = {"数据任务", "Data jobs"},
                                     .permission = http::signed_in,
                                     .from =
                                         "data_jobs AS item LEFT JOIN users ON users.id = item.user_id LEFT JOIN users "
                                         "AS deciders ON deciders.id = item.decided_by",
                                     .tenant = "item.tenant_id",
                                     .scope = {.person = "item.user_id", .queue = {}},
                                     .time = "item.created_at_ms",
                                     .id = "item.id",
                                     .columns = columns,
                                     .filters = filters};

// Of everybody in the company, whatever else of them the approver sees.
constinit const lists::List approval_list{
    .name = "export-approvals",
    .title = {"导出审批", "Export approvals"},
    .permission = people::rights::approve_exports,
    .from =
        "data_jobs AS item LEFT JOIN users ON users.id = item.user_id LEFT JOIN departments ON departments.id = "
        "users.department_id LEFT JOIN users AS deciders ON deciders.id = item.decided_by",
    .tenant = "item.tenant_id",
    .scope = {.person = {}, .queue = {}, .own = "1 = 1"},
    .only = "item.why <> ''",
    .time = "item.created_at_ms",
    .id = "item.id",
    .columns = approval_columns,
    .filters = filters};

lists::Listing<JobView> data_jobs() {
    return {job_list};
}

lists::Listing<ApprovalView> export_approvals() {
    return {approval_list};
}

}  // namespace yh::office::jobs
