#include <algorithm>
#include <memory>
#include <utility>

#include "office/answer.h"
#include "office/settings/config_body.h"
#include "office/settings/config_change.h"
#include "office/settings/people_routes.h"
#include "office/settings/site_store.h"

// What a person may change about himself (R013); the name is the administrator's.
namespace yh::office::settings {

namespace {

struct Profile {
    std::string name;  ///< read only
    std::string nickname;
    std::string email;
    std::string mobile;
    AfterCall after_call = AfterCall::Ready;
};
BOOST_DESCRIBE_STRUCT(Profile, (), (name, nickname, email, mobile, after_call))

bool is_mobile(const std::string& text) {
    constexpr std::size_t shortest = 3;
    constexpr std::size_t longest = 20;
    return text.empty() || (text.size() >= shortest && text.size() <= longest &&
                            text.find_first_not_of("0123456789", text[0] == '+' ? 1 : 0) == std::string::npos);
}

void show_profile(Office& office, const http::Request& request, http::Reply reply) {
    office.readers.read(
        office.home,
        [tenant = people::asker(request).tenant.value](db::Connection& connection) {
            return load_tenant(connection, tenant);
        },
        [number = people::asker(request).number,
         reply = std::make_shared<http::Reply>(std::move(reply))](Result<SiteTenant> tenant) {
            if (!tenant.ok()) {
                reply->fail(std::move(tenant).error());
                return;
            }
            const auto me = std::ranges::find(tenant->user, number, &SiteUser::number);
            if (me == tenant->user.end()) {
                reply->fail(not_found("user.gone"));
                return;
            }
            answer(*reply, Profile{me->name, me->nickname, me->email, me->mobile, me->after_call});
        });
}

void put_profile(Office& office, const http::Request& request, http::Reply reply) {
    auto profile = config_body<Profile>(request, reply);
    if (!profile) {
        return;
    }
    if (!is_mobile(profile->mobile)) {
        refuse_fields(reply, {{"mobile", "config.malformed"}});
        return;
    }
    const auto& who = people::asker(request);
    SiteEdit edit{"user", who.number, {}};
    edit.make = [number = who.number, profile = *std::move(profile)](db::Connection&,
                                                                     SiteTenant& tenant) -> Result<void> {
        const auto me = std::ranges::find(tenant.user, number, &SiteUser::number);
        if (me == tenant.user.end()) {
            return not_found("user.gone");
        }
        me->nickname = profile.nickname;
        me->email = profile.email;
        me->mobile = profile.mobile;
        me->after_call = profile.after_call;
        return {};
    };
    change_site(office, who, std::move(edit), std::move(reply));
}

}  // namespace

void add_profile_routes(http::Router& router, Office& office) {
    const std::string pattern = "/api/v1/me/profile";
    router.add({.pattern = pattern,
                .permission = http::signed_in,
                .summary = {"What I may change about myself", "个人设置"},
                .response = http::schema_of<Profile>(),
                .handler = on_home(office, show_profile)});
    router.add({.method = http::Method::Put,
                .pattern = pattern,
                .permission = http::signed_in,
                .summary = {"Change it", "保存个人设置"},
                .request = http::schema_of<Profile>(),
                .status = 204,
                .handler = on_home(office, put_profile)});
}

}  // namespace yh::office::settings
