#pragma once

// How gateway, templates, signatures, platform, retention, ways to sign in and the advanced settings of a tenant are
// read and written. Thread of all: one that may block.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "office/settings/site.h"

namespace yh::office::settings {

/// The tenant's, with the secret; never set up: switched off.
Result<std::optional<SiteSms>> load_sms(db::Connection& connection, std::int64_t tenant);
Result<std::vector<SiteSmsTemplate>> load_sms_templates(db::Connection& connection, std::int64_t tenant);
Result<std::vector<SiteSmsSignature>> load_sms_signatures(db::Connection& connection, std::int64_t tenant);
Result<std::optional<SitePlatform>> load_platform(db::Connection& connection, std::int64_t tenant);
Result<std::optional<SiteRetention>> load_retention(db::Connection& connection, std::int64_t tenant);
Result<std::optional<SitePopup>> load_popup(db::Connection& connection, std::int64_t tenant);
/// With the secret.
Result<std::optional<SiteMail>> load_mail(db::Connection& connection, std::int64_t tenant);
Result<std::optional<SiteDiskAlert>> load_disk_alert(db::Connection& connection, std::int64_t tenant);
Result<std::optional<people::SignInRules>> load_sign_in_rules(db::Connection& connection, std::int64_t tenant);

/// All of them into the tenant that is being loaded.
Result<void> load_messages(db::Connection& connection, std::int64_t tenant, SiteTenant& into);
/// Writes what differs and says it in `changes`.
Result<void> apply_messages(db::Connection& connection, std::int64_t tenant, const SiteTenant& wanted,
                            std::vector<std::string>& changes);
/// Whether `list` is one of these; then its entry is gone.
Result<bool> remove_message_entry(db::Connection& connection, std::int64_t tenant, std::string_view list,
                                  std::string_view name);

}  // namespace yh::office::settings
