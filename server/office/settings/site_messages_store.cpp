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
constexpr std::string_view popup_key = "popup";
constexpr std::string_view mail_key = "mail";
constexpr std::string_view disk_alert_key = "disk_alert";
constexpr std::string_view sign_in_key = "sign_in";  // people/chart_store.cpp reads it, too

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

/// What the site does not mention stays as it is, and so does a secret that it leaves empty.
template <class T>
Result<void> apply_mentioned(db::Connection& connection, std::int64_t tenant, std::string_view key,
                             std::optional<T> wanted, std::vector<std::string>& changes) {
    if (!wanted) {
        return {};
    }
    YH_TRY(const auto old, load_setting<T>(connection, tenant, key));
    if constexpr (requires { wanted->secret; }) {
        if (wanted->secret.empty() && old) {
            wanted->secret = old->secret;
        }
    }
    return apply_setting(connection, tenant, key, old.value_or(T{}), *wanted, changes);
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

Result<std::optional<people::SignInRules>> load_sign_in_rules(db::Connection& connection, std::int64_t tenant) {
    return load_setting<people::SignInRules>(connection, tenant, sign_in_key);
}

Result<std::optional<SitePopup>> load_popup(db::Connection& connection, std::int64_t tenant) {
    return load_setting<SitePopup>(connection, tenant, popup_key);
}

Result<std::optional<SiteMail>> load_mail(db::Connection& connection, std::int64_t tenant) {
    return load_setting<SiteMail>(connection, tenant, mail_key);
}

Result<std::optional<SiteDiskAlert>> load_disk_alert(db::Connection& connection, std::int64_t tenant) {
    return load_setting<SiteDiskAlert>(connection, tenant, disk_alert_key);
}

Result<void> load_messages(db::Connection& connection, std::int64_t tenant, SiteTenant& into) {
    YH_TRY(into.sms, load_sms(connection, tenant));
    YH_TRY(into.sms_signature, load_sms_signatures(connection, tenant));
    YH_TRY(into.sms_template, load_sms_templates(connection, tenant));
    YH_TRY(into.platform, load_platform(connection, tenant));
    YH_TRY(into.retention, load_retention(connection, tenant));
    YH_TRY(into.popup, load_popup(connection, tenant));
    YH_TRY(into.mail, load_mail(connection, tenant));
    YH_TRY(into.disk_alert, load_disk_alert(connection, tenant));
    YH_TRY(into.sign_in, load_sign_in_rules(connection, tenant));
    return {};
}

Result<void> apply_messages(db::Connection& connection, std::int64_t tenant, const SiteTenant& wanted,
                            std::vector<std::string>& changes) {
    YH_CHECK(apply_mentioned(connection, tenant, sms_key, wanted.sms, changes));
    YH_CHECK(apply_mentioned(connection, tenant, platform_key, wanted.platform, changes));
    YH_CHECK(apply_mentioned(connection, tenant, retention_key, wanted.retention, changes));
    YH_CHECK(apply_mentioned(connection, tenant, popup_key, wanted.popup, changes));
    YH_CHECK(apply_mentioned(connection, tenant, mail_key, wanted.mail, changes));
    YH_CHECK(apply_mentioned(connection, tenant, disk_alert_key, wanted.disk_alert, changes));
    YH_CHECK(apply_mentioned(connection, tenant, sign_in_key, wanted.sign_in, changes));
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
