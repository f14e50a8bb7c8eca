#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "base/json.h"
#include "http/text.h"
#include "office/crm/setting_rows.h"
#include "office/crm/setting_store.h"
#include "office/settings/config_audit.h"

// What service records are filled in with: one document of each company's (R076).
namespace yh::office::crm {

namespace {

constexpr std::size_t most_words = 50;
constexpr std::size_t longest_word_bytes = 60;

void check_words(std::vector<http::FieldProblem>& problems, std::string_view field, std::vector<std::string>& words) {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto path = std::string{field} + "[" + std::to_string(i) + "]";
        words[i] = std::string{http::trimmed(words[i])};
        if (words[i].empty()) {
            problems.push_back({path, "config.required"});
        } else if (words[i].size() > longest_word_bytes) {
            problems.push_back({path, "customer.too_long"});
        } else if (!seen.insert(words[i]).second) {
            problems.push_back({path, "config.twice"});
        }
    }
    if (words.size() > most_words) {
        problems.push_back({std::string{field}, "config.out_of_range"});
    }
}

SettingRow row_of_form(model::TenantId tenant, const ServiceForm& form) {
    SettingRow row;
    row.id = form.id.value;
    row.tenant_id = tenant.value;
    row.kind = service_form_word;
    row.document = to_json(form);
    return row;
}

}  // namespace

Result<Changed> save_service_form(db::Connection& connection, const people::SignedIn& who, ServiceForm wanted,
                                  IdMaker& ids, std::int64_t now_ms) {
    Changed changed;
    check_words(changed.problems, "kinds", wanted.kinds);
    check_words(changed.problems, "systems", wanted.systems);
    check_words(changed.problems, "results", wanted.results);
    if (!changed.problems.empty()) {
        return changed;
    }
    YH_TRY(auto transaction, connection.begin());
    YH_TRY(const auto book, load_book(connection, who.tenant));
    const auto before = book.service_form;
    const bool is_new = !before.id;
    wanted.id = is_new ? ids.make<SettingId>(now_ms) : before.id;
    if (is_new) {
        YH_CHECK(connection.insert("crm_settings", row_of_form(who.tenant, wanted)));
    } else {
        YH_CHECK(connection.run("UPDATE crm_settings SET document = ?, version = version + 1 WHERE id = ?",
                                to_json(wanted), wanted.id));
    }
    if (is_new || to_json(before) != to_json(wanted)) {
        YH_CHECK(settings::note_config_change(connection, who.tenant.value, who.user.value, "crm_service_form", "",
                                              is_new ? "" : to_json(before), to_json(wanted), now_ms));
    }
    YH_TRY(changed.book, load_book(connection, who.tenant));
    YH_CHECK(transaction.commit());
    changed.id = wanted.id;
    return changed;
}

}  // namespace yh::office::crm
