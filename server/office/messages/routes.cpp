#include "office/messages/routes.h"

#include <utility>

#include "office/lists/list_route.h"
#include "office/messages/message_store.h"

namespace yh::office::messages {

namespace {

using lists::share;
using people::asker;

struct SystemMessageList {
    std::vector<SystemMessage> items;
};
BOOST_DESCRIBE_STRUCT(SystemMessageList, (), (items))

void show(Office& office, const http::Request& request, http::Reply reply) {
    lists::answer_found(office, std::move(reply),
                        [who = asker(request)](db::Connection& connection) -> Result<SystemMessageList> {
                            YH_TRY(auto items, list_messages(connection, who));
                            return SystemMessageList{std::move(items)};
                        });
}

void read_all(Office& office, const http::Request& request, http::Reply reply) {
    office.writer.write(
        office.home,
        [who = asker(request), now = to_ms(office.clock.wall())](db::Connection& connection) {
            return mark_read(connection, who, now);
        },
        [shared = share(std::move(reply))](Result<void> done) {
            if (done.ok()) {
                shared->no_content();
            } else {
                shared->fail(std::move(done).error());
            }
        });
}

}  // namespace

void add_routes(http::Router& router, Office& office) {
    using people::rights::use_phone;
    router.add({.pattern = "/api/v1/system-messages",
                .permission = use_phone,
                .summary = {"What the system told me", "系统消息"},
                .response = http::schema_of<SystemMessageList>(),
                .handler = on_home(office, show)});
    router.add({.method = http::Method::Post,
                .pattern = "/api/v1/system-messages/read",
                .permission = use_phone,
                .summary = {"I have read them", "全部标为已读"},
                .status = 204,
                .handler = on_home(office, read_all)});
}

}  // namespace yh::office::messages
