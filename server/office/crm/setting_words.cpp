#include "office/crm/setting_words.h"

#include <set>
#include <string_view>

#include "base/utf8.h"

namespace yh::office::crm {

namespace {

bool has(const std::vector<std::string>* names, const std::string& name) {
    return names != nullptr && std::ranges::find(*names, name) != names->end();
}

/// Each once, and each known or named before.
template <class Known>
void check_names(Problems& problems, const std::string& path, std::string_view unknown,
                 const std::vector<std::string>& wanted, const std::vector<std::string>* before, Known is_known) {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (!seen.insert(wanted[i]).second) {
            problems.push_back({path_of(path, i), "config.twice"});
        } else if (!is_known(wanted[i]) && !has(before, wanted[i])) {
            problems.push_back({path_of(path, i), unknown});
        }
    }
}

}  // namespace

void trim(std::string& text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    text = first == std::string::npos ? std::string{} : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

void check_name(Problems& problems, const std::string& path, std::string& name) {
    trim(name);
    if (name.empty()) {
        problems.push_back({path, "config.required"});
    } else if (name.size() > longest_setting_name) {
        problems.push_back({path, "customer.too_long"});
    } else if (!is_clean_utf8(name)) {
        problems.push_back({path, "config.malformed"});
    }
}

void check_range(Problems& problems, const std::string& path, std::int64_t value, std::int64_t least,
                 std::int64_t most) {
    if (value < least || value > most) {
        problems.push_back({path, "config.out_of_range"});
    }
}

void check_key(Problems& problems, const std::string& path, const std::string& key, std::set<std::string>& seen) {
    constexpr std::size_t longest = 20;
    if (key.empty()) {
        return;  // it is given one
    }
    if (key.size() > longest || key.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") != std::string::npos) {
        problems.push_back({path, "config.malformed"});
    } else if (!seen.insert(key).second) {
        problems.push_back({path, "config.twice"});
    }
}

bool has_choices(FieldType type) {
    return type == FieldType::Select || type == FieldType::Radio || type == FieldType::Checks;
}

void check_choices(Problems& problems, const std::string& path, FieldType type, std::vector<FieldChoice>& choices) {
    constexpr std::size_t most = 100;
    if (!has_choices(type)) {
        choices.clear();
        return;
    }
    if (choices.empty()) {
        problems.push_back({path, "config.required"});
    } else if (choices.size() > most) {
        problems.push_back({path, "crm.too_many"});
    }
    std::set<std::string> keys;
    std::set<std::string> names;
    for (std::size_t i = 0; i < choices.size(); ++i) {
        auto& one = choices[i];
        check_name(problems, path_of(path, i, "name"), one.name);
        if (!names.insert(one.name).second && !one.name.empty()) {
            problems.push_back({path_of(path, i, "name"), "config.twice"});
        }
        check_key(problems, path_of(path, i, "key"), one.key, keys);
    }
}

void check_audience(Problems& problems, const Namable& namable, const std::string& path, Audience& wanted,
                    const Audience* before) {
    if (wanted.everybody) {
        wanted = {};
        return;
    }
    check_names(problems, path + ".roles", "crm.unknown_role", wanted.roles, before ? &before->roles : nullptr,
                [&](const std::string& code) {
                    return std::ranges::find(namable.roles, code, &NamedRole::code) != namable.roles.end();
                });
    check_names(problems, path + ".departments", "crm.unknown_department", wanted.departments,
                before ? &before->departments : nullptr, [&](const std::string& id) {
                    return std::ranges::find(namable.departments, id, &NamedDepartment::id) !=
                           namable.departments.end();
                });
    check_people(problems, namable, path + ".people", wanted.people, before ? &before->people : nullptr);
}

void check_people(Problems& problems, const Namable& namable, const std::string& path,
                  const std::vector<std::string>& wanted, const std::vector<std::string>* before) {
    check_names(problems, path, "config.unknown_user", wanted, before, [&](const std::string& number) {
        return std::ranges::find(namable.people, number, &NamedPerson::number) != namable.people.end();
    });
}

}  // namespace yh::office::crm
