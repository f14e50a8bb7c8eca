#include <filesystem>
#include <memory>
#include <utility>

#include "office/answer.h"
#include "office/customers/follow_ups/follow_up_store.h"
#include "office/customers/follow_ups/plan_store.h"
#include "office/customers/follow_ups/routes.h"
#include "office/customers/follow_ups/template_check.h"
#include "office/customers/route_parts.h"
#include "office/lists/list_route.h"
#include "office/settings/config_body.h"

namespace yh::office::customers {

namespace {

using lists::share;
using lists::SharedReply;
namespace rights = people::rights;
using Ids = std::shared_ptr<IdMaker>;

constexpr std::int64_t newest = 20;

FollowUpId follow_up_of(const http::Request& request) {
    const auto id = parse_id(request.param("id"));
    return FollowUpId{id.ok() ? *id : 0};
}

std::optional<model::CallId> call_arg(const http::Request& request) {
    const auto text = request.arg("call");
    const auto id = text ? parse_id(*text) : Result<std::int64_t>{0};
    return text && id.ok() ? std::optional{model::CallId{*id}} : std::nullopt;
}

void answer_view(Office& office, const Asker& asker, FollowUpId id, const SharedReply& reply, int status) {
    office.readers.read(
        office.home, [asker, id](db::Connection& connection) { return find_follow_up(connection, asker, id); },
        [reply, status](Result<std::optional<FollowUpView>> found) {
            if (!found.ok()) {
                reply->fail(std::move(found).error());
            } else if (!*found) {
                reply->fail(not_found("follow_up.unknown"));
            } else {
                answer(*reply, **found, status);
            }
        });
}

void write(Office& office, const Ids& ids, const http::Request& request, http::Reply reply) {
    auto draft = settings::config_body<FollowUpDraft>(request, reply);
    if (!draft) {
        return;
    }
    const auto now = to_ms(office.clock.wall());
    if (auto problems = check_follow_up(*draft, now); !problems.empty()) {
        settings::refuse_fields(reply, std::move(problems));
        return;
    }
    const auto id = ids->make<FollowUpId>(now);
    const auto call = draft->call;
    with_call(office, asker_of(office, request), call,
              [&office, id, now, customer = id_of(request), draft = *std::move(draft),
               reply = share(std::move(reply))](Asker asker) {
                  office.writer.write(
                      office.home,
                      [asker, books = office.books, customer, draft, id, now](db::Connection& connection) {
                          const auto& book = books ? books->of(asker.who.tenant) : crm::first_book();
                          return add_follow_up(connection, asker, book, customer, draft, id, now);
                      },
                      [&office, asker, id, reply](Result<Saved> saved) {
                          constexpr int created = 201;
                          if (!settings::answer_refused(*reply, saved)) {
                              answer_view(office, asker, id, reply, created);
                          }
                      });
              });
}

void show(Office& office, const http::Request& request, http::Reply reply) {
    constexpr int ok = 200;
    answer_view(office, asker_of(office, request), follow_up_of(request), share(std::move(reply)), ok);
}

void show_of_customer(Office& office, const http::Request& request, http::Reply reply) {
    with_call(office, asker_of(office, request), call_arg(request),
              [&office, customer = id_of(request), reply = share(std::move(reply))](Asker asker) {
                  office.readers.read(
                      office.home,
                      [asker = std::move(asker), customer](db::Connection& connection) {
                          return last_follow_ups(connection, asker, customer, newest);
                      },
                      [reply](Result<std::vector<FollowUpView>> found) {
                          if (found.ok()) {
                              settings::answer_items(*reply, *found);
                          } else {
                              reply->fail(std::move(found).error());
                          }
                      });
              });
}

/// Files whose rows are gone; what is left behind here is found again when the server starts (office/deletion).
void remove_files(Office& office, std::vector<std::string> paths) {
    if (paths.empty()) {
        return;
    }
    office.readers.read(
        office.home,
        [root = office.recordings_root, paths = std::move(paths)](db::Connection&) -> Result<bool> {
            std::error_code ignored;
            for (const auto& path : paths) {
                std::filesystem::remove(root + '/' + path, ignored);
            }
            return true;
        },
        [](const Result<bool>&) {});
}

void remove(Office& office, const http::Request& request, http::Reply reply) {
    office.writer.write(
        office.home,
        [asker = asker_of(office, request), id = follow_up_of(request), now = to_ms(office.clock.wall())](
            db::Connection& connection) { return delete_follow_up(connection, asker, id, now); },
        [&office, reply = share(std::move(reply))](Result<GoneFollowUp> gone) {
            if (!gone.ok()) {
                reply->fail(std::move(gone).error());
            } else if (gone->refusal) {
                reply->fail(*std::move(gone->refusal));
            } else {
                remove_files(office, std::move(gone->files));
                reply->no_content();
            }
        });
}

void show_plans(Office& office, const http::Request& request, http::Reply reply) {
    with_call(office, asker_of(office, request), call_arg(request),
              [&office, customer = id_of(request), reply = share(std::move(reply))](Asker asker) {
                  office.readers.read(
                      office.home,
                      [asker = std::move(asker), customer](db::Connection& connection) {
                          return plans_of(connection, asker, customer);
                      },
                      [reply](Result<std::optional<std::vector<CustomerPlan>>> found) {
                          if (!found.ok()) {
                              reply->fail(std::move(found).error());
                          } else if (!*found) {
                              reply->fail(not_found("customer.unknown"));
                          } else {
                              settings::answer_items(*reply, **found);
                          }
                      });
              });
}

void show_due(Office& office, const http::Request& request, http::Reply reply) {
    constexpr std::int64_t a_day_ms = 24LL * 60 * 60 * 1000;
    const auto before = lists::number_arg(request.query, "before_ms");
    if (!before.ok()) {
        reply.fail(before.error());
        return;
    }
    const auto until = before->value_or(to_ms(office.clock.wall()) + a_day_ms);
    office.readers.read(
        office.home,
        [asker = asker_of(office, request), until](db::Connection& connection) {
            return due_follow_ups(connection, asker, until);
        },
        [reply = share(std::move(reply))](Result<std::vector<DueFollowUp>> due) {
            if (due.ok()) {
                settings::answer_items(*reply, *due);
            } else {
                reply->fail(std::move(due).error());
            }
        });
}

void meet(Office& office, const http::Request& request, http::Reply reply) {
    office.writer.write(
        office.home,
        [asker = asker_of(office, request), id = follow_up_of(request), now = to_ms(office.clock.wall())](
            db::Connection& connection) { return meet_follow_up(connection, asker, id, now); },
        [reply = share(std::move(reply))](Result<bool> met) {
            if (!met.ok()) {
                reply->fail(std::move(met).error());
            } else if (!*met) {
                reply->fail(not_found("follow_up.unknown"));
            } else {
                reply->no_content();
            }
        });
}

}  // namespace

void add_follow_up_routes(http::Router& router, Office& office) {
    using http::Method;
    const auto ids = std::make_shared<IdMaker>();
    lists::add_list(router, office, follow_ups());
    router.add({.pattern = "/api/v1/follow-ups/due",
                .permission = rights::see_customers,
                .summary = {"Whom I am to ask again, until a time", "今日跟进客户"},
                .query = {{"before_ms", "integer"}},
                .response = settings::items_of<DueFollowUp>(),
                .handler = on_home(office, show_due)});
    router.add({.pattern = "/api/v1/follow-ups/{id}",
                .permission = rights::see_customers,
                .summary = {"One follow-up with its fields and files", "跟进详情"},
                .response = http::schema_of<FollowUpView>(),
                .handler = on_home(office, show)});
    router.add({.method = Method::Delete,
                .pattern = "/api/v1/follow-ups/{id}",
                .permission = rights::edit_customers,
                .summary = {"Delete a follow-up with its files", "删除跟进"},
                .status = 204,
                .handler = on_home(office, remove)});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/follow-ups/{id}/met",
                .permission = rights::edit_customers,
                .summary = {"The customer need not be asked again", "标记已跟进"},
                .status = 204,
                .handler = on_home(office, meet)});
    router.add({.pattern = "/api/v1/customers/{id}/follow-ups",
                .permission = rights::see_customers,
                .summary = {"The newest follow-ups of a customer, lead or contact", "客户的跟进"},
                .query = {{"call"}},
                .response = settings::items_of<FollowUpView>(),
                .handler = on_home(office, show_of_customer)});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/customers/{id}/follow-ups",
                .permission = rights::edit_customers,
                .summary = {"Write a follow-up", "写跟进"},
                .request = http::schema_of<FollowUpDraft>(),
                .response = http::schema_of<FollowUpView>(),
                .status = 201,
                .handler = on_home(office, [ids](Office& at, const http::Request& request, http::Reply reply) {
                    write(at, ids, request, std::move(reply));
                })});
    router.add({.pattern = "/api/v1/customers/{id}/plans",
                .permission = rights::see_customers,
                .summary = {"The plans about a customer, whoever made them", "客户的回访计划"},
                .query = {{"call"}},
                .response = settings::items_of<CustomerPlan>(),
                .handler = on_home(office, show_plans)});
    add_follow_up_file_routes(router, office);
    add_draft_routes(router, office);
}

}  // namespace yh::office::customers
