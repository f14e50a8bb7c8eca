#include "office/customers/routes.h"

#include <memory>
#include <utility>

#include "http/text.h"
#include "model/telephone_number.h"
#include "office/answer.h"
#include "office/customers/customer_fields.h"
#include "office/customers/customer_list.h"
#include "office/customers/customer_store.h"
#include "office/customers/follow_ups/routes.h"
#include "office/customers/pools/pool_seat.h"
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
    YH_TRY(file.services, last_services(connection, asker, id));
    return std::optional{std::move(file)};
}

void answer_file(const SharedReply& reply, Result<std::optional<CustomerFile>> file) {
    if (!file.ok()) {
        reply->fail(std::move(file).error());
    } else if (!*file) {
        reply->fail(not_found("customer.unknown"));
    } else {
        answer(*reply, **file);
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
                      [reply](auto file) { answer_file(reply, std::move(file)); });
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
        [reply = share(std::move(reply))](auto file) { answer_file(reply, std::move(file)); });
}

Result<CallCustomer> find_call_customer(db::Connection& connection, const Asker& asker) {
    CallCustomer shown;
    shown.number = asker.mask.shown(asker.call->number);
    shown.number_token = people::token_for(asker.mask, asker.seal, asker.who.tenant, asker.call->number);
    YH_TRY(const auto id, find_by_number(connection, asker.who.tenant, asker.call->number));
    if (id) {
        YH_TRY(auto file, find_file(connection, asker, *id, Whose::AnyOwner));
        if (file) {
            shown.customer = std::move(file->customer);
            shown.calls = std::move(file->calls);
            shown.services = std::move(file->services);
            return shown;
        }
    }
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

/// Numbers in a line of the history, hidden like everywhere else.
std::string hidden(const people::NumberMask& mask, const std::string& numbers) {
    std::string shown;
    for (const auto part : http::split(numbers, ',')) {
        const auto colon = part.rfind(':');
        const auto begin = colon == std::string_view::npos ? 0 : colon + 1;
        shown += shown.empty() ? "" : ",";
        shown += part.substr(0, begin);
        shown += mask.shown(part.substr(begin));
    }
    return shown;
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
            YH_TRY(const auto of, connection.one<std::string>("SELECT object FROM customers WHERE id = ?", id));
            YH_TRY(const auto object, parse_enum<crm::ObjectKind>(of));
            YH_TRY(const auto pool, connection.row<std::int64_t>(
                                        "SELECT pool_id FROM customers WHERE id = ? AND pool_id IS NOT NULL", id));
            const auto mask = mask_in(asker.mask, asker.book(), pool, asker.who);
            YH_TRY(auto lines, history_of(connection, id));
            for (auto& line : lines) {
                std::erase_if(line.changes, [&](const CustomerChange& one) {
                    return !may_read_change(asker.book(), object, asker.who, one.field);
                });
                for (auto& one : line.changes) {
                    if (one.field == "numbers" && mask.hides()) {
                        one.before = hidden(mask, one.before);
                        one.after = hidden(mask, one.after);
                    }
                }
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
    router.add({.method = Method::Get,
                .pattern = "/api/v1/customers/levels",
                .permission = rights::see_customers,
                .summary = {"What customers can be to the company", "客户类型"},
                .response = settings::items_of<std::string>(),
                .handler = on_home(office, show_levels)});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/customers/{id}",
                .permission = rights::see_customers,
                .summary = {"A customer, the last calls and service records", "客户资料"},
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
                .permission = rights::see_customers,
                .summary = {"Every change of a customer", "客户变更记录"},
                .response = settings::items_of<CustomerHistory>(),
                .handler = on_home(office, show_history)});
    add_change_routes(router, office);
    add_service_routes(router, office);
    add_follow_up_routes(router, office);
}

}  // namespace yh::office::customers
