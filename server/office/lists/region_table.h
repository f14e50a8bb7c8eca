#pragma once

#include <cstdint>
#include <span>

#include "office/lists/region.h"

namespace yh::office::lists {

/// National prefixes of 2 to 7 digits (without the 0 of an area code), ascending as numbers; `places[i]` is the name of
/// `prefixes[i]`. One is made when the server is built (make_region_table.py); a file can take its place
/// (region_file.h).
struct RegionTable {
    std::span<const std::uint32_t> prefixes;
    std::span<const std::uint16_t> places;
    std::span<const RegionName> names;
};
extern const RegionTable region_table;

/// The table that `region_of` looks into. It must live for ever, because names of it are handed out. Thread: any.
const RegionTable& regions_in_use();
void use_regions(const RegionTable& table);

}  // namespace yh::office::lists
