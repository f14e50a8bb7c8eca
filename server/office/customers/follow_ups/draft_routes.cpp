#include <utility>

#include "office/answer.h"
#include "office/customers/follow_ups/draft_store.h"
#include "office/customers/follow_ups/routes.h"
#include "office/lists/list_route.h"
#include "office/people/identity.h"
#include "office/settings/config_body.h"

namespace yh::office::customers {

namespace {

using lists::share;
using people::asker;

constexpr std::uint64_t largest_bytes = 64 * 1024;

void show_all(Office& office, const http::Request& request, http::Reply reply) {
    office.readers.read(
        office.home, [who = asker(request)](db::Connection& connection) { return drafts_of(connection, who); },
        [reply = share(std::move(reply))](Result<std::vector<FormDraft>> found) {
            if (found.ok()) {
                settings::answer_items(*reply, *found);
            } else {
                reply->fail(std::move(found).error());
            }
        });
}

/// Runs `job` on the writer's thread and answers 204.
template <class Job>
void change(Office& office, http::Reply reply, Job job) {
    office.writer.write(office.home, std::move(job), [reply = share(std::move(reply))](Result<bool> done) {
        if (done.ok()) {
            reply->no_content();
        } else {
            reply->fail(std::move(done).error());
        }
    });
}

void keep(Office& office, const http::Request& request, http::Reply reply) {
    auto document = JsonValue::parse(request.body);
    const std::string about{request.param("about")};
    if (!document.ok() || document->as_object() == nullptr || !is_about(about)) {
        reply.fail(invalid_input("draft.malformed"));
        return;
    }
    change(office, std::move(reply),
           [who = asker(request), draft = FormDraft{about, *std::move(document), to_ms(office.clock.wall())}](
               db::Connection& connection) { return keep_draft(connection, who, draft); });
}

void drop(Office& office, const http::Request& request, http::Reply reply) {
    change(office, std::move(reply),
           [who = asker(request), about = std::string{request.param("about")}](db::Connection& connection) {
               return drop_draft(connection, who, about);
           });
}

}  // namespace

void add_draft_routes(http::Router& router, Office& office) {
    using http::Method;
    router.add({.pattern = "/api/v1/me/drafts",
                .permission = http::signed_in,
                .summary = {"What I have typed and not saved yet", "我的草稿"},
                .response = settings::items_of<FormDraft>(),
                .handler = on_home(office, show_all)});
    router.add({.method = Method::Put,
                .pattern = "/api/v1/me/drafts/{about}",
                .permission = http::signed_in,
                .summary = {"Keep what is typed", "保存草稿"},
                .request = http::schema_of<JsonValue>(),
                .status = 204,
                .body_limit_bytes = largest_bytes,
                .handler = on_home(office, keep)});
    router.add({.method = Method::Delete,
                .pattern = "/api/v1/me/drafts/{about}",
                .permission = http::signed_in,
                .summary = {"It is saved, or given up", "删除草稿"},
                .status = 204,
                .handler = on_home(office, drop)});
}

}  // namespace yh::office::customers
