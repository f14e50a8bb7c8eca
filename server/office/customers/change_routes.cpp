#include <memory>
#include <utility>

#include "office/answer.h"
#include "office/customers/customer_check.h"
#include "office/customers/route_parts.h"
#include "office/customers/service_store.h"
#include "office/lists/list_route.h"
#include "office/settings/config_body.h"

// Creating, changing, deleting customers, and writing service records.
namespace yh::office::customers {

namespace {

using lists::share;
using lists::SharedReply;
namespace rights = people::rights;

/// Ids of this room, made on home. They never go to the writer unmade: its jobs may run twice.
using Ids = std::shared_ptr<IdMaker>;

/// Answers what is wrong; false: nothing is.
bool answer_refused(const SharedReply& reply, Result<Saved>& saved) {
    if (!saved.ok()) {
        reply->fail(std::move(saved).error());
        return true;
    }
    if (!saved->problems.empty()) {
        settings::refuse_fields(*reply, std::move(saved->problems));
        return true;
    }
    if (saved->refusal) {
        std::vector<http::FieldProblem> fields;
        if (saved->other) {
            fields.push_back({"customer", saved->refusal->code, saved->other->text()});
        }
        if (saved->refusal->code == "customer.duplicate") {
            fields.push_back({"rule", "customer.duplicate", std::move(saved->prompt)});
        }
        reply->fail(*std::move(saved->refusal), std::move(fields));
        return true;
    }
    return false;
}

/// The calls that are up learn of it.
void tell_calls(Office& office, model::TenantId tenant, model::CustomerId id, std::vector<std::string> numbers) {
    office.desk.customer_changed(tenant, id, std::move(numbers));
}

struct AsItIs {
    std::optional<CustomerCard> card;
    std::vector<std::string> numbers;
};

/// Runs `change` on the writer, tells the calls that are up, and answers the card as it is now.
template <class Change>
void save(Office& office, Asker asker, const SharedReply& reply, int status, Change change) {
    office.writer.write(
        office.home, [asker, change](db::Connection& connection) { return change(connection, asker); },
        [&office, asker, reply, status](Result<Saved> saved) {
            if (answer_refused(reply, saved)) {
                return;
            }
            const auto id = saved->id;
            office.readers.read(
                office.home,
                [asker, id](db::Connection& connection) -> Result<AsItIs> {
                    AsItIs found;
                    // Whoever saved it sees once what became of it, even if it is somebody else's from now on.
                    YH_TRY(found.card, find_card(connection, asker, id, Whose::AnyOwner));
                    YH_TRY(found.numbers, numbers_of(connection, id));
                    return found;
                },
                [&office, tenant = asker.who.tenant, id, reply, status](Result<AsItIs> found) {
                    if (!found.ok()) {
                        reply->fail(std::move(found).error());
                        return;
                    }
                    tell_calls(office, tenant, id, std::move(found->numbers));
                    if (found->card) {
                        answer(*reply, *found->card, status);
                    } else {
                        reply->fail(not_found("customer.unknown"));  // deleted in the same moment
                    }
                });
        });
}

std::optional<CustomerDraft> draft_of(const http::Request& request, http::Reply& reply) {
    auto draft = settings::config_body<CustomerDraft>(request, reply, JsonAbsent::Refused);
    if (draft) {
        if (auto problems = check_draft(*draft); !problems.empty()) {
            settings::refuse_fields(reply, std::move(problems));
            return std::nullopt;
        }
    }
    return draft;
}

void create(Office& office, const Ids& ids, const http::Request& request, http::Reply reply) {
    auto draft = draft_of(request, reply);
    if (!draft) {
        return;
    }
    const auto now = to_ms(office.clock.wall());
    const NewIds fresh{ids->make<model::CustomerId>(now), ids->make<Id<struct HistoryTag>>(now).value};
    const auto call = draft->call;
    with_call(office, asker_of(office, request), call,
              [&office, fresh, now, draft = *std::move(draft), reply = share(std::move(reply))](Asker asker) {
                  constexpr int created = 201;
                  save(office, std::move(asker), reply, created,
                       [draft, fresh, now](db::Connection& connection, const Asker& who) {
                           return create_customer(connection, who, draft, fresh, now);
                       });
              });
}

void change(Office& office, const Ids& ids, const http::Request& request, http::Reply reply) {
    auto draft = draft_of(request, reply);
    if (!draft) {
        return;
    }
    const auto now = to_ms(office.clock.wall());
    const auto history = ids->make<Id<struct HistoryTag>>(now).value;
    const auto call = draft->call;
    with_call(office, asker_of(office, request), call,
              [&office, history, now, id = id_of(request), draft = *std::move(draft),
               reply = share(std::move(reply))](Asker asker) {
                  constexpr int ok = 200;
                  save(office, std::move(asker), reply, ok,
                       [draft, history, now, id](db::Connection& connection, const Asker& who) {
                           return change_customer(connection, who, id, draft, history, now);
                       });
              });
}

void remove(Office& office, const Ids& ids, const http::Request& request, http::Reply reply) {
    const auto now = to_ms(office.clock.wall());
    office.writer.write(
        office.home,
        [asker = asker_of(office, request), id = id_of(request), history = ids->make<Id<struct HistoryTag>>(now).value,
         now](db::Connection& connection) { return delete_customer(connection, asker, id, history, now); },
        [&office, tenant = people::asker(request).tenant, reply = share(std::move(reply))](Result<Saved> saved) {
            if (!answer_refused(reply, saved)) {
                tell_calls(office, tenant, saved->id, {});
                reply->no_content();
            }
        });
}

void restore(Office& office, const Ids& ids, const http::Request& request, http::Reply reply) {
    const auto now = to_ms(office.clock.wall());
    constexpr int ok = 200;
    save(office, asker_of(office, request), share(std::move(reply)), ok,
         [id = id_of(request), history = ids->make<Id<struct HistoryTag>>(now).value, now](db::Connection& connection,
                                                                                           const Asker& who) {
             return restore_customer(connection, who, id, history, now);
         });
}

void write_service(Office& office, const Ids& ids, const http::Request& request, http::Reply reply) {
    auto draft = settings::config_body<ServiceDraft>(request, reply);
    if (!draft) {
        return;
    }
    if (auto problems = check_service(*draft); !problems.empty()) {
        settings::refuse_fields(reply, std::move(problems));
        return;
    }
    const auto now = to_ms(office.clock.wall());
    const auto service = ids->make<Id<struct ServiceTag>>(now).value;
    const auto call = draft->call;
    with_call(office, asker_of(office, request), call,
              [&office, service, now, id = id_of(request), draft = *std::move(draft),
               reply = share(std::move(reply))](Asker asker) {
                  office.writer.write(
                      office.home,
                      [asker = std::move(asker), id, draft, service, now](db::Connection& connection) {
                          return add_service(connection, asker, id, draft, service, now);
                      },
                      [reply](Result<Saved> saved) {
                          if (!answer_refused(reply, saved)) {
                              reply->no_content();
                          }
                      });
              });
}

http::Handler with_ids(Office& office, const Ids& ids,
                       void (*act)(Office&, const Ids&, const http::Request&, http::Reply)) {
    return on_home(office, [ids, act](Office& at, const http::Request& request, http::Reply reply) {
        act(at, ids, request, std::move(reply));
    });
}

}  // namespace

void add_change_routes(http::Router& router, Office& office) {
    using http::Method;
    const auto ids = std::make_shared<IdMaker>();
    router.add({.method = Method::Post,
                .pattern = "/api/v1/customers",
                .permission = rights::edit_customers,
                .summary = {"A new customer", "新建客户"},
                .request = http::schema_of<CustomerDraft>(),
                .response = http::schema_of<CustomerCard>(),
                .status = 201,
                .handler = with_ids(office, ids, create)});
    router.add({.method = Method::Put,
                .pattern = "/api/v1/customers/{id}",
                .permission = rights::edit_customers,
                .summary = {"Change a customer", "修改客户"},
                .request = http::schema_of<CustomerDraft>(),
                .response = http::schema_of<CustomerCard>(),
                .handler = with_ids(office, ids, change)});
    router.add({.method = Method::Delete,
                .pattern = "/api/v1/customers/{id}",
                .permission = rights::delete_customers,
                .summary = {"Delete a customer; it can be restored", "删除客户（可恢复）"},
                .status = 204,
                .handler = with_ids(office, ids, remove)});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/customers/{id}/restore",
                .permission = rights::delete_customers,
                .summary = {"Take a deletion back", "恢复客户"},
                .response = http::schema_of<CustomerCard>(),
                .handler = with_ids(office, ids, restore)});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/customers/{id}/services",
                .permission = rights::edit_customers,
                .summary = {"Write a service record", "添加服务过程"},
                .request = http::schema_of<ServiceDraft>(),
                .status = 204,
                .handler = with_ids(office, ids, write_service)});
}

}  // namespace yh::office::customers
