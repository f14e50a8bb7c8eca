#include "office/settings/site_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <span>

#include "base/json.h"
#include "office/people/password.h"
#include "office/rollups/queue_counters.h"
#include "office/settings/site_load_store.h"
#include "office/settings/site_messages_store.h"
#include "office/settings/site_people_store.h"
#include "office/settings/site_rows.h"

namespace yh::office::settings {

namespace {

template <class T>
std::string shown(std::string_view field, const T& value) {
    if (field == "password" || field == "password_hash" || field == "extension_secret") {
        return "(secret)";
    }
    std::string text;
    append_json(text, value);
    return text;
}

QueueRow row_of(const SiteQueue& queue) {
    QueueRow row;
    static_cast<SiteQueueService&>(row) = queue;
    row.number = queue.number;
    row.name = queue.name;
    row.strategy = queue.strategy;
    row.ring_timeout_s = queue.ring_timeout_s;
    row.max_wait_s = queue.max_wait_s;
    row.on_timeout = queue.on_timeout;
    row.record = queue.record;
    row.answer_on = queue.answer_on;
    row.join_when_empty = queue.join_when_empty;
    row.leave_when_empty = queue.leave_when_empty;
    row.max_waiting = queue.max_waiting;
    row.greeting = queue.greeting;
    row.music = queue.music;
    return row;
}

/// Brings one tenant's tables to what is declared.
class Applier {
  public:
    Applier(db::Connection& connection, const Clock& clock, IdMaker& ids) : db_{connection}, clock_{clock}, ids_{ids} {}

    Result<void> apply(const SiteTenant& tenant) {
        YH_CHECK(apply_tenant(tenant));
        PeopleApplier people{db_, changes, [this] { return new_id(); }};
        YH_TRY(people_, people.before_users(tenant_, tenant));
        YH_CHECK(apply_users(tenant));
        YH_CHECK(people.after_users(tenant_, tenant));
        YH_CHECK(apply_trunks(tenant));
        YH_CHECK(apply_queues(tenant));
        YH_CHECK(apply_options(tenant));
        YH_CHECK(apply_schedules(tenant));
        YH_CHECK(apply_flows(tenant));
        YH_CHECK(apply_rooms(tenant));
        YH_CHECK(apply_inbound(tenant));
        YH_CHECK(apply_messages(db_, tenant_, tenant, changes));
        YH_CHECK(apply_outbound(tenant));
        return note_history();
    }

    /// Of the tenant that was applied last. What is still used has been refused before.
    Result<void> remove(const Removal& removal) {
        changes.push_back(fmt::format("- {} {}", removal.list, removal.name));
        if (removal.list == "queue") {
            return remove_queue(removal.name);
        }
        if (removal.list == "room") {
            YH_CHECK(
                db_.run("DELETE FROM room_participants WHERE room_id IN (SELECT id FROM rooms WHERE tenant_id = ? AND "
                        "number = ?)",
                        tenant_, removal.name));
            return db_.change("DELETE FROM rooms WHERE tenant_id = ? AND number = ?", tenant_, removal.name);
        }
        if (removal.list == "trunk") {
            return db_.change("DELETE FROM trunks WHERE tenant_id = ? AND name = ?", tenant_, removal.name);
        }
        YH_TRY(const bool person, remove_people_entry(db_, tenant_, removal.list, removal.name, to_ms(clock_.wall())));
        if (person) {
            return {};
        }
        YH_TRY(const bool removed, remove_message_entry(db_, tenant_, removal.list, removal.name));
        if (removed) {
            return {};
        }
        const auto table = removal.list == "flow" ? "flows" : "schedules";
        return db_.change(fmt::format("DELETE FROM {} WHERE tenant_id = ? AND code = ?", table), tenant_, removal.name);
    }

    /// Who came into the queues of that tenant, and who left them.
    Result<void> note_history() { return note_queue_history(db_, tenant_, to_ms(clock_.wall())); }

    std::vector<std::string> changes;

  private:
    std::int64_t new_id() { return ids_.make<Id<struct AnyTag>>(to_ms(clock_.wall())).value; }

