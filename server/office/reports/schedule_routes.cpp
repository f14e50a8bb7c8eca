#include <fmt/format.h>

#include <utility>

#include "base/utf8.h"
#include "http/text.h"
#include "office/lists/export_log_store.h"
#include "office/lists/list_route.h"
#include "office/reports/asked_report.h"
#include "office/reports/routes.h"
#include "office/reports/schedule_store.h"

namespace yh::office::reports {

namespace {

using people::asker;

constexpr std::size_t most_recipients = 20;

struct NewSchedule {
    ScheduleId id;
};
BOOST_DESCRIBE_STRUCT(NewSchedule, (), (id))

bool is_mailbox(std::string_view text) {
    const auto at = text.find('@');
    constexpr std::size_t longest = 200;
    return at != std::string_view::npos && at > 0 && at + 1 < text.size() && text.size() <= longest &&
           is_clean_utf8(text) && text.find_first_of(" \t\r\n,;<>\"") == std::string_view::npos &&
           text.find('@', at + 1) == std::string_view::npos;
}

/// Wrong is what could never be sent: the report's own query is read as it will be then.
Result<void> check(const Office& office, const http::Request& request, const ScheduleWish& wish) {
    const auto reader = lists::reader_of(office, request);
    if (!people::may(reader.who, people::rights::export_records)) {
        return Error{ErrorKind::Forbidden, "http.forbidden", std::string{people::rights::export_records}};
    }
    if (lists::needs_approval(office, reader.who)) {
        return Error{ErrorKind::Forbidden, "report.needs_approval", {}};
    }
    if (wish.recipients.empty() || wish.recipients.size() > most_recipients ||
        !std::ranges::all_of(wish.recipients, [](const auto& one) { return is_mailbox(one); })) {
        return invalid_input("report_schedule.recipients", "recipients");
    }
    if (!is_possible(wish)) {
        return invalid_input("report_schedule.when", "hour");
    }
    if (wish.format == jobs::Format::Zip) {
        return invalid_input("report_schedule.format", "format");
    }
    const auto query = http::parse_query(wish.query);
    if (!query) {
        return invalid_input("http.malformed_query", wish.query);
    }
    YH_CHECK(read_report_query(wish.report, *query, reader, options_of(office, reader.who.tenant)));
    return {};
}

template <class Act, class Done>
void write(Office& office, http::Reply reply, Act act, Done done) {
    office.writer.write(office.home, std::move(act),
                        [reply = lists::share(std::move(reply)), done](Result<ScheduleChange> changed) {
                            if (!changed.ok() || changed->refusal) {
                                reply->fail(changed.ok() ? *changed->refusal : changed.error());
                            } else {
                                done(*reply, changed->id);
                            }
                        });
}

void no_content(http::Reply& reply, ScheduleId) {
    reply.no_content();
}

ScheduleId id_of(const http::Request& request) {
    const auto id = parse_id(request.param("id"));
    return ScheduleId{id.ok() ? *id : 0};
}

void list(Office& office, const http::Request& request, http::Reply reply) {
    lists::answer_found(office, std::move(reply),
                        [who = asker(request)](db::Connection& connection) -> Result<lists::Page<ScheduleView>> {
                            lists::Page<ScheduleView> page;
                            YH_TRY(page.items, find_schedules(connection, who));
                            page.total = static_cast<std::int64_t>(page.items.size());
                            page.size = page.total;
                            return page;
                        });
}

void add(Office& office, const http::Request& request, http::Reply reply) {
    auto wish = body_of<ScheduleWish>(request, reply);
    if (!wish) {
        return;
    }
    wish->language = wish->language.value_or(request.language() == http::Language::English ? jobs::Language::English
                                                                                           : jobs::Language::Chinese);
    if (const auto good = check(office, request, *wish); !good.ok()) {
        reply.fail(good.error());
        return;
    }
    constexpr int created = 201;
    write(
        office, std::move(reply),
        [who = asker(request), wish = *wish, now = to_ms(office.clock.wall()), &ids = *office.writers_ids](
            db::Connection& connection) { return add_schedule(connection, who, ids.make<ScheduleId>(now), wish, now); },
        [](http::Reply& to, ScheduleId id) { answer(to, NewSchedule{id}, created); });
}

void change(Office& office, const http::Request& request, http::Reply reply) {
    auto wish = body_of<ScheduleWish>(request, reply);
    if (!wish) {
        return;
    }
    if (const auto good = check(office, request, *wish); !good.ok()) {
        reply.fail(good.error());
        return;
    }
    write(
        office, std::move(reply),
        [who = asker(request), id = id_of(request), wish = *wish, now = to_ms(office.clock.wall())](
            db::Connection& connection) { return change_schedule(connection, who, id, wish, now); },
        no_content);
}

void remove(Office& office, const http::Request& request, http::Reply reply) {
    write(
        office, std::move(reply),
        [who = asker(request), id = id_of(request)](db::Connection& connection) {
            return remove_schedule(connection, who, id);
        },
        no_content);
}

}  // namespace

void add_schedule_routes(http::Router& router, Office& office) {
    using http::Method;
    using people::rights::see_reports;
    router.add({.pattern = "/api/v1/report-schedules",
                .permission = see_reports,
                .summary = {"Reports that go out by e-mail: my own, of administrators all", "定时报表"},
                .response = http::schema_of<lists::Page<ScheduleView>>(),
                .handler = on_home(office, list)});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/report-schedules",
                .permission = see_reports,
                .summary = {"Have a report sent every day, week or month", "新建定时报表"},
                .request = http::schema_of<ScheduleWish>(),
                .response = http::schema_of<NewSchedule>(),
                .status = 201,
                .handler = on_home(office, add)});
    router.add({.method = Method::Put,
                .pattern = "/api/v1/report-schedules/{id}",
                .permission = see_reports,
                .summary = {"Change one: my own, of administrators any", "修改定时报表"},
                .request = http::schema_of<ScheduleWish>(),
                .status = 204,
                .handler = on_home(office, change)});
    router.add({.method = Method::Delete,
                .pattern = "/api/v1/report-schedules/{id}",
                .permission = see_reports,
                .summary = {"Take one away", "删除定时报表"},
                .status = 204,
                .handler = on_home(office, remove)});
}

}  // namespace yh::office::reports
