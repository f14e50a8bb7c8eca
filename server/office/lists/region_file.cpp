#include "office/lists/region_file.h"

#include <algorithm>
#include <charconv>
#include <deque>
#include <fstream>
#include <map>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "base/shared_value.h"
#include "base/utf8.h"
#include "http/text.h"
#include "office/lists/region_table.h"

namespace yh::office::lists {

namespace {

constexpr std::size_t most_prefixes = 500'000;
constexpr std::size_t most_names = 60'000;
constexpr std::size_t longest_name_bytes = 200;
constexpr std::size_t shortest_prefix = 2;
constexpr std::size_t longest_prefix = 7;

struct OwnRegions {
    std::deque<std::string> texts;
    std::vector<std::uint32_t> prefixes;
    std::vector<std::uint16_t> places;
    std::vector<RegionName> names;
    RegionTable table{};
};

using Names = std::pair<std::string, std::string>;

bool read_line(std::string_view line, std::map<std::uint32_t, Names>& regions) {
    const auto cells = http::split(line, ',');
    if (cells.size() < 2 || cells.size() > 3) {
        return false;
    }
    const auto prefix = http::trimmed(cells[0]);
    const auto chinese = http::trimmed(cells[1]);
    const auto english = cells.size() == 3 ? http::trimmed(cells[2]) : std::string_view{};
    std::uint32_t number = 0;
    const auto read = std::from_chars(prefix.data(), prefix.data() + prefix.size(), number);
    if (prefix.size() < shortest_prefix || prefix.size() > longest_prefix || prefix.starts_with('0') ||
        read.ec != std::errc{} || read.ptr != prefix.data() + prefix.size() || chinese.empty() ||
        chinese.size() > longest_name_bytes || english.size() > longest_name_bytes || clean_utf8(line) != line) {
        return false;
    }
    regions[number] = {std::string{chinese}, std::string{english.empty() ? chinese : english}};
    return true;
}

/// English names have commas in them ("Changzhou, Jiangsu"), so that a cell may stand in quotes.
std::string without_quotes(std::string line) {
    const auto open = line.find('"');
    const auto close = line.rfind('"');
    if (open != std::string::npos && close > open) {
        auto quoted = line.substr(open + 1, close - open - 1);
        std::ranges::replace(quoted, ',', '\x1F');
        line = line.substr(0, open) + quoted + line.substr(close + 1);
    }
    return line;
}

Result<std::map<std::uint32_t, Names>> read_regions(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) {
        return invalid_input("regions.unreadable");
    }
    std::map<std::uint32_t, Names> regions;
    std::string line;
    for (std::int64_t number = 1; std::getline(file, line); ++number) {
        constexpr std::string_view mark = "\xEF\xBB\xBF";
        if (number == 1 && line.starts_with(mark)) {
            line.erase(0, mark.size());
        }
        if (line.ends_with('\r')) {
            line.pop_back();
        }
        const auto text = std::string{http::trimmed(line)};
        // A head is no prefix.
        if (text.empty() || (number == 1 && !(text.front() >= '0' && text.front() <= '9'))) {
            continue;
        }
        if (!read_line(without_quotes(text), regions)) {
            return invalid_input("regions.bad_line", std::to_string(number));
        }
        if (regions.size() > most_prefixes) {
            return invalid_input("regions.too_many");
        }
    }
    return regions.empty() ? Result<std::map<std::uint32_t, Names>>{invalid_input("regions.empty")}
                           : Result<std::map<std::uint32_t, Names>>{std::move(regions)};
}

Result<std::unique_ptr<OwnRegions>> own_regions(const std::map<std::uint32_t, Names>& regions) {
    auto own = std::make_unique<OwnRegions>();
    std::map<Names, std::uint16_t> places;
    for (const auto& [prefix, names] : regions) {
        const auto [place, is_new] = places.emplace(names, static_cast<std::uint16_t>(places.size()));
        if (is_new) {
            auto& chinese = own->texts.emplace_back(names.first);
            auto& english = own->texts.emplace_back(names.second);
            std::ranges::replace(english, '\x1F', ',');
            own->names.push_back({chinese, english});
        }
        if (places.size() > most_names) {
            return invalid_input("regions.too_many");
        }
        own->prefixes.push_back(prefix);
        own->places.push_back(place->second);
    }
    own->table = {own->prefixes, own->places, own->names};
    return own;
}

}  // namespace

Result<std::int64_t> use_region_file(const std::string& path) {
    YH_TRY(const auto regions, read_regions(path));
    YH_TRY(auto own, own_regions(regions));
    const auto count = static_cast<std::int64_t>(own->prefixes.size());
    // Names of it are handed out, so it is never freed: a megabyte for each time that somebody changes it.
    static SharedValue<std::deque<std::unique_ptr<OwnRegions>>> kept;
    use_regions(own->table);
    kept.update([&](std::deque<std::unique_ptr<OwnRegions>>& all) { all.push_back(std::move(own)); });
    return count;
}

void use_built_in_regions() {
    use_regions(region_table);
}

bool has_built_in_regions() {
    return &regions_in_use() == &region_table;
}

std::string region_csv() {
    const auto& table = regions_in_use();
    std::string text = "\xEF\xBB\xBFprefix,chinese,english\r\n";
    for (std::size_t at = 0; at < table.prefixes.size(); ++at) {
        const auto& name = table.names[table.places[at]];
        text += std::to_string(table.prefixes[at]) + ',' + std::string{name.chinese} + ",\"" +
                std::string{name.english} + "\"\r\n";
    }
    return text;
}

}  // namespace yh::office::lists
