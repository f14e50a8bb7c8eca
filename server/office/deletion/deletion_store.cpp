#include "office/deletion/deletion_store.h"

#include <algorithm>
#include <array>

#include "office/people/rights.h"
#include "office/settings/site_messages_store.h"

namespace yh::office::deletion {

namespace {

using lists::Column;
using lists::Filter;
using lists::FilterKind;
using lists::Kind;

constexpr std::int64_t ms_of_minute = 60'000;
constexpr std::int64_t ms_of_day = 24 * 60 * ms_of_minute;

constexpr lists::WordTitle states[] = {
    {"running", "进行中"}, {"done", "已完成"}, {"cancelled", "已停止"}, {"failed", "失败"}};
constexpr lists::WordTitle kinds[] = {
    {"call_records", "通话记录"},    {"recordings", "录音"},        {"voicemails", "语音留言"},
    {"texts", "短信记录"},           {"customers", "客户"},         {"service_records", "服务记录"},
    {"work_orders", "工单"},         {"answer_sheets", "问卷答卷"}, {"tasks", "待办备忘"},
    {"system_messages", "系统消息"}, {"logs", "操作日志"}};

constexpr std::array columns{Column{"created_at_ms", {"时间", "Time"}, "item.created_at_ms", Kind::Time},
                             Column{"kind", {"数据", "Data"}, "item.kind", Kind::Word, {}, kinds},
                             Column{"before_ms", {"早于", "Older than"}, "item.before_ms", Kind::Time},
                             Column{"state", {"状态", "State"}, "item.state", Kind::Word, {}, states},
                             Column{"counted", {"应删", "Counted"}, "item.counted", Kind::Number},
                             Column{"deleted", {"已删", "Deleted"}, "item.deleted", Kind::Number},
                             Column{"agent", {"工号", "Agent"}, "COALESCE(users.number, '')"},
                             Column{"agent_name", {"操作人", "Operator"}, "COALESCE(users.name, '')"},
                             Column{"address", {"IP 地址", "Address"}, "item.address"},
                             Column{"ended_at_ms", {"完成时间", "Ended"}, "item.ended_at_ms", Kind::Time},
                             Column{"id", {"编号", "Id"}, "item.id", Kind::Id},
                             Column{.key = "problem", .sql = "item.problem", .shown = false}};
constexpr std::array filters{
    Filter{.key = "kind", .kind = FilterKind::Word, .clause = "item.kind = ?", .check = lists::is_word<DataKind>},
    Filter{
        .key = "state", .kind = FilterKind::Word, .clause = "item.state = ?", .check = lists::is_word<DeletionState>},
    Filter{"agent", FilterKind::Person, "users.number = ?"}};

constinit const lists::List list{.name = "data-deletions",
                                 .title = {"数据删除记录", "Deletions of data"},
                                 .permission = people::rights::delete_data,
                                 .from = "data_deletions AS item LEFT JOIN users ON users.id = item.user_id",
                                 .tenant = "item.tenant_id",
                                 .scope = {},
                                 .time = "item.created_at_ms",
                                 .id = "item.id",
                                 .columns = columns,
                                 .filters = filters};

}  // namespace

lists::Listing<DeletionView> data_deletions() {
    return {list};
}

Result<bool> insert_order(db::Connection& connection, const Order& order) {
    YH_TRY(const auto added,
           connection.run("INSERT INTO data_deletions (id, tenant_id, user_id, kind, before_ms, address, state, "
                          "problem, counted, deleted, created_at_ms) SELECT ?, ?, ?, ?, ?, ?, 'running', '', ?, 0, ? "
                          "WHERE NOT EXISTS (SELECT 1 FROM data_deletions WHERE tenant_id = ? AND kind = ? AND state "
                          "= 'running')",
                          order.id, order.tenant_id, order.user_id, order.kind, order.before_ms, order.address,
                          order.counted, order.created_at_ms, order.tenant_id, order.kind));
    return added == 1;
}

Result<std::optional<Order>> next_order(db::Connection& connection) {
    return connection.row<Order>(
        "SELECT id, tenant_id, user_id, kind, before_ms, address, counted, created_at_ms FROM data_deletions WHERE "
        "state = 'running' ORDER BY created_at_ms, id LIMIT 1");
}

Result<bool> take_step(db::Connection& connection, const Order& order, const Eraser& eraser, std::int64_t most,
                       std::int64_t now_ms) {
    YH_TRY(const auto state, connection.row<std::string>("SELECT state FROM data_deletions WHERE id = ?", order.id));
    if (state != "running") {
        return false;  // stopped in the meantime
    }
    YH_TRY(const auto erased,
           eraser.erase(connection, {order.tenant_id, order.before_ms, order.user_id, now_ms}, most));
    for (const auto& path : erased.files) {
        YH_CHECK(
            connection.run("INSERT INTO doomed_files (path) SELECT ? WHERE NOT EXISTS (SELECT 1 FROM "
                           "doomed_files WHERE path = ?)",
                           path, path));
    }
    YH_CHECK(connection.run("UPDATE data_deletions SET deleted = deleted + ? WHERE id = ?", erased.rows, order.id));
    if (erased.rows >= most) {
        return true;
    }
    YH_TRY([[maybe_unused]] const auto ended,
           end_order(connection, order.tenant_id, order.id, DeletionState::Done, {}, now_ms));
    return false;
}

Result<bool> end_order(db::Connection& connection, std::int64_t tenant, std::int64_t id, DeletionState state,
                       std::string_view problem, std::int64_t now_ms) {
    YH_TRY(const auto ended,
           connection.run("UPDATE data_deletions SET state = ?, problem = ?, ended_at_ms = ? WHERE id = ? AND "
                          "tenant_id = ? AND state = 'running'",
                          state, problem, now_ms, id, tenant));
    return ended == 1;
}

Result<std::vector<std::string>> doomed_files(db::Connection& connection, std::int64_t most) {
    return connection.rows<std::string>("SELECT path FROM doomed_files ORDER BY path LIMIT ?", most);
}

Result<void> forget_files(db::Connection& connection, const std::vector<std::string>& paths) {
    for (const auto& path : paths) {
        YH_CHECK(connection.run("DELETE FROM doomed_files WHERE path = ?", path));
    }
    return {};
}

Result<std::int64_t> latest_ms(db::Connection& connection, std::int64_t tenant, bool held, std::int64_t now_ms,
                               std::int64_t utc_offset_min) {
    const auto local = now_ms + utc_offset_min * ms_of_minute;
    const auto today = local - local % ms_of_day - utc_offset_min * ms_of_minute;
    if (!held) {
        return today;
    }
    YH_TRY(const auto kept, settings::load_retention(connection, tenant));
    return std::min(today, now_ms - (kept ? kept->hold_days : 0) * ms_of_day);
}

}  // namespace yh::office::deletion