    /// Inserts the wanted row, or overwrites the old one where a field differs, and says so.
    template <class Row>
    Result<void> settle(std::string_view table, std::string_view what, const std::string& name,
                        const std::optional<Row>& old, const Row& wanted) {
        if (!old) {
            changes.push_back(fmt::format("+ {} {}", what, name));
            return db_.insert(table, wanted);
        }
        if (*old == wanted) {
            return {};
        }
        // Walks both rows in step: fields of the same name stand at the same place.
        std::vector<std::string> before;
        for_each_field(*old, [&](std::string_view field, const auto& value) { before.push_back(shown(field, value)); });
        std::size_t at = 0;
        for_each_field(wanted, [&](std::string_view field, const auto& value) {
            const auto after = shown(field, value);
            if (before[at] != after) {
                changes.push_back(fmt::format("~ {} {} {} {} → {}", what, name, field, before[at], after));
            } else if (after == "(secret)" && !same_field(*old, wanted, at)) {
                changes.push_back(fmt::format("~ {} {} {}", what, name, field));
            }
            ++at;
        });
        return db_.upsert(table, wanted, {"id"});
    }

    template <class Row>
    static bool same_field(const Row& left, const Row& right, std::size_t wanted) {
        std::vector<std::string> texts;
        for (const auto* row : {&left, &right}) {
            std::size_t at = 0;
            for_each_field(*row, [&](std::string_view, const auto& value) {
                if (at++ == wanted) {
                    append_json(texts.emplace_back(), value);
                }
            });
        }
        return texts[0] == texts[1];
    }

    Result<void> apply_tenant(const SiteTenant& tenant) {
        YH_TRY(const auto old, db_.row<TenantRow>("SELECT * FROM tenants WHERE code = ?", tenant.code));
        if (!old) {
            tenant_ = new_id();
            changes.push_back(fmt::format("+ tenant {}", tenant.code));
            return db_.insert("tenants", TenantRow{tenant_, tenant.code, tenant.name, tenant.state_after_login,
                                                   to_ms(clock_.wall()), tenant.prefer_opus, tenant.zone});
        }
        tenant_ = old->id;
        if (old->name == tenant.name && old->state_after_login == tenant.state_after_login &&
            old->prefer_opus == tenant.prefer_opus && old->zone == tenant.zone) {
            return {};
        }
        changes.push_back(fmt::format("~ tenant {}", tenant.code));
        return db_.change("UPDATE tenants SET name = ?, state_after_login = ?, prefer_opus = ?, zone = ? WHERE id = ?",
                          tenant.name, enum_text(tenant.state_after_login), tenant.prefer_opus, tenant.zone, tenant_);
    }

    Result<void> apply_users(const SiteTenant& tenant) {
        for (const auto& user : tenant.user) {
            YH_TRY(
                const auto old,
                db_.row<UserRow>(fmt::format("SELECT {} FROM users WHERE tenant_id = ? AND number = ?", user_columns),
                                 tenant_, user.number));
            UserRow wanted{old ? old->id : new_id(),
                           tenant_,
                           user.number,
                           user.name,
                           user.account.empty() ? user.number : user.account,
                           old ? old->password_hash : "",
                           user.role,
                           user.extension.empty() ? std::nullopt : std::optional{user.extension},
                           user.extension_type,
                           user.extension_secret.empty() && old ? old->extension_secret : user.extension_secret,
                           user.sign_in,
                           user.after_call,
                           user.wrap_up_s,
                           user.mobile,
                           user.network_proxy,
                           user.record_calls,
                           user.nickname,
                           user.email,
                           id_in(people_.departments, user.department),
                           id_in(people_.roles, user.custom_role),
                           user.status,
                           old && old->must_change_password,
                           std::nullopt};
            if (wanted.role_id) {
                wanted.role = base_of(tenant, user);
            }
            YH_CHECK(take_password(user, wanted));
            if (old && old->deleted_at_ms) {
                changes.push_back(fmt::format("+ user {}", user.number));
                YH_CHECK(db_.upsert("users", wanted, {"id"}));
            } else {
                YH_CHECK(settle("users", "user", user.number, old, wanted));
            }
            YH_CHECK(note_password(old, wanted));
            users_[user.number] = wanted.id;
        }
        return {};
    }

    // Hashing costs on purpose: a password that fits already is kept as it is.
    static Result<void> take_password(const SiteUser& user, UserRow& wanted) {
        if (user.password.empty() || (user.first_password && !wanted.password_hash.empty())) {
            return {};
        }
        wanted.must_change_password = user.first_password;
        if (!people::password_fits(user.password, wanted.password_hash)) {
            YH_TRY(wanted.password_hash, people::hash_password(user.password));
        }
        return {};
    }

