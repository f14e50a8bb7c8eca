#include "office/settings/site_messages_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/json.h"
#include "office/settings/site_rows.h"

namespace yh::office::settings {

namespace {

constexpr std::string_view sms_key = "sms";
constexpr std::string_view platform_key = "platform";
constexpr std::string_view retention_key = "retention";

struct DocumentRow {
    std::int64_t tenant_id = 0;
    std::string name;
    std::string document;
};
BOOST_DESCRIBE_STRUCT(DocumentRow, (), (tenant_id, name, document))

template <class T>
Result<std::optional<T>> load_setting(db::Connection& connection, std::int64_t tenant, std::string_view key) {
    YH_TRY(const auto text,
           connection.row<std::string>("SELECT value FROM settings WHERE key = ? AND tenant_id = ?", key, tenant));
    if (!text) {
        return std::optional<T>{};
    }
    YH_TRY(auto read, from_json<T>(*text, JsonAbsent::KeepsDefault));
    return std::optional{std::move(read)};
}

template <class T>
Result<std::vector<T>> load_documents(db::Connection& connection, std::int64_t tenant, std::string_view table) {
    YH_TRY(const auto texts,
           connection.rows<std::string>(fmt::format("SELECT document FROM {} WHERE tenant_id = ? ORDER BY name", table),
                                        tenant));
    std::vector<T> read;
    for (const auto& text : texts) {
        YH_TRY(auto one, from_json<T>(text, JsonAbsent::KeepsDefault));
        read.push_back(std::move(one));
    }
    return read;
}

/// Says each field that differs by its name alone: a secret is no business of a log.
template <class T>
void say_fields(std::string_view what, const T& before, const T& after, std::vector<std::string>& changes) {
    boost::mp11::mp_for_each<FieldsOf<T>>([&](auto field) {
        if (before.*field.pointer != after.*field.pointer) {
            changes.push_back(fmt::format("~ {} {}", what, field_name(field.name)));
        }
    });
}

template <class T>
Result<void> apply_setting(db::Connection& connection, std::int64_t tenant, std::string_view key, const T& before,
                           const T& wanted, std::vector<std::string>& changes) {
    if (before == wanted) {
        return {};
    }
    say_fields(key, before, wanted, changes);
    return connection.upsert("settings", SettingRow{tenant, std::string{key}, to_json(wanted)}, {"tenant_id", "key"});
}

template <class T>
Result<void> apply_documents(db::Connection& connection, std::int64_t tenant, std::string_view table,
                             std::string_view what, const std::vector<T>& wanted, std::vector<std::string>& changes) {
    YH_TRY(const auto old, load_documents<T>(connection, tenant, table));
    for (const auto& entry : wanted) {
        const auto before = std::ranges::find(old, entry.name, &T::name);
        if (before != old.end() && *before == entry) {
            continue;
        }
        changes.push_back(fmt::format("{} {} {}", before == old.end() ? '+' : '~', what, entry.name));
        YH_CHECK(connection.upsert(table, DocumentRow{tenant, entry.name, to_json(entry)}, {"tenant_id", "name"}));
    }
    return {};
}

}  // namespace

Result<std::optional<SiteSms>> load_sms(db::Connection& connection, std::int64_t tenant) {
    return load_setting<SiteSms>(connection, tenant, sms_key);
}

Result<std::vector<SiteSmsTemplate>> load_sms_templates(db::Connection& connection, std::int64_t tenant) {
    return load_documents<SiteSmsTemplate>(connection, tenant, "sms_templates");
}

Result<std::vector<SiteSmsSignature>> load_sms_signatures(db::Connection& connection, std::int64_t tenant) {
    return load_documents<SiteSmsSignature>(connection, tenant, "sms_signatures");
}

Result<std::optional<SitePlatform>> load_platform(db::Connection& connection, std::int64_t tenant) {
    return load_setting<SitePlatform>(connection, tenant, platform_key);
}

Result<std::optional<SiteRetention>> load_retention(db::Connection& connection, std::int64_t tenant) {
    return load_setting<SiteRetention>(connection, tenant, retention_key);
}

Result<void> load_messages(db::Connection& connection, std::int64_t tenant, SiteTenant& into) {
    YH_TRY(into.sms, load_sms(connection, tenant));
    YH_TRY(into.sms_signature, load_sms_signatures(connection, tenant));
    YH_TRY(into.sms_template, load_sms_templates(connection, tenant));
    YH_TRY(into.platform, load_platform(connection, tenant));
    YH_TRY(into.retention, load_retention(connection, tenant));
    return {};
}

Result<void> apply_messages(db::Connection& connection, std::int64_t tenant, const SiteTenant& wanted,
                            std::vector<std::string>& changes) {
    if (wanted.sms) {
        YH_TRY(const auto old, load_sms(connection, tenant));
        auto sms = *wanted.sms;
        if (sms.secret.empty() && old) {
            sms.secret = old->secret;
        }
        YH_CHECK(apply_setting(connection, tenant, sms_key, old.value_or(SiteSms{}), sms, changes));
    }
    if (wanted.platform) {
        YH_TRY(const auto old, load_platform(connection, tenant));
        YH_CHECK(
            apply_setting(connection, tenant, platform_key, old.value_or(SitePlatform{}), *wanted.platform, changes));
    }
    if (wanted.retention) {
        YH_TRY(const auto old, load_retention(connection, tenant));
        YH_CHECK(apply_setting(connection, tenant, retention_key, old.value_or(SiteRetention{}), *wanted.retention,
                               changes));
    }
    YH_CHECK(apply_documents(connection, tenant, "sms_signatures", "sms_signature", wanted.sms_signature, changes));
    return apply_documents(connection, tenant, "sms_templates", "sms_template", wanted.sms_template, changes);
}

Result<bool> remove_message_entry(db::Connection& connection, std::int64_t tenant, std::string_view list,
                                  std::string_view name) {
    if (list != "sms_template" && list != "sms_signature") {
        return false;
    }
    YH_TRY(const auto gone,
           connection.run(fmt::format("DELETE FROM {}s WHERE tenant_id = ? AND name = ?", list), tenant, name));
    return gone == 1;
}

}  // namespace yh::office::settings
