#include "office/tasks/routes.h"

#include <utility>

#include "office/lists/list_route.h"
#include "office/tasks/task_store.h"

namespace yh::office::tasks {

namespace {

using lists::share;
using people::asker;

std::int64_t id_in(const http::Request& request) {
    const auto id = parse_id(request.param("id"));
    return id.ok() ? *id : 0;
}

void show_one(Office& office, const http::Request& request, http::Reply reply) {
    lists::answer_found(office, std::move(reply),
                        [reader = lists::reader_of(office, request),
                         id = id_in(request)](db::Connection& connection) -> Result<TaskView> {
                            YH_TRY(auto found, lists::find_row(connection, task_listing(), reader, id));
                            return found ? Result<TaskView>{*std::move(found)}
                                         : Result<TaskView>{not_found("task.unknown")};
                        });
}

/// Runs `change` on the writer and answers the task as it is then; without one left, 204.
template <class Change>
void answer_kept(Office& office, Reminders& reminders, const http::Request& request, http::Reply reply, int status,
                 Change change) {
    office.writer.write(office.home, std::move(change),
                        [&office, &reminders, status, reader = lists::reader_of(office, request),
                         shared = share(std::move(reply))](Result<Kept> kept) {
                            if (!kept.ok()) {
                                shared->fail(std::move(kept).error());
                                return;
                            }
                            if (kept->refusal) {
                                shared->fail(*std::move(kept->refusal));
                                return;
                            }
                            reminders.look();
                            constexpr int nothing = 204;
                            if (status == nothing) {
                                shared->no_content();
                                return;
                            }
                            office.readers.read(
                                office.home,
                                [reader, id = kept->id](db::Connection& connection) {
                                    return lists::find_row(connection, task_listing(), reader, id);
                                },
                                [shared, status](Result<std::optional<TaskView>> found) {
                                    if (!found.ok()) {
                                        shared->fail(std::move(found).error());
                                    } else if (!*found) {
                                        shared->fail(not_found("task.unknown"));
                                    } else {
                                        answer(*shared, **found, status);
                                    }
                                });
                        });
}

http::Handler saver(Office& office, Reminders& reminders, int status) {
    return on_home(office, [&reminders, status](Office& at, const http::Request& request, http::Reply reply) {
        const auto wish = body_of<TaskWish>(request, reply);
        if (!wish) {
            return;
        }
        constexpr int created = 201;
        const auto id = status == created ? 0 : id_in(request);
        if (id == 0 && status != created) {
            reply.fail(not_found("task.unknown"));
            return;
        }
        answer_kept(at, reminders, request, std::move(reply), status,
                    [who = asker(request), id, new_id = reminders.new_id(), wish = *wish, now = to_ms(at.clock.wall())](
                        db::Connection& connection) { return save_task(connection, who, id, new_id, wish, now); });
    });
}

http::Handler completer(Office& office, Reminders& reminders, bool done) {
    return on_home(office, [&reminders, done](Office& at, const http::Request& request, http::Reply reply) {
        constexpr int ok = 200;
        answer_kept(at, reminders, request, std::move(reply), ok,
                    [who = asker(request), id = id_in(request), done, now = to_ms(at.clock.wall())](
                        db::Connection& connection) { return complete_task(connection, who, id, done, now); });
    });
}

}  // namespace

void add_routes(http::Router& router, Office& office, Reminders& reminders) {
    using http::Method;
    using people::rights::use_phone;
    constexpr int created = 201;
    constexpr int ok = 200;
    lists::add_list(router, office, task_listing());
    router.add({.pattern = "/api/v1/tasks/{id}",
                .permission = use_phone,
                .summary = {"One plan or memo", "待办或备忘详情"},
                .response = http::schema_of<TaskView>(),
                .handler = on_home(office, show_one)});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/tasks",
                .permission = use_phone,
                .summary = {"A new plan or memo", "新建待办或备忘"},
                .request = http::schema_of<TaskWish>(),
                .response = http::schema_of<TaskView>(),
                .status = created,
                .handler = saver(office, reminders, created)});
    router.add({.method = Method::Put,
                .pattern = "/api/v1/tasks/{id}",
                .permission = use_phone,
                .summary = {"Change one's own", "修改自己的待办或备忘"},
                .request = http::schema_of<TaskWish>(),
                .response = http::schema_of<TaskView>(),
                .handler = saver(office, reminders, ok)});
    router.add({.method = Method::Delete,
                .pattern = "/api/v1/tasks/{id}",
                .permission = use_phone,
                .summary = {"Delete one's own", "删除自己的待办或备忘"},
                .status = 204,
                .handler = on_home(office, [&reminders](Office& at, const http::Request& request, http::Reply reply) {
                    constexpr int nothing = 204;
                    answer_kept(at, reminders, request, std::move(reply), nothing,
                                [who = asker(request), id = id_in(request)](db::Connection& connection) {
                                    return delete_task(connection, who, id);
                                });
                })});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/tasks/{id}/complete",
                .permission = use_phone,
                .summary = {"It is done", "标为完成"},
                .response = http::schema_of<TaskView>(),
                .handler = completer(office, reminders, true)});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/tasks/{id}/reopen",
                .permission = use_phone,
                .summary = {"It is not done after all", "重新打开"},
                .response = http::schema_of<TaskView>(),
                .handler = completer(office, reminders, false)});
    add_announcement_routes(router, office, reminders);
}

}  // namespace yh::office::tasks
