#include <utility>

#include "office/lists/list_route.h"
#include "office/sms/routes.h"
#include "office/sms/sms_list.h"

namespace yh::office::sms {

namespace {

void show_one(Office& office, const http::Request& request, http::Reply reply) {
    const auto id = parse_id(request.param("id"));
    lists::answer_found(office, std::move(reply),
                        [reader = lists::reader_of(office, request),
                         id = id.ok() ? *id : 0](db::Connection& connection) -> Result<SmsView> {
                            YH_TRY(auto found, lists::find_row(connection, sms_listing(), reader, id));
                            return found ? Result<SmsView>{*std::move(found)}
                                         : Result<SmsView>{not_found("sms.unknown")};
                        });
}

}  // namespace

void add_list_routes(http::Router& router, Office& office) {
    lists::add_list(router, office, sms_listing());
    router.add({.pattern = "/api/v1/sms/{id}",
                .permission = people::rights::see_sms,
                .summary = {"One text, and what became of it", "短信详情"},
                .response = http::schema_of<SmsView>(),
                .handler = on_home(office, show_one)});
}

}  // namespace yh::office::sms
