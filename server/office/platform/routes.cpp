#include "office/platform/routes.h"

#include <memory>
#include <utility>

#include "base/log.h"
#include "base/random.h"
#include "base/utf8.h"
#include "office/answer.h"
#include "office/people/identity.h"
#include "office/people/session_store.h"
#include "office/platform/key_store.h"
#include "office/settings/config_body.h"
#include "office/settings/config_revision.h"
#include "office/settings/site_messages_store.h"

namespace yh::office::platform {

namespace {

using people::asker;
using settings::SitePlatform;
using SharedReply = std::shared_ptr<http::Reply>;

SharedReply share(http::Reply&& reply) {
    return std::make_shared<http::Reply>(std::move(reply));
}

struct KeyWish {
    std::string name;
};
BOOST_DESCRIBE_STRUCT(KeyWish, (), (name))

/// The only time that the key itself is told.
struct CreatedKey {
    Id<struct KeyTag> id;
    std::string name;
    std::string key;
};
BOOST_DESCRIBE_STRUCT(CreatedKey, (), (id, name, key))

void show_platform(Office& office, const http::Request& request, http::Reply reply) {
    office.readers.read(
        office.home,
        [tenant = asker(request).tenant.value](db::Connection& connection) {
            return settings::load_platform(connection, tenant);
        },
        [shared = share(std::move(reply))](Result<std::optional<SitePlatform>> found) {
            if (found.ok()) {
                answer(*shared, found->value_or(SitePlatform{}));
            } else {
                shared->fail(std::move(found).error());
            }
        });
}

void put_platform(Office& office, const http::Request& request, http::Reply reply) {
    auto platform = settings::config_body<SitePlatform>(request, reply);
    if (!platform) {
        return;
    }
    settings::SiteEdit edit{"platform", "platform", {}};
    edit.seen = settings::seen_change(request);
    edit.make = [platform = *std::move(platform)](db::Connection&, settings::SiteTenant& tenant) -> Result<void> {
        tenant.platform = platform;
        return {};
    };
    settings::change_site(office, asker(request), std::move(edit), std::move(reply));
}

/// A whole list of the asker's company.
template <class View>
http::Handler list_of(Office& office, Result<std::vector<View>> (*find)(db::Connection&, std::int64_t)) {
    return on_home(office, [find](Office& at, const http::Request& request, http::Reply reply) {
        at.readers.read(
            at.home,
            [find, tenant = asker(request).tenant.value](db::Connection& connection) {
                return find(connection, tenant);
            },
            [shared = share(std::move(reply))](Result<std::vector<View>> found) {
                if (found.ok()) {
                    settings::answer_items(*shared, *found);
                } else {
                    shared->fail(std::move(found).error());
                }
            });
    });
}

void create(Office& office, IdMaker& ids, const http::Request& request, http::Reply reply) {
    const auto wish = body_of<KeyWish>(request, reply);
    if (!wish) {
        return;
    }
    constexpr std::size_t longest_bytes = 180;
    const bool blank = wish->name.find_first_not_of(" \t\r\n") == std::string::npos;
    if (blank || wish->name.size() > longest_bytes || !is_clean_utf8(wish->name)) {
        reply.fail(invalid_input("platform.name"));
        return;
    }
    const auto& who = asker(request);
    const auto key = std::string{key_start} + random_hex(24);
    constexpr std::size_t shown_letters = 8;
    const auto now = to_ms(office.clock.wall());
    const auto id = ids.make<Id<struct KeyTag>>(now);
    const NewKey made{id.value,
                      who.tenant.value,
                      wish->name,
                      key.substr(0, key_start.size() + shown_letters),
                      people::hash_token(key),
                      now,
                      who.user.value};
    office.writer.write(
        office.home, [made](db::Connection& connection) { return create_key(connection, made); },
        [created = CreatedKey{id, wish->name, key}, by = who.number,
         shared = share(std::move(reply))](Result<void> done) {
            if (!done.ok()) {
                shared->fail(std::move(done).error());
                return;
            }
            log().info("platform.key_created", {{"name", created.name}, {"by", by}});
            constexpr int status = 201;
            answer(*shared, created, status);
        });
}

void revoke(Office& office, const http::Request& request, http::Reply reply) {
    const auto id = parse_id(request.param("id"));
    const auto& who = asker(request);
    office.writer.write(
        office.home,
        [tenant = who.tenant.value, id = id.ok() ? *id : 0, by = who.user.value, now = to_ms(office.clock.wall())](
            db::Connection& connection) { return revoke_key(connection, tenant, id, by, now); },
        [by = who.number, shared = share(std::move(reply))](Result<bool> revoked) {
            if (!revoked.ok()) {
                shared->fail(std::move(revoked).error());
            } else if (!*revoked) {
                shared->fail(not_found("platform.unknown_key"));
            } else {
                log().info("platform.key_revoked", {{"by", by}});
                shared->no_content();
            }
        });
}

}  // namespace

void add_routes(http::Router& router, Office& office) {
    using http::Method;
    using people::rights::manage_platform;
    router.add({.pattern = "/api/v1/config/platform",
                .permission = manage_platform,
                .summary = {"Whether a management platform may reach this company", "管理平台开关与地址"},
                .response = http::schema_of<SitePlatform>(),
                .handler = on_home(office, show_platform)});
    router.add({.method = Method::Put,
                .pattern = "/api/v1/config/platform",
                .permission = manage_platform,
                .summary = {"Switch it on or off", "保存管理平台设置"},
                .request = http::schema_of<SitePlatform>(),
                .status = 204,
                .handler = on_home(office, put_platform)});
    router.add({.pattern = "/api/v1/platform/keys",
                .permission = manage_platform,
                .summary = {"The platform's keys", "管理密钥"},
                .response = settings::items_of<KeyView>(),
                .handler = list_of<KeyView>(office, &list_keys)});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/platform/keys",
                .permission = manage_platform,
                .summary = {"A new key, told this once", "新建管理密钥（只显示一次）"},
                .request = http::schema_of<KeyWish>(),
                .response = http::schema_of<CreatedKey>(),
                .status = 201,
                .handler = on_home(office, [ids = std::make_shared<IdMaker>()](Office& at, const http::Request& request,
                                                                               http::Reply reply) {
                    create(at, *ids, request, std::move(reply));
                })});
    router.add({.method = Method::Delete,
                .pattern = "/api/v1/platform/keys/{id}",
                .permission = manage_platform,
                .summary = {"Revoke a key", "吊销管理密钥"},
                .status = 204,
                .handler = on_home(office, revoke)});
    router.add({.pattern = "/api/v1/platform/uses",
                .permission = manage_platform,
                .summary = {"How the keys were used lately", "管理密钥使用记录"},
                .response = settings::items_of<UseView>(),
                .handler = list_of<UseView>(office, &list_uses)});
}

}  // namespace yh::office::platform
