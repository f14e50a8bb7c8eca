#include <memory>
#include <utility>

#include "office/answer.h"
#include "office/customers/customer_check.h"
#include "office/customers/route_parts.h"
#include "office/customers/saving.h"
#include "office/customers/service_store.h"
#include "office/lists/list_route.h"
#include "office/settings/config_body.h"

// Creating, changing, deleting customers, and writing service records.
namespace yh::office::customers {

namespace {

using lists::share;
using lists::SharedReply;
namespace rights = people::rights;

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
    const auto fresh = make_ids(*ids, now);
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

// Whoever deletes a customer with contacts says how many he was told of (U11): `?contacts=2`.
void remove(Office& office, const Ids& ids, const http::Request& request, http::Reply reply) {
    const auto now = to_ms(office.clock.wall());
    const auto said = parse_id(request.arg("contacts").value_or(""));
    const std::int64_t contacts = said.ok() ? *said : 0;
    office.writer.write(
        office.home,
        [asker = asker_of(office, request), id = id_of(request), history = ids->make<Id<struct HistoryTag>>(now).value,
         now, contacts](db::Connection& connection) {
            return delete_customer(connection, asker, id, history, now, contacts);
        },
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
                .summary = {"Delete a customer with its contacts, a lead or a contact; it can be restored",
                            "删除客户及其联系人、线索或联系人（可恢复）"},
                .query = {{"contacts", "integer"}},
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
