#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "db/connection.h"

// Times and lengths as lists show them, found by part of what is shown. A row may have eight of them, and very many
// rows are looked at: what is a part of the clock or of the calendar is counted out of the milliseconds, and only what
// is neither is written out, row by row. With PostgreSQL and SQLite alike.
namespace yh::office::lists {

/// Makes the condition that a text holds the part, and keeps its value.
using Like = std::function<std::string(const std::string& sql)>;

/// When a time, 2026-11-21 14:52:07, shows `part` by a clock that goes so many minutes east of UTC; empty: none does.
std::string time_shows(std::string_view ms, std::string_view part, std::int64_t offset_min, db::Engine engine,
                       const Like& like);
/// When a length, 00:06:42, shows it.
std::string length_shows(std::string_view ms, std::string_view part, db::Engine engine, const Like& like);

}  // namespace yh::office::lists
