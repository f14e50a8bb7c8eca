#include <memory>
#include <utility>

#include "office/answer.h"
#include "office/people/avatar_store.h"
#include "office/people/identity.h"
#include "office/people/own_routes.h"
#include "office/people/picture.h"

namespace yh::office::people {

namespace {

constexpr std::uint64_t most_bytes = 1024 * 1024;  // R013

/// Runs `job` on the writer's thread; when it is done the chart has the new time, and the page an answer.
template <class Job>
void change(Office& office, http::Reply reply, Job job) {
    office.writer.write(office.home, std::move(job),
                        [&office, reply = std::make_shared<http::Reply>(std::move(reply))](Result<bool> done) {
                            if (!done.ok()) {
                                reply->fail(std::move(done).error());
                                return;
                            }
                            office.on_site_changed([reply] { reply->no_content(); });
                        });
}

void put_avatar(Office& office, const http::Request& request, http::Reply reply) {
    switch (look_at_picture(request.body)) {
        case PictureFault::NoPicture:
            reply.fail(invalid_input("avatar.format"));
            return;
        case PictureFault::Broken:
            reply.fail(invalid_input("avatar.broken"));
            return;
        case PictureFault::TooLarge:
            reply.fail(invalid_input("avatar.too_large"));
            return;
        case PictureFault::None:
            break;
    }
    change(office, std::move(reply),
           [folder = office.avatars_root, user = asker(request).user.value, bytes = request.body,
            now = to_ms(office.clock.wall())](db::Connection& connection) {
               return keep_avatar(connection, folder, user, bytes, now);
           });
}

void delete_avatar(Office& office, const http::Request& request, http::Reply reply) {
    change(office, std::move(reply),
           [folder = office.avatars_root, user = asker(request).user.value](db::Connection& connection) {
               return forget_avatar(connection, folder, user);
           });
}

void show_avatar(Office& office, const http::Request& request, http::Reply reply) {
    office.readers.read(
        office.home,
        [folder = office.avatars_root, tenant = asker(request).tenant.value,
         number = std::string{request.param("number")}](db::Connection& connection) {
            return find_avatar(connection, folder, tenant, number);
        },
        [reply = std::make_shared<http::Reply>(std::move(reply))](Result<std::optional<AvatarFile>> found) {
            if (!found.ok()) {
                reply->fail(std::move(found).error());
            } else if (!*found) {
                reply->fail(not_found("avatar.none"));
            } else {
                http::FileBody file;
                file.path = (*found)->path;
                file.content_type = (*found)->type;
                reply->file(std::move(file), {{"Cache-Control", "private, max-age=86400"}});
            }
        });
}

}  // namespace

void add_avatar_routes(http::Router& router, Office& office) {
    router.add({.method = http::Method::Put,
                .pattern = "/api/v1/me/avatar",
                .permission = http::signed_in,
                .summary = {"My picture: JPEG or PNG, at most 1 MB", "上传头像"},
                .request = http::binary_schema("image/*"),
                .status = 204,
                .body_limit_bytes = most_bytes,
                .handler = on_home(office, put_avatar)});
    router.add({.method = http::Method::Delete,
                .pattern = "/api/v1/me/avatar",
                .permission = http::signed_in,
                .summary = {"No picture any more", "删除头像"},
                .status = 204,
                .handler = on_home(office, delete_avatar)});
    router.add({.pattern = "/api/v1/users/{number}/avatar",
                .permission = http::signed_in,
                .summary = {"Somebody's picture", "员工头像"},
                .response = http::binary_schema("image/*"),
                .handler = on_home(office, show_avatar)});
}

}  // namespace yh::office::people
