#include <fmt/format.h>

#include <algorithm>

#include "office/people/address_range.h"
#include "office/people/rights.h"
#include "office/settings/tenant_check.h"

// Roles come before departments, departments before the people in them (R258): a person names what is declared.
namespace yh::office::settings {

namespace {

// Codes stand in addresses.
bool is_code(const std::string& text) {
    constexpr std::size_t longest = 40;
    return text.size() <= longest && std::ranges::all_of(text, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                      c == '_';
           });
}

/// Whether following `parent` from this department never ends.
bool is_in_circle(const std::vector<SiteDepartment>& all, const SiteDepartment& department) {
    const auto* at = &department;
    for (std::size_t steps = 0; steps <= all.size(); ++steps) {
        const auto parent = std::ranges::find(all, at->parent, &SiteDepartment::code);
        if (at->parent.empty() || parent == all.end()) {
            return false;
        }
        at = &*parent;
    }
    return true;
}

}  // namespace

void TenantCheck::code_and_name(const std::string& code, const std::string& name, Names& codes, Names& names) {
    once("code", code, codes);
    if (!is_code(code)) {
        note("code", "config.malformed", "a code is made of letters, digits, '-' and '_'");
    }
    once("name", name, names);
}

void TenantCheck::roles() {
    Names names;
    for (std::size_t i = 0; i < tenant_.role.size(); ++i) {
        const auto& role = tenant_.role[i];
        at("role", i, role.code);
        code_and_name(role.code, role.name, roles_, names);
        if (role.code == "agent" || role.code == "leader" || role.code == "admin") {
            note("code", "config.reserved", fmt::format("{} is a role that exists always", role.code));
        }
        Names seen;
        for (std::size_t right = 0; right < role.rights.size(); ++right) {
            const auto& key = role.rights[right];
            if (people::find_right(key) == nullptr) {
                note(fmt::format("rights[{}]", right), "config.unknown_right",
                     fmt::format("no right is called {}", key));
            } else if (!seen.insert(key).second) {
                note(fmt::format("rights[{}]", right), "config.twice", fmt::format("{} is named twice", key));
            }
        }
        role_fields(role);
    }
}

void TenantCheck::role_fields(const SiteRole& role) {
    Names seen;
    const auto check = [&](std::string_view list, const std::vector<std::string>& keys, bool hides) {
        for (std::size_t i = 0; i < keys.size(); ++i) {
            const auto* line = people::find_field(keys[i]);
            const auto place = fmt::format("{}[{}]", list, i);
            if (line == nullptr) {
                note(place, "config.unknown_field", fmt::format("no field is called {}", keys[i]));
            } else if (hides && !line->hideable) {
                note(place, "config.not_hideable",
                     fmt::format("{} can be kept from being changed, not hidden", keys[i]));
            } else if (!seen.insert(keys[i]).second) {
                note(place, "config.twice", fmt::format("{} is named twice", keys[i]));
            }
        }
    };
    check("hidden_fields", role.hidden_fields, true);
    check("fixed_fields", role.fixed_fields, false);
}

void TenantCheck::departments() {
    for (const auto& department : tenant_.department) {
        departments_.insert(department.code);
    }
    Names codes;
    Names names;
    for (std::size_t i = 0; i < tenant_.department.size(); ++i) {
        const auto& department = tenant_.department[i];
        at("department", i, department.code);
        code_and_name(department.code, department.name, codes, names);
        if (!department.parent.empty() && !departments_.contains(department.parent)) {
            note("parent", "config.unknown_department",
                 fmt::format("department '{}' is not declared", department.parent));
        } else if (is_in_circle(tenant_.department, department)) {
            note("parent", "config.circle", fmt::format("department {} would stand above itself", department.code));
        }
        Names seen;
        for (std::size_t manager = 0; manager < department.managers.size(); ++manager) {
            const auto& number = department.managers[manager];
            if (!users_.contains(number)) {
                note(fmt::format("managers[{}]", manager), "config.unknown_user",
                     fmt::format("manager {} is not a user", number));
            } else if (!seen.insert(number).second) {
                note(fmt::format("managers[{}]", manager), "config.twice",
                     fmt::format("manager {} is named twice", number));
            }
        }
    }
}

void TenantCheck::sign_in() {
    if (!tenant_.sign_in) {
        return;
    }
    at("sign_in", 0, "sign_in");
    const auto& rules = *tenant_.sign_in;
    for (std::size_t i = 0; i < rules.allow_from.size(); ++i) {
        if (!people::AddressRange::parse(rules.allow_from[i])) {
            note(fmt::format("allow_from[{}]", i), "config.malformed",
                 fmt::format("'{}' is no address and no range of addresses", rules.allow_from[i]));
        }
    }
    constexpr std::size_t most_ranges = 200;
    if (rules.allow_from.size() > most_ranges) {
        note("allow_from", "config.out_of_range", "at most 200 addresses or ranges");
    }
    constexpr std::size_t longest_text = 400;
    if (rules.sms_text.find("{code}") == std::string::npos || rules.sms_text.size() > longest_text) {
        note("sms_text", "config.needs_code", "the text holds {code}, and is short");
    }
    if (rules.sms && tenant_.sms && !tenant_.sms->enabled) {
        note("sms", "sms.no_gateway", "codes by SMS need a gateway for texts");
    }
}

void TenantCheck::belongings(const SiteUser& user) {
    if (!user.custom_role.empty() && !roles_.contains(user.custom_role)) {
        note("custom_role", "config.unknown_role", fmt::format("role '{}' is not declared", user.custom_role));
    }
    if (!user.department.empty() && !departments_.contains(user.department)) {
        note("department", "config.unknown_department",
             fmt::format("department '{}' is not declared", user.department));
    }
    const auto sign = user.email.find('@');
    const bool shaped = sign != std::string::npos && sign > 0 && sign + 1 < user.email.size() &&
                        user.email.find_first_of(" \t,;<>\"") == std::string::npos;
    if (!user.email.empty() && !shaped) {
        note("email", "config.malformed", fmt::format("'{}' is no e-mail address", user.email));
    }
}

}  // namespace yh::office::settings
