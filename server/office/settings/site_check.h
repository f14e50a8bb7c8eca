#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "office/settings/site.h"

namespace yh::office::settings {

/// An entry of a site: `list` is "user", "queue" …, or empty for the tenant itself.
struct SitePlace {
    std::size_t tenant = 0;
    std::string_view list;
    std::size_t index = 0;
};

struct SiteFault {
    SitePlace place;
    std::string what;       ///< for the person who wrote the file
    std::string_view code;  ///< for programs, and for sentences in both languages: "config.unknown_user"
    std::string name;       ///< of the entry: a queue's number, a flow's code …
    std::string field;      ///< inside the entry: "members[2].user"; empty: the entry itself
};

/// What a tenant may name as "prompt:NAME"; none given: every name will do.
using VoiceNames = std::optional<std::set<std::string, std::less<>>>;

/// Everything that would make the site meaningless: a missing or repeated name, a destination, member, trunk or
/// schedule that is not declared, a number out of range. Reads nothing but the system's time zones.
std::vector<SiteFault> find_faults(const Site& site);
std::vector<SiteFault> find_faults(const SiteTenant& tenant, const VoiceNames& voices);

/// The first of them.
std::optional<SiteFault> find_fault(const Site& site);

}  // namespace yh::office::settings
