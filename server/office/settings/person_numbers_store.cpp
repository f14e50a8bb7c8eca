#include <utility>
#include <vector>

#include "model/telephone_number.h"
#include "office/lists/where.h"
#include "office/settings/person_numbers.h"
#include "office/settings/site_load_store.h"
#include "office/settings/site_rows.h"

namespace yh::office::settings {

namespace {

struct ListedNumber {
    std::string list;  ///< "blocked", "vip"
    std::string number;
    std::string note;
};
BOOST_DESCRIBE_STRUCT(ListedNumber, (), (list, number, note))

template <class Entry>
bool is_theirs(const Entry& entry, const PersonSpan& span) {
    return model::normal_number(entry.pattern) == span.number;
}

std::vector<ListedNumber> listed(const model::TenantOptions& options, const PersonSpan& span) {
    std::vector<ListedNumber> found;
    for (const auto& one : options.blocked) {
        if (is_theirs(one, span)) {
            found.push_back({"blocked", one.pattern, one.note});
        }
    }
    for (const auto& one : options.vip) {
        if (is_theirs(one, span)) {
            found.push_back({"vip", one.pattern, one.name});
        }
    }
    return found;
}

Result<std::vector<ListedNumber>> find(db::Connection& connection, const PersonSpan& span) {
    YH_TRY(const auto options, load_options(connection, span.tenant));
    return options ? listed(*options, span) : std::vector<ListedNumber>{};
}

Result<std::vector<ErasedCount>> count(db::Connection& connection, const PersonSpan& span) {
    YH_TRY(const auto found, find(connection, span));
    return std::vector<ErasedCount>{{"lists", static_cast<std::int64_t>(found.size())}};
}

Result<PersonData> read(db::Connection& connection, const PersonSpan& span) {
    YH_TRY(const auto found, find(connection, span));
    return PersonData{{person_table("lists", found)}, {}};
}

/// What the log of the configuration says of these entries stays, without the number.
Result<void> erase_in_log(db::Connection& connection, const PersonSpan& span, const std::string& written) {
    return connection.change(
        "UPDATE config_changes SET old_value = REPLACE(old_value, ?, ''), new_value = REPLACE(new_value, ?, '') WHERE "
        "tenant_id = ? AND (old_value LIKE ? ESCAPE '!' OR new_value LIKE ? ESCAPE '!')",
        written, written, span.tenant, lists::anywhere(written), lists::anywhere(written));
}

Result<Erased> erase(db::Connection& connection, const PersonSpan& span, std::int64_t) {
    YH_CHECK(erase_in_log(connection, span, span.number));
    YH_TRY(auto options, load_options(connection, span.tenant));
    const auto found = options ? listed(*options, span) : std::vector<ListedNumber>{};
    if (found.empty()) {
        return Erased{};
    }
    for (const auto& one : found) {
        YH_CHECK(erase_in_log(connection, span, one.number));
    }
    std::erase_if(options->blocked, [&](const auto& one) { return is_theirs(one, span); });
    std::erase_if(options->vip, [&](const auto& one) { return is_theirs(one, span); });
    YH_CHECK(connection.upsert("settings", SettingRow{span.tenant, std::string{options_key}, to_json(*options)},
                               {"tenant_id", "key"}));
    return Erased{static_cast<std::int64_t>(found.size()), {}};
}

}  // namespace

constinit const PersonPart person_numbers{"lists", &count, nullptr, &read, &erase};

}  // namespace yh::office::settings
