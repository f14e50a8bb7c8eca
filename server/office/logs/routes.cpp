#include "office/logs/routes.h"

#include <utility>

#include "office/lists/list_route.h"
#include "office/logs/config_change_detail.h"
#include "office/logs/log_lists.h"

namespace yh::office::logs {

namespace {

void show_change(Office& office, const http::Request& request, http::Reply reply) {
    const auto id = parse_id(request.param("id"));
    lists::answer_found(office, std::move(reply),
                        [reader = lists::reader_of(office, request), id = id.ok() ? *id : 0](
                            db::Connection& connection) { return find_config_change(connection, reader, id); });
}

}  // namespace

void add_routes(http::Router& router, Office& office) {
    lists::add_list(router, office, sign_ins());
    lists::add_list(router, office, operations());
    lists::add_list(router, office, agent_states());
    lists::add_list(router, office, config_changes());
    lists::add_list(router, office, exports());
    router.add({.method = http::Method::Get,
                .pattern = "/api/v1/config-changes/{id}",
                .permission = people::rights::configure,
                .summary = {"One change of the configuration, before and after", "配置变更详情"},
                .response = http::schema_of<ConfigChangeDetail>(),
                .handler = on_home(office, show_change)});
}

}  // namespace yh::office::logs
