#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

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
    std::string what;
};

/// The first thing that would make the site meaningless: a missing or repeated name, a destination, member or trunk
/// that is not declared, a number out of range. Pure.
std::optional<SiteFault> find_fault(const Site& site);

}  // namespace yh::office::settings
