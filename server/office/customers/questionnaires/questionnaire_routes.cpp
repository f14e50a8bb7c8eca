#include <utility>

#include "base/log.h"
#include "office/answer.h"
#include "office/customers/questionnaires/questionnaire_check.h"
#include "office/customers/questionnaires/questionnaire_store.h"
#include "office/customers/questionnaires/routes.h"
#include "office/lists/list_route.h"
#include "office/settings/config_body.h"

namespace yh::office::customers {

namespace {

using lists::share;
using lists::SharedReply;
using people::asker;
namespace rights = people::rights;

QuestionnaireId questionnaire_in(const http::Request& request) {
    const auto id = parse_id(request.param("id"));
    return QuestionnaireId{id.ok() ? *id : 0};
}

void answer_detail(Office& office, model::TenantId tenant, QuestionnaireId id, const SharedReply& reply, int status) {
    office.readers.read(
        office.home,
        [tenant, id](db::Connection& connection) { return find_questionnaire_detail(connection, tenant, id); },
        [reply, status](Result<std::optional<QuestionnaireDetail>> found) {
            if (!found.ok()) {
                reply->fail(std::move(found).error());
            } else if (!*found) {
                reply->fail(not_found("questionnaire.unknown"));
            } else {
                answer(*reply, **found, status);
            }
        });
}

void show_names(Office& office, const http::Request& request, http::Reply reply) {
    office.readers.read(
        office.home,
        [tenant = asker(request).tenant](db::Connection& connection) {
            return questionnaire_names(connection, tenant);
        },
        [reply = share(std::move(reply))](Result<std::vector<QuestionnaireName>> names) {
            if (names.ok()) {
                settings::answer_items(*reply, *names);
            } else {
                reply->fail(std::move(names).error());
            }
        });
}

void show_form(Office& office, const http::Request& request, http::Reply reply) {
    lists::answer_found(office, std::move(reply),
                        [tenant = asker(request).tenant,
                         id = questionnaire_in(request)](db::Connection& connection) -> Result<QuestionnaireForm> {
                            YH_TRY(auto form, find_questionnaire(connection, tenant, id));
                            if (!form) {
                                return not_found("questionnaire.unknown");
                            }
                            return *std::move(form);
                        });
}

void show(Office& office, const http::Request& request, http::Reply reply) {
    answer_detail(office, asker(request).tenant, questionnaire_in(request), share(std::move(reply)), 200);
}

void save(Office& office, std::optional<QuestionnaireId> id, const http::Request& request, http::Reply reply) {
    auto draft = settings::config_body<QuestionnaireDraft>(request, reply);
    if (!draft) {
        return;
    }
    if (auto problems = check_questionnaire(*draft); !problems.empty()) {
        settings::refuse_fields(reply, std::move(problems));
        return;
    }
    const auto& who = asker(request);
    constexpr int ok = 200;
    constexpr int created = 201;
    office.writer.write(
        office.home,
        [who, id, draft = *std::move(draft), &ids = *office.writers_ids, now = to_ms(office.clock.wall())](
            db::Connection& connection) { return save_questionnaire(connection, who, id, draft, ids, now); },
        [&office, who, status = id ? ok : created, reply = share(std::move(reply))](Result<QuestionnaireSaved> saved) {
            if (!settings::answer_refused(*reply, saved)) {
                log().info("questionnaire.saved", {{"by", who.number}, {"questionnaire", saved->id}});
                answer_detail(office, who.tenant, saved->id, reply, status);
            }
        });
}

void create(Office& office, const http::Request& request, http::Reply reply) {
    save(office, std::nullopt, request, std::move(reply));
}

void change(Office& office, const http::Request& request, http::Reply reply) {
    save(office, questionnaire_in(request), request, std::move(reply));
}

void remove(Office& office, const http::Request& request, http::Reply reply) {
    const auto version = lists::number_arg(request.query, "version");
    if (!version.ok()) {
        reply.fail(version.error());
        return;
    }
    const auto& who = asker(request);
    office.writer.write(
        office.home,
        [who, id = questionnaire_in(request), version = version->value_or(0), now = to_ms(office.clock.wall())](
            db::Connection& connection) { return delete_questionnaire(connection, who, id, version, now); },
        [who, reply = share(std::move(reply))](Result<QuestionnaireSaved> saved) {
            if (!settings::answer_refused(*reply, saved)) {
                log().info("questionnaire.deleted", {{"by", who.number}, {"questionnaire", saved->id}});
                reply->no_content();
            }
        });
}

}  // namespace

void add_questionnaire_routes(http::Router& router, Office& office) {
    using http::Method;
    lists::add_list(router, office, questionnaires());
    router.add({.pattern = "/api/v1/questionnaires/names",
                .permission = http::signed_in,  // for lists and reports as well as for agents
                .summary = {"All questionnaires by name, to choose from", "可选问卷"},
                .response = settings::items_of<QuestionnaireName>(),
                .handler = on_home(office, show_names)});
    router.add({.pattern = "/api/v1/questionnaires/{id}/form",
                .permission = rights::see_customers,
                .summary = {"A questionnaire as it is filled in now", "问卷表单"},
                .response = http::schema_of<QuestionnaireForm>(),
                .handler = on_home(office, show_form)});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/questionnaires",
                .permission = manage_questionnaires,
                .summary = {"A new questionnaire", "新建问卷"},
                .request = http::schema_of<QuestionnaireDraft>(),
                .response = http::schema_of<QuestionnaireDetail>(),
                .status = 201,
                .handler = on_home(office, create)});
    router.add({.pattern = "/api/v1/questionnaires/{id}",
                .permission = manage_questionnaires,
                .summary = {"A questionnaire, and how often its questions were answered", "问卷详情"},
                .response = http::schema_of<QuestionnaireDetail>(),
                .handler = on_home(office, show)});
    router.add({.method = Method::Put,
                .pattern = "/api/v1/questionnaires/{id}",
                .permission = manage_questionnaires,
                .summary = {"Change a questionnaire; what was answered is retired, not rewritten", "修改问卷"},
                .request = http::schema_of<QuestionnaireDraft>(),
                .response = http::schema_of<QuestionnaireDetail>(),
                .handler = on_home(office, change)});
    router.add({.method = Method::Delete,
                .pattern = "/api/v1/questionnaires/{id}",
                .permission = manage_questionnaires,
                .summary = {"Delete a questionnaire with all that was filled in", "删除问卷"},
                .query = {{"version", "integer"}},
                .status = 204,
                .handler = on_home(office, remove)});
    add_sheet_routes(router, office);
}

}  // namespace yh::office::customers
