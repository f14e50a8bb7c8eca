#include "office/alerts/disk_alert_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/json.h"
#include "office/people/rights.h"
#include "office/settings/site_messages_store.h"

namespace yh::office::alerts {

namespace {

using lists::Column;
using lists::Filter;
using lists::FilterKind;
using lists::Kind;

// The disk must have so much more room before it counts as having room again: else one file written and deleted would
// send a message each time.
constexpr std::int64_t hysteresis_percent = 2;
constexpr std::int64_t most_attempts = 20;
constexpr std::int64_t first_delay_ms = 60'000;
constexpr std::int64_t longest_delay_ms = 2 * 3'600'000;

struct SettingOfTenant {
    std::int64_t tenant_id = 0;
    std::string value;
};
BOOST_DESCRIBE_STRUCT(SettingOfTenant, (), (tenant_id, value))

struct WaitingRow {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::string company;
    std::int64_t free_bytes = 0;
    std::int64_t total_bytes = 0;
    std::int64_t below_percent = 0;
    std::int64_t attempts = 0;
};
BOOST_DESCRIBE_STRUCT(WaitingRow, (), (id, tenant_id, company, free_bytes, total_bytes, below_percent, attempts))

bool has_less(const DiskRoom& room, std::int64_t percent) {
    return static_cast<double>(room.free_bytes) * 100.0 <
           static_cast<double>(percent) * static_cast<double>(room.total_bytes);
}

std::string size_text(std::int64_t bytes) {
    constexpr double gib = 1024.0 * 1024.0 * 1024.0;
    return fmt::format("{:.1f} GB", static_cast<double>(bytes) / gib);
}

MailToSend mail_of(const WaitingRow& row, const settings::SiteMail& server, const settings::SiteDiskAlert& alert) {
    const auto percent = row.total_bytes == 0 ? 0 : row.free_bytes * 100 / row.total_bytes;
    const auto free = size_text(row.free_bytes);
    const auto total = size_text(row.total_bytes);
    MailToSend mail{server, alert.to, {}, {}};
    mail.subject =
        fmt::format("【{}】磁盘空间不足，剩余 {}% / Disk space is low: {}% free", row.company, percent, percent);
    mail.text = fmt::format(
        "{} 的呼叫中心服务器磁盘空间不足：剩余 {}（{}%），共 {}。\n"
        "设定的提醒值为 {}%。磁盘写满后将无法保存录音和通话记录，请清理磁盘或缩短录音保留天数。\n"
        "空间恢复后再次不足时会重新提醒。\n\n"
        "The disk of the call centre of {} is filling up: {} of {} are free ({}%), less than the {}% that were set.\n"
        "When it is full neither recordings nor call records can be kept. Make room, or keep recordings for fewer "
        "days.\n",
        row.company, free, percent, total, row.below_percent, row.company, free, total, percent, row.below_percent);
    return mail;
}

Result<void> give_up(db::Connection& connection, std::int64_t id, std::string_view problem) {
    return connection.change("UPDATE disk_alerts SET state = 'failed', problem = ? WHERE id = ?", problem, id);
}

constexpr lists::WordTitle states[] = {{"waiting", "等待发送"}, {"sent", "已发送"}, {"failed", "发送失败"}};
constexpr std::array columns{Column{"at_ms", {"时间", "Time"}, "item.at_ms", Kind::Time},
                             Column{"free_bytes", {"剩余字节", "Free bytes"}, "item.free_bytes", Kind::Number},
                             Column{"total_bytes", {"总字节", "Total bytes"}, "item.total_bytes", Kind::Number},
                             Column{"below_percent", {"提醒值%", "Limit %"}, "item.below_percent", Kind::Number},
                             Column{"state", {"状态", "State"}, "item.state", Kind::Word, {}, states},
                             Column{"attempts", {"发送次数", "Attempts"}, "item.attempts", Kind::Number},
                             Column{"sent_at_ms", {"发送时间", "Sent"}, "item.sent_at_ms", Kind::Time},
                             Column{"over_at_ms", {"恢复时间", "Room again"}, "item.over_at_ms", Kind::Time},
                             Column{"id", {"编号", "Id"}, "item.id", Kind::Id},
                             Column{.key = "problem", .sql = "item.problem", .shown = false}};
constexpr std::array filters{
    Filter{.key = "state", .kind = FilterKind::Word, .clause = "item.state = ?", .check = lists::is_word<AlertState>}};
constinit const lists::List list{.name = "disk-alerts",
                                 .title = {"磁盘空间提醒", "Disk alerts"},
                                 .permission = people::rights::configure,
                                 .from = "disk_alerts AS item",
                                 .tenant = "item.tenant_id",
                                 .scope = {},
                                 .time = "item.at_ms",
                                 .id = "item.id",
                                 .columns = columns,
                                 .filters = filters};

}  // namespace

Result<std::vector<Crossing>> find_crossings(db::Connection& connection, const DiskRoom& room) {
    std::vector<Crossing> found;
    YH_TRY(const auto wanted, connection.rows<SettingOfTenant>(
                                  "SELECT tenant_id, value FROM settings WHERE key = 'disk_alert' ORDER BY tenant_id"));
    YH_TRY(const auto open,
           connection.rows<std::int64_t>("SELECT tenant_id FROM disk_alerts WHERE over_at_ms IS NULL"));
    for (const auto& [tenant, text] : wanted) {
        YH_TRY(const auto alert, from_json<settings::SiteDiskAlert>(text, JsonAbsent::KeepsDefault));
        const bool told = std::ranges::find(open, tenant) != open.end();
        const auto enough = std::min<std::int64_t>(alert.below_percent + hysteresis_percent, 100);
        if (!told && alert.enabled && has_less(room, alert.below_percent)) {
            found.push_back({tenant, alert.below_percent, false});
        } else if (told && (!alert.enabled || !has_less(room, enough))) {
            found.push_back({tenant, alert.below_percent, true});
        }
    }
    return found;
}

Result<void> note_crossings(db::Connection& connection, const std::vector<Crossing>& crossings, const DiskRoom& room,
                            IdMaker& ids, std::int64_t now_ms) {
    for (const auto& [tenant, percent, over] : crossings) {
        if (over) {
            // What could not be told while it lasted is no news any more.
            YH_CHECK(
                connection.run("UPDATE disk_alerts SET over_at_ms = ?, state = CASE WHEN state = 'waiting' "
                               "THEN 'failed' ELSE state END WHERE tenant_id = ? AND over_at_ms IS NULL",
                               now_ms, tenant));
        } else {
            YH_CHECK(connection.run(
                "INSERT INTO disk_alerts (id, tenant_id, at_ms, free_bytes, total_bytes, below_percent, state, "
                "problem, attempts, next_at_ms) SELECT ?, ?, ?, ?, ?, ?, 'waiting', '', 0, ? WHERE NOT EXISTS (SELECT "
                "1 FROM disk_alerts WHERE tenant_id = ? AND over_at_ms IS NULL)",
                ids.make<AlertId>(now_ms), tenant, now_ms, room.free_bytes, room.total_bytes, percent, now_ms, tenant));
        }
    }
    return {};
}

Result<std::vector<DueAlert>> due_alerts(db::Connection& connection, std::int64_t now_ms) {
    YH_TRY(const auto waiting,
           connection.rows<WaitingRow>(
               "SELECT disk_alerts.id, tenant_id, tenants.name AS company, free_bytes, total_bytes, below_percent, "
               "attempts FROM disk_alerts JOIN tenants ON tenants.id = tenant_id WHERE state = 'waiting' AND "
               "next_at_ms <= ? ORDER BY disk_alerts.id",
               now_ms));
    std::vector<DueAlert> due;
    for (const auto& row : waiting) {
        YH_TRY(const auto server, settings::load_mail(connection, row.tenant_id));
        YH_TRY(const auto alert, settings::load_disk_alert(connection, row.tenant_id));
        due.push_back({row.id, row.attempts,
                       mail_of(row, server.value_or(settings::SiteMail{}), alert.value_or(settings::SiteDiskAlert{}))});
    }
    return due;
}

Result<void> note_delivery(db::Connection& connection, const DueAlert& alert, const MailDelivery& delivery,
                           std::int64_t now_ms) {
    const auto attempts = alert.attempts + 1;
    YH_CHECK(connection.run("UPDATE disk_alerts SET attempts = ?, problem = ? WHERE id = ?", attempts, delivery.reason,
                            alert.id));
    if (delivery.sent) {
        return connection.change("UPDATE disk_alerts SET state = 'sent', sent_at_ms = ? WHERE id = ?", now_ms,
                                 alert.id);
    }
    if (attempts >= most_attempts) {
        return give_up(connection, alert.id, delivery.reason);
    }
    constexpr std::int64_t most_doublings = 7;
    const auto delay = std::min(first_delay_ms << std::min(alert.attempts, most_doublings), longest_delay_ms);
    return connection.change("UPDATE disk_alerts SET next_at_ms = ? WHERE id = ? AND state = 'waiting'", now_ms + delay,
                             alert.id);
}

lists::Listing<DiskAlertView> disk_alerts() {
    return {list};
}

}  // namespace yh::office::alerts
