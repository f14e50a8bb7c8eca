#include "office/records/lost_cases.h"

#include <fmt/format.h>

#include "office/records/service_lists.h"

namespace yh::office::records {

namespace {

struct CaseRow {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::string number;
    std::int64_t opened_at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(CaseRow, (), (id, tenant_id, number, opened_at_ms))

struct Standing {
    std::int64_t case_id = 0;
    std::optional<std::int64_t> owner_id;
    std::optional<std::int64_t> completed_at_ms;
};
BOOST_DESCRIBE_STRUCT(Standing, (), (case_id, owner_id, completed_at_ms))

Result<std::int64_t> change(db::Connection& connection, CaseAction action, const Standing& standing,
                            const people::SignedIn& who, std::int64_t now_ms) {
    switch (action) {
        case CaseAction::Occupy:
            return connection.run(
                "UPDATE lost_cases SET owner_id = ?, occupied_at_ms = ? WHERE id = ? AND owner_id IS NULL AND "
                "completed_at_ms IS NULL",
                who.user, now_ms, standing.case_id);
        case CaseAction::Release:
            return connection.run(
                "UPDATE lost_cases SET owner_id = NULL, occupied_at_ms = NULL WHERE id = ? AND owner_id = ? AND "
                "completed_at_ms IS NULL",
                standing.case_id, who.user);
        case CaseAction::Complete:
            return connection.run(
                "UPDATE lost_cases SET completed_at_ms = ? WHERE id = ? AND owner_id = ? AND completed_at_ms IS NULL",
                now_ms, standing.case_id, who.user);
    }
    return std::int64_t{0};
}

}  // namespace

// Numbers that were withheld have nothing in common: each such call is a case of its own.
Result<void> write_lost_call(db::Connection& connection, const LostRow& call) {
    auto row = call;
    std::optional<std::int64_t> open;
    if (!call.number.empty()) {
        YH_TRY(open, connection.row<std::int64_t>(
                         "SELECT id FROM lost_cases WHERE tenant_id = ? AND number = ? AND completed_at_ms IS NULL "
                         "ORDER BY id DESC LIMIT 1",
                         call.tenant_id, call.number));
    }
    row.case_id = open.value_or(call.call_id);
    if (!open) {
        YH_CHECK(connection.upsert("lost_cases", CaseRow{call.call_id, call.tenant_id, call.number, call.lost_at_ms},
                                   {"id"}));
    }
    return connection.upsert("lost_calls", row, {"call_id"});
}

Result<void> write_lost_callback(db::Connection& connection, std::int64_t call, std::int64_t at_ms) {
    YH_TRY(auto row, connection.row<LostRow>(
                         "SELECT callbacks.call_id AS call_id, callbacks.tenant_id AS tenant_id, callbacks.queue_id AS "
                         "queue_id, callbacks.number AS number, callbacks.ended_at_ms AS lost_at_ms, "
                         "callbacks.call_id AS case_id FROM callbacks JOIN calls ON calls.id = callbacks.call_id "
                         "WHERE callbacks.call_id = ?",
                         call));
    if (!row) {
        return {};
    }
    row->lost_at_ms = at_ms;
    return write_lost_call(connection, *row);
}

Result<void> act_on_lost_call(db::Connection& connection, const people::SignedIn& who, std::int64_t call,
                              CaseAction action, std::int64_t now_ms) {
    auto where = lists::scope_of(service_lists::lost, who);
    where.add("item.call_id = ?", call);
    YH_TRY(const auto standing,
           connection.row<Standing>(
               fmt::format("SELECT item.case_id AS case_id, cases.owner_id AS owner_id, cases.completed_at_ms AS "
                           "completed_at_ms FROM lost_calls AS item JOIN lost_cases AS cases ON cases.id = "
                           "item.case_id{}",
                           where.sql),
               where.params));
    if (!standing) {
        return not_found("lost_call.unknown");
    }
    const bool mine = standing->owner_id == who.user.value;
    if (standing->completed_at_ms) {
        return conflict("lost_call.completed");
    }
    if (action == CaseAction::Occupy && mine) {
        return {};
    }
    YH_TRY(const auto changed, change(connection, action, *standing, who, now_ms));
    if (changed == 0) {
        return conflict(action == CaseAction::Occupy ? "lost_call.occupied" : "lost_call.not_yours");
    }
    return {};
}

}  // namespace yh::office::records
