#include "office/people/routes.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/log.h"
#include "office/answer.h"
#include "office/people/identity.h"
#include "office/people/own_routes.h"
#include "office/people/sign_in.h"

namespace yh::office::people {

namespace {

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
        [hash = asker(request).session_hash, now = to_ms(office.clock.wall())](db::Connection& connection) {
            return close_session(connection, hash, now);
        },
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
                .permission = rights::unlock_people,
                .summary = {"Let somebody in again after too many wrong passwords", "解锁员工账号"},
                .status = 204,
                .handler = on_home(office, unlock)});
    add_standing_routes(router, office);
    add_password_route(router, office);
    add_avatar_routes(router, office);
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
            [&office, hash,
             reply = std::make_shared<http::AuthReply>(std::move(reply))](Result<std::optional<Account>> found) {
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
                    if (office.chart) {
                        office.chart->fill(*identity);
                    }
                    reply->identify(std::move(identity));
                }
            });
    };
    made.allowed = [](const http::Identity& identity, std::string_view permission) {
        return may(dynamic_cast<const SignedIn&>(identity), permission);
    };
    return made;
}

}  // namespace yh::office::people
