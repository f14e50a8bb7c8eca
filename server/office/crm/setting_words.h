#pragma once

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "office/crm/setting_check.h"

// The parts that checks of several settings share. Pure.
namespace yh::office::crm {

inline constexpr std::size_t longest_setting_name = 90;  // thirty Chinese characters

void trim(std::string& text);

/// Trims it; config.required, customer.too_long.
void check_name(Problems& problems, const std::string& path, std::string& name);

/// As check_name, and among `others` nobody else of this name: config.twice.
template <class T>
void check_own_name(Problems& problems, const std::vector<T>& others, T& wanted,
                    bool (*are_related)(const T&, const T&)) {
    check_name(problems, "name", wanted.name);
    const bool taken = std::ranges::any_of(others, [&](const T& other) {
        return other.id != wanted.id && other.name == wanted.name && are_related(other, wanted);
    });
    if (taken) {
        problems.push_back({"name", "config.twice"});
    }
}

void check_range(Problems& problems, const std::string& path, std::int64_t value, std::int64_t least,
                 std::int64_t most);

/// The key of a part, which rows will hold; `seen` are those of the parts before it.
void check_key(Problems& problems, const std::string& path, const std::string& key, std::set<std::string>& seen);

/// Choices of a closed field; lists of others become empty.
void check_choices(Problems& problems, const std::string& path, FieldType type, std::vector<FieldChoice>& choices);

/// Where everybody is meant nobody is named.
void check_audience(Problems& problems, const Namable& namable, const std::string& path, Audience& wanted,
                    const Audience* before);

/// 工号 of people who are there, or were named before.
void check_people(Problems& problems, const Namable& namable, const std::string& path,
                  const std::vector<std::string>& wanted, const std::vector<std::string>* before);

inline std::string path_of(std::string_view list, std::size_t index, std::string_view member = {}) {
    auto path = std::string{list} + '[' + std::to_string(index) + ']';
    return member.empty() ? path : path + '.' + std::string{member};
}

}  // namespace yh::office::crm
