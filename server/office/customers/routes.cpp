#include "office/customers/routes.h"

#include <memory>
#include <utility>

#include "office/answer.h"
#include "office/customers/contact_list.h"
#include "office/customers/conversion_routes.h"
#include "office/customers/customer_list.h"
#include "office/customers/customer_store.h"
#include "office/customers/dedup/merge_routes.h"
#include "office/customers/deleted_list.h"
#include "office/customers/dynamics.h"
#include "office/customers/follow_ups/routes.h"
#include "office/customers/lead_list.h"
#include "office/customers/pools/action_routes.h"
#include "office/customers/pools/pool_seat.h"
#include "office/customers/questionnaires/routes.h"
#include "office/customers/route_parts.h"
#include "office/customers/service_routes.h"
#include "office/customers/service_store.h"
#include "office/lists/list_route.h"
#include "office/settings/config_body.h"

namespace yh::office::customers {

namespace {

using lists::share;
using lists::SharedReply;
namespace rights = people::rights;

std::optional<model::CallId> call_arg(const http::Request& request) {
    const auto text = request.arg("call");
    const auto id = text ? parse_id(*text) : Result<std::int64_t>{0};
    return text && id.ok() ? std::optional{model::CallId{*id}} : std::nullopt;
}

// Whoever lies in a pool looks as the pool has it, whatever one looks at (B14).
people::NumberMask mask_of(const Asker& asker, const std::optional<CustomerCard>& card) {
    if (!card || !card->pool) {
        return asker.mask;
    }
    const auto pool = parse_id(card->pool->id);
    return mask_in(asker.mask, asker.book(), pool.ok() ? *pool : 0, asker.who);
}

Result<std::optional<CustomerFile>> find_file(db::Connection& connection, const Asker& asker, model::CustomerId id,
                                              Whose whose) {
    YH_TRY(auto card, find_card(connection, asker, id, whose));
    if (!card) {
        return std::optional<CustomerFile>{};
    }
    CustomerFile file;
    file.customer = *std::move(card);
    YH_TRY(const auto numbers, numbers_of(connection, id));
    YH_TRY(file.calls, last_calls(connection, asker.who.tenant, numbers));
    auto here = asker;
    here.mask = mask_of(asker, file.customer);
    YH_TRY(file.services, last_services(connection, here, id));
    return std::optional{std::move(file)};
}

template <class Found>
void answer_or_unknown(const SharedReply& reply, Result<std::optional<Found>> found) {
    if (!found.ok()) {
        reply->fail(std::move(found).error());
    } else if (!*found) {
        reply->fail(not_found("customer.unknown"));
    } else {
        answer(*reply, **found);
    }
}

void show(Office& office, const http::Request& request, http::Reply reply) {
    with_call(office, asker_of(office, request), call_arg(request),
              [&office, id = id_of(request), reply = share(std::move(reply))](Asker asker) {
                  office.readers.read(
                      office.home,
                      [asker = std::move(asker), id](db::Connection& connection) {
                          return find_file(connection, asker, id, Whose::InScope);
                      },
                      [reply](auto file) { answer_or_unknown(reply, std::move(file)); });
              });
}

// Whoever knows a number whole may know whose it is: any agent may be rung by it, and who enters it as new must learn
// that it is not.
void show_by_number(Office& office, const http::Request& request, http::Reply reply) {
    auto asker = asker_of(office, request);
    std::string number{request.param("number")};
    if (people::NumberSeal::is_token(number)) {
        auto opened = asker.seal.open(asker.who.tenant, number);
        if (!opened.ok()) {
            reply.fail(std::move(opened).error());
            return;
        }
        number = *std::move(opened);
    }
    office.readers.read(
        office.home,
        [asker = std::move(asker), number](db::Connection& connection) -> Result<std::optional<CustomerFile>> {
            YH_TRY(const auto id, find_by_number(connection, asker.who.tenant, number));
            if (!id) {
                return std::optional<CustomerFile>{};
            }
            return find_file(connection, asker, *id, Whose::AnyOwner);
        },
        [reply = share(std::move(reply))](auto file) { answer_or_unknown(reply, std::move(file)); });
}

void show_number(CallCustomer& shown, const Asker& asker) {
    const auto mask = mask_of(asker, shown.customer);
    shown.number = mask.shown(asker.call->number);
    shown.number_token = people::token_for(mask, asker.seal, asker.who.tenant, asker.call->number);
}

Result<CallCustomer> find_call_customer(db::Connection& connection, const Asker& asker) {
    CallCustomer shown;
    YH_TRY(auto known, find_known_by_number(connection, asker.who.tenant, asker.call->number));
    if (known) {
        YH_TRY(auto file, find_file(connection, asker, known->id, Whose::AnyOwner));
        if (file) {
            shown.contact = std::move(known->contact);
            shown.customer = std::move(file->customer);
            shown.calls = std::move(file->calls);
            shown.services = std::move(file->services);
            show_number(shown, asker);
            return shown;
        }
    }
    show_number(shown, asker);
    YH_TRY(shown.calls, last_calls(connection, asker.who.tenant, {asker.call->number}));
    return shown;
}

void show_by_call(Office& office, const http::Request& request, http::Reply reply) {
    const auto id = parse_id(request.param("id"));
    with_call(office, asker_of(office, request), model::CallId{id.ok() ? *id : 0},
              [&office, reply = share(std::move(reply))](Asker asker) {
                  if (!asker.call) {
                      reply->fail(not_found("call.unknown"));
                      return;
                  }
                  office.readers.read(
                      office.home,
                      [asker = std::move(asker)](db::Connection& connection) {
                          return find_call_customer(connection, asker);
                      },
                      [reply](Result<CallCustomer> found) {
                          if (found.ok()) {
                              answer(*reply, *found);
                          } else {
                              reply->fail(std::move(found).error());
                          }
                      });
              });
}

void show_history(Office& office, const http::Request& request, http::Reply reply) {
    office.readers.read(
        office.home,
        [asker = asker_of(office, request),
         id = id_of(request)](db::Connection& connection) -> Result<std::vector<CustomerHistory>> {
            YH_TRY(const bool seen, may_see(connection, asker, id));
            if (!seen) {
                return not_found("customer.unknown");
            }
            YH_TRY(const auto place, history_place(connection, id));
            YH_TRY(auto lines, history_of(connection, id));
            for (auto& line : lines) {
                hide_in_history(asker, place, line.changes);
            }
            return lines;
        },
        [reply = share(std::move(reply))](Result<std::vector<CustomerHistory>> lines) {
            if (lines.ok()) {
                settings::answer_items(*reply, *lines);
            } else {
                reply->fail(std::move(lines).error());
            }
        });
}

void show_dynamics(Office& office, const http::Request& request, http::Reply reply) {
    auto asked = read_dynamics(request.arg("kind"), request.arg("size"), request.arg("after"));
    if (!asked.ok()) {
        reply.fail(std::move(asked).error());
        return;
    }
    office.readers.read(
        office.home,
        [asker = asker_of(office, request), id = id_of(request),
         asked = *std::move(asked)](db::Connection& connection) { return find_dynamics(connection, asker, id, asked); },
        [reply = share(std::move(reply))](auto found) { answer_or_unknown(reply, std::move(found)); });
}

void show_dependents(Office& office, const http::Request& request, http::Reply reply) {
    office.readers.read(
        office.home,
        [asker = asker_of(office, request),
         id = id_of(request)](db::Connection& connection) -> Result<std::optional<Dependents>> {
            YH_TRY(const bool seen, may_see(connection, asker, id));
            if (!seen) {
                return std::optional<Dependents>{};
            }
            YH_TRY(auto found, find_dependents(connection, id));
            return std::optional{found};
        },
        [reply = share(std::move(reply))](auto found) { answer_or_unknown(reply, std::move(found)); });
}

// What customers can be to the company, for whoever fills in a form.
void show_levels(Office& office, const http::Request& request, http::Reply reply) {
    std::vector<std::string> names;
    if (const auto* tenant = office.directory->find_tenant(people::asker(request).tenant)) {
        for (const auto& level : tenant->options.customer_level) {
            names.push_back(level.name);
        }
    }
    settings::answer_items(reply, names);
}

}  // namespace

void add_routes(http::Router& router, Office& office) {
    using http::Method;
    lists::add_list(router, office, customers());
    lists::add_list(router, office, leads());
    lists::add_list(router, office, contacts());
    lists::add_list(router, office, deleted_objects());
    router.add({.method = Method::Get,
                .pattern = "/api/v1/customers/levels",
                .permission = rights::see_customers,
                .summary = {"What customers can be to the company", "客户类型"},
                .response = settings::items_of<std::string>(),
                .handler = on_home(office, show_levels)});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/customers/{id}",
                .permission = http::signed_in,  // what it is decides which right is needed: may_see asks for it
                .summary = {"A customer, lead or contact, the last calls and service records", "客户资料"},
                .query = {{"call"}},
                .response = http::schema_of<CustomerFile>(),
                .handler = on_home(office, show)});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/customers/by-number/{number}",
                .permission = rights::see_customers,
                .summary = {"Whose number this is", "按号码查客户"},
                .response = http::schema_of<CustomerFile>(),
                .handler = on_home(office, show_by_number)});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/calls/{id}/customer",
                .permission = rights::see_customers,
                .summary = {"Whom one's call is with", "通话的客户"},
                .response = http::schema_of<CallCustomer>(),
                .handler = on_home(office, show_by_call)});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/customers/{id}/history",
                .permission = http::signed_in,
                .summary = {"Every change of a customer", "客户变更记录"},
                .response = settings::items_of<CustomerHistory>(),
                .handler = on_home(office, show_history)});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/customers/{id}/dynamics",
                .permission = http::signed_in,
                .summary = {"What happened with a customer, lead or contact", "客户动态"},
                .query = {{"kind"}, {"size", "integer"}, {"after"}},
                .response = http::schema_of<Dynamics>(),
                .handler = on_home(office, show_dynamics)});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/customers/{id}/dependents",
                .permission = http::signed_in,
                .summary = {"What hangs on a customer, lead or contact", "客户的关联数据"},
                .response = http::schema_of<Dependents>(),
                .handler = on_home(office, show_dependents)});
    add_change_routes(router, office);
    add_merge_routes(router, office);
    add_conversion_routes(router, office);
    add_service_routes(router, office);
    add_follow_up_routes(router, office);
    add_pool_routes(router, office);
    add_questionnaire_routes(router, office);
}

}  // namespace yh::office::customers
