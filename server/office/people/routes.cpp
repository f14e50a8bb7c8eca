#include "office/people/routes.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/log.h"
#include "office/answer.h"
#include "office/people/identity.h"
#include "office/people/sign_in.h"

namespace yh::office::people {

namespace {

struct QueueOfMine {
    std::string number;
    std::string name;
    bool paused = false;
};
BOOST_DESCRIBE_STRUCT(QueueOfMine, (), (number, name, paused))

struct Me {
    std::string number;
    std::string name;
    model::Role role = model::Role::Agent;
    std::string tenant;
    std::string extension;
    model::ExtensionType extension_type = model::ExtensionType::Web;
    bool device_online = false;
    model::AgentState state = model::AgentState::Offline;
    model::AgentActivity activity = model::AgentActivity::Idle;
    std::string reason;
    std::int64_t since_ms = 0;
    std::int64_t wrap_up_until_ms = 0;
    std::optional<model::CallId> call;
    std::vector<QueueOfMine> queues;
};
BOOST_DESCRIBE_STRUCT(Me, (),
                      (number, name, role, tenant, extension, extension_type, device_online, state, activity, reason,
                       since_ms, wrap_up_until_ms, call, queues))

struct StateWish {
    model::AgentState state = model::AgentState::Busy;
    std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(StateWish, (), (state, reason))

struct PauseWish {
    bool paused = false;
    std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(PauseWish, (), (paused, reason))

// R038: without a reason the log says so.
std::string reason_or_unknown(const std::optional<std::string>& reason) {
    constexpr std::size_t longest = 100;
    return reason && !reason->empty() ? reason->substr(0, longest) : "未知";
}

Me picture_of(const model::User& user, const model::Directory& directory, const model::LiveSnapshot& live) {
    Me me;
    me.number = user.number;
    me.name = user.name;
    me.role = user.role;
    if (const auto* tenant = directory.find_tenant(user.tenant)) {
        me.tenant = tenant->code;
    }
    me.extension = user.extension;
    me.extension_type = user.extension_type;
    const auto agent = std::ranges::find(live.agents, user.id, &model::LiveAgent::user);
    if (agent != live.agents.end()) {
        me.device_online = agent->device_online;
        me.state = agent->state;
        me.activity = agent->activity;
        me.reason = agent->reason;
        me.since_ms = agent->since_ms;
        me.wrap_up_until_ms = agent->wrap_up_until_ms;
        if (agent->call) {
            me.call = agent->call;
        }
    }
    for (const auto& queue : directory.queues) {
        if (queue.tenant == user.tenant &&
            std::ranges::find(queue.members, user.id, &model::QueueMember::user) != queue.members.end()) {
            const bool paused = agent != live.agents.end() &&
                                std::ranges::find(agent->paused_queues, queue.id) != agent->paused_queues.end();
            me.queues.push_back({queue.number, queue.name, paused});
        }
    }
    return me;
}

void show_me(Office& office, const http::Request& request, http::Reply reply) {
    const auto id = asker(request).user;
    office.desk.picture(office.home, [&office, id, reply = std::make_shared<http::Reply>(std::move(reply))](
                                         const model::LiveSnapshotPtr& live) {
        const auto* user = office.directory->find_user(id);
        if (user == nullptr) {
            reply->fail(not_found("user.gone"));
            return;
        }
        answer(*reply, picture_of(*user, *office.directory, *live));
    });
}

void set_my_state(Office& office, const http::Request& request, http::Reply reply) {
    if (const auto wish = body_of<StateWish>(request, reply)) {
        carry_out(office, model::SetAgentState{asker(request).user, wish->state, reason_or_unknown(wish->reason)},
                  std::move(reply));
    }
}

void pause_my_queue(Office& office, const http::Request& request, http::Reply reply) {
    const auto wish = body_of<PauseWish>(request, reply);
    if (!wish) {
        return;
    }
    const auto* queue = office.directory->find_queue(asker(request).tenant, request.param("number"));
    if (queue == nullptr ||
        std::ranges::find(queue->members, asker(request).user, &model::QueueMember::user) == queue->members.end()) {
        reply.fail(not_found("queue.not_mine"));
        return;
    }
    carry_out(office,
              model::SetQueuePaused{asker(request).user, queue->id, wish->paused, reason_or_unknown(wish->reason)},
              std::move(reply));
}

void sign_out(Office& office, const http::Request& request, http::Reply reply) {
    office.writer.write(
        office.home,
        [hash = asker(request).session_hash](db::Connection& connection) { return close_session(connection, hash); },
        [&office, hash = asker(request).session_hash, reply = std::make_shared<http::Reply>(std::move(reply)),
         tls = request.over_tls](Result<void> closed) {
            if (!closed.ok()) {
                reply->fail(std::move(closed).error());
                return;
            }
            if (office.on_session_ended) {
                office.on_session_ended(hash);
            }
            reply->send({204, {http::session_cookie("yinghe_session", "", 0, tls)}, std::string{}});
        });
}

// R010: whoever locked himself out is let in by his leader or an administrator. A leader's own rank is above a leader.
void unlock(Office& office, const http::Request& request, http::Reply reply) {
    const auto& who = asker(request);
    const auto user = std::ranges::find_if(office.directory->users, [&](const model::User& known) {
        return known.tenant == who.tenant && known.number == request.param("number");
    });
    if (user == office.directory->users.end()) {
        reply.fail(not_found("user.unknown"));
        return;
    }
    if (who.role != model::Role::Admin && user->role != model::Role::Agent) {
        reply.fail({ErrorKind::Forbidden, "user.above_you", {}});
        return;
    }
    office.writer.write(
        office.home, [id = user->id.value](db::Connection& connection) { return unlock_account(connection, id); },
        [number = user->number, by = who.number,
         reply = std::make_shared<http::Reply>(std::move(reply))](Result<void> unlocked) {
            if (!unlocked.ok()) {
                reply->fail(std::move(unlocked).error());
                return;
            }
            log().info("account.unlocked", {{"user", number}, {"by", by}});
            reply->send({204, {}, std::string{}});
        });
}

}  // namespace

void add_routes(http::Router& router, Office& office) {
    auto sign_in = std::make_shared<SignIn>(office);
    router.add({.method = http::Method::Post,
                .pattern = "/api/v1/sessions",
                .permission = http::everyone,
                .summary = {"Sign in", "登录"},
                .query = {},
                .request = http::schema_of<Credentials>(),
                .response = http::schema_of<SessionAnswer>(),
                .status = 201,
                .body_limit_bytes = 4096,
                .handler = on_home(office, [sign_in](Office&, const http::Request& request, http::Reply reply) {
                    sign_in->handle(request, std::move(reply));
                })});
    router.add({.method = http::Method::Delete,
                .pattern = "/api/v1/sessions/current",
                .permission = http::signed_in,
                .summary = {"Sign out", "退出登录"},
                .status = 204,
                .handler = on_home(office, sign_out)});
    router.add({.method = http::Method::Post,
                .pattern = "/api/v1/users/{number}/unlock",
                .permission = rights::supervise,
                .summary = {"Let somebody in again after too many wrong passwords", "解锁员工账号"},
                .status = 204,
                .handler = on_home(office, unlock)});
    router.add({.method = http::Method::Get,
                .pattern = "/api/v1/me",
                .permission = http::signed_in,
                .summary = {"Who I am, my device and my state", "当前用户、话机与状态"},
                .response = http::schema_of<Me>(),
                .handler = on_home(office, show_me)});
    router.add({.method = http::Method::Put,
                .pattern = "/api/v1/me/state",
                .permission = rights::use_phone,
                .summary = {"Change my state", "切换坐席状态"},
                .request = http::schema_of<StateWish>(),
                .status = 204,
                .handler = on_home(office, set_my_state)});
    router.add({.method = http::Method::Put,
                .pattern = "/api/v1/me/queues/{number}",
                .permission = rights::use_phone,
                .summary = {"Pause or resume one of my queues", "单个队列示忙或示闲"},
                .request = http::schema_of<PauseWish>(),
                .status = 204,
                .handler = on_home(office, pause_my_queue)});
}

http::Hooks hooks(Office& office) {
    http::Hooks made;
    made.auth = [&office](const http::Request& request, http::AuthReply reply) {
        auto token = request.bearer();
        if (token.empty()) {
            token = request.cookie("yinghe_session").value_or("");
        }
        if (token.empty()) {
            reply.refuse({ErrorKind::Unauthenticated, "session.none", {}});
            return;
        }
        auto hash = hash_token(token);
        office.readers.read(
            office.home,
            [hash, now = to_ms(office.clock.wall())](db::Connection& connection) {
                return find_session(connection, hash, now);
            },
            [hash, reply = std::make_shared<http::AuthReply>(std::move(reply))](Result<std::optional<Account>> found) {
                if (!found.ok()) {
                    reply->refuse(std::move(found).error());
                } else if (!*found) {
                    reply->refuse({ErrorKind::Unauthenticated, "session.ended", {}});
                } else {
                    auto identity = std::make_shared<SignedIn>();
                    identity->user = model::UserId{(*found)->user_id};
                    identity->tenant = model::TenantId{(*found)->tenant_id};
                    identity->role = (*found)->role;
                    identity->number = (*found)->number;
                    identity->name = (*found)->name;
                    identity->session_hash = hash;
                    reply->identify(std::move(identity));
                }
            });
    };
    made.allowed = [](const http::Identity& identity, std::string_view permission) {
        return may(dynamic_cast<const SignedIn&>(identity).role, permission);
    };
    return made;
}

}  // namespace yh::office::people
