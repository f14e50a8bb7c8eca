#include "office/supervision/routes.h"

#include <memory>
#include <utility>

#include "office/crm/book_keeping.h"
#include "office/supervision/call_control_routes.h"
#include "office/supervision/live_scope.h"
#include "office/supervision/live_views.h"
#include "office/supervision/route_parts.h"

namespace yh::office::supervision {

namespace {

using people::asker;

struct CallList {
    std::vector<CallView> items;
    std::int64_t total = 0;
    std::int64_t page = 1;
    std::int64_t size = 0;
};
BOOST_DESCRIBE_STRUCT(CallList, (), (items, total, page, size))

struct QueueList {
    std::vector<QueueView> items;
    std::int64_t total = 0;
    std::int64_t page = 1;
    std::int64_t size = 0;
};
BOOST_DESCRIBE_STRUCT(QueueList, (), (items, total, page, size))

/// Live lists are short; they come whole, as one page.
template <class List, class T>
void answer_all(http::Reply& reply, std::vector<T> items) {
    List list{std::move(items), 0, 1, 0};
    list.total = list.size = static_cast<std::int64_t>(list.items.size());
    answer(reply, list);
}

void list_calls(Office& office, const http::Request& request, http::Reply reply) {
    office.desk.picture(office.home, [&office, who = asker(request),
                                      reply = share(std::move(reply))](const model::LiveSnapshotPtr& live) {
        const Scope scope{who, *office.directory};
        const auto sight = sight_of(who, *office.directory, crm::books_of(office)->of(who.tenant));
        std::vector<CallView> views;
        for (const auto& call : live->calls) {
            if (scope.sees(call)) {
                views.push_back(view_of(call, *office.directory, sight, office.numbers));
            }
        }
        answer_all<CallList>(*reply, std::move(views));
    });
}

struct DialWish {
    std::string to;
};
BOOST_DESCRIBE_STRUCT(DialWish, (), (to))

struct CallStartedAnswer {
    model::CallId id;
};
BOOST_DESCRIBE_STRUCT(CallStartedAnswer, (), (id))

void dial(Office& office, const http::Request& request, http::Reply reply) {
    const auto wish = body_of<DialWish>(request, reply);
    if (!wish) {
        return;
    }
    auto number = number_to_dial(office, asker(request).tenant, wish->to);
    if (!number.ok()) {
        reply.fail(std::move(number).error(), {{"to", "number.malformed"}});
        return;
    }
    office.desk.apply(model::Dial{asker(request).user, *std::move(number)}, office.home,
                      [reply = share(std::move(reply))](Result<model::CallId> call) {
                          if (!call.ok()) {
                              reply->fail(std::move(call).error());
                              return;
                          }
                          answer(*reply, CallStartedAnswer{*call}, 202);
                      });
}

struct DigitsWish {
    std::string digits;
};
BOOST_DESCRIBE_STRUCT(DigitsWish, (), (digits))

void send_digits(Office& office, const http::Request& request, http::Reply reply) {
    const auto wish = body_of<DigitsWish>(request, reply);
    const auto id = parse_id(request.param("id"));
    if (!wish) {
        return;
    }
    if (!id.ok()) {
        reply.fail(not_found("call.unknown"));
        return;
    }
    constexpr std::size_t most_digits = 32;
    if (wish->digits.empty() || wish->digits.size() > most_digits ||
        wish->digits.find_first_not_of("0123456789*#ABCD") != std::string::npos) {
        reply.fail(invalid_input("digits.malformed"), {{"digits", "digits.malformed"}});
        return;
    }
    carry_out(office, model::SendDtmf{model::CallId{*id}, asker(request).user, wish->digits}, std::move(reply));
}

void list_queues(Office& office, const http::Request& request, http::Reply reply) {
    office.desk.picture(office.home, [&office, who = asker(request),
                                      reply = share(std::move(reply))](const model::LiveSnapshotPtr& live) {
        const Scope scope{who, *office.directory};
        std::vector<QueueView> views;
        for (const auto& queue : office.directory->queues) {
            if (scope.sees(queue)) {
                views.push_back(view_of(queue, *live, *office.directory));
            }
        }
        answer_all<QueueList>(*reply, std::move(views));
    });
}

void show_queue(Office& office, const http::Request& request, http::Reply reply) {
    office.desk.picture(office.home, [&office, who = asker(request), number = std::string{request.param("number")},
                                      reply = share(std::move(reply))](const model::LiveSnapshotPtr& live) {
        const auto* queue = office.directory->find_queue(who.tenant, number);
        const Scope scope{who, *office.directory};
        if (queue == nullptr || !scope.sees(*queue)) {
            reply->fail(not_found("queue.unknown"));
            return;
        }
        const auto* picture = find_queue(*live, queue->id);
        auto view = live_view_of(*queue, picture, live->at_ms, *office.directory);
        hide_numbers(view, picture, sight_of(who, *office.directory, crm::books_of(office)->of(who.tenant)));
        auto& agents = view.agents.emplace();
        for (const auto& member : queue->members) {
            const auto* user = office.directory->find_user(member.user);
            if (user != nullptr && scope.sees_user(*user)) {
                agents.push_back(view_of(*user, find_agent(*live, user->id), *office.directory));
            }
        }
        answer(*reply, view);
    });
}

struct ForcedState {
    model::AgentState state = model::AgentState::Busy;
    std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(ForcedState, (), (state, reason))

void force_state(Office& office, const http::Request& request, http::Reply reply) {
    const auto wish = body_of<ForcedState>(request, reply);
    if (!wish) {
        return;
    }
    const auto& who = asker(request);
    const auto agent = std::ranges::find_if(office.directory->users, [&](const model::User& user) {
        return user.tenant == who.tenant && user.number == request.param("number");
    });
    if (agent == office.directory->users.end() || !Scope{who, *office.directory}.sees_user(*agent)) {
        reply.fail(not_found("agent.unknown"));
        return;
    }
    carry_out(office, model::SetAgentState{agent->id, wish->state, wish->reason.value_or("forced by " + who.number)},
              std::move(reply));
}

void add_call_routes(http::Router& router, Office& office) {
    using http::Method;
    using people::rights::use_phone;
    router.add({.method = Method::Get,
                .pattern = "/api/v1/calls",
                .permission = use_phone,
                .summary = {"Live calls that I may see", "我可见的实时通话"},
                .response = http::schema_of<CallList>(),
                .handler = on_home(office, list_calls)});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/calls",
                .permission = use_phone,
                .summary = {"Dial: my device rings first", "外呼：先呼本人话机"},
                .request = http::schema_of<DialWish>(),
                .response = http::schema_of<CallStartedAnswer>(),
                .status = 202,
                .handler = on_home(office, dial)});
    const auto command = [&](std::string verb, http::Summary summary, http::Handler handler, http::Schema body = {}) {
        router.add({.method = Method::Post,
                    .pattern = "/api/v1/calls/{id}/" + verb,
                    .permission = use_phone,
                    .summary = summary,
                    .request = std::move(body),
                    .status = 204,
                    .handler = std::move(handler)});
    };
    using model::CallId;
    using model::UserId;
    command("answer", {"Answer", "应答"}, own_call(office, [](CallId call, UserId me) {
                return model::Answer{call, me};
            }));
    command("hangup", {"Hang up", "挂断"}, own_call(office, [](CallId call, UserId me) {
                return model::Hangup{call, me};
            }));
    command("hold", {"Hold", "保持"}, own_call(office, [](CallId call, UserId me) { return model::Hold{call, me}; }));
    command("retrieve", {"Retrieve", "接回"}, own_call(office, [](CallId call, UserId me) {
                return model::Retrieve{call, me};
            }));
    command("mute", {"Mute me", "静音"}, own_call(office, [](CallId call, UserId me) {
                return model::Mute{call, me, true};
            }));
    command("unmute", {"Unmute me", "取消静音"}, own_call(office, [](CallId call, UserId me) {
                return model::Mute{call, me, false};
            }));
    command("record/pause", {"Pause the recording", "暂停录音"}, own_call(office, [](CallId call, UserId me) {
                return model::PauseRecording{call, me, true};
            }));
    command("record/resume", {"Resume the recording", "继续录音"}, own_call(office, [](CallId call, UserId me) {
                return model::PauseRecording{call, me, false};
            }));
    command("dtmf", {"Send digits", "发送按键"}, on_home(office, send_digits), http::schema_of<DigitsWish>());
}

}  // namespace

void add_routes(http::Router& router, Office& office) {
    add_call_routes(router, office);
    add_call_control_routes(router, office);
    add_target_routes(router, office);
    add_room_routes(router, office);
    router.add({.method = http::Method::Get,
                .pattern = "/api/v1/queues",
                .permission = people::rights::see_queues,
                .summary = {"Queues that I am in or lead", "我所在或管理的队列"},
                .response = http::schema_of<QueueList>(),
                .handler = on_home(office, list_queues)});
    router.add({.method = http::Method::Get,
                .pattern = "/api/v1/queues/{number}/live",
                .permission = people::rights::see_queues,
                .summary = {"Who waits, and who is in which state", "队列实时：排队与坐席状态"},
                .response = http::schema_of<QueueLiveView>(),
                .handler = on_home(office, show_queue)});
    router.add({.method = http::Method::Put,
                .pattern = "/api/v1/users/{number}/state",
                .permission = people::rights::force_agents,
                .summary = {"Force an agent's state", "强制切换坐席状态"},
                .request = http::schema_of<ForcedState>(),
                .status = 204,
                .handler = on_home(office, force_state)});
}

}  // namespace yh::office::supervision
