#include "office/records/service_routes.h"

#include <utility>

#include "office/lists/list_route.h"
#include "office/records/service_lists.h"
#include "office/records/service_store.h"

namespace yh::office::records {

namespace {

void show_survey_chart(Office& office, const http::Request& request, http::Reply reply) {
    auto asked = lists::read_query(service_lists::surveys, request.query, lists::reader_of(office, request));
    if (!asked.ok()) {
        reply.fail(std::move(asked).error());
        return;
    }
    std::vector<std::string> levels;
    if (const auto* tenant = office.directory->find_tenant(asked->reader.who.tenant)) {
        for (const auto& level : tenant->options.survey.level) {
            levels.push_back(level.name);
        }
    }
    lists::answer_found(office, std::move(reply),
                        [asked = *std::move(asked), levels = std::move(levels)](db::Connection& connection) {
                            return ServiceStore{connection, asked.reader.who}.survey_chart(asked, levels);
                        });
}

}  // namespace

void add_service_routes(http::Router& router, Office& office, const DrawPeaks& draw_peaks) {
    lists::add_list(router, office, voicemails());
    lists::add_list(router, office, surveys());
    lists::add_list(router, office, missed_calls());
    lists::add_list(router, office, lost_calls());
    lists::add_list(router, office, forwarded_calls());
    lists::add_list(router, office, callbacks());
    router.add({.method = http::Method::Get,
                .pattern = "/api/v1/surveys/chart",
                .permission = people::rights::see_records,
                .summary = {"How often each level was given", "满意度分布"},
                .query = lists::documented_args(service_lists::surveys),
                .response = http::schema_of<SurveyChart>(),
                .handler = on_home(office, show_survey_chart)});
    add_service_actions(router, office, draw_peaks);
}

}  // namespace yh::office::records
