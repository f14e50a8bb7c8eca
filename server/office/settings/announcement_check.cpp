#include "office/settings/announcement_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace yh::office::settings {

namespace {

constexpr std::int64_t most_ms = 10'000;
// How fast a voice reads, on the quick side: nobody is refused for what would have fitted.
constexpr std::int64_t character_ms = 150;
constexpr std::int64_t digit_ms = 300;

Result<std::int64_t> length_ms(db::Connection& connection, std::int64_t tenant, std::string_view voice) {
    constexpr std::string_view file = "prompt:";
    constexpr std::string_view text = "say:";
    if (voice.starts_with(file)) {
        // A voice that all companies share is not in the table; its length is not known here.
        return connection.one<std::int64_t>(
            "SELECT COALESCE(MAX(duration_ms), 0) FROM voices WHERE tenant_id = ? AND name = ?", tenant,
            std::string{voice.substr(file.size())});
    }
    if (voice.starts_with(text)) {
        const auto begins_character = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; };
        return std::ranges::count_if(voice.substr(text.size()), begins_character) * character_ms;
    }
    return std::int64_t{0};
}

std::int64_t number_ms(const SiteTenant& tenant) {
    std::size_t digits = 0;
    for (const auto& user : tenant.user) {
        digits = std::max(digits, user.number.size());
    }
    return static_cast<std::int64_t>(digits) * digit_ms;
}

}  // namespace

Result<std::optional<SiteFault>> find_announcement_fault(db::Connection& connection, std::int64_t tenant,
                                                         const SiteTenant& wanted) {
    if (!wanted.options) {
        return std::optional<SiteFault>{};
    }
    const auto& announcement = wanted.options->agent_announcement;
    YH_TRY(const auto start_ms, length_ms(connection, tenant, announcement.start_voice));
    YH_TRY(const auto end_ms, length_ms(connection, tenant, announcement.end_voice));
    const auto all_ms = start_ms + end_ms + (announcement.number ? number_ms(wanted) : 0);
    if (all_ms <= most_ms) {
        return std::optional<SiteFault>{};
    }
    SiteFault fault;
    fault.place.list = "options";
    fault.what = fmt::format("the agent's announcement takes {} s, and 10 s are the most", (all_ms + 999) / 1000);
    fault.code = "config.announcement_too_long";
    fault.name = "options";
    fault.field = end_ms > start_ms ? "agent_announcement.end_voice" : "agent_announcement.start_voice";
    return std::optional{std::move(fault)};
}

Result<void> check_announcements(db::Connection& connection, const Site& site) {
    for (const auto& tenant : site.tenant) {
        // A company that is new has no voices yet.
        YH_TRY(const auto known, connection.row<std::int64_t>("SELECT id FROM tenants WHERE code = ?", tenant.code));
        YH_TRY(const auto fault, find_announcement_fault(connection, known.value_or(0), tenant));
        if (fault) {
            return invalid_input(fault->code, fmt::format("tenant {}: {}", tenant.code, fault->what));
        }
    }
    return {};
}

}  // namespace yh::office::settings
