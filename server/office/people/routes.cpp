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

// R046: the state as it is right after signing in (U3). A call that is going on ends first; the state waits for that.
void reset_my_state(Office& office, const http::Request& request, http::Reply reply) {
    const auto* company = office.directory->find_tenant(asker(request).tenant);
    const auto state = company == nullptr ? model::AgentState::Busy : company->state_after_login;
    carry_out(office, model::SetAgentState{asker(request).user, state, "reset"}, std::move(reply));
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
                    sign_in->by_password(request, std::move(reply));
                })});
    router.add({.method = http::Method::Post,
                .pattern = "/api/v1/sessions/by-sms",
                .permission = http::everyone,
                .summary = {"Sign in with a mobile number and the code that was sent to it", "短信验证码登录"},
                .query = {},
                .request = http::schema_of<SmsCredentials>(),
                .response = http::schema_of<SessionAnswer>(),
                .status = 201,
                .body_limit_bytes = 4096,
                .handler = on_home(office, [sign_in](Office&, const http::Request& request, http::Reply reply) {
                    sign_in->by_sms(request, std::move(reply));
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
    add_two_factor_routes(router, office);
    add_sms_code_route(router, office);
    add_avatar_routes(router, office);
    router.add({.method = http::Method::Put,
                .pattern = "/api/v1/me/state",
                .permission = rights::use_phone,
                .summary = {"Change my state", "切换坐席状态"},
                .request = http::schema_of<StateWish>(),
                .status = 204,
                .handler = on_home(office, set_my_state)});
    router.add({.method = http::Method::Post,
                .pattern = "/api/v1/me/state/reset",
                .permission = rights::use_phone,
                .summary = {"My state as it is right after signing in", "重置为登录后的状态"},
                .status = 204,
                .handler = on_home(office, reset_my_state)});
    router.add({.method = http::Method::Put,
                .pattern = "/api/v1/me/queues/{number}",
                .permission = rights::use_phone,
                .summary = {"Pause or resume one of my queues", "单个队列示忙或示闲"},
                .request = http::schema_of<PauseWish>(),
                .status = 204,
                .handler = on_home(office, pause_my_queue)});
}

}  // namespace yh::office::people
