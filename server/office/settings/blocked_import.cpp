#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <utility>

#include "base/log.h"
#include "office/imports/routes.h"
#include "office/settings/row_imports.h"
#include "office/settings/site_store.h"

// Numbers that shall not get through, out of a file (R183).
namespace yh::office::settings {

namespace {

using imports::Column;
using imports::Existing;
using imports::failed;
using imports::Fate;
using imports::Row;
using imports::RowFate;

enum Place : std::size_t { Pattern, Note };
constexpr std::array columns{Column{"pattern",
                                    {"号码", "Number"},
                                    {"必填；* 代表任意几位数字，? 代表一位", "Required; * any digits, ? one digit"},
                                    true,
                                    false,
                                    "电话|电话号码|手机|手机号|黑名单|phone"},
                             Column{.key = "note", .title = {"备注", "Note"}, .other_names = "原因|说明|remark"}};

/// Every inbound call is compared with each of them, on the call loop.
constexpr std::size_t most_blocked = 10'000;

/// As people write numbers: blanks, dashes and brackets go.
std::string plain(const std::string& text) {
    std::string number;
    std::ranges::copy_if(text, std::back_inserter(number),
                         [](char c) { return c != ' ' && c != '-' && c != '(' && c != ')'; });
    return number;
}

bool is_pattern(const std::string& text) {
    constexpr std::size_t longest = 40;
    const auto known = std::string_view{"0123456789*?+#"};
    const bool anything = std::ranges::any_of(text, [](char c) { return c >= '0' && c <= '9'; });
    return anything && text.size() <= longest && text.find_first_not_of(known) == std::string::npos;
}

class BlockedImporter final : public imports::Importer {
  public:
    BlockedImporter(people::SignedIn who, Existing existing) : who_{std::move(who)}, existing_{existing} {}

    std::vector<std::string> keys(const Row& row) const override { return {plain(row.cells[Pattern])}; }

    Result<std::vector<RowFate>> check(db::Connection& connection, std::span<const Row> rows) const override {
        YH_TRY(auto tenant, load_tenant(connection, who_.tenant.value));
        return take(tenant, rows);
    }

    Result<std::vector<RowFate>> carry_out(db::Connection& connection, std::span<const Row> rows,
                                           std::span<const std::int64_t>, const std::vector<std::string>&,
                                           std::int64_t) const override {
        YH_TRY(auto tenant, load_tenant(connection, who_.tenant.value));
        auto fates = take(tenant, rows);
        const SystemClock clock;
        IdMaker ids;
        YH_CHECK(apply_site(connection, Site{{std::move(tenant)}}, DryRun::No, clock, ids, {}, who_.user.value));
        return fates;
    }

    void on_end(Office& office) override {
        log().info("blocked.imported", {{"by", who_.number}, {"tenant", who_.tenant}});
        office.on_site_changed([] {});
    }

  private:
    std::vector<RowFate> take(SiteTenant& tenant, std::span<const Row> rows) const {
        std::vector<RowFate> fates;
        if (!tenant.options) {
            tenant.options.emplace();
        }
        auto& blocked = tenant.options->blocked;
        std::map<std::string, std::size_t> known;
        for (std::size_t at = 0; at < blocked.size(); ++at) {
            known.emplace(blocked[at].pattern, at);
        }
        for (const auto& row : rows) {
            const auto number = plain(row.cells[Pattern]);
            const auto& note = row.cells[Note];
            const auto at = known.find(number);
            if (!is_pattern(number)) {
                fates.push_back(failed(invalid_input("import.no_pattern"), "pattern"));
            } else if (at != known.end() && existing_ == Existing::Skip) {
                fates.push_back(failed(conflict("import.exists"), "pattern"));
            } else if (at != known.end()) {
                auto& entry = blocked[at->second];
                const bool same = note.empty() || entry.note == note;
                entry.note = same ? entry.note : note;
                fates.push_back({same ? Fate::Same : Fate::Changed, {}, {}, 0});
            } else if (blocked.size() >= most_blocked) {
                fates.push_back(failed(conflict("import.list_full"), "pattern"));
            } else {
                known.emplace(number, blocked.size());
                blocked.push_back({number, note});
                fates.push_back({Fate::Added, {}, {}, 0});
            }
        }
        return fates;
    }

    const people::SignedIn who_;
    const Existing existing_;
};

}  // namespace

void add_blocked_import(http::Router& router, Office& office) {
    imports::Kind kind;
    kind.name = "blocked-numbers";
    kind.title = {"黑名单", "Blocked numbers"};
    kind.right = people::rights::configure;
    kind.columns = columns;
    // The list is one entry of the configuration: it changes at once.
    kind.check_portion = kind.most_rows;
    kind.portion = kind.most_rows;
    kind.make = [](const Office&, const people::SignedIn& who, Existing existing) {
        return std::make_shared<BlockedImporter>(who, existing);
    };
    imports::add_kind(router, office, std::move(kind));
}

}  // namespace yh::office::settings
