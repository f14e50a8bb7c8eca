#include "office/lists/region.h"

#include <algorithm>
#include <charconv>
#include <string>

#include "base/shared_value.h"
#include "model/telephone_number.h"
#include "office/lists/region_table.h"

namespace yh::office::lists {

namespace {

constexpr std::size_t mobile_digits = 11;
constexpr std::size_t longest_prefix = 7;
constexpr std::size_t shortest_prefix = 2;

/// The digits behind the country and the 0 of an area code; empty: no mobile and no line with its area.
std::string_view national_part(std::string_view normal) {
    if (normal.starts_with('0')) {
        return normal.substr(1);
    }
    return normal.size() == mobile_digits && normal.starts_with('1') ? normal : std::string_view{};
}

/// One for the whole process, like the table that is built in: where numbers belong is the same for every company.
SharedValue<const RegionTable*>& in_use() {
    static SharedValue<const RegionTable*> table{&region_table};
    return table;
}

}  // namespace

const RegionTable& regions_in_use() {
    return *in_use().get();
}

void use_regions(const RegionTable& table) {
    in_use().update([&](const RegionTable*& used) { used = &table; });
}

RegionName region_of(std::string_view number) {
    const auto normal = model::normal_number(number);
    const auto national = national_part(normal);
    if (!model::is_telephone_number(normal) || national.starts_with('0')) {
        return {};
    }
    const auto& [prefixes, places, names] = regions_in_use();
    for (auto length = std::min(longest_prefix, national.size()); length >= shortest_prefix; --length) {
        std::uint32_t prefix = 0;
        std::from_chars(national.data(), national.data() + length, prefix);
        const auto found = std::ranges::lower_bound(prefixes, prefix);
        if (found != prefixes.end() && *found == prefix) {
            return names[places[static_cast<std::size_t>(found - prefixes.begin())]];
        }
    }
    return {};
}

}  // namespace yh::office::lists
