#include "office/settings/people_routes.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "office/answer.h"
#include "office/people/password.h"
#include "office/settings/config_body.h"
#include "office/settings/config_change.h"
#include "office/settings/config_revision.h"
#include "office/settings/people_guard.h"
#include "office/settings/people_list_store.h"
#include "office/settings/site_store.h"

namespace yh::office::settings {

namespace {

using http::Method;
using people::asker;
namespace rights = people::rights;

/// One of the three lists: its entries, what they are called by, its word, and who may change it.
template <class Entry>
struct PeopleList {
    std::string_view word;  ///< a literal
    std::vector<Entry> SiteTenant::*entries;
    std::string Entry::*name;
    std::string_view name_field;
    std::string_view right;
};

constexpr PeopleList<SiteUser> users{"user", &SiteTenant::user, &SiteUser::number, "number", rights::manage_people};
constexpr PeopleList<SiteRole> roles{"role", &SiteTenant::role, &SiteRole::code, "code", rights::manage_roles};
constexpr PeopleList<SiteDepartment> departments{"department", &SiteTenant::department, &SiteDepartment::code, "code",
                                                 rights::manage_departments};

/// Changes the tenant, unless what comes out goes beyond what the asker may.
template <class Change>
auto guarded(const people::SignedIn& who, Change change) {
    return [who, change = std::move(change)](db::Connection&, SiteTenant& tenant) -> Result<void> {
        const auto before = tenant;
        YH_CHECK(change(tenant));
        return check_people_change(who, before, tenant);
    };
}

template <class Entry>
void put_entry(Office& office, const PeopleList<Entry>& list, const people::SignedIn& who, Entry entry, SiteEdit edit,
               http::Reply reply) {
    edit.make = guarded(who, [list, entry = std::move(entry)](SiteTenant& tenant) -> Result<void> {
        auto& all = tenant.*list.entries;
        const auto at = std::ranges::find(all, entry.*list.name, list.name);
        if (at == all.end()) {
            all.push_back(entry);
        } else {
            *at = entry;
        }
        return {};
    });
    change_site(office, who, std::move(edit), std::move(reply));
}

/// Reads the entry that the address names, or answers what is wrong.
template <class Entry>
std::optional<Entry> entry_of(const PeopleList<Entry>& list, const http::Request& request, http::Reply& reply) {
    auto entry = config_body<Entry>(request, reply);
    if (entry && (*entry).*list.name != request.param("name")) {
        refuse_fields(reply, {{std::string{list.name_field}, "config.name_differs"}});
        return std::nullopt;
    }
    return entry;
}

template <class Entry>
void put_plain(Office& office, const PeopleList<Entry>& list, const http::Request& request, http::Reply reply) {
    if (auto entry = entry_of(list, request, reply)) {
        SiteEdit edit{list.word, (*entry).*list.name, {}};
        edit.seen = seen_change(request);
        put_entry(office, list, asker(request), *std::move(entry), std::move(edit), std::move(reply));
    }
}

/// Whoever's password was set by another, or who left, begins anew.
std::function<Result<void>(db::Connection&, std::int64_t)> end_sessions_of(std::vector<std::string> numbers) {
    return [numbers = std::move(numbers)](db::Connection& connection, std::int64_t tenant) -> Result<void> {
        for (const auto& number : numbers) {
            YH_CHECK(end_sessions(connection, tenant, number));
        }
        return {};
    };
}

/// What the asker does not see comes back empty and stays; what he sees and may not change must come back as it is.
Result<void> keep_fixed(const people::FieldRights& fields, std::string_view key, std::string& wanted,
                        const std::string& now) {
    if (!fields.sees(key) && wanted.empty()) {
        wanted = now;
    }
    if (!fields.changes(key) && wanted != now) {
        return Error{ErrorKind::Forbidden, "field.fixed", std::string{key}};
    }
    return {};
}

using Make = std::function<Result<void>(db::Connection&, SiteTenant&)>;

/// A first password counts for who has none: whoever sets one anew takes the old one away before (R006).
Make as_first_password(std::int64_t tenant, std::string number, Make make) {
    return [tenant, number = std::move(number), make = std::move(make)](db::Connection& connection,
                                                                        SiteTenant& wanted) -> Result<void> {
        YH_CHECK(make(connection, wanted));
        YH_CHECK(forget_password(connection, tenant, number));
        return {};
    };
}

void put_user(Office& office, const http::Request& request, http::Reply reply) {
    auto user = entry_of(users, request, reply);
    if (!user) {
        return;
    }
    if (!user->password.empty() && !people::is_good_password(user->password)) {
        refuse_fields(reply, {{"password", "password.weak"}});
        return;
    }
    const auto& who = asker(request);
    if (!people::may(who, rights::configure)) {
        user->extension_secret.clear();
    }
    SiteEdit edit{"user", user->number, {}};
    edit.seen = seen_change(request);
    if ((!user->password.empty() && user->number != who.number) || user->status == UserStatus::Left) {
        edit.also = end_sessions_of({user->number});
    }
    const bool resets = user->first_password && !user->password.empty();
    edit.make = guarded(who, [user = *std::move(user), fields = who.fields](SiteTenant& tenant) -> Result<void> {
        const auto at = std::ranges::find(tenant.user, user.number, &SiteUser::number);
        const auto role = std::ranges::find(tenant.role, user.custom_role, &SiteRole::code);
        auto wanted = user;
        if (role != tenant.role.end() && !user.custom_role.empty()) {
            wanted.role = role->base;
        }
        const bool is_new = at == tenant.user.end();
        YH_CHECK(
            keep_fixed(fields, people::fields::employee_mobile, wanted.mobile, is_new ? std::string{} : at->mobile));
        YH_CHECK(keep_fixed(fields, people::fields::employee_email, wanted.email, is_new ? std::string{} : at->email));
        if (is_new) {
            tenant.user.push_back(std::move(wanted));
            return {};
        }
        if (wanted.extension_secret.empty()) {
            wanted.extension_secret = at->extension_secret;
        }
        if (wanted.account.empty()) {
            wanted.account = at->account;
        }
        *at = std::move(wanted);
        return {};
    });
    if (resets) {
        edit.make = as_first_password(who.tenant.value, edit.name, std::move(edit.make));
    }
    change_site(office, who, std::move(edit), std::move(reply));
}

template <class Entry>
void delete_entry(Office& office, const PeopleList<Entry>& list, const http::Request& request, http::Reply reply) {
    SiteEdit edit{list.word, std::string{request.param("name")}, {}, true};
    edit.make = guarded(asker(request), [list, name = edit.name](SiteTenant& tenant) -> Result<void> {
        const auto gone = std::erase_if(tenant.*list.entries, [&](const Entry& one) { return one.*list.name == name; });
        return gone == 0 ? Result<void>{not_found("config.unknown")} : Result<void>{};
    });
    change_site(office, asker(request), std::move(edit), std::move(reply));
}

struct StatusWish {
    std::vector<std::string> numbers;
    UserStatus status = UserStatus::Active;
};
BOOST_DESCRIBE_STRUCT(StatusWish, (), (numbers, status))

void set_status(Office& office, const http::Request& request, http::Reply reply) {
    auto wish = body_of<StatusWish>(request, reply);
    if (!wish) {
        return;
    }
    SiteEdit edit{"user", {}, {}};
    if (wish->status == UserStatus::Left) {
        edit.also = end_sessions_of(wish->numbers);
    }
    edit.make = guarded(asker(request), [wish = *std::move(wish)](SiteTenant& tenant) -> Result<void> {
        for (const auto& number : wish.numbers) {
            const auto at = std::ranges::find(tenant.user, number, &SiteUser::number);
            if (at == tenant.user.end()) {
                return not_found("user.unknown", number);
            }
            at->status = wish.status;
        }
        return {};
    });
    change_site(office, asker(request), std::move(edit), std::move(reply));
}

template <class Find, class Show>
void answer_read(Office& office, http::Reply reply, Find find, Show show) {
    office.readers.read(office.home, std::move(find),
                        [show = std::move(show), reply = std::make_shared<http::Reply>(std::move(reply))](auto found) {
                            if (found.ok()) {
                                show(*reply, *std::move(found));
                            } else {
                                reply->fail(std::move(found).error());
                            }
                        });
}

void list_users(Office& office, const http::Request& request, http::Reply reply) {
    answer_read(
        office, std::move(reply),
        [who = asker(request), now = to_ms(office.clock.wall())](db::Connection& connection) {
            return people_of(connection, who, now);
        },
        [](http::Reply& to, const std::vector<PersonView>& found) { answer_items(to, found); });
}

void show_user(Office& office, const http::Request& request, http::Reply reply) {
    answer_read(
        office, std::move(reply),
        [tenant = asker(request).tenant.value](db::Connection& connection) { return load_tenant(connection, tenant); },
        [who = asker(request), number = std::string{request.param("name")},
         secret = people::may(asker(request), rights::configure)](http::Reply& to, SiteTenant tenant) {
            const auto at = std::ranges::find(tenant.user, number, &SiteUser::number);
            if (at == tenant.user.end()) {
                to.fail(not_found("user.unknown"));
                return;
            }
            if (!secret) {
                at->extension_secret.clear();
            }
            hide_fields(who, *at);
            answer(to, *at);
        });
}

template <class Entry>
void list_plain(Office& office, const http::Request& request, http::Reply reply,
                std::vector<Entry> SiteTenant::*entries) {
    answer_read(
        office, std::move(reply),
        [tenant = asker(request).tenant.value](db::Connection& connection) { return load_tenant(connection, tenant); },
        [entries](http::Reply& to, const SiteTenant& tenant) { answer_items(to, tenant.*entries); });
}

template <class Entry>
void add_changes(http::Router& router, Office& office, const PeopleList<Entry>& list, const std::string& pattern,
                 http::Handler put) {
    router.add({.method = Method::Put,
                .pattern = pattern + "/{name}",
                .permission = list.right,
                .summary = {"Create or replace one", "新建或修改"},
                .request = http::schema_of<Entry>(),
                .status = 204,
                .handler = std::move(put)});
    router.add({.method = Method::Delete,
                .pattern = pattern + "/{name}",
                .permission = list.right,
                .summary = {"Delete one that nothing uses", "删除（未被使用时）"},
                .status = 204,
                .handler = on_home(office, [list](Office& at, const http::Request& request, http::Reply reply) {
                    delete_entry(at, list, request, std::move(reply));
                })});
}

template <class Entry>
void add_plain(http::Router& router, Office& office, const PeopleList<Entry>& list, const std::string& pattern,
               http::Summary summary) {
    router.add({.pattern = pattern,
                .permission = rights::see_people,
                .summary = summary,
                .response = items_of<Entry>(),
                .handler = on_home(office, [list](Office& at, const http::Request& request, http::Reply reply) {
                    list_plain(at, request, std::move(reply), list.entries);
                })});
    add_changes(router, office, list, pattern,
                on_home(office, [list](Office& at, const http::Request& request, http::Reply reply) {
                    put_plain(at, list, request, std::move(reply));
                }));
}

}  // namespace

void add_people_routes(http::Router& router, Office& office) {
    const std::string pattern = "/api/v1/config/users";
    router.add({.pattern = pattern,
                .permission = rights::see_people,
                .summary = {"The employees whom I may see, without secrets", "员工列表"},
                .response = items_of<PersonView>(),
                .handler = on_home(office, list_users)});
    router.add({.pattern = pattern + "/{name}",
                .permission = rights::manage_people,
                .summary = {"One employee as configured", "员工配置"},
                .response = http::schema_of<SiteUser>(),
                .handler = on_home(office, show_user)});
    router.add({.method = Method::Post,
                .pattern = pattern + "/status",
                .permission = rights::manage_people,
                .summary = {"With the company, or no more: for several at once", "批量设置在职或离职"},
                .request = http::schema_of<StatusWish>(),
                .status = 204,
                .handler = on_home(office, set_status)});
    add_changes(router, office, users, pattern, on_home(office, put_user));
    add_plain(router, office, roles, "/api/v1/config/roles", {"The company's own roles", "自定义角色"});
    add_plain(router, office, departments, "/api/v1/config/departments", {"The departments", "部门架构"});
}

}  // namespace yh::office::settings
