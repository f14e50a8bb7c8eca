#include <algorithm>
#include <memory>
#include <utility>

#include "base/log.h"
#include "office/answer.h"
#include "office/people/address_range.h"
#include "office/people/session_store.h"
#include "office/people/two_factor_store.h"
#include "office/settings/config_audit.h"
#include "office/settings/config_body.h"
#include "office/settings/config_change.h"
#include "office/settings/config_revision.h"
#include "office/settings/people_guard.h"
#include "office/settings/people_routes.h"
#include "office/settings/site_messages_store.h"
#include "office/settings/site_store.h"

// How people of a company may sign in, and how somebody who lost his app is let in again.
namespace yh::office::settings {

namespace {

using people::AddressRange;
using people::asker;
using people::SignInRules;

/// The rules, and from where the asker comes: so that nobody shuts himself out unseen.
struct SignInRulesView : SignInRules {
    std::string your_address;
};
BOOST_DESCRIBE_STRUCT(SignInRulesView, (SignInRules), (your_address))

void show_rules(Office& office, const http::Request& request, http::Reply reply) {
    office.readers.read(
        office.home,
        [tenant = asker(request).tenant.value](db::Connection& connection) {
            return load_sign_in_rules(connection, tenant);
        },
        [address = request.peer.address,
         reply = std::make_shared<http::Reply>(std::move(reply))](Result<std::optional<SignInRules>> found) {
            if (!found.ok()) {
                reply->fail(std::move(found).error());
                return;
            }
            SignInRulesView view;
            static_cast<SignInRules&>(view) = found->value_or(SignInRules{});
            view.your_address = address;
            answer(*reply, view);
        });
}

/// What cannot be read is found by the check of the site.
std::vector<AddressRange> ranges_of(const SignInRules& rules) {
    std::vector<AddressRange> ranges;
    for (const auto& text : rules.allow_from) {
        if (const auto range = AddressRange::parse(text)) {
            ranges.push_back(*range);
        }
    }
    return ranges;
}

void put_rules(Office& office, const http::Request& request, http::Reply reply) {
    auto rules = config_body<SignInRules>(request, reply);
    if (!rules) {
        return;
    }
    auto ranges = ranges_of(*rules);
    if (ranges.size() == rules->allow_from.size() && !people::is_allowed_from(ranges, request.peer.address)) {
        refuse_fields(reply, {{"allow_from", "sign_in.shuts_you_out"}});
        return;
    }
    SiteEdit edit{"sign_in", "sign_in", {}};
    edit.seen = seen_change(request);
    edit.also = [ranges = std::move(ranges), now = to_ms(office.clock.wall())](db::Connection& connection,
                                                                               std::int64_t tenant) -> Result<void> {
        return people::end_sessions_from(
            connection, tenant, [&](std::string_view address) { return people::is_allowed_from(ranges, address); },
            now);
    };
    edit.make = [rules = *std::move(rules)](db::Connection&, SiteTenant& tenant) -> Result<void> {
        if (rules.sms && !(tenant.sms && tenant.sms->enabled)) {
            return conflict("sms.no_gateway");
        }
        tenant.sign_in = rules;
        return {};
    };
    change_site(office, asker(request), std::move(edit), std::move(reply));
}

/// Why not, if somebody may not take this person's second factor away.
std::optional<Error> removal_refused(const people::SignedIn& who, const SiteTenant& tenant, std::string_view number) {
    const auto user = std::ranges::find(tenant.user, number, &SiteUser::number);
    if (user == tenant.user.end()) {
        return not_found("user.unknown");
    }
    if (user->number == who.number) {
        return conflict("two_factor.own");
    }
    if (!rights_in(tenant, *user).within(who.rights()) || data_in(tenant, *user) > who.data()) {
        return Error{ErrorKind::Forbidden, "rights.beyond_yours", {}};
    }
    return std::nullopt;
}

/// A refusal is a value: a person's mistake is no trouble of the database.
Result<std::optional<Error>> remove_two_factor(db::Connection& connection, const people::SignedIn& who,
                                               const std::string& number, std::int64_t now_ms) {
    YH_TRY(const auto tenant, load_tenant(connection, who.tenant.value));
    if (auto refusal = removal_refused(who, tenant, number)) {
        return refusal;
    }
    YH_TRY(const auto user, connection.one<std::int64_t>("SELECT id FROM users WHERE tenant_id = ? AND number = ?",
                                                         who.tenant.value, number));
    YH_TRY(const bool was_on, people::forget_two_factor(connection, user));
    if (!was_on) {
        return std::optional{conflict("two_factor.off")};
    }
    YH_CHECK(note_config_change(connection, who.tenant.value, who.user.value, "user", number, R"({"two_factor":true})",
                                R"({"two_factor":false})", now_ms));
    return std::optional<Error>{};
}

void take_two_factor(Office& office, const http::Request& request, http::Reply reply) {
    office.writer.write(
        office.home,
        [who = asker(request), number = std::string{request.param("number")}, now = to_ms(office.clock.wall())](
            db::Connection& connection) { return remove_two_factor(connection, who, number, now); },
        [by = asker(request).number, number = std::string{request.param("number")},
         reply = std::make_shared<http::Reply>(std::move(reply))](Result<std::optional<Error>> done) {
            if (!done.ok()) {
                reply->fail(std::move(done).error());
            } else if (*done) {
                reply->fail(**std::move(done));
            } else {
                log().warn("two_factor.taken_away", {{"user", number}, {"by", by}});
                reply->no_content();
            }
        });
}

}  // namespace

void add_sign_in_routes(http::Router& router, Office& office) {
    using http::Method;
    const std::string pattern = "/api/v1/config/sign-in";
    router.add({.pattern = pattern,
                .permission = people::rights::configure,
                .summary = {"How people may sign in", "登录安全设置"},
                .response = http::schema_of<SignInRulesView>(),
                .handler = on_home(office, show_rules)});
    router.add({.method = Method::Put,
                .pattern = pattern,
                .permission = people::rights::configure,
                .summary = {"Change it; sessions from where nobody may come any more end", "保存登录安全设置"},
                .request = http::schema_of<SignInRules>(),
                .status = 204,
                .handler = on_home(office, put_rules)});
    router.add({.method = Method::Delete,
                .pattern = "/api/v1/users/{number}/two-factor",
                .permission = people::rights::manage_people,
                .summary = {"Take somebody's second factor away", "取消员工的两步验证"},
                .status = 204,
                .handler = on_home(office, take_two_factor)});
}

}  // namespace yh::office::settings
