#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "office/lists/list.h"
#include "office/people/field_rights.h"

namespace yh::office::lists {

/// What a company's settings add to a list for one reader. Columns and filters point into `texts` and `words`: it is
/// not copied, and not changed once it is made. A value of one request; thread: any.
struct Extra {
    Extra() = default;
    Extra(const Extra&) = delete;
    Extra& operator=(const Extra&) = delete;

    std::string_view keep(std::string text) { return texts.emplace_back(std::move(text)); }

    std::deque<std::string> texts;
    std::deque<std::vector<WordTitle>> words;
    std::vector<Column> columns;
    std::vector<Filter> filters;
    std::vector<std::string_view> hidden;  ///< keys of what the reader may not see
    people::FieldRights fields;            ///< what he sees of the list's own columns
};
using ExtraPtr = std::shared_ptr<const Extra>;

}  // namespace yh::office::lists
