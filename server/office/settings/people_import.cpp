#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "base/log.h"
#include "http/text.h"
#include "office/imports/routes.h"
#include "office/people/password.h"
#include "office/settings/config_change.h"
#include "office/settings/people_guard.h"
#include "office/settings/row_imports.h"
#include "office/settings/site_check.h"
#include "office/settings/site_store.h"

// Employees out of a file: each portion is a change of the site, by the same check and store as every other.
namespace yh::office::settings {

namespace {

using imports::Column;
using imports::Existing;
using imports::failed;
using imports::Fate;
using imports::Row;
using imports::RowFate;

enum Place : std::size_t {
    Number,
    Name,
    Account,
    Password,
    Role,
    Department,
    Mobile,
    Email,
    Nickname,
    Extension,
    ExtensionType
};
constexpr std::array columns{
    Column{"number", {"工号", "Number"}, {"必填，不小于 10000", "Required, 10000 or more"}, true},
    Column{"name", {"姓名", "Name"}, {"必填", "Required"}, true},
    Column{.key = "account",
           .title = {"登录账号", "Account"},
           .hint = {"留空时用工号登录", "Empty: the number"},
           .other_names = "账号"},
    Column{.key = "password",
           .title = {"初始密码", "First password"},
           .hint = {"至少 6 位，同时有字母和数字；只对新员工有效",
                    "At least six characters, letters and digits; for new employees alone"},
           .secret = true,
           .other_names = "密码|password"},
    Column{.key = "role",
           .title = {"角色", "Role"},
           .hint = {"坐席、组长、管理员，或自定义角色的名称；留空为坐席",
                    "agent, leader, admin or a role of your own; empty: agent"}},
    Column{.key = "department",
           .title = {"部门", "Department"},
           .hint = {"部门的名称或编号", "Name or code of a department"}},
    Column{.key = "mobile", .title = {"手机号", "Mobile"}, .other_names = "手机|手机号码"},
    Column{.key = "email", .title = {"邮箱", "E-mail"}, .other_names = "email|电子邮箱"},
    Column{.key = "nickname", .title = {"昵称", "Nickname"}},
    Column{.key = "extension",
           .title = {"分机", "Extension"},
           .hint = {"留空表示没有话机", "Empty: no telephone"},
           .other_names = "分机号"},
    Column{.key = "extension_type",
           .title = {"分机类型", "Extension type"},
           .hint = {"网页或 SIP；留空为网页", "web or sip; empty: web"}}};

std::optional<model::ExtensionType> extension_type_in(const std::string& text) {
    if (text.empty() || text == "网页" || text == "网页分机" || http::same_text(text, "web")) {
        return model::ExtensionType::Web;
    }
    const bool sip = http::same_text(text, "sip") || http::same_text(text, "SIP话机") || text == "SIP 话机";
    return sip ? std::optional{model::ExtensionType::Sip} : std::nullopt;
}

/// Base roles by their words, roles of the company's own by code or name. False: there is none.
bool set_role(const SiteTenant& tenant, const std::string& text, SiteUser& user) {
    constexpr std::array words{std::pair{"坐席", model::Role::Agent},   std::pair{"agent", model::Role::Agent},
                               std::pair{"组长", model::Role::Leader},  std::pair{"leader", model::Role::Leader},
                               std::pair{"管理员", model::Role::Admin}, std::pair{"admin", model::Role::Admin}};
    const auto own =
        std::ranges::find_if(tenant.role, [&](const SiteRole& role) { return role.code == text || role.name == text; });
    if (own != tenant.role.end()) {
        user.custom_role = own->code;
        user.role = own->base;
        return true;
    }
    const auto* word = std::ranges::find_if(words, [&](const auto& one) { return http::same_text(one.first, text); });
    if (word == words.end()) {
        return false;
    }
    user.role = word->second;
    user.custom_role.clear();
    return true;
}

bool is_employee_number(const std::string& text) {
    constexpr std::size_t shortest = 5;
    constexpr std::size_t longest = 12;
    return text.size() >= shortest && text.size() <= longest && text.front() != '0' &&
           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// What the rows make of the tenant.
struct People {
    SiteTenant after;
    std::vector<RowFate> fates;
};

class PeopleImporter final : public imports::Importer {
  public:
    PeopleImporter(people::SignedIn who, Existing existing, const VoiceTools& tools)
        : who_{std::move(who)}, existing_{existing}, tools_{tools} {}

    std::vector<std::string> keys(const Row& row) const override { return {row.cells[Number]}; }

    Result<std::vector<RowFate>> check(db::Connection& connection, std::span<const Row> rows) const override {
        YH_TRY(const auto company, load(connection));
        return plan(company, rows).fates;
    }

    Result<std::vector<RowFate>> carry_out(db::Connection& connection, std::span<const Row> rows,
                                           std::span<const std::int64_t>, const std::vector<std::string>& secrets,
                                           std::int64_t) const override {
        YH_TRY(const auto company, load(connection));
        auto planned = plan(company, rows);
        const SystemClock clock;
        IdMaker ids;
        YH_CHECK(apply_site(connection, Site{{only_people(std::move(planned.after), rows)}}, DryRun::No, clock, ids, {},
                            who_.user.value));
        for (std::size_t at = 0; at < rows.size(); ++at) {
            const bool has_secret = at < secrets.size() && !secrets[at].empty();
            if (planned.fates[at].fate == Fate::Added && has_secret) {
                YH_CHECK(
                    connection.run("UPDATE users SET password_hash = ?, must_change_password = ? WHERE tenant_id "
                                   "= ? AND number = ?",
                                   secrets[at], true, who_.tenant, rows[at].cells[Number]));
            }
        }
        return std::move(planned.fates);
    }

    // Hashing takes 25 ms a password, which is not for the thread that writes calls down.
    bool prepares() const override { return true; }
    std::vector<std::string> prepare(std::span<const Row> rows) const override {
        std::vector<std::string> hashes;
        for (const auto& row : rows) {
            auto hash = people::is_good_password(row.cells[Password]) ? people::hash_password(row.cells[Password])
                                                                      : Result<std::string>{std::string{}};
            hashes.push_back(hash.ok() ? *std::move(hash) : std::string{});
        }
        return hashes;
    }

    void on_end(Office& office) override {
        log().info("people.imported", {{"by", who_.number}, {"tenant", who_.tenant}});
        office.on_site_changed([] {});
    }

  private:
    struct Company {
        SiteTenant tenant;
        VoiceNames voices;
        std::vector<SiteFault> faults;  ///< that it has already
    };

    /// Ten thousand blocked numbers are no matter of people, and would be looked at for each portion anew.
    Result<Company> load(db::Connection& connection) const {
        YH_TRY(auto tenant, load_tenant(connection, who_.tenant.value));
        YH_TRY(auto voices, load_voice_names(connection, who_.tenant.value, tools_));
        if (tenant.options) {
            tenant.options->blocked.clear();
        }
        auto faults = find_faults(tenant, voices);
        return Company{std::move(tenant), std::move(voices), std::move(faults)};
    }

    /// What a site does not mention stays: the rest of the company is not written anew for a few employees.
    static SiteTenant only_people(SiteTenant after, std::span<const Row> rows) {
        SiteTenant site;
        site.code = after.code;
        site.name = after.name;
        site.state_after_login = after.state_after_login;
        site.prefer_opus = after.prefer_opus;
        site.zone = after.zone;
        site.role = std::move(after.role);
        std::set<std::string_view> numbers;
        for (const auto& row : rows) {
            numbers.insert(row.cells[Number]);
        }
        std::ranges::copy_if(after.user, std::back_inserter(site.user),
                             [&](const SiteUser& user) { return numbers.contains(user.number); });
        return site;
    }

    /// The employee as the row wants him, or what is wrong with it.
    std::optional<RowFate> read(const SiteTenant& tenant, const Row& row, bool is_new, SiteUser& user) const {
        const auto& cells = row.cells;
        if (!is_employee_number(cells[Number])) {
            return failed(invalid_input("import.employee_number"), "number");
        }
        if (cells[Name].empty()) {
            return failed(invalid_input("config.required"), "name");
        }
        if (is_new && !cells[Password].empty() && !people::is_good_password(cells[Password])) {
            return failed(invalid_input("password.weak"), "password");
        }
        if (!cells[Role].empty() && !set_role(tenant, cells[Role], user)) {
            return failed(invalid_input("config.unknown_role"), "role");
        }
        const auto department = std::ranges::find_if(tenant.department, [&](const SiteDepartment& one) {
            return one.code == cells[Department] || one.name == cells[Department];
        });
        if (!cells[Department].empty() && department == tenant.department.end()) {
            return failed(invalid_input("config.unknown_department"), "department");
        }
        const auto type = extension_type_in(cells[ExtensionType]);
        if (!type) {
            return failed(invalid_input("import.unknown_word"), "extension_type");
        }
        const auto overlay = [](std::string& field, const std::string& cell) { field = cell.empty() ? field : cell; };
        user.number = cells[Number];
        overlay(user.name, cells[Name]);
        overlay(user.account, cells[Account]);
        overlay(user.mobile, cells[Mobile]);
        overlay(user.email, cells[Email]);
        overlay(user.nickname, cells[Nickname]);
        overlay(user.extension, cells[Extension]);
        overlay(user.department, cells[Department].empty() ? std::string{} : department->code);
        if (is_new || !cells[ExtensionType].empty()) {
            user.extension_type = *type;
        }
        return std::nullopt;
    }

    RowFate place(SiteTenant& tenant, const Row& row) const {
        const auto at = std::ranges::find(tenant.user, row.cells[Number], &SiteUser::number);
        const bool is_new = at == tenant.user.end();
        if (!is_new && existing_ == Existing::Skip) {
            return failed(conflict("import.exists"), "number");
        }
        auto user = is_new ? SiteUser{} : *at;
        if (auto wrong = read(tenant, row, is_new, user)) {
            return *std::move(wrong);
        }
        if (!is_new && user == *at) {
            return {Fate::Same, {}, {}, 0};
        }
        const auto now = is_new ? SiteUser{} : *at;
        const bool same_fields = !is_new && fields_in(tenant, user) == fields_in(tenant, now);
        if (!within(tenant, user) || (!is_new && !within(tenant, now)) ||
            !(same_fields || fields_in(tenant, user).within(who_.fields))) {
            return failed({ErrorKind::Forbidden, "rights.beyond_yours", {}}, "role");
        }
        if (!who_.fields.changes(people::fields::employee_mobile) && user.mobile != now.mobile) {
            return failed({ErrorKind::Forbidden, "field.fixed", {}}, "mobile");
        }
        if (!who_.fields.changes(people::fields::employee_email) && user.email != now.email) {
            return failed({ErrorKind::Forbidden, "field.fixed", {}}, "email");
        }
        const auto fate = is_new ? Fate::Added : Fate::Changed;
        if (is_new) {
            tenant.user.push_back(std::move(user));
        } else {
            *at = std::move(user);
        }
        return {fate, {}, {}, 0};
    }

    bool within(const SiteTenant& tenant, const SiteUser& user) const {
        return rights_in(tenant, user).within(who_.rights()) && data_in(tenant, user) <= who_.data();
    }

    /// Rows that spoil the site are left out, one after the other, until what is left is whole: a row may be wrong
    /// only because of another.
    People plan(const Company& company, std::span<const Row> rows) const {
        const auto& before = company.tenant;
        std::map<std::string, RowFate> wrong;  // by 工号
        for (;;) {
            People people{before, {}};
            for (const auto& row : rows) {
                const auto known = wrong.find(row.cells[Number]);
                people.fates.push_back(known == wrong.end() ? place(people.after, row) : known->second);
            }
            const auto count = wrong.size();
            for (const auto& fault : find_faults(people.after, company.voices)) {
                note_wrong(company.faults, fault, rows, people, wrong);
            }
            if (wrong.size() > count) {
                continue;
            }
            if (const auto allowed = check_people_change(who_, before, people.after); !allowed.ok()) {
                return nothing(before, std::move(people.fates), allowed.error());
            }
            return people;
        }
    }

    static void note_wrong(const std::vector<SiteFault>& old_faults, const SiteFault& fault, std::span<const Row> rows,
                           const People& people, std::map<std::string, RowFate>& wrong) {
        const bool is_old = std::ranges::any_of(old_faults, [&](const SiteFault& old) {
            return old.place.list == fault.place.list && old.name == fault.name && old.field == fault.field &&
                   old.code == fault.code && old.what == fault.what;
        });
        if (is_old) {
            return;
        }
        const auto fate = failed(invalid_input(fault.code), fault.field);
        const bool of_row = fault.place.list == "user" &&
                            std::ranges::any_of(rows, [&](const Row& row) { return row.cells[Number] == fault.name; });
        if (of_row) {
            wrong.emplace(fault.name, fate);
            return;
        }
        // Somebody else's entry became wrong: the last row that was taken in and is not known to be wrong goes first.
        for (auto at = rows.size(); at > 0; --at) {
            const auto taken = people.fates[at - 1].fate;
            if ((taken == Fate::Added || taken == Fate::Changed) &&
                wrong.emplace(rows[at - 1].cells[Number], fate).second) {
                return;
            }
        }
    }

    /// What may not be as a whole is not begun in parts.
    static People nothing(const SiteTenant& before, std::vector<RowFate> fates, const Error& why) {
        for (auto& fate : fates) {
            if (fate.fate == Fate::Added || fate.fate == Fate::Changed) {
                fate = failed(why);
            }
        }
        return {before, std::move(fates)};
    }

    const people::SignedIn who_;
    const Existing existing_;
    const VoiceTools& tools_;
};

}  // namespace

void add_people_import(http::Router& router, Office& office) {
    imports::Kind kind;
    kind.name = "users";
    kind.title = {"员工", "Employees"};
    kind.right = people::rights::manage_people;
    kind.columns = columns;
    // The rules look at all employees together, and each portion is a change of the whole site.
    kind.most_rows = 2000;
    kind.check_portion = 2000;
    kind.portion = 200;
    kind.make = [&tools = office.voices](const Office&, const people::SignedIn& who, Existing existing) {
        return std::make_shared<PeopleImporter>(who, existing, tools);
    };
    imports::add_kind(router, office, std::move(kind));
}

}  // namespace yh::office::settings
