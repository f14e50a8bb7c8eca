#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"

namespace yh::office::lists {

/// Rows beyond this are not counted: nobody leafs through them one by one, and counting them takes time each time.
inline constexpr std::int64_t most_counted = 10'000;
/// Where each row must be probed for its values, so many of the newest are counted.
inline constexpr std::int64_t most_probed = 5'000;
/// The quick search looks at this many of the newest rows that fit the other conditions.
inline constexpr std::int64_t most_searched = 50'000;
/// Where each row must be probed for its values besides, at this many of the newest, whatever else was asked.
inline constexpr std::int64_t most_searched_probed = 20'000;

/// How every list answers.
template <class Row>
struct Page {
    std::vector<Row> items;
    std::int64_t total = 0;
    bool total_is_least = false;  ///< there are more than `total`
    std::int64_t page = 1;
    std::int64_t size = 10;
    std::string next;                              ///< `?after=` of the page that follows; empty: none, or unknown
    std::optional<std::int64_t> searched_from_ms;  ///< the quick search did not look at what is older

    static constexpr ShortText name_in_document = [] {
        ShortText name;
        for (const char c : yh::detail::pretty_name<Row>()) {
            name.add(c);
        }
        for (const char c : std::string_view{"Page"}) {
            name.add(c);
        }
        return name;
    }();
    static constexpr std::string_view schema_name{name_in_document.view()};

    BOOST_DESCRIBE_CLASS(Page, (), (items, total, total_is_least, page, size, next, searched_from_ms), (), ())
};

}  // namespace yh::office::lists
