#include <utility>

#include "office/answer.h"
#include "office/customers/questionnaires/option_counts.h"
#include "office/customers/questionnaires/routes.h"
#include "office/customers/questionnaires/sheet_store.h"
#include "office/customers/route_parts.h"
#include "office/jobs/job_runner.h"
#include "office/lists/list_route.h"
#include "office/settings/config_body.h"

namespace yh::office::customers {

namespace {

using lists::share;
using lists::SharedReply;
namespace rights = people::rights;

AnswerSheetId sheet_in(const http::Request& request) {
    const auto id = parse_id(request.param("id"));
    return AnswerSheetId{id.ok() ? *id : 0};
}

void answer_sheet(Office& office, const lists::Reader& reader, AnswerSheetId id, const SharedReply& reply, int status) {
    office.readers.read(
        office.home, [reader, id](db::Connection& connection) { return find_sheet(connection, reader, id); },
        [reply, status](Result<std::optional<AnswerSheetView>> found) {
            if (!found.ok()) {
                reply->fail(std::move(found).error());
            } else if (!*found) {
                reply->fail(not_found("answer_sheet.unknown"));
            } else {
                answer(*reply, **found, status);
            }
        });
}

/// Runs `write` on the writer's thread and answers the sheet as it is then.
template <class Write>
void save(Office& office, const lists::Reader& reader, const SharedReply& reply, int status, Write write) {
    office.writer.write(office.home, std::move(write), [&office, reader, reply, status](Result<SheetSaved> saved) {
        if (!settings::answer_refused(*reply, saved)) {
            answer_sheet(office, reader, saved->id, reply, status);
        }
    });
}

void show(Office& office, const http::Request& request, http::Reply reply) {
    answer_sheet(office, lists::reader_of(office, request), sheet_in(request), share(std::move(reply)), 200);
}

void create(Office& office, const std::shared_ptr<IdMaker>& ids, const http::Request& request, http::Reply reply) {
    auto draft = settings::config_body<AnswerSheetDraft>(request, reply);
    if (!draft) {
        return;
    }
    const auto now = to_ms(office.clock.wall());
    with_call(office, asker_of(office, request), draft->call,
              [&office, draft = *draft, id = ids->make<AnswerSheetId>(now), now,
               reader = lists::reader_of(office, request), reply = share(std::move(reply))](Asker asker) {
                  save(office, reader, reply, 201,
                       [asker = std::move(asker), draft, id, now](db::Connection& connection) {
                           return add_sheet(connection, asker, draft, id, now);
                       });
              });
}

void correct(Office& office, const http::Request& request, http::Reply reply) {
    auto draft = settings::config_body<AnswerSheetDraft>(request, reply);
    if (!draft) {
        return;
    }
    save(office, lists::reader_of(office, request), share(std::move(reply)), 200,
         [asker = asker_of(office, request), id = sheet_in(request), draft = *std::move(draft),
          now = to_ms(office.clock.wall())](db::Connection& connection) {
             return correct_sheet(connection, asker, id, draft, now);
         });
}

void show_counts(Office& office, const http::Request& request, http::Reply reply) {
    auto asked = read_counts_query(request.query, lists::reader_of(office, request));
    if (!asked.ok()) {
        reply.fail(std::move(asked).error());
        return;
    }
    lists::answer_found(office, std::move(reply), [asked = *std::move(asked)](db::Connection& connection) {
        return count_options(connection, asked);
    });
}

}  // namespace

void add_sheet_routes(http::Router& router, Office& office) {
    using http::Method;
    const auto ids = std::make_shared<IdMaker>();
    lists::add_list(router, office, answer_sheets());
    for (const auto format : {jobs::Format::Csv, jobs::Format::Xlsx}) {
        office.jobs->set_maker(format, make_counts_file, std::string{counts_list});
    }
    router.add({.pattern = "/api/v1/questionnaire-counts",
                .permission = counted_choices.permission,
                .summary = {"How often each option of a questionnaire was chosen", "问卷统计"},
                .query = lists::documented_args(counted_choices),
                .response = http::schema_of<QuestionnaireCounts>(),
                .handler = on_home(office, show_counts)});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/answer-sheets",
                .permission = rights::edit_customers,
                .summary = {"Fill in a questionnaire, in a call or for a customer", "填写问卷"},
                .request = http::schema_of<AnswerSheetDraft>(),
                .response = http::schema_of<AnswerSheetView>(),
                .status = 201,
                .handler = on_home(office, [ids](Office& at, const http::Request& request, http::Reply reply) {
                    create(at, ids, request, std::move(reply));
                })});
    router.add({.pattern = "/api/v1/answer-sheets/{id}",
                .permission = rights::see_customers,
                .summary = {"One answer sheet", "答卷详情"},
                .response = http::schema_of<AnswerSheetView>(),
                .handler = on_home(office, show)});
    router.add({.method = Method::Put,
                .pattern = "/api/v1/answer-sheets/{id}",
                .permission = rights::edit_customers,
                .summary = {"Correct one's own answer sheet", "修改答卷"},
                .request = http::schema_of<AnswerSheetDraft>(),
                .response = http::schema_of<AnswerSheetView>(),
                .handler = on_home(office, correct)});
}

}  // namespace yh::office::customers
