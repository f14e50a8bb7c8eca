#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "office/settings/site.h"

// The voices (语音) of a tenant: a row of what is known, a file with the sound.
namespace yh::office::settings {

struct VoiceRow {
    std::int64_t tenant_id = 0;
    std::string name;
    std::string format;  ///< "mp3" or "wav": the file's ending, too
    std::int64_t size_bytes = 0;
    std::int64_t duration_ms = 0;
    std::int64_t created_at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(VoiceRow, (), (tenant_id, name, format, size_bytes, duration_ms, created_at_ms))

/// A voice as pages see it.
struct Voice {
    std::string name;
    std::string format;
    std::int64_t size_bytes = 0;
    std::int64_t duration_ms = 0;
    std::vector<std::string> used_by;  ///< "queue 600", "flow main", "options"; not empty: it cannot be deleted
};
BOOST_DESCRIBE_STRUCT(Voice, (), (name, format, size_bytes, duration_ms, used_by))

/// Whether a file may be called so: letters of any script, digits, '-' and '_', at most 60 bytes.
bool is_voice_name(std::string_view name);

/// Who plays a voice in this tenant; drafts of flows are not counted.
std::vector<std::string> users_of_voice(const SiteTenant& tenant, std::string_view name);

/// All of these may block.
Result<std::vector<Voice>> list_voices(db::Connection& connection, std::int64_t tenant);
Result<std::optional<VoiceRow>> find_voice(db::Connection& connection, std::int64_t tenant, const std::string& name);
Result<void> save_voice(db::Connection& connection, const VoiceRow& voice);
/// Errors: voice.unknown, voice.in_use.
Result<VoiceRow> remove_voice(db::Connection& connection, std::int64_t tenant, const std::string& name);

}  // namespace yh::office::settings
