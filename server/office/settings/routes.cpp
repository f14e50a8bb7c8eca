#include "office/settings/routes.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/log.h"
#include "office/answer.h"
#include "office/people/identity.h"
#include "office/settings/announcement_check.h"
#include "office/settings/site_store.h"
#include "office/settings/site_toml.h"

namespace yh::office::settings {

namespace {

struct Applied {
    std::vector<std::string> changes;
    bool dry_run = false;
};
BOOST_DESCRIBE_STRUCT(Applied, (), (changes, dry_run))

std::string code_of(const Office& office, const people::SignedIn& who) {
    const auto* tenant = office.directory->find_tenant(who.tenant);
    return tenant == nullptr ? std::string{} : tenant->code;
}

// A management platform (R035) applies secrets, and is never told any.
bool asker_is_person(const http::Request& request) {
    return bool{people::asker(request).user};
}

void apply(Office& office, const http::Request& request, http::Reply reply) {
    auto site = read_site(request.body, "site.toml");
    if (!site.ok()) {
        const auto detail = site.error().detail;
        reply.fail({ErrorKind::InvalidInput, site.error().code, detail});
        return;
    }
    const auto own = code_of(office, people::asker(request));
    for (const auto& tenant : site->tenant) {
        if (tenant.code != own) {
            reply.fail({ErrorKind::Forbidden, "site.other_tenant", tenant.code});
            return;
        }
    }
    // A file may declare people and what they may: nobody can give away more than he has.
    const bool people_in_it = std::ranges::any_of(site->tenant, [](const SiteTenant& tenant) {
        return !tenant.user.empty() || !tenant.role.empty() || !tenant.department.empty();
    });
    const auto& asker = people::asker(request);
    if (people_in_it && (!people::Rights::of(model::Role::Admin).within(asker.rights()) ||
                         asker.data() != people::DataScope::All || asker.fields != people::FieldRights{})) {
        reply.fail({ErrorKind::Forbidden, "rights.beyond_yours", {}});
        return;
    }
    const auto dry = request.arg("dry_run") ? DryRun::Yes : DryRun::No;
    office.writer.write(
        office.home,
        [site = *std::move(site), dry, author = people::asker(request).user.value](db::Connection& connection) {
            const SystemClock clock;
            IdMaker ids;
            if (auto fits = check_announcements(connection, site); !fits.ok()) {
                return Result<std::vector<std::string>>{std::move(fits).error()};
            }
            return apply_site(connection, site, dry, clock, ids, {}, author);
        },
        [&office, dry, who = people::asker(request).number,
         reply = std::make_shared<http::Reply>(std::move(reply))](Result<std::vector<std::string>> changes) {
            if (!changes.ok()) {
                reply->fail(std::move(changes).error());
                return;
            }
            const auto count = changes->size();
            const bool changed = dry == DryRun::No && !changes->empty();
            auto tell = [reply, applied = Applied{*std::move(changes), dry == DryRun::Yes}] {
                answer(*reply, applied);
            };
            if (changed) {
                log().info("site.applied", {{"by", who}, {"changes", count}});
                office.on_site_changed(std::move(tell));
            } else {
                tell();
            }
        });
}

void export_site(Office& office, const http::Request& request, http::Reply reply) {
    // A site with some fields of its people left out would, declared again, take them away.
    if (!people::asker(request).fields.sees_all()) {
        reply.fail({ErrorKind::Forbidden, "field.hidden", {}});
        return;
    }
    office.readers.read(
        office.home, [](db::Connection& connection) { return load_site(connection); },
        [own = code_of(office, people::asker(request)),
         secrets = request.arg("secrets") && asker_is_person(request) ? Secrets::Show : Secrets::Hide,
         reply = std::make_shared<http::Reply>(std::move(reply))](Result<Site> site) {
            if (!site.ok()) {
                reply->fail(std::move(site).error());
                return;
            }
            std::erase_if(site->tenant, [&](const SiteTenant& tenant) { return tenant.code != own; });
            reply->send({200, {{"Content-Type", "application/toml; charset=utf-8"}}, write_site(*site, secrets)});
        });
}

}  // namespace

void add_routes(http::Router& router, Office& office) {
    router.add({.method = http::Method::Post,
                .pattern = "/api/v1/site",
                .permission = people::rights::configure,
                .summary = {"Declare the site (TOML)", "声明站点配置（TOML）"},
                .query = {{"dry_run"}},
                .request = http::binary_schema("application/toml"),
                .response = http::schema_of<Applied>(),
                .handler = on_home(office, apply)});
    router.add({.method = http::Method::Get,
                .pattern = "/api/v1/site",
                .permission = people::rights::configure,
                .summary = {"The site as TOML", "导出站点配置（TOML）"},
                .query = {{"secrets"}},
                .response = http::binary_schema("application/toml"),
                .handler = on_home(office, export_site)});
}

}  // namespace yh::office::settings