    static std::optional<std::int64_t> id_in(const std::map<std::string, std::int64_t>& ids, const std::string& code) {
        const auto at = ids.find(code);
        return at == ids.end() ? std::nullopt : std::optional{at->second};
    }

    static model::Role base_of(const SiteTenant& tenant, const SiteUser& user) {
        const auto role = std::ranges::find(tenant.role, user.custom_role, &SiteRole::code);
        return role == tenant.role.end() ? user.role : role->base;
    }

    Result<void> note_password(const std::optional<UserRow>& old, const UserRow& now) {
        if (now.password_hash.empty() || (old && old->password_hash == now.password_hash)) {
            return {};
        }
        return db_.change("UPDATE users SET password_changed_at_ms = ? WHERE id = ?", to_ms(clock_.wall()), now.id);
    }

    Result<void> apply_trunks(const SiteTenant& tenant) {
        for (const auto& trunk : tenant.trunk) {
            YH_TRY(const auto old,
                   db_.row<TrunkRow>("SELECT * FROM trunks WHERE tenant_id = ? AND name = ?", tenant_, trunk.name));
            const TrunkRow wanted{old ? old->id : new_id(),
                                  tenant_,
                                  trunk.name,
                                  trunk.kind,
                                  trunk.address,
                                  trunk.transport,
                                  trunk.username,
                                  trunk.password.empty() && old ? old->password : trunk.password,
                                  trunk.srtp,
                                  trunk.max_calls,
                                  trunk.proxy,
                                  trunk.expires_s,
                                  trunk.codecs};
            YH_CHECK(settle("trunks", "trunk", trunk.name, old, wanted));
            trunks_[trunk.name] = wanted.id;
        }
        return {};
    }

    Result<void> apply_queues(const SiteTenant& tenant) {
        for (const auto& queue : tenant.queue) {
            YH_TRY(auto old,
                   db_.row<QueueRow>("SELECT * FROM queues WHERE tenant_id = ? AND number = ?", tenant_, queue.number));
            auto wanted = row_of(queue);
            wanted.id = old ? old->id : new_id();
            wanted.tenant_id = tenant_;
            if (old && old->deleted_at_ms) {
                changes.push_back(fmt::format("+ queue {}", queue.number));
                YH_CHECK(db_.upsert("queues", wanted, {"id"}));
            } else {
                YH_CHECK(settle("queues", "queue", queue.number, old, wanted));
            }
            if (old && (old->deleted_at_ms || old->strategy != wanted.strategy)) {
                YH_CHECK(rollups::restart_queue_counters(db_, tenant_, wanted.id, to_ms(clock_.wall())));
            }
            YH_CHECK(apply_members(queue, wanted.id));
            YH_CHECK(apply_leaders(queue, wanted.id));
        }
        return {};
    }

    Result<void> remove_queue(const std::string& number) {
        YH_TRY(const auto id,
               db_.one<std::int64_t>("SELECT id FROM queues WHERE tenant_id = ? AND number = ?", tenant_, number));
        YH_CHECK(db_.run("DELETE FROM queue_members WHERE queue_id = ?", id));
        YH_CHECK(db_.run("DELETE FROM queue_leaders WHERE queue_id = ?", id));
        return db_.change("UPDATE queues SET deleted_at_ms = ? WHERE id = ?", to_ms(clock_.wall()), id);
    }

    Result<void> apply_options(const SiteTenant& tenant) {
        if (!tenant.options) {
            return {};
        }
        YH_TRY(const auto old, load_options(db_, tenant_));
        const auto before = old.value_or(model::TenantOptions{});
        if (before == *tenant.options) {
            return {};
        }
        boost::mp11::mp_for_each<FieldsOf<model::TenantOptions>>([&](auto field) {
            if (before.*field.pointer != (*tenant.options).*field.pointer) {
                changes.push_back(fmt::format("~ options {}", field_name(field.name)));
            }
        });
        return db_.upsert("settings", SettingRow{tenant_, std::string{options_key}, to_json(*tenant.options)},
                          {"tenant_id", "key"});
    }

