#include "office/settings/voice_store.h"

#include <algorithm>
#include <utility>

#include "base/utf8.h"
#include "office/settings/site_store.h"
#include "office/settings/site_walk.h"

namespace yh::office::settings {

bool is_voice_name(std::string_view name) {
    constexpr std::size_t longest_bytes = 60;
    const auto fits = [](char c) {
        return c < 0 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_';
    };
    return !name.empty() && name.size() <= longest_bytes && is_clean_utf8(name) && std::ranges::all_of(name, fits);
}

std::vector<std::string> users_of_voice(const SiteTenant& tenant, std::string_view name) {
    const auto as_prompt = "prompt:" + std::string{name};
    const auto as_destination = "announce:" + std::string{name};
    std::vector<std::string> users;
    const auto look = [&](std::string_view user, const auto& entry) {
        bool plays = false;
        const auto compare = [&](const std::string&, const auto& value) {
            if constexpr (std::is_same_v<std::remove_cvref_t<decltype(value)>, std::string>) {
                plays = plays || value == as_prompt || value == as_destination;
            }
        };
        walk(entry, {}, compare);
        if (plays) {
            users.emplace_back(user);
        }
    };
    for (const auto& queue : tenant.queue) {
        look("queue " + queue.number, queue);
    }
    for (const auto& flow : tenant.flow) {
        look("flow " + flow.code, flow);
    }
    for (const auto& schedule : tenant.schedule) {
        look("schedule " + schedule.code, schedule);
    }
    for (const auto& route : tenant.inbound) {
        look("inbound " + route.did, route);
    }
    look("options", tenant.options);
    return users;
}

Result<std::vector<Voice>> list_voices(db::Connection& connection, std::int64_t tenant) {
    YH_TRY(const auto site, load_tenant(connection, tenant));
    YH_TRY(const auto rows,
           connection.rows<VoiceRow>("SELECT * FROM voices WHERE tenant_id = ? ORDER BY name", tenant));
    std::vector<Voice> voices;
    for (const auto& row : rows) {
        voices.push_back({row.name, row.format, row.size_bytes, row.duration_ms, users_of_voice(site, row.name)});
    }
    return voices;
}

Result<std::optional<VoiceRow>> find_voice(db::Connection& connection, std::int64_t tenant, const std::string& name) {
    return connection.row<VoiceRow>("SELECT * FROM voices WHERE tenant_id = ? AND name = ?", tenant, name);
}

Result<void> save_voice(db::Connection& connection, const VoiceRow& voice) {
    return connection.upsert("voices", voice, {"tenant_id", "name"});
}

Result<VoiceRow> remove_voice(db::Connection& connection, std::int64_t tenant, const std::string& name) {
    YH_TRY(auto voice, find_voice(connection, tenant, name));
    if (!voice) {
        return not_found("voice.unknown");
    }
    YH_TRY(const auto site, load_tenant(connection, tenant));
    if (const auto users = users_of_voice(site, name); !users.empty()) {
        return Error{ErrorKind::Conflict, "voice.in_use", users.front()};
    }
    const auto gone = connection.run("DELETE FROM voices WHERE tenant_id = ? AND name = ?", tenant, name);
    if (!gone.ok()) {
        return gone.error();
    }
    return *std::move(voice);
}

}  // namespace yh::office::settings
