#include <utility>

#include "office/customers/pools/stage_figures.h"
#include "office/customers/route_parts.h"
#include "office/jobs/job_runner.h"
#include "office/lists/list_route.h"
#include "office/settings/config_body.h"

namespace yh::office::customers {

namespace {

using lists::share;

void show_stages(Office& office, const http::Request& request, http::Reply reply) {
    const auto object = parse_enum<crm::ObjectKind>(request.arg("object").value_or("customer"));
    if (!object.ok() || *object == crm::ObjectKind::Contact) {
        reply.fail(invalid_input("enum.unknown", "object"));
        return;
    }
    const bool leads = *object == crm::ObjectKind::Lead;
    if (leads && !people::may(people::asker(request), people::rights::see_leads)) {
        reply.fail({ErrorKind::Forbidden, "http.forbidden", {}});
        return;
    }
    office.readers.read(
        office.home,
        [asker = asker_of(office, request), object = *object](db::Connection& connection) {
            return count_by_stage(connection, asker, object);
        },
        [reply = share(std::move(reply))](Result<std::vector<StageCount>> found) {
            if (found.ok()) {
                settings::answer_items(*reply, *found);
            } else {
                reply->fail(std::move(found).error());
            }
        });
}

}  // namespace

void add_stage_routes(http::Router& router, Office& office) {
    using http::Method;
    for (const auto format : {jobs::Format::Csv, jobs::Format::Xlsx}) {
        for (const auto list : {customer_stages, lead_stages}) {
            office.jobs->set_maker(format, make_stages_file, std::string{list});
        }
    }
    router.add({.method = Method::Get,
                .pattern = "/api/v1/objects/stages",
                .permission = people::rights::see_customers,
                .summary = {"How many customers or leads stand in each stage", "各阶段的客户数"},
                .query = {{"object"}},
                .response = settings::items_of<StageCount>(),
                .handler = on_home(office, show_stages)});
}

}  // namespace yh::office::customers
