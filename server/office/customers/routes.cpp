#include "office/customers/routes.h"

#include <memory>
#include <utility>

#include "http/text.h"
#include "model/telephone_number.h"
#include "office/answer.h"
#include "office/customers/call_part.h"
#include "office/customers/customer_check.h"
#include "office/customers/customer_list.h"
#include "office/customers/customer_store.h"
#include "office/customers/service_store.h"
#include "office/lists/list_route.h"
#include "office/settings/config_body.h"

namespace yh::office::customers {

namespace {

using lists::share;
using lists::SharedReply;
namespace rights = people::rights;

/// Ids of this room, made on home. They never go to the writer unmade: its jobs may run twice.
using Ids = std::shared_ptr<IdMaker>;

Asker asker_of(const Office& office, const http::Request& request) {
    Asker asker;
    asker.who = people::asker(request);
    asker.mask = people::mask_for(asker.who, *office.directory);
    asker.seal = office.numbers;
    return asker;
}

model::CustomerId id_of(const http::Request& request) {
    const auto id = parse_id(request.param("id"));
    return model::CustomerId{id.ok() ? *id : 0};
}

std::optional<model::CallId> call_arg(const http::Request& request) {
    const auto text = request.arg("call");
    const auto id = text ? parse_id(*text) : Result<std::int64_t>{0};
    return text && id.ok() ? std::optional{model::CallId{*id}} : std::nullopt;
}

/// Goes on with what the asker has to do with the call, when one is named.
void with_call(Office& office, Asker asker, std::optional<model::CallId> call, std::function<void(Asker)> then) {
    if (!call) {
        then(std::move(asker));
        return;
    }
    const auto who = asker.who;
    find_call_part(office, who, *call,
                   [asker = std::move(asker), then = std::move(then)](std::optional<CallPart> part) mutable {
                       asker.call = std::move(part);
                       then(std::move(asker));
                   });
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
    YH_TRY(file.services, last_services(connection, id));
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
            fields.push_back({"customer", "customer.exists", saved->other->text()});
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
            YH_TRY(auto lines, history_of(connection, id));
            for (auto& line : lines) {
                for (auto& one : line.changes) {
                    if (one.field == "numbers" && asker.mask.hides()) {
                        one.before = hidden(asker.mask, one.before);
                        one.after = hidden(asker.mask, one.after);
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

void write_service(Office& office, const Ids& ids, const http::Request& request, http::Reply reply) {
    auto draft = settings::config_body<ServiceDraft>(request, reply, JsonAbsent::Refused);
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

void add_changes(http::Router& router, Office& office) {
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
    add_changes(router, office);
}

}  // namespace yh::office::customers
