#include "office/customers/pools/action_routes.h"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "http/text.h"
#include "office/answer.h"
#include "office/customers/pools/action_desk.h"
#include "office/customers/pools/pool_list.h"
#include "office/customers/pools/stage_figures.h"
#include "office/customers/route_parts.h"
#include "office/lists/list_route.h"
#include "office/settings/config_body.h"

namespace yh::office::customers {

namespace {

using lists::share;
using lists::SharedReply;
using DeskPtr = std::shared_ptr<ActionDesk>;
using Objects = std::vector<model::CustomerId>;

constexpr std::int64_t most_objects = 100'000;
constexpr std::array<std::string_view, 5> listed{"customers", "leads", "contacts", "pools/customers", "pools/leads"};

/// The list that the wish speaks of, as this asker sees it. Errors: list.unknown, http.forbidden, or of the query.
Result<std::pair<const lists::List*, lists::Asked>> asked_for(const Office& office, const http::Request& request,
                                                              const ActionList& wanted) {
    const auto list = std::ranges::find(office.lists, std::string_view{wanted.name}, &lists::List::name);
    const auto query = http::parse_query(wanted.query);
    const bool known = std::ranges::find(listed, std::string_view{wanted.name}) != listed.end();
    if (!known || list == office.lists.end() || !query) {
        return not_found("list.unknown", wanted.name);
    }
    if (!people::may(people::asker(request), (*list)->permission)) {
        return Error{ErrorKind::Forbidden, "http.forbidden", wanted.name};
    }
    YH_TRY(auto asked, lists::read_query(**list, *query, lists::reader_of(office, request)));
    return std::pair{*list, std::move(asked)};
}

/// How many of them the asker sees, and how many contacts would be deleted with them (U11).
Result<ActionView> look_over(db::Connection& connection, const Asker& asker, const ActionWish& wish,
                             const Objects& ids) {
    ActionView view;
    view.action = wish.action;
    view.state = ActionState::Done;
    for (const auto id : ids) {
        // All that a list showed was seen; single ids may be anybody's.
        YH_TRY(const bool seen, wish.list ? Result<bool>{true} : may_see(connection, asker, id));
        if (seen) {
            ++view.total;
            YH_TRY(const auto contacts,
                   connection.one<std::int64_t>(
                       "SELECT COUNT(*) FROM customers WHERE parent_id = ? AND deleted_at_ms IS NULL", id));
            view.contacts += contacts;
        }
    }
    return view;
}

void answer_check(Office& office, const Asker& asker, ActionWish wish, Objects ids, const SharedReply& reply) {
    office.readers.read(
        office.home,
        [asker, wish = std::move(wish), ids = std::move(ids)](db::Connection& connection) {
            return look_over(connection, asker, wish, ids);
        },
        [reply](Result<ActionView> view) {
            if (view.ok()) {
                answer(*reply, *view);
            } else {
                reply->fail(std::move(view).error());
            }
        });
}

void go(Office& office, const DeskPtr& desk, Asker asker, http::Language language, ActionWish wish, Objects ids,
        const SharedReply& reply) {
    if (ids.empty()) {
        reply->fail(invalid_input("action.nothing"));
        return;
    }
    if (static_cast<std::int64_t>(ids.size()) > most_objects) {
        reply->fail(invalid_input("action.too_big"));
        return;
    }
    if (wish.check) {
        answer_check(office, asker, std::move(wish), std::move(ids), reply);
        return;
    }
    desk->add(std::move(asker), language, std::move(wish), std::move(ids), [reply](Result<ActionView> view) {
        constexpr int ok = 200;
        constexpr int accepted = 202;
        if (view.ok()) {
            answer(*reply, *view, view->state == ActionState::Running ? accepted : ok);
        } else {
            reply->fail(std::move(view).error());
        }
    });
}

void act_on_objects(Office& office, const DeskPtr& desk, const http::Request& request, http::Reply reply) {
    auto wish = settings::config_body<ActionWish>(request, reply);
    if (!wish) {
        return;
    }
    auto asker = asker_of(office, request);
    const auto right = right_for(wish->action);
    if (!right.empty() && !people::may(asker.who, right)) {
        reply.fail({ErrorKind::Forbidden, "http.forbidden", std::string{right}});
        return;
    }
    const auto language = request.language();
    if (!wish->list) {
        auto ids = wish->ids;
        std::ranges::sort(ids, {}, &model::CustomerId::value);
        ids.erase(std::ranges::unique(ids).begin(), ids.end());
        go(office, desk, std::move(asker), language, *std::move(wish), std::move(ids), share(std::move(reply)));
        return;
    }
    auto asked = asked_for(office, request, *wish->list);
    if (!asked.ok()) {
        reply.fail(std::move(asked).error());
        return;
    }
    office.readers.read(
        office.home,
        [list = asked->first, what = std::move(asked->second)](db::Connection& connection) {
            return lists::ids_of(connection, *list, what, most_objects + 1);
        },
        [&office, desk, asker = std::move(asker), language, wish = *std::move(wish),
         reply = share(std::move(reply))](Result<std::vector<std::int64_t>> found) mutable {
            if (!found.ok()) {
                reply->fail(std::move(found).error());
                return;
            }
            Objects ids;
            for (const auto id : *found) {
                ids.push_back(model::CustomerId{id});
            }
            go(office, desk, std::move(asker), language, std::move(wish), std::move(ids), reply);
        });
}

ActionId action_of(const http::Request& request) {
    const auto id = parse_id(request.param("id"));
    return ActionId{id.ok() ? *id : 0};
}

void show_action(Office& office, const http::Request& request, http::Reply reply) {
    office.readers.read(
        office.home,
        [who = people::asker(request), id = action_of(request)](db::Connection& connection) {
            return find_action(connection, who, id);
        },
        [reply = share(std::move(reply))](Result<std::optional<ActionView>> found) {
            if (!found.ok()) {
                reply->fail(std::move(found).error());
            } else if (!*found) {
                reply->fail(not_found("action.unknown"));
            } else {
                answer(*reply, **found);
            }
        });
}

void cancel_action(const DeskPtr& desk, const http::Request& request, http::Reply reply) {
    if (desk->cancel(people::asker(request).user, action_of(request))) {
        reply.no_content();
    } else {
        reply.fail(not_found("action.unknown"));
    }
}

}  // namespace

void add_pool_routes(http::Router& router, Office& office) {
    using http::Method;
    const auto desk = std::make_shared<ActionDesk>(office);
    office.home.post([desk] { desk->start(); });
    lists::add_list(router, office, customer_pools());
    lists::add_list(router, office, lead_pools());
    router.add(
        {.method = Method::Post,
         .pattern = "/api/v1/objects/actions",
         .permission = http::signed_in,
         .summary = {"Do something with one customer, lead or contact, with some, or with all that a list shows: "
                     "200 when it is done at once, 202 while it goes on",
                     "对一个、多个或列表中全部客户资料执行操作"},
         .request = http::schema_of<ActionWish>(),
         .response = http::schema_of<ActionView>(),
         .handler = on_home(office, [desk](Office& at, const http::Request& request, http::Reply reply) {
             act_on_objects(at, desk, request, std::move(reply));
         })});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/objects/actions/{id}",
                .permission = http::signed_in,
                .summary = {"How far one's own action is", "批量操作的进度"},
                .response = http::schema_of<ActionView>(),
                .handler = on_home(office, show_action)});
    router.add({.method = Method::Delete,
                .pattern = "/api/v1/objects/actions/{id}",
                .permission = http::signed_in,
                .summary = {"Give up the rest of an action", "取消批量操作的剩余部分"},
                .status = 204,
                .handler = on_home(office, [desk](Office&, const http::Request& request, http::Reply reply) {
                    cancel_action(desk, request, std::move(reply));
                })});
    add_stage_routes(router, office);
}

}  // namespace yh::office::customers
