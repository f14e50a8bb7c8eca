#include "office/reports/schedule_store.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json.h"
#include "office/lists/export_log_store.h"
#include "office/messages/message_store.h"

namespace yh::office::reports {

namespace {

constexpr std::int64_t most_each = 50;
constexpr std::int64_t most_attempts = 6;
constexpr std::int64_t first_delay_ms = 60'000;
constexpr std::int64_t longest_delay_ms = 1'800'000;

struct ScheduleRow : Timetable {
    ScheduleId id;
    std::int64_t tenant_id = 0;
    std::int64_t user_id = 0;
    std::string report;
    std::string query;
    jobs::Language language = jobs::Language::Chinese;
    std::vector<std::string> recipients;
    jobs::Format format = jobs::Format::Xlsx;
    bool active = true;
    std::int64_t created_at_ms = 0;
    std::int64_t next_at_ms = 0;
    std::int64_t due_at_ms = 0;
    std::int64_t attempts = 0;
    std::string problem;
};
BOOST_DESCRIBE_STRUCT(ScheduleRow, (Timetable),
                      (id, tenant_id, user_id, report, query, language, recipients, format, active, created_at_ms,
                       next_at_ms, due_at_ms, attempts, problem))

Result<model::TimeZone> zone_of(db::Connection& connection, std::int64_t tenant) {
    YH_TRY(const auto name, connection.one<std::string>("SELECT zone FROM tenants WHERE id = ?", tenant));
    return model::TimeZone::load(name);
}

bool sees_all(const people::SignedIn& who) {
    return who.data() == people::DataScope::All && people::may(who, people::rights::configure);
}

// Whose schedules one may see and change.
std::string reach(const people::SignedIn& who, std::string_view column) {
    return sees_all(who) ? std::string{} : fmt::format(" AND {} = {}", column, who.user.value);
}

Error unknown() {
    return not_found("report_schedule.unknown");
}

Result<void> tell_owner(db::Connection& connection, IdMaker& ids, const DueReport& due, const Sending& sending,
                        std::int64_t now_ms) {
    return messages::save_message(connection, ids,
                                  {due.tenant, due.user, messages::MessageKind::Export,
                                   fmt::format("mail_failed {}", sending.detail), due.id.value},
                                  now_ms);
}

Result<void> log_sent(db::Connection& connection, IdMaker& ids, const DueReport& due, const Sending& sending,
                      std::int64_t now_ms) {
    lists::ExportLine line;
    line.tenant_id = due.tenant.value;
    line.user_id = due.user.value;
    line.at_ms = now_ms;
    line.list = "reports." + due.report;
    line.file_name = sending.file_name;
    line.said_zh = sending.said_zh;
    line.said_en = sending.said_en;
    line.row_count = sending.rows;
    for (const auto& one : due.recipients) {
        line.reason += (line.reason.empty() ? "" : ", ") + one;
    }
    return lists::log_export(connection, ids, std::move(line));
}

}  // namespace

Result<std::vector<ScheduleView>> find_schedules(db::Connection& connection, const people::SignedIn& who) {
    return connection.rows<ScheduleView>(
        fmt::format("SELECT item.id AS id, report, query, language, every, weekday, month_day, hour, recipients, "
                    "format, active, "
                    "users.number AS owner, users.name AS owner_name, item.user_id = ? AS mine, next_at_ms, "
                    "last_sent_at_ms AS last_at_ms, problem AS last_problem FROM report_schedules AS item JOIN users "
                    "ON users.id = item.user_id WHERE "
                    "item.tenant_id = ?{} ORDER BY item.id",
                    reach(who, "item.user_id")),
        who.user, who.tenant);
}

Result<ScheduleChange> add_schedule(db::Connection& connection, const people::SignedIn& who, ScheduleId id,
                                    const ScheduleWish& wish, std::int64_t now_ms) {
    YH_TRY(const auto known,
           connection.one<std::int64_t>("SELECT COUNT(*) FROM report_schedules WHERE user_id = ?", who.user));
    if (known >= most_each) {
        return ScheduleChange{id, Error{ErrorKind::TooMany, "report_schedule.too_many", {}}};
    }
    YH_TRY(const auto zone, zone_of(connection, who.tenant.value));
    const auto next = next_time(wish, now_ms, zone);
    const ScheduleRow row{wish,
                          id,
                          who.tenant.value,
                          who.user.value,
                          wish.report,
                          wish.query,
                          wish.language.value_or(jobs::Language::Chinese),
                          wish.recipients,
                          wish.format,
                          wish.active,
                          now_ms,
                          next,
                          next,
                          0,
                          {}};
    YH_CHECK(connection.insert("report_schedules", row));
    return ScheduleChange{id};
}

Result<ScheduleChange> change_schedule(db::Connection& connection, const people::SignedIn& who, ScheduleId id,
                                       const ScheduleWish& wish, std::int64_t now_ms) {
    YH_TRY(const auto zone, zone_of(connection, who.tenant.value));
    const auto next = next_time(wish, now_ms, zone);
    YH_TRY(const auto changed,
           connection.run(fmt::format("UPDATE report_schedules SET report = ?, query = ?, language = COALESCE(?, "
                                      "language), every = ?, weekday = ?, month_day = ?, hour = ?, recipients = ?, "
                                      "format = ?, active = ?, next_at_ms = ?, due_at_ms = ?, attempts = 0, problem = "
                                      "'' WHERE id = ? AND tenant_id = ?{}",
                                      reach(who, "user_id")),
                          wish.report, wish.query, wish.language, wish.every, wish.weekday, wish.month_day, wish.hour,
                          to_json(wish.recipients), wish.format, wish.active, next, next, id, who.tenant));
    return ScheduleChange{id, changed == 0 ? std::optional{unknown()} : std::nullopt};
}

Result<ScheduleChange> remove_schedule(db::Connection& connection, const people::SignedIn& who, ScheduleId id) {
    YH_TRY(const auto removed, connection.run(fmt::format("DELETE FROM report_schedules WHERE id = ? AND tenant_id = "
                                                          "?{}",
                                                          reach(who, "user_id")),
                                              id, who.tenant));
    return ScheduleChange{id, removed == 0 ? std::optional{unknown()} : std::nullopt};
}

Result<std::optional<DueReport>> next_due(db::Connection& connection, std::int64_t now_ms) {
    return connection.row<DueReport>(
        "SELECT item.id AS id, item.tenant_id AS tenant, item.user_id AS \"user\", tenants.name AS company, "
        "tenants.zone AS zone, report, query, language, every, weekday, month_day, hour, recipients, format, "
        "due_at_ms, attempts FROM report_schedules AS item JOIN tenants ON tenants.id = item.tenant_id WHERE active = "
        "TRUE AND next_at_ms <= ? "
        "ORDER BY next_at_ms, item.id LIMIT 1",
        now_ms);
}

Result<bool> note_sending(db::Connection& connection, IdMaker& ids, const DueReport& due, const Sending& sending,
                          std::int64_t now_ms) {
    const auto attempts = due.attempts + 1;
    if (sending.again && attempts < most_attempts) {
        const auto delay = std::min(first_delay_ms << due.attempts, longest_delay_ms);
        YH_CHECK(connection.run("UPDATE report_schedules SET attempts = ?, next_at_ms = ?, problem = ? WHERE id = ?",
                                attempts, now_ms + delay, sending.problem, due.id));
        return false;
    }
    const auto zone = model::TimeZone::load(due.zone);
    const auto next = next_time(due, now_ms, zone.ok() ? *zone : model::TimeZone{});
    YH_CHECK(
        connection.run("UPDATE report_schedules SET attempts = 0, next_at_ms = ?, due_at_ms = ?, problem = ?, "
                       "active = CASE WHEN ? THEN FALSE ELSE active END WHERE id = ?",
                       next, next, sending.problem, sending.stop, due.id));
    if (sending.problem.empty()) {
        YH_CHECK(connection.run("UPDATE report_schedules SET last_sent_at_ms = ? WHERE id = ?", now_ms, due.id));
        YH_CHECK(log_sent(connection, ids, due, sending, now_ms));
        return false;
    }
    if (sending.stop) {
        return false;
    }
    YH_CHECK(tell_owner(connection, ids, due, sending, now_ms));
    return true;
}

}  // namespace yh::office::reports
