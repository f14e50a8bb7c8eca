#include "office/customers/service_routes.h"

#include <utility>

#include "office/answer.h"
#include "office/customers/customer_check.h"
#include "office/customers/route_parts.h"
#include "office/customers/service_list.h"
#include "office/customers/service_store.h"
#include "office/lists/list_route.h"
#include "office/settings/config_body.h"

namespace yh::office::customers {

namespace {

using lists::share;
using lists::SharedReply;
namespace rights = people::rights;

std::int64_t record_of(const http::Request& request) {
    const auto id = parse_id(request.param("id"));
    return id.ok() ? *id : 0;
}

void answer_item(Office& office, const lists::Reader& reader, std::int64_t id, const SharedReply& reply) {
    office.readers.read(
        office.home,
        [reader, id](db::Connection& connection) { return lists::find_row(connection, service_records(), reader, id); },
        [reply](Result<std::optional<ServiceItem>> found) {
            if (!found.ok()) {
                reply->fail(std::move(found).error());
            } else if (!*found) {
                reply->fail(not_found("service.unknown"));
            } else {
                answer(*reply, **found);
            }
        });
}

void show(Office& office, const http::Request& request, http::Reply reply) {
    answer_item(office, lists::reader_of(office, request), record_of(request), share(std::move(reply)));
}

void change(Office& office, const http::Request& request, http::Reply reply) {
    auto draft = settings::config_body<ServiceDraft>(request, reply);
    if (!draft) {
        return;
    }
    if (auto problems = check_service(*draft); !problems.empty()) {
        settings::refuse_fields(reply, std::move(problems));
        return;
    }
    office.writer.write(
        office.home,
        [asker = asker_of(office, request), id = record_of(request), draft = *std::move(draft),
         now = to_ms(office.clock.wall())](db::Connection& connection) {
            return change_service(connection, asker, id, draft, now);
        },
        [&office, reader = lists::reader_of(office, request), id = record_of(request),
         reply = share(std::move(reply))](Result<Saved> saved) {
            if (!settings::answer_refused(*reply, saved)) {
                answer_item(office, reader, id, reply);
            }
        });
}

void remove(Office& office, const http::Request& request, http::Reply reply) {
    office.writer.write(
        office.home,
        [asker = asker_of(office, request), id = record_of(request), now = to_ms(office.clock.wall())](
            db::Connection& connection) { return delete_service(connection, asker, id, now); },
        [reply = share(std::move(reply))](Result<Saved> saved) {
            if (!settings::answer_refused(*reply, saved)) {
                reply->no_content();
            }
        });
}

}  // namespace

void add_service_routes(http::Router& router, Office& office) {
    using http::Method;
    lists::add_list(router, office, service_records());
    lists::add_list(router, office, contact_history());
    router.add({.pattern = "/api/v1/service-records/{id}",
                .permission = rights::see_customers,
                .summary = {"One service record", "服务记录详情"},
                .response = http::schema_of<ServiceItem>(),
                .handler = on_home(office, show)});
    router.add({.method = Method::Put,
                .pattern = "/api/v1/service-records/{id}",
                .permission = rights::edit_customers,
                .summary = {"Change a service record", "修改服务记录"},
                .request = http::schema_of<ServiceDraft>(),
                .response = http::schema_of<ServiceItem>(),
                .handler = on_home(office, change)});
    router.add({.method = Method::Delete,
                .pattern = "/api/v1/service-records/{id}",
                .permission = rights::edit_customers,
                .summary = {"Delete a service record", "删除服务记录"},
                .status = 204,
                .handler = on_home(office, remove)});
}

}  // namespace yh::office::customers
