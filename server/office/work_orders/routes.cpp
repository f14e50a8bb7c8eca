#include "office/work_orders/routes.h"

#include <utility>

#include "base/log.h"
#include "office/answer.h"
#include "office/lists/list_route.h"
#include "office/settings/config_body.h"
#include "office/work_orders/order_list.h"
#include "office/work_orders/order_settings.h"
#include "office/work_orders/order_store.h"

namespace yh::office::work_orders {

namespace {

using lists::share;
using lists::SharedReply;
using people::asker;
namespace rights = people::rights;

constexpr int ok = 200;
constexpr int created = 201;
constexpr int nothing = 204;

OrderId order_in(const http::Request& request) {
    const auto id = parse_id(request.param("id"));
    return OrderId{id.ok() ? *id : 0};
}

void answer_order(Office& office, const lists::Reader& reader, OrderId id, const SharedReply& reply, int status) {
    office.readers.read(
        office.home,
        [reader, id, now = to_ms(office.clock.wall())](db::Connection& connection) {
            return find_order(connection, reader, id, now);
        },
        [reply, status](Result<std::optional<OrderDetail>> found) {
            if (!found.ok()) {
                reply->fail(std::move(found).error());
            } else if (!*found) {
                reply->fail(not_found("work_order.unknown"));
            } else {
                answer(*reply, **found, status);
            }
        });
}

/// Runs `job` on the writer's thread, tells whom it concerns, and answers the order as it is then; 204: nothing is left
/// of it.
template <class Job>
void change(Office& office, const http::Request& request, http::Reply reply, int status, Job job) {
    office.writer.write(office.home, std::move(job),
                        [&office, status, reader = lists::reader_of(office, request),
                         reply = share(std::move(reply))](Result<Kept> kept) {
                            if (settings::answer_refused(*reply, kept)) {
                                return;
                            }
                            for (const auto person : kept->told) {
                                if (office.tell_person) {
                                    office.tell_person(person, "work_order", kept->id.value);
                                }
                            }
                            if (status == nothing) {
                                reply->no_content();
                            } else {
                                answer_order(office, reader, kept->id, reply, status);
                            }
                        });
}

void show(Office& office, const http::Request& request, http::Reply reply) {
    answer_order(office, lists::reader_of(office, request), order_in(request), share(std::move(reply)), ok);
}

void show_counts(Office& office, const http::Request& request, http::Reply reply) {
    lists::answer_found(office, std::move(reply),
                        [who = asker(request)](db::Connection& connection) { return count_mine(connection, who); });
}

void create(Office& office, const http::Request& request, http::Reply reply) {
    auto wish = settings::config_body<NewOrder>(request, reply);
    if (!wish) {
        return;
    }
    if (auto problems = check_content(*wish); !problems.empty()) {
        settings::refuse_fields(reply, std::move(problems));
        return;
    }
    change(
        office, request, std::move(reply), created,
        [who = asker(request), wish = *std::move(wish), &ids = *office.writers_ids, now = to_ms(office.clock.wall())](
            db::Connection& connection) { return create_order(connection, who, wish, ids, now); });
}

void keep_draft(Office& office, const http::Request& request, http::Reply reply) {
    auto content = settings::config_body<OrderContent>(request, reply);
    if (!content) {
        return;
    }
    if (auto problems = check_content(*content); !problems.empty()) {
        settings::refuse_fields(reply, std::move(problems));
        return;
    }
    change(
        office, request, std::move(reply), ok,
        [who = asker(request), id = order_in(request), content = *std::move(content), now = to_ms(office.clock.wall())](
            db::Connection& connection) { return save_draft(connection, who, id, content, now); });
}

void remove(Office& office, const http::Request& request, http::Reply reply) {
    change(office, request, std::move(reply), nothing,
           [who = asker(request), id = order_in(request)](db::Connection& connection) {
               return delete_draft(connection, who, id);
           });
}

void act(Office& office, const http::Request& request, http::Reply reply) {
    auto wish = settings::config_body<ActWish>(request, reply);
    if (!wish) {
        return;
    }
    const auto& who = asker(request);
    log().info("work_order.act", {{"by", who.number}, {"order", order_in(request)}, {"act", enum_text(wish->act)}});
    change(office, request, std::move(reply), ok,
           [who, id = order_in(request), wish = *std::move(wish), &ids = *office.writers_ids,
            now = to_ms(office.clock.wall())](db::Connection& connection) {
               return act_on(connection, who, id, wish, ids, now);
           });
}

void show_form(Office& office, const http::Request& request, http::Reply reply) {
    const auto reader = lists::reader_of(office, request);
    const auto& words = reader.book().service_form;
    lists::answer_found(office, std::move(reply),
                        [tenant = reader.who.tenant, kinds = words.kinds, systems = words.systems](
                            db::Connection& connection) { return load_form(connection, tenant, kinds, systems); });
}

void show_settings(Office& office, const http::Request& request, http::Reply reply) {
    lists::answer_found(office, std::move(reply), [tenant = asker(request).tenant](db::Connection& connection) {
        return load_settings(connection, tenant);
    });
}

void put_settings(Office& office, const http::Request& request, http::Reply reply) {
    auto wanted = settings::config_body<OrderSettings>(request, reply);
    if (!wanted) {
        return;
    }
    office.writer.write(
        office.home,
        [who = asker(request), wanted = *std::move(wanted), &ids = *office.writers_ids,
         now = to_ms(office.clock.wall())](db::Connection& connection) {
            return save_settings(connection, who, wanted, ids, now);
        },
        [&office, tenant = asker(request).tenant, reply = share(std::move(reply))](Result<SettingsSaved> saved) {
            if (!saved.ok()) {
                reply->fail(std::move(saved).error());
            } else if (!saved->problems.empty()) {
                settings::refuse_fields(*reply, std::move(saved->problems));
            } else {
                office.readers.read(
                    office.home, [tenant](db::Connection& connection) { return load_settings(connection, tenant); },
                    [reply](Result<OrderSettings> now) {
                        if (now.ok()) {
                            answer(*reply, *now);
                        } else {
                            reply->fail(std::move(now).error());
                        }
                    });
            }
        });
}

void add_settings(http::Router& router, Office& office) {
    router.add({.pattern = "/api/v1/work-orders/form",
                .permission = rights::see_orders,
                .summary = {"What the form of an order offers: kinds, systems, groups of handlers", "工单表单选项"},
                .response = http::schema_of<OrderForm>(),
                .handler = on_home(office, show_form)});
    router.add({.pattern = "/api/v1/work-orders/settings",
                .permission = rights::configure_orders,
                .summary = {"What is set up for work orders", "工单设置"},
                .response = http::schema_of<OrderSettings>(),
                .handler = on_home(office, show_settings)});
    router.add({.method = http::Method::Put,
                .pattern = "/api/v1/work-orders/settings",
                .permission = rights::configure_orders,
                .summary = {"Change what is set up for work orders", "修改工单设置"},
                .request = http::schema_of<OrderSettings>(),
                .response = http::schema_of<OrderSettings>(),
                .handler = on_home(office, put_settings)});
}

}  // namespace

void add_routes(http::Router& router, Office& office) {
    using http::Method;
    lists::add_list(router, office, work_orders());
    router.add({.pattern = "/api/v1/work-orders/mine",
                .permission = rights::see_orders,
                .summary = {"How many orders wait for me, are under way, are done", "我的工单数量"},
                .response = http::schema_of<OrderCounts>(),
                .handler = on_home(office, show_counts)});
    add_settings(router, office);
    router.add({.method = Method::Post,
                .pattern = "/api/v1/work-orders",
                .permission = rights::handle_orders,
                .summary = {"A new draft, also of a service record", "创建工单草稿"},
                .request = http::schema_of<NewOrder>(),
                .response = http::schema_of<OrderDetail>(),
                .status = created,
                .handler = on_home(office, create)});
    router.add({.pattern = "/api/v1/work-orders/{id}",
                .permission = rights::see_orders,
                .summary = {"One work order with its history", "工单详情"},
                .response = http::schema_of<OrderDetail>(),
                .handler = on_home(office, show)});
    router.add({.method = Method::Put,
                .pattern = "/api/v1/work-orders/{id}",
                .permission = rights::handle_orders,
                .summary = {"Change one's own draft", "修改工单草稿"},
                .request = http::schema_of<OrderContent>(),
                .response = http::schema_of<OrderDetail>(),
                .handler = on_home(office, keep_draft)});
    router.add({.method = Method::Delete,
                .pattern = "/api/v1/work-orders/{id}",
                .permission = rights::handle_orders,
                .summary = {"Delete one's own draft", "删除工单草稿"},
                .status = nothing,
                .handler = on_home(office, remove)});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/work-orders/{id}/acts",
                .permission = rights::handle_orders,
                .summary = {"Send, take, pass on, finish, return, close, urge or note it",
                            "发送、接手、转办、办结、退回、关闭、催单或备注"},
                .request = http::schema_of<ActWish>(),
                .response = http::schema_of<OrderDetail>(),
                .handler = on_home(office, act)});
}

}  // namespace yh::office::work_orders
