#include "office/settings/site_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <span>

#include "base/json.h"
#include "office/people/password.h"
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

/// Brings one tenant's tables to what is declared.
class Applier {
  public:
    Applier(db::Connection& connection, const Clock& clock, IdMaker& ids) : db_{connection}, clock_{clock}, ids_{ids} {}

    Result<void> apply(const SiteTenant& tenant) {
        YH_CHECK(apply_tenant(tenant));
        YH_CHECK(apply_users(tenant));
        YH_CHECK(apply_trunks(tenant));
        YH_CHECK(apply_queues(tenant));
        YH_CHECK(apply_inbound(tenant));
        return apply_outbound(tenant);
    }

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
                                                   to_ms(clock_.wall()), tenant.prefer_opus});
        }
        tenant_ = old->id;
        if (old->name == tenant.name && old->state_after_login == tenant.state_after_login &&
            old->prefer_opus == tenant.prefer_opus) {
            return {};
        }
        changes.push_back(fmt::format("~ tenant {}", tenant.code));
        const auto ran = db_.run("UPDATE tenants SET name = ?, state_after_login = ?, prefer_opus = ? WHERE id = ?",
                                 tenant.name, enum_text(tenant.state_after_login), tenant.prefer_opus, tenant_);
        return ran.ok() ? Result<void>{} : Result<void>{ran.error()};
    }

    Result<void> apply_users(const SiteTenant& tenant) {
        for (const auto& user : tenant.user) {
            YH_TRY(const auto old,
                   db_.row<UserRow>(
                       "SELECT id, tenant_id, number, name, account, password_hash, role, extension, extension_type, "
                       "extension_secret, sign_in, after_call, wrap_up_s, mobile, network_proxy FROM users "
                       "WHERE tenant_id = ? AND number = ?",
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
                           user.network_proxy};
            if (!user.password.empty() && !people::password_fits(user.password, wanted.password_hash)) {
                YH_TRY(wanted.password_hash, people::hash_password(user.password));
            }
            YH_CHECK(settle("users", "user", user.number, old, wanted));
            users_[user.number] = wanted.id;
        }
        return {};
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
                                  trunk.max_calls};
            YH_CHECK(settle("trunks", "trunk", trunk.name, old, wanted));
            trunks_[trunk.name] = wanted.id;
        }
        return {};
    }

    Result<void> apply_queues(const SiteTenant& tenant) {
        for (const auto& queue : tenant.queue) {
            YH_TRY(const auto old,
                   db_.row<QueueRow>("SELECT * FROM queues WHERE tenant_id = ? AND number = ?", tenant_, queue.number));
            const QueueRow wanted{old ? old->id : new_id(),
                                  tenant_,
                                  queue.number,
                                  queue.name,
                                  queue.strategy,
                                  queue.ring_timeout_s,
                                  queue.max_wait_s,
                                  queue.on_timeout,
                                  queue.record,
                                  queue.answer_on,
                                  queue.join_when_empty,
                                  queue.leave_when_empty,
                                  queue.max_waiting,
                                  queue.greeting,
                                  queue.music};
            YH_CHECK(settle("queues", "queue", queue.number, old, wanted));
            YH_CHECK(apply_members(queue, wanted.id));
            YH_CHECK(apply_leaders(queue, wanted.id));
        }
        return {};
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
        if (auto gone = db_.run(fmt::format("DELETE FROM {} WHERE {} = ?", table, owner), id); !gone.ok()) {
            return std::move(gone).error();
        }
        auto added = db_.insert_all(table, std::span<const Row>{wanted});
        return added.ok() ? Result<void>{} : Result<void>{std::move(added).error()};
    }

    Result<void> apply_inbound(const SiteTenant& tenant) {
        YH_TRY(const auto old, load_inbound(tenant_));
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
        YH_TRY(const auto old, load_outbound(tenant_));
        if (old == tenant.outbound) {
            return {};
        }
        say_list_changes("outbound", old, tenant.outbound, &SiteOutbound::pattern);
        std::vector<OutboundRow> rows;
        for (const auto& rule : tenant.outbound) {
            rows.push_back({new_id(), tenant_, static_cast<std::int64_t>(rows.size()), rule.pattern,
                            trunks_[rule.trunk], rule.strip, rule.prepend, rule.caller_id});
        }
        return rewrite<OutboundRow>("outbound_rules", rows);
    }

    template <class Row>
    Result<void> rewrite(std::string_view table, const std::vector<Row>& rows) {
        if (auto gone = db_.run(fmt::format("DELETE FROM {} WHERE tenant_id = ?", table), tenant_); !gone.ok()) {
            return std::move(gone).error();
        }
        auto added = db_.insert_all(table, std::span<const Row>{rows});
        return added.ok() ? Result<void>{} : Result<void>{std::move(added).error()};
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

  public:
    Result<std::vector<SiteInbound>> load_inbound(std::int64_t tenant) {
        return db_.rows<SiteInbound>(
            "SELECT did, COALESCE((SELECT name FROM trunks WHERE trunks.id = trunk_id), '') AS trunk, destination "
            "FROM inbound_routes WHERE tenant_id = ? ORDER BY place",
            tenant);
    }
    Result<std::vector<SiteOutbound>> load_outbound(std::int64_t tenant) {
        return db_.rows<SiteOutbound>(
            "SELECT pattern, trunks.name AS trunk, strip, prepend, caller_id FROM outbound_rules "
            "JOIN trunks ON trunks.id = trunk_id WHERE outbound_rules.tenant_id = ? ORDER BY place",
            tenant);
    }

  private:
    db::Connection& db_;
    const Clock& clock_;
    IdMaker& ids_;
    std::int64_t tenant_ = 0;
    std::map<std::string, std::int64_t> users_;
    std::map<std::string, std::int64_t> trunks_;
};