    Result<void> apply_schedules(const SiteTenant& tenant) {
        YH_TRY(const auto old, load_schedules(db_, tenant_));
        for (const auto& schedule : tenant.schedule) {
            if (say_change("schedule", old, schedule, &model::Schedule::code)) {
                YH_CHECK(db_.upsert("schedules", ScheduleRow{tenant_, schedule.code, to_json(schedule)},
                                    {"tenant_id", "code"}));
            }
        }
        return {};
    }

    Result<void> apply_flows(const SiteTenant& tenant) {
        YH_TRY(const auto old, load_flows(db_, tenant_));
        for (const auto& flow : tenant.flow) {
            if (!say_change("flow", old, flow, &model::Flow::code)) {
                continue;
            }
            YH_TRY(auto row,
                   db_.row<FlowRow>("SELECT * FROM flows WHERE tenant_id = ? AND code = ?", tenant_, flow.code));
            FlowRow wanted = row.value_or(FlowRow{tenant_, flow.code, {}, {}, {}, {}});
            wanted.published = to_json(flow);
            wanted.published_at_ms = to_ms(clock_.wall());
            YH_CHECK(db_.upsert("flows", wanted, {"tenant_id", "code"}));
        }
        return {};
    }

    Result<void> apply_rooms(const SiteTenant& tenant) {
        for (const auto& room : tenant.room) {
            YH_TRY(const auto old,
                   db_.row<RoomRow>("SELECT * FROM rooms WHERE tenant_id = ? AND number = ?", tenant_, room.number));
            const RoomRow wanted{old ? old->id : new_id(), tenant_, room.number, room.name, room.description};
            YH_CHECK(settle("rooms", "room", room.number, old, wanted));
            std::vector<ParticipantRow> participants;
            for (const auto& user : room.participants) {
                participants.push_back({wanted.id, users_[user], static_cast<std::int64_t>(participants.size())});
            }
            YH_CHECK(replace<ParticipantRow>("room_participants", "room_id", "place", wanted.id, participants,
                                             fmt::format("~ room {} participants", room.number)));
        }
        return {};
    }

    /// Whether this entry is new or another than before; then it has been said.
    template <class Entry>
    bool say_change(std::string_view what, const std::vector<Entry>& old, const Entry& wanted,
                    std::string Entry::*name) {
        const auto before = std::ranges::find(old, wanted.*name, name);
        if (before != old.end() && *before == wanted) {
            return false;
        }
        changes.push_back(fmt::format("{} {} {}", before == old.end() ? '+' : '~', what, wanted.*name));
        return true;
    }

    Result<void> apply_members(const SiteQueue& queue, std::int64_t id) {
        std::vector<MemberRow> wanted;
        for (const auto& member : queue.members) {
            wanted.push_back({id, users_[member.user], static_cast<std::int64_t>(wanted.size()), member.penalty,
                              member.skill_level});
        }
        return replace<MemberRow>("queue_members", "queue_id", "place", id, wanted,
                                  fmt::format("~ queue {} members", queue.number));
    }

    Result<void> apply_leaders(const SiteQueue& queue, std::int64_t id) {
        std::vector<LeaderRow> wanted;
        for (const auto& leader : queue.leaders) {
            wanted.push_back({id, users_[leader]});
        }
        std::ranges::sort(wanted, {}, &LeaderRow::user_id);
        return replace<LeaderRow>("queue_leaders", "queue_id", "user_id", id, wanted,
                                  fmt::format("~ queue {} leaders", queue.number));
    }

    /// Sets all rows that belong to one owner, if they are not the same already.
    template <class Row>
    Result<void> replace(std::string_view table, std::string_view owner, std::string_view order, std::int64_t id,
                         const std::vector<Row>& wanted, std::string change) {
        YH_TRY(const auto old,
               db_.rows<Row>(fmt::format("SELECT * FROM {} WHERE {} = ? ORDER BY {}", table, owner, order), id));
        if (old == wanted) {
            return {};
        }
        changes.push_back(std::move(change));
        YH_CHECK(db_.run(fmt::format("DELETE FROM {} WHERE {} = ?", table, owner), id));
        YH_CHECK(db_.insert_all(table, std::span<const Row>{wanted}));
        return {};
    }

