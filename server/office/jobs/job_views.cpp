#include "office/jobs/job_views.h"

#include <array>

#include "http/router.h"

namespace yh::office::jobs {

namespace {

using lists::Column;
using lists::Filter;
using lists::FilterKind;
using lists::Kind;

constexpr lists::WordTitle states[] = {{"waiting", "等待"}, {"running", "进行中"},   {"done", "已完成"},
                                       {"failed", "失败"},  {"cancelled", "已取消"}, {"expired", "已过期"}};

constexpr std::array columns{Column{"created_at_ms", {"创建时间", "Created"}, "item.created_at_ms", Kind::Time},
                             Column{"list", {"模块", "Module"}, "item.list"},
                             Column{"file_name", {"文件", "File"}, "item.file_name"},
                             Column{"agent", {"工号", "Agent"}, "COALESCE(users.number, '')"},
                             Column{"agent_name", {"操作人", "Operator"}, "COALESCE(users.name, '')"},
                             Column{"state", {"状态", "State"}, "item.state", Kind::Word, {}, states},
                             Column{"rows_done", {"已处理", "Rows done"}, "item.rows_done", Kind::Number},
                             Column{"rows_total", {"总行数", "Rows"}, "item.rows_total", Kind::Number},
                             Column{"size_bytes", {"字节", "Bytes"}, "item.size_bytes", Kind::Number},
                             Column{"ended_at_ms", {"完成时间", "Ended"}, "item.ended_at_ms", Kind::Time},
                             Column{"expires_at_ms", {"有效期至", "Kept until"}, "item.expires_at_ms", Kind::Time},
                             Column{"id", {"编号", "Id"}, "item.id", Kind::Id},
                             Column{.key = "format", .sql = "item.format", .shown = false},
                             Column{.key = "problem", .sql = "item.problem", .shown = false},
                             Column{.key = "mine", .sql = "(item.user_id = {me})", .shown = false}};
constexpr std::array filters{
    Filter{"list", FilterKind::Text, "item.list = ?"}, Filter{"agent", FilterKind::Person, "users.number = ?"},
    Filter{.key = "state", .kind = FilterKind::Word, .clause = "item.state = ?", .check = lists::is_word<JobState>}};

}  // namespace

constinit const lists::List job_list{.name = "data-jobs",
                                     .title = {"数据任务", "Data jobs"},
                                     .permission = http::signed_in,
                                     .from = "data_jobs AS item LEFT JOIN users ON users.id = item.user_id",
                                     .tenant = "item.tenant_id",
                                     .scope = {.person = "item.user_id", .queue = {}},
                                     .time = "item.created_at_ms",
                                     .id = "item.id",
                                     .columns = columns,
                                     .filters = filters};

lists::Listing<JobView> data_jobs() {
    return {job_list};
}

}  // namespace yh::office::jobs
