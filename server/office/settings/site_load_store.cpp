#include "office/settings/site_load_store.h"

#include <utility>

#include "base/json.h"
#include "office/settings/site_messages_store.h"
#include "office/settings/site_people_store.h"
#include "office/settings/site_rows.h"
#include "office/settings/site_store.h"

namespace yh::office::settings {

namespace {

SiteQueue queue_of(const QueueRow& row) {
    SiteQueue queue;
    static_cast<SiteQueueService&>(queue) = row;
    queue.number = row.number;
    queue.name = row.name;
    queue.strategy = row.strategy;
    queue.ring_timeout_s = row.ring_timeout_s;
    queue.max_wait_s = row.max_wait_s;
    queue.on_timeout = row.on_timeout;
    queue.record = row.record;
    queue.answer_on = row.answer_on;
    queue.join_when_empty = row.join_when_empty;
    queue.leave_when_empty = row.leave_when_empty;
    queue.max_waiting = row.max_waiting;
    queue.greeting = row.greeting;
    queue.music = row.music;
    return queue;
}

Result<std::vector<SiteQueue>> load_queues(db::Connection& connection, std::int64_t tenant) {
    std::vector<SiteQueue> queues;
    YH_TRY(const auto rows, connection.rows<QueueRow>("SELECT * FROM queues WHERE tenant_id = ? AND deleted_at_ms IS "
                                                      "NULL ORDER BY number",
                                                      tenant));
    for (const auto& row : rows) {
        auto queue = queue_of(row);
        YH_TRY(queue.leaders,
               connection.rows<std::string>("SELECT users.number FROM queue_leaders JOIN users ON users.id = "
                                            "user_id WHERE queue_id = ? ORDER BY users.number",
                                            row.id));
        YH_TRY(queue.members, connection.rows<SiteMember>("SELECT users.number AS \"user\", penalty, skill_level "
                                                          "FROM queue_members JOIN users ON users.id = user_id "
                                                          "WHERE queue_id = ? ORDER BY place",
                                                          row.id));
        queues.push_back(std::move(queue));
    }
    return queues;
}

Result<std::vector<SiteRoom>> load_rooms(db::Connection& connection, std::int64_t tenant) {
    std::vector<SiteRoom> rooms;
    YH_TRY(const auto rows,
           connection.rows<RoomRow>("SELECT * FROM rooms WHERE tenant_id = ? ORDER BY number", tenant));
    for (const auto& row : rows) {
        SiteRoom room{row.number, row.name, row.description, {}};
        YH_TRY(room.participants,
               connection.rows<std::string>("SELECT users.number FROM room_participants JOIN users ON users.id = "
                                            "user_id WHERE room_id = ? ORDER BY place",
                                            row.id));
        rooms.push_back(std::move(room));
    }
    return rooms;
}

/// JSON that an older version wrote may lack what is new.
template <class T>
Result<std::vector<T>> documents(db::Connection& connection, std::string_view sql, std::int64_t tenant) {
    YH_TRY(const auto texts, connection.rows<std::string>(sql, tenant));
    std::vector<T> read;
    for (const auto& text : texts) {
        YH_TRY(auto one, from_json<T>(text, JsonAbsent::KeepsDefault));
        read.push_back(std::move(one));
    }
    return read;
}

Result<SiteTenant> load_one(db::Connection& connection, const TenantRow& row) {
    SiteTenant tenant;
    tenant.code = row.code;
    tenant.name = row.name;
    tenant.state_after_login = row.state_after_login;
    tenant.prefer_opus = row.prefer_opus;
    tenant.zone = row.zone;
    YH_TRY(tenant.options, load_options(connection, row.id));
    YH_TRY(tenant.role, load_roles(connection, row.id));
    YH_TRY(tenant.department, load_departments(connection, row.id));
    YH_TRY(tenant.user, load_users(connection, row.id));
    YH_TRY(tenant.trunk,
           connection.rows<SiteTrunk>("SELECT name, kind, address, transport, username, password, srtp, max_calls, "
                                      "proxy, expires_s, codecs FROM trunks WHERE tenant_id = ? ORDER BY name",
                                      row.id));
    YH_TRY(tenant.queue, load_queues(connection, row.id));
    YH_TRY(tenant.schedule, load_schedules(connection, row.id));
    YH_TRY(tenant.flow, load_flows(connection, row.id));
    YH_TRY(tenant.room, load_rooms(connection, row.id));
    YH_TRY(tenant.inbound, load_inbound(connection, row.id));
    YH_TRY(tenant.outbound, load_outbound(connection, row.id));
    YH_CHECK(load_messages(connection, row.id, tenant));
    return tenant;
}

}  // namespace

Result<std::vector<SiteInbound>> load_inbound(db::Connection& connection, std::int64_t tenant) {
    return connection.rows<SiteInbound>(
        "SELECT did, COALESCE((SELECT name FROM trunks WHERE trunks.id = trunk_id), '') AS trunk, destination "
        "FROM inbound_routes WHERE tenant_id = ? ORDER BY place",
        tenant);
}

Result<std::vector<SiteOutbound>> load_outbound(db::Connection& connection, std::int64_t tenant) {
    YH_TRY(const auto rows,
           connection.rows<OutboundRow>("SELECT * FROM outbound_rules WHERE tenant_id = ? ORDER BY place", tenant));
    std::vector<SiteOutbound> rules;
    for (const auto& row : rows) {
        YH_TRY(auto trunk, connection.one<std::string>("SELECT name FROM trunks WHERE id = ?", row.trunk_id));
        YH_TRY(auto backups, from_json<std::vector<std::string>>(row.backup_trunks));
        rules.push_back({row.pattern, std::move(trunk), row.strip, row.prepend, row.caller_id, std::move(backups)});
    }
    return rules;
}

Result<std::optional<model::TenantOptions>> load_options(db::Connection& connection, std::int64_t tenant) {
    YH_TRY(auto all, documents<model::TenantOptions>(
                         connection, "SELECT value FROM settings WHERE key = 'options' AND tenant_id = ?", tenant));
    return all.empty() ? std::nullopt : std::optional{std::move(all.front())};
}

Result<std::vector<model::Schedule>> load_schedules(db::Connection& connection, std::int64_t tenant) {
    return documents<model::Schedule>(connection, "SELECT document FROM schedules WHERE tenant_id = ? ORDER BY code",
                                      tenant);
}

Result<std::vector<model::Flow>> load_flows(db::Connection& connection, std::int64_t tenant) {
    return documents<model::Flow>(
        connection, "SELECT published FROM flows WHERE published IS NOT NULL AND tenant_id = ? ORDER BY code", tenant);
}

Result<SiteTenant> load_tenant(db::Connection& connection, std::int64_t tenant) {
    YH_TRY(auto transaction, connection.begin());
    YH_TRY(const auto row, connection.row<TenantRow>("SELECT * FROM tenants WHERE id = ?", tenant));
    if (!row) {
        return not_found("site.no_tenant");
    }
    return load_one(connection, *row);
}

Result<Site> load_site(db::Connection& connection) {
    YH_TRY(auto transaction, connection.begin());
    Site site;
    YH_TRY(const auto tenants, connection.rows<TenantRow>("SELECT * FROM tenants ORDER BY code"));
    for (const auto& row : tenants) {
        YH_TRY(auto tenant, load_one(connection, row));
        site.tenant.push_back(std::move(tenant));
    }
    return site;
}

}  // namespace yh::office::settings
