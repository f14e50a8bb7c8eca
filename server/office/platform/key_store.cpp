#include "office/platform/key_store.h"

#include "office/settings/site_messages_store.h"

namespace yh::office::platform {

namespace {

struct KeyRow {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::string name;
    std::optional<std::int64_t> revoked_at_ms;
};
BOOST_DESCRIBE_STRUCT(KeyRow, (), (id, tenant_id, name, revoked_at_ms))

}  // namespace

Result<std::optional<FoundKey>> find_key(db::Connection& connection, std::string_view key_hash) {
    YH_TRY(auto row, connection.row<KeyRow>(
                         "SELECT id, tenant_id, name, revoked_at_ms FROM platform_keys WHERE key_hash = ?", key_hash));
    if (!row) {
        return std::optional<FoundKey>{};
    }
    YH_TRY(const auto platform, settings::load_platform(connection, row->tenant_id));
    const bool on = platform && platform->enabled;
    return std::optional{FoundKey{row->id, row->tenant_id, std::move(row->name),
                                  row->revoked_at_ms ? "platform.revoked"
                                  : on               ? ""
                                                     : "platform.off"}};
}

Result<std::vector<KeyView>> list_keys(db::Connection& connection, std::int64_t tenant) {
    return connection.rows<KeyView>(
        "SELECT platform_keys.id AS id, platform_keys.name AS name, shown, created_at_ms, COALESCE(makers.name, '') AS "
        "created_by, last_used_at_ms, revoked_at_ms, COALESCE(revokers.name, '') AS revoked_by FROM platform_keys LEFT "
        "JOIN users AS makers ON makers.id = created_by LEFT JOIN users AS revokers ON revokers.id = revoked_by WHERE "
        "platform_keys.tenant_id = ? ORDER BY created_at_ms DESC, platform_keys.id DESC",
        tenant);
}

Result<void> create_key(db::Connection& connection, const NewKey& key) {
    return connection.insert("platform_keys", key);
}

Result<bool> revoke_key(db::Connection& connection, std::int64_t tenant, std::int64_t id, std::int64_t by,
                        std::int64_t now_ms) {
    YH_TRY(const auto changed,
           connection.run("UPDATE platform_keys SET revoked_at_ms = ?, revoked_by = ? WHERE tenant_id = ? AND id = ? "
                          "AND revoked_at_ms IS NULL",
                          now_ms, by, tenant, id));
    return changed == 1;
}

Result<void> note_use(db::Connection& connection, const Use& use) {
    constexpr std::int64_t a_year_ms = std::int64_t{365} * 24 * 60 * 60 * 1000;
    YH_CHECK(connection.run("DELETE FROM platform_uses WHERE tenant_id = ? AND at_ms < ?", use.tenant_id,
                            use.at_ms - a_year_ms));
    YH_CHECK(connection.insert("platform_uses", use));
    return connection.change("UPDATE platform_keys SET last_used_at_ms = ? WHERE id = ?", use.at_ms, use.key_id);
}

Result<std::vector<UseView>> list_uses(db::Connection& connection, std::int64_t tenant) {
    return connection.rows<UseView>(
        "SELECT platform_uses.id AS id, platform_keys.name AS key_name, at_ms, address, method, path, refused FROM "
        "platform_uses JOIN platform_keys ON platform_keys.id = key_id WHERE platform_uses.tenant_id = ? ORDER BY "
        "at_ms DESC, platform_uses.id DESC LIMIT 100",
        tenant);
}

}  // namespace yh::office::platform
