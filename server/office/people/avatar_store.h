#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "db/connection.h"

// Pictures of people: files below DATA/avatars, named by the person's id, and in the database since when. Thread of
// all: one that may block.
namespace yh::office::people {

/// Writes the file beside its place, moves it there, then says so in the database: nothing half is ever shown. May run
/// several times. Error: avatar.not_stored.
Result<bool> keep_avatar(db::Connection& connection, const std::string& folder, std::int64_t user,
                         std::string_view bytes, std::int64_t now_ms);
Result<bool> forget_avatar(db::Connection& connection, const std::string& folder, std::int64_t user);

struct AvatarFile {
    std::string path;
    std::string type;
};
/// Somebody's of this company; none: no such person, or no picture.
Result<std::optional<AvatarFile>> find_avatar(db::Connection& connection, const std::string& folder,
                                              std::int64_t tenant, std::string_view number);

}  // namespace yh::office::people
