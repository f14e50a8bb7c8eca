#include <utility>

#include "office/lists/list_route.h"
#include "office/tasks/announcement_store.h"
#include "office/tasks/routes.h"

namespace yh::office::tasks {

namespace {

using lists::share;
using people::asker;

struct AnnouncementList {
    std::vector<AnnouncementView> items;
};
BOOST_DESCRIBE_STRUCT(AnnouncementList, (), (items))

std::int64_t id_in(const http::Request& request) {
    const auto id = parse_id(request.param("id"));
    return id.ok() ? *id : 0;
}

void show_announcements(Office& office, const http::Request& request, http::Reply reply) {
    lists::answer_found(office, std::move(reply),
                        [who = asker(request)](db::Connection& connection) -> Result<AnnouncementList> {
                            YH_TRY(auto items, list_announcements(connection, who));
                            return AnnouncementList{std::move(items)};
                        });
}

http::Handler saver(Office& office, Reminders& reminders, bool is_new) {
    return on_home(office, [&reminders, is_new](Office& at, const http::Request& request, http::Reply reply) {
        const auto wish = body_of<AnnouncementWish>(request, reply);
        if (!wish) {
            return;
        }
        const auto id = is_new ? 0 : id_in(request);
        if (!is_new && id == 0) {
            reply.fail(not_found("announcement.unknown"));
            return;
        }
        at.writer.write(
            at.home,
            [who = asker(request), &reminders, id, wish = *wish,
             now = to_ms(at.clock.wall())](db::Connection& connection) {
                return save_announcement(connection, who, reminders.writers_ids(), id, wish, now);
            },
            [&reminders, shared = share(std::move(reply))](Result<Announced> done) {
                if (!done.ok()) {
                    shared->fail(std::move(done).error());
                } else if (done->refusal) {
                    shared->fail(*std::move(done->refusal));
                } else {
                    for (const auto person : done->people) {
                        reminders.tell(model::UserId{person}, "announcement", done->id);
                    }
                    shared->no_content();
                }
            });
    });
}

void remove(Office& office, const http::Request& request, http::Reply reply) {
    office.writer.write(
        office.home,
        [who = asker(request), id = id_in(request)](db::Connection& connection) {
            return delete_announcement(connection, who, id);
        },
        [shared = share(std::move(reply))](Result<bool> gone) {
            if (!gone.ok()) {
                shared->fail(std::move(gone).error());
            } else if (!*gone) {
                shared->fail(not_found("announcement.unknown"));
            } else {
                shared->no_content();
            }
        });
}

}  // namespace

void add_announcement_routes(http::Router& router, Office& office, Reminders& reminders) {
    using http::Method;
    using people::rights::use_phone;
    router.add({.pattern = "/api/v1/announcements",
                .permission = use_phone,
                .summary = {"Announcements for me", "公告"},
                .response = http::schema_of<AnnouncementList>(),
                .handler = on_home(office, show_announcements)});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/announcements",
                .permission = manage_announcements,
                .summary = {"Announce something, to departments or to all", "发布公告"},
                .request = http::schema_of<AnnouncementWish>(),
                .status = 204,
                .handler = saver(office, reminders, true)});
    router.add({.method = Method::Put,
                .pattern = "/api/v1/announcements/{id}",
                .permission = manage_announcements,
                .summary = {"Change an announcement", "修改公告"},
                .request = http::schema_of<AnnouncementWish>(),
                .status = 204,
                .handler = saver(office, reminders, false)});
    router.add({.method = Method::Delete,
                .pattern = "/api/v1/announcements/{id}",
                .permission = manage_announcements,
                .summary = {"Take an announcement away", "删除公告"},
                .status = 204,
                .handler = on_home(office, remove)});
}

}  // namespace yh::office::tasks
