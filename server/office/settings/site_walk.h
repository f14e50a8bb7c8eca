#pragma once

#include <string>
#include <string_view>

#include "base/describe.h"
#include "base/json_types.h"

namespace yh::office::settings {

/// Calls `visit(path, value)` for every plain value below a described one. Paths are those of JSON errors:
/// "members[2].user".
template <class T, class Visit>
void walk(const T& value, const std::string& path, Visit& visit) {
    if constexpr (ListType<T>) {
        for (std::size_t i = 0; i < value.size(); ++i) {
            walk(value[i], path + '[' + std::to_string(i) + ']', visit);
        }
    } else if constexpr (OptionalType<T>) {
        if (value) {
            walk(*value, path, visit);
        }
    } else if constexpr (DescribedStruct<T>) {
        for_each_field(value, [&](std::string_view name, const auto& field) {
            walk(field, path.empty() ? std::string{name} : path + '.' + std::string{name}, visit);
        });
    } else {
        visit(path, value);
    }
}

}  // namespace yh::office::settings
