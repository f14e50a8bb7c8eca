#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

// Where numbers belong (归属地) as a file, so that new ranges of numbers need no new program: lines
// "prefix,中文,English", UTF-8, the prefix without the 0 of an area code. The English name may be missing.
namespace yh::office::lists {

/// Reads the file and looks into it from now on; with anything wrong in it nothing changes. Answers how many prefixes
/// it has. Errors: regions.unreadable, regions.bad_line (the detail is its number), regions.empty, regions.too_many.
/// Thread: one that may block.
Result<std::int64_t> use_region_file(const std::string& path);
/// Back to what the program was built with.
void use_built_in_regions();
bool has_built_in_regions();
/// The table in use as such a file.
std::string region_csv();

}  // namespace yh::office::lists
