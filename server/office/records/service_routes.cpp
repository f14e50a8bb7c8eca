#include "office/records/service_routes.h"

#include <utility>

#include "office/records/list_route.h"
#include "office/records/service_csv.h"
#include "office/records/service_store.h"

namespace yh::office::records {

namespace {

using people::asker;

Result<ServiceFilter> filter_of(const http::Request& request, const ServiceList& list) {
    ServiceFilter filter;
    filter.queue = text_arg(request, "queue");
    filter.agent = agent_arg(request);
    YH_TRY(filter.number, number_part_arg(request));
    filter.search = text_arg(request, "search");
    if (!list.choice.empty()) {
        filter.choice = text_arg(request, list.choice);
    }
    YH_TRY(filter.from_ms, number_arg(request, "from_ms"));
    YH_TRY(filter.to_ms, number_arg(request, "to_ms"));
    YH_TRY(filter.min_ms, number_arg(request, "min_ms"));
    YH_TRY(filter.max_ms, number_arg(request, "max_ms"));
    YH_TRY(filter.call, number_arg(request, "call"));
    auto sort = request.arg("sort").value_or("");
    filter.ascending = !sort.empty() && !sort.starts_with('-');
    sort.remove_prefix(sort.starts_with('-') ? 1 : 0);
    if (!sort.empty()) {
        const auto column = find_order(list, sort);
        if (!column) {
            return invalid_input("sort.unknown", std::string{sort});
        }
        filter.order = *column;
    }
    return filter;
}

/// A list route: filter and page are read first, so that a wrong argument costs no query.
template <class Page>
http::Handler list_route(Office& office, const ServiceList& list, std::string_view name,
                         Result<Page> (ServiceStore::*find)(const ServiceFilter&, const PageArgs&)) {
    return on_home(office, [&list, name, find](Office& at, const http::Request& request, http::Reply reply) {
        auto filter = filter_of(request, list);
        auto page = page_args(request);
        if (!filter.ok() || !page.ok()) {
            reply.fail(filter.ok() ? std::move(page).error() : std::move(filter).error());
            return;
        }
        const auto look_up = [find, who = asker(request), filter = *filter](db::Connection& connection,
                                                                            const PageArgs& args) {
            return (ServiceStore{connection, who}.*find)(filter, args);
        };
        if (request.arg("format") == "csv") {
            export_list(at, request, std::move(reply), name, look_up);
            return;
        }
        answer_found(at, std::move(reply),
                     [look_up, page = *page](db::Connection& connection) { return look_up(connection, page); });
    });
}

void show_survey_chart(Office& office, const http::Request& request, http::Reply reply) {
    auto filter = filter_of(request, service_lists::surveys);
    if (!filter.ok()) {
        reply.fail(std::move(filter).error());
        return;
    }
    std::vector<std::string> levels;
    if (const auto* tenant = office.directory->find_tenant(asker(request).tenant)) {
        for (const auto& level : tenant->options.survey.level) {
            levels.push_back(level.name);
        }
    }
    answer_found(office, std::move(reply),
                 [who = asker(request), filter = *filter, levels = std::move(levels)](db::Connection& connection) {
                     return ServiceStore{connection, who}.survey_chart(filter, levels);
                 });
}

std::vector<http::QueryArg> list_args(const ServiceList& list) {
    std::vector<http::QueryArg> args{{"page", "integer"},
                                     {"size", "integer"},
                                     {"sort"},
                                     {"queue"},
                                     {"agent"},
                                     {"number"},
                                     {"search"},
                                     {"from_ms", "integer"},
                                     {"to_ms", "integer"},
                                     {"call"},
                                     {"format"},
                                     {"columns"},
                                     {"utc_offset_min", "integer"}};
    if (!list.choice.empty()) {
        args.push_back({list.choice});
    }
    if (!list.length.empty()) {
        args.push_back({"min_ms", "integer"});
        args.push_back({"max_ms", "integer"});
    }
    return args;
}

template <class Page>
void add_list(http::Router& router, Office& office, const ServiceList& list, std::string_view name,
              http::Summary summary, Result<Page> (ServiceStore::*find)(const ServiceFilter&, const PageArgs&)) {
    router.add({.method = http::Method::Get,
                .pattern = fmt::format("/api/v1/{}", name),
                .permission = people::rights::see_records,
                .summary = summary,
                .query = list_args(list),
                .response = http::schema_of<Page>(),
                .handler = list_route(office, list, name, find)});
}

void add_lists(http::Router& router, Office& office) {
    namespace lists = service_lists;
    add_list(router, office, lists::voicemails, "voicemails", {"Messages that callers left", "语音留言"},
             &ServiceStore::voicemails);
    add_list(router, office, lists::surveys, "surveys", {"Satisfaction surveys", "满意度评价"}, &ServiceStore::surveys);
    add_list(router, office, lists::missed, "missed-calls", {"Rings that an agent did not answer", "未接来电"},
             &ServiceStore::missed);
    add_list(router, office, lists::lost, "lost-calls", {"Numbers that nobody answered", "漏话记录"},
             &ServiceStore::lost);
    add_list(router, office, lists::forwarded, "forwarded-calls", {"Calls answered on a mobile", "漏话应答记录"},
             &ServiceStore::forwarded);
    add_list(router, office, lists::callbacks, "callbacks", {"Call-backs asked for", "回拨预约"},
             &ServiceStore::callbacks);
    router.add({.method = http::Method::Get,
                .pattern = "/api/v1/surveys/chart",
                .permission = people::rights::see_records,
                .summary = {"How often each level was given", "满意度分布"},
                .query = list_args(lists::surveys),
                .response = http::schema_of<SurveyChart>(),
                .handler = on_home(office, show_survey_chart)});
}

}  // namespace

void add_service_routes(http::Router& router, Office& office, const DrawPeaks& draw_peaks) {
    add_lists(router, office);
    add_service_actions(router, office, draw_peaks);
}

}  // namespace yh::office::records