    Result<void> apply_inbound(const SiteTenant& tenant) {
        YH_TRY(const auto old, load_inbound(db_, tenant_));
        if (old == tenant.inbound) {
            return {};
        }
        say_list_changes("inbound", old, tenant.inbound, &SiteInbound::did);
        std::vector<InboundRow> rows;
        for (const auto& route : tenant.inbound) {
            rows.push_back({new_id(), tenant_, static_cast<std::int64_t>(rows.size()), route.did,
                            route.trunk.empty() ? std::nullopt : std::optional{trunks_[route.trunk]},
                            route.destination});
        }
        return rewrite<InboundRow>("inbound_routes", rows);
    }

    Result<void> apply_outbound(const SiteTenant& tenant) {
        YH_TRY(const auto old, load_outbound(db_, tenant_));
        if (old == tenant.outbound) {
            return {};
        }
        say_list_changes("outbound", old, tenant.outbound, &SiteOutbound::pattern);
        std::vector<OutboundRow> rows;
        for (const auto& rule : tenant.outbound) {
            rows.push_back({new_id(), tenant_, static_cast<std::int64_t>(rows.size()), rule.pattern,
                            trunks_[rule.trunk], rule.strip, rule.prepend, rule.caller_id,
                            to_json(rule.backup_trunks)});
        }
        return rewrite<OutboundRow>("outbound_rules", rows);
    }

    template <class Row>
    Result<void> rewrite(std::string_view table, const std::vector<Row>& rows) {
        YH_CHECK(db_.run(fmt::format("DELETE FROM {} WHERE tenant_id = ?", table), tenant_));
        YH_CHECK(db_.insert_all(table, std::span<const Row>{rows}));
        return {};
    }

    template <class Entry>
    void say_list_changes(std::string_view what, const std::vector<Entry>& old, const std::vector<Entry>& wanted,
                          std::string Entry::*name) {
        const auto before = changes.size();
        for (const auto& entry : wanted) {
            if (std::ranges::find(old, entry) == old.end()) {
                const bool known = std::ranges::find(old, entry.*name, name) != old.end();
                changes.push_back(fmt::format("{} {} {}", known ? '~' : '+', what, entry.*name));
            }
        }
        for (const auto& entry : old) {
            if (std::ranges::find(wanted, entry.*name, name) == wanted.end()) {
                changes.push_back(fmt::format("- {} {}", what, entry.*name));
            }
        }
        if (changes.size() == before) {
            changes.push_back(fmt::format("~ {} order", what));
        }
    }

    db::Connection& db_;
    const Clock& clock_;
    IdMaker& ids_;
    std::int64_t tenant_ = 0;
    std::map<std::string, std::int64_t> users_;
    PeopleIds people_;
    std::map<std::string, std::int64_t> trunks_;
};

constexpr std::string_view version_key = "site_version";

}  // namespace

Result<std::vector<std::string>> apply_site(db::Connection& connection, const Site& site, DryRun dry_run,
                                            const Clock& clock, IdMaker& ids, const std::vector<Removal>& removals,
                                            const Author& author) {
    YH_TRY(auto transaction, connection.begin());
    YH_TRY(const auto before, load_site(connection));
    Applier applier{connection, clock, ids};
    for (const auto& tenant : site.tenant) {
        YH_CHECK(applier.apply(tenant));
    }
    for (const auto& removal : removals) {
        YH_CHECK(applier.remove(removal));
    }
    if (!removals.empty()) {
        YH_CHECK(applier.note_history());
    }
    if (dry_run == DryRun::Yes || applier.changes.empty()) {
        transaction.rollback();
        return std::move(applier.changes);
    }
    YH_TRY(const auto version, site_version(connection));
    YH_CHECK(connection.upsert("settings", SettingRow{0, std::string{version_key}, std::to_string(version + 1)},
                               {"tenant_id", "key"}));
    YH_TRY(const auto after, load_site(connection));
    YH_CHECK(write_audit(connection, before, after, applier.changes, author, to_ms(clock.wall())));
    YH_CHECK(transaction.commit());
    return std::move(applier.changes);
}

Result<std::int64_t> site_version(db::Connection& connection) {
    YH_TRY(const auto row,
           connection.row<SettingRow>("SELECT tenant_id, key, value FROM settings WHERE tenant_id = 0 AND key = ?",
                                      version_key));
    return row ? parse_id(row->value) : Result<std::int64_t>{std::int64_t{0}};
}

}  // namespace yh::office::settings