constexpr std::string_view version_key = "site_version";

}  // namespace

Result<std::vector<std::string>> apply_site(db::Connection& connection, const Site& site, DryRun dry_run,
                                            const Clock& clock, IdMaker& ids) {
    YH_TRY(auto transaction, connection.begin());
    Applier applier{connection, clock, ids};
    for (const auto& tenant : site.tenant) {
        YH_CHECK(applier.apply(tenant));
    }
    if (dry_run == DryRun::Yes || applier.changes.empty()) {
        transaction.rollback();
        return std::move(applier.changes);
    }
    YH_TRY(const auto version, site_version(connection));
    YH_CHECK(connection.upsert("settings", SettingRow{0, std::string{version_key}, std::to_string(version + 1)},
                               {"tenant_id", "key"}));
    YH_CHECK(transaction.commit());
    return std::move(applier.changes);
}

Result<std::int64_t> site_version(db::Connection& connection) {
    YH_TRY(const auto row,
           connection.row<SettingRow>("SELECT tenant_id, key, value FROM settings WHERE tenant_id = 0 AND key = ?",
                                      version_key));
    return row ? parse_id(row->value) : Result<std::int64_t>{std::int64_t{0}};
}

Result<Site> load_site(db::Connection& connection) {
    YH_TRY(auto transaction, connection.begin());
    const SystemClock clock;
    IdMaker ids;
    Applier reader{connection, clock, ids};
    Site site;
    YH_TRY(const auto tenants, connection.rows<TenantRow>("SELECT * FROM tenants ORDER BY code"));
    for (const auto& row : tenants) {
        SiteTenant tenant{row.code, row.name, row.state_after_login, row.prefer_opus, {}, {}, {}, {}, {}};
        YH_TRY(tenant.user,
               connection.rows<SiteUser>("SELECT number, name, account, '' AS password, role, "
                                         "COALESCE(extension, '') AS extension, extension_type, "
                                         "extension_secret, sign_in, after_call, wrap_up_s, mobile, "
                                         "network_proxy FROM users WHERE tenant_id = ? AND deleted_at_ms IS NULL "
                                         "ORDER BY number",
                                         row.id));
        YH_TRY(tenant.trunk,
               connection.rows<SiteTrunk>("SELECT name, kind, address, transport, username, password, srtp, "
                                          "max_calls FROM trunks WHERE tenant_id = ? ORDER BY name",
                                          row.id));
        YH_TRY(const auto queues,
               connection.rows<QueueRow>("SELECT * FROM queues WHERE tenant_id = ? ORDER BY number", row.id));
        for (const auto& q : queues) {
            SiteQueue queue{q.number,
                            q.name,
                            q.strategy,
                            q.ring_timeout_s,
                            q.max_wait_s,
                            q.on_timeout,
                            q.record,
                            q.answer_on,
                            q.join_when_empty,
                            q.leave_when_empty,
                            q.max_waiting,
                            q.greeting,
                            q.music,
                            {},
                            {}};
            YH_TRY(queue.leaders,
                   connection.rows<std::string>("SELECT users.number FROM queue_leaders JOIN users ON users.id = "
                                                "user_id WHERE queue_id = ? ORDER BY users.number",
                                                q.id));
            YH_TRY(queue.members, connection.rows<SiteMember>("SELECT users.number AS \"user\", penalty, skill_level "
                                                              "FROM queue_members JOIN users ON users.id = user_id "
                                                              "WHERE queue_id = ? ORDER BY place",
                                                              q.id));
            tenant.queue.push_back(std::move(queue));
        }
        YH_TRY(tenant.inbound, reader.load_inbound(row.id));
        YH_TRY(tenant.outbound, reader.load_outbound(row.id));
        site.tenant.push_back(std::move(tenant));
    }
    return site;
}

}  // namespace yh::office::settings
