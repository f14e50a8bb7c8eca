#include "office/settings/site_toml.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <type_traits>

#include "base/json.h"
#include "office/settings/described_toml.h"
#include "office/settings/site_check.h"

namespace yh::office::settings {

namespace {

/// Says at which line an entry of a list stands: checks know entries by list and index only.
std::size_t line_of(const toml::table& root, const SitePlace& place) {
    const auto* node = root["tenant"][place.tenant].node();
    if (node != nullptr && !place.list.empty()) {
        if (const auto* entry = toml::node_view<const toml::node>{node}[place.list][place.index].node()) {
            node = entry;
        }
    }
    return node == nullptr ? 1 : node->source().begin.line;
}

void append_text(std::string& out, std::string_view text) {
    append_json(out, text);
}

template <class T>
void append_value(std::string& out, const T& value) {
    if constexpr (ListType<T>) {
        out += '[';
        for (std::size_t i = 0; i < value.size(); ++i) {
            out += i == 0 ? "" : ", ";
            append_value(out, value[i]);
        }
        out += ']';
    } else if constexpr (std::is_same_v<T, SiteMember>) {
        if (value == SiteMember{value.user, 0, 0}) {
            append_text(out, value.user);
        } else {
            out += "{ user = ";
            append_text(out, value.user);
            out += fmt::format(", penalty = {}, skill_level = {} }}", value.penalty, value.skill_level);
        }
    } else if constexpr (DescribedEnum<T>) {
        append_text(out, enum_text(value));
    } else if constexpr (std::is_same_v<T, std::string>) {
        append_text(out, value);
    } else if constexpr (std::is_same_v<T, bool>) {
        out += value ? "true" : "false";
    } else {
        out += fmt::format("{}", value);
    }
}

bool is_secret(std::string_view field) {
    return field == "password" || field == "extension_secret";
}

template <class T>
void append_entry(std::string& out, std::string_view heading, const T& entry, Secrets secrets) {
    out += fmt::format("\n[[{}]]\n", heading);
    const T defaults;
    const auto same = [&](std::string_view wanted, const auto& value) {
        bool equal = false;
        for_each_field(defaults, [&](std::string_view name, const auto& standard) {
            if constexpr (std::is_same_v<decltype(standard), decltype(value)>) {
                equal = equal || (name == wanted && standard == value);
            }
        });
        return equal;
    };
    for_each_field(entry, [&](std::string_view name, const auto& value) {
        if (same(name, value) || (secrets == Secrets::Hide && is_secret(name))) {
            return;
        }
        out += name;
        out += " = ";
        append_value(out, value);
        out += '\n';
    });
}

}  // namespace

Result<Site> read_site(std::string_view text, std::string_view file_name) {
    toml::table root;
    try {
        root = toml::parse(text, file_name);
    } catch (const toml::parse_error& error) {
        return invalid_input("site.syntax",
                             fmt::format("{}:{}: {}", file_name, error.source().begin.line, error.description()));
    }
    Site site;
    YH_CHECK(TomlReader{file_name}.read(root, site));
    if (const auto fault = find_fault(site)) {
        return invalid_input("site.invalid",
                             fmt::format("{}:{}: {}", file_name, line_of(root, fault->place), fault->what));
    }
    return site;
}

std::string write_site(const Site& site, Secrets secrets) {
    std::string out;
    for (const auto& tenant : site.tenant) {
        out += "[[tenant]]\ncode = ";
        append_text(out, tenant.code);
        out += "\nname = ";
        append_text(out, tenant.name);
        out += "\nstate_after_login = ";
        append_text(out, enum_text(tenant.state_after_login));
        out += '\n';
        const auto append_all = [&](std::string_view heading, const auto& entries) {
            for (const auto& entry : entries) {
                append_entry(out, heading, entry, secrets);
            }
        };
        append_all("tenant.user", tenant.user);
        append_all("tenant.trunk", tenant.trunk);
        append_all("tenant.queue", tenant.queue);
        append_all("tenant.inbound", tenant.inbound);
        append_all("tenant.outbound", tenant.outbound);
        out += '\n';
    }
    return out;
}

}  // namespace yh::office::settings
