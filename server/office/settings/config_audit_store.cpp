#include <algorithm>
#include <map>
#include <utility>

#include "base/describe.h"
#include "base/json.h"
#include "office/settings/config_audit.h"

namespace yh::office::settings {

namespace {

enum class ChangeAction { Added, Changed, Removed };
BOOST_DESCRIBE_ENUM(ChangeAction, Added, Changed, Removed)

struct ConfigChangeRow {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::optional<std::int64_t> user_id;
    std::int64_t at_ms = 0;
    std::string place;
    std::string name;
    ChangeAction action = ChangeAction::Changed;
    std::string old_value;
    std::string new_value;
};
BOOST_DESCRIBE_STRUCT(ConfigChangeRow, (), (id, tenant_id, user_id, at_ms, place, name, action, old_value, new_value))

bool is_secret(std::string_view field) {
    return field.find("password") != std::string_view::npos || field.find("secret") != std::string_view::npos ||
           field.find("token") != std::string_view::npos;
}

/// Takes what is secret out of a value and everything below it.
template <class T>
void hide_secrets(T& value, std::string_view field = {}) {
    if constexpr (std::is_same_v<T, std::string>) {
        if (is_secret(field) && !value.empty()) {
            value = "(secret)";
        }
    } else if constexpr (ListType<T>) {
        for (auto&& each : value) {
            if constexpr (std::is_lvalue_reference_v<decltype(each)>) {
                hide_secrets(each, field);
            }
        }
    } else if constexpr (OptionalType<T>) {
        if (value) {
            hide_secrets(*value, field);
        }
    } else if constexpr (DescribedStruct<T> && !IdType<T> && !TextType<T>) {
        for_each_field(value, [](std::string_view name, auto& inner) { hide_secrets(inner, name); });
    }
}

template <class T>
std::string name_of(const T& entry) {
    if constexpr (requires { entry.number; }) {
        return entry.number;
    } else if constexpr (requires { entry.code; }) {
        return entry.code;
    } else if constexpr (requires { entry.did; }) {
        return entry.did;
    } else if constexpr (requires { entry.name; }) {
        return entry.name;
    } else if constexpr (requires { entry.pattern; }) {
        return entry.pattern;
    } else {
        return {};
    }
}

/// One entry: as it is compared, and as it may be shown.
struct Entry {
    std::string whole;
    std::string shown;
};
using Place = std::pair<std::string, std::string>;  // list and name
using Entries = std::map<Place, Entry>;

template <class T>
Entry entry_of(const T& value) {
    auto shown = value;
    hide_secrets(shown);
    return {to_json(value), to_json(shown)};
}

/// A tenant as its entries; the plain fields of the company itself are entries without a name.
Entries entries_of(const SiteTenant& tenant) {
    Entries entries;
    for_each_field(tenant, [&](std::string_view field, const auto& value) {
        using Value = std::remove_cvref_t<decltype(value)>;
        if constexpr (ListType<Value>) {
            for (const auto& each : value) {
                auto name = name_of(each);
                while (entries.contains({std::string{field}, name})) {
                    name += '+';  // two rules for one pattern
                }
                entries.emplace(Place{field, std::move(name)}, entry_of(each));
            }
        } else if constexpr (OptionalType<Value>) {
            if (value) {
                entries.emplace(Place{field, ""}, entry_of(*value));
            }
        } else {
            entries.emplace(Place{field, ""}, entry_of(value));
        }
    });
    return entries;
}

/// Whether a line of apply_site tells of this entry: "~ user 10001 password_hash".
bool tells_of(const std::string& change, const Place& place) {
    const auto start = "~ " + place.first + ' ' + place.second + ' ';
    return !place.second.empty() && change.starts_with(start);
}

class Auditor {
  public:
    Auditor(db::Connection& connection, const Author& author, std::int64_t at_ms)
        : db_{connection}, author_{author}, at_ms_{at_ms} {}

    Result<void> write(const SiteTenant& before, const SiteTenant& after, const std::vector<std::string>& changes) {
        YH_TRY(tenant_, db_.one<std::int64_t>("SELECT id FROM tenants WHERE code = ?", after.code));
        YH_TRY(newest_, db_.one<std::int64_t>("SELECT COALESCE(MAX(id), 0) FROM config_changes"));
        const auto old_entries = entries_of(before);
        const auto new_entries = entries_of(after);
        for (const auto& [place, entry] : new_entries) {
            const auto old = old_entries.find(place);
            if (old == old_entries.end()) {
                YH_CHECK(note(place, ChangeAction::Added, "", entry.shown));
            } else if (old->second.whole != entry.whole ||
                       std::ranges::any_of(changes, [&](const auto& line) { return tells_of(line, place); })) {
                YH_CHECK(note(place, ChangeAction::Changed, old->second.shown, entry.shown));
            }
        }
        for (const auto& [place, entry] : old_entries) {
            if (!new_entries.contains(place)) {
                YH_CHECK(note(place, ChangeAction::Removed, entry.shown, ""));
            }
        }
        return {};
    }

  private:
    Result<void> note(const Place& place, ChangeAction action, std::string old_value, std::string new_value) {
        newest_ = std::max(newest_ + 1, IdMaker{}.make<Id<struct ChangeTag>>(at_ms_).value);
        return db_.insert("config_changes",
                          ConfigChangeRow{newest_, tenant_, author_, at_ms_, place.first, place.second, action,
                                          std::move(old_value), std::move(new_value)});
    }

    db::Connection& db_;
    const Author& author_;
    const std::int64_t at_ms_;
    std::int64_t tenant_ = 0;
    std::int64_t newest_ = 0;
};

}  // namespace

Result<void> write_audit(db::Connection& connection, const Site& before, const Site& after,
                         const std::vector<std::string>& changes, const Author& author, std::int64_t at_ms) {
    Auditor auditor{connection, author, at_ms};
    for (const auto& tenant : after.tenant) {
        const auto old = std::ranges::find(before.tenant, tenant.code, &SiteTenant::code);
        YH_CHECK(auditor.write(old == before.tenant.end() ? SiteTenant{} : *old, tenant, changes));
    }
    return {};
}

Result<void> note_config_change(db::Connection& connection, std::int64_t tenant, const Author& author,
                                std::string_view place, std::string_view name, std::string old_value,
                                std::string new_value, std::int64_t at_ms) {
    YH_TRY(const auto newest, connection.one<std::int64_t>("SELECT COALESCE(MAX(id), 0) FROM config_changes"));
    const auto id = std::max(newest + 1, IdMaker{}.make<Id<struct ChangeTag>>(at_ms).value);
    const auto action = old_value.empty()   ? ChangeAction::Added
                        : new_value.empty() ? ChangeAction::Removed
                                            : ChangeAction::Changed;
    return connection.insert("config_changes",
                             ConfigChangeRow{id, tenant, author, at_ms, std::string{place}, std::string{name}, action,
                                             std::move(old_value), std::move(new_value)});
}

}  // namespace yh::office::settings
