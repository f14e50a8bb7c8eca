#include "office/reports/routes.h"

#include <utility>

#include "office/jobs/job_runner.h"
#include "office/lists/list_route.h"
#include "office/reports/catalogue.h"
#include "office/reports/report_store.h"
#include "office/reports/report_work.h"

namespace yh::office::reports {

namespace {

void answer_catalogue(Office& office, const http::Request& request, http::Reply reply) {
    const auto tenant = people::asker(request).tenant;
    lists::answer_found(office, std::move(reply),
                        [tenant, options = options_of(office, tenant),
                         language = request.language()](db::Connection& connection) -> Result<ReportsView> {
                            YH_TRY(const auto levels, levels_of(connection, tenant.value, options.survey));
                            ReportsView view;
                            for (const auto* report : all_reports()) {
                                const auto shape = shape_of(*report, levels, options.service_level);
                                view.items.push_back(view_of(*shape, language));
                            }
                            return view;
                        });
}

void answer_report(Office& office, const http::Request& request, http::Reply reply) {
    auto asked = read_report_query(request.param("key"), request.query, lists::reader_of(office, request),
                                   options_of(office, people::asker(request).tenant));
    if (!asked.ok()) {
        reply.fail(std::move(asked).error());
        return;
    }
    lists::answer_found(office, std::move(reply),
                        [asked = *std::move(asked),
                         now = to_ms(office.clock.wall())](db::Connection& connection) -> Result<ReportAnswer> {
                            YH_TRY(auto found, find_report_answer(connection, asked, now));
                            return std::move(found.answer);
                        });
}

}  // namespace

void add_routes(http::Router& router, Office& office) {
    using people::rights::see_reports;
    for (const auto* report : all_reports()) {
        const auto name = std::string{list_prefix} + std::string{report->key};
        office.jobs->set_maker(jobs::Format::Csv, make_report, name);
        office.jobs->set_maker(jobs::Format::Xlsx, make_report, name);
    }
    add_schedule_routes(router, office);
    router.add({.pattern = "/api/v1/reports",
                .permission = see_reports,
                .summary = {"What reports there are: columns with their formulas, filters, charts", "统计报表目录"},
                .response = http::schema_of<ReportsView>(),
                .handler = on_home(office, answer_catalogue)});
    router.add({.pattern = "/api/v1/reports/{key}",
                .permission = see_reports,
                .summary = {"A report of what I may see, counted now", "统计报表"},
                .query = {{"from"},
                          {"to"},
                          {"period"},
                          {"departments"},
                          {"agents"},
                          {"queues"},
                          {"number"},
                          {"sort"},
                          {"page", "integer"},
                          {"page_size", "integer"}},
                .response = http::schema_of<ReportAnswer>(),
                .handler = on_home(office, answer_report)});
}

}  // namespace yh::office::reports
