#include "office/supervision/call_control_routes.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "office/supervision/live_scope.h"
#include "office/supervision/route_parts.h"

namespace yh::office::supervision {

namespace {

using http::Method;
using model::CallId;
using model::UserId;
using people::asker;
using people::rights::supervise;
using people::rights::use_phone;

struct TargetWish {
    std::string to;
};
BOOST_DESCRIBE_STRUCT(TargetWish, (), (to))

struct ModeWish {
    model::SupervisionMode mode = model::SupervisionMode::Listen;
};
BOOST_DESCRIBE_STRUCT(ModeWish, (), (mode))

struct ReleaseWish {
    std::optional<bool> talk_to_agent;
};
BOOST_DESCRIBE_STRUCT(ReleaseWish, (), (talk_to_agent))

struct MutedWish {
    bool muted = false;
};
BOOST_DESCRIBE_STRUCT(MutedWish, (), (muted))

struct OnWish {
    bool on = false;
};
BOOST_DESCRIBE_STRUCT(OnWish, (), (on))

struct PickUpWish {
    std::optional<std::string> of;  ///< extension; none: any of my queues
};
BOOST_DESCRIBE_STRUCT(PickUpWish, (), (of))

struct CallAnswer {
    CallId id;
};
BOOST_DESCRIBE_STRUCT(CallAnswer, (), (id))

template <class Command>
http::Handler send_to(Office& office) {
    return own_call_with<TargetWish>(
        office, [](Office& at, CallId call, UserId me, const TargetWish& wish, http::Reply reply) {
            const auto* mine = at.directory->find_user(me);
            auto number = number_to_dial(at, mine == nullptr ? model::TenantId{} : mine->tenant, wish.to);
            if (!number.ok()) {
                reply.fail(std::move(number).error(), {{"to", "number.malformed"}});
                return;
            }
            carry_out(at, Command{call, me, *std::move(number)}, std::move(reply));
        });
}

template <class Command>
http::Handler simple(Office& office) {
    return own_call(office, [](CallId call, UserId me) { return Command{call, me}; });
}

bool has_part(const model::LiveCall& call, UserId user) {
    return std::ranges::any_of(call.legs, [&](const auto& leg) { return leg.user == user; });
}

// A party may be taken out or muted by whoever is in the conference, and by those who supervise it.
void with_party(Office& office, const http::Request& request, http::Reply reply,
                std::function<model::Command(CallId, UserId, model::LegId)> make) {
    const auto leg = parse_id(request.param("leg"));
    if (!leg.ok()) {
        reply.fail(not_found("call.party_unknown"));
        return;
    }
    const auto who = asker(request);
    with_seen_call(office, request, std::move(reply),
                   [&office, who, leg = model::LegId{*leg}, make = std::move(make)](const model::LiveCall& call,
                                                                                    http::Reply answered) {
                       if (!has_part(call, who.user) && !people::may(who, supervise)) {
                           answered.fail(Error{ErrorKind::Forbidden, "call.not_yours", {}});
                           return;
                       }
                       carry_out(office, make(call.id, who.user, leg), std::move(answered));
                   });
}

void remove_party(Office& office, const http::Request& request, http::Reply reply) {
    with_party(office, request, std::move(reply), [](CallId call, UserId by, model::LegId leg) {
        return model::RemoveParty{call, by, leg};
    });
}

void mute_party(Office& office, const http::Request& request, http::Reply reply) {
    if (const auto wish = body_of<MutedWish>(request, reply)) {
        with_party(office, request, std::move(reply), [on = wish->muted](CallId call, UserId by, model::LegId leg) {
            return model::MuteParty{call, by, leg, on};
        });
    }
}

void begin_supervision(Office& office, const http::Request& request, http::Reply reply) {
    if (const auto wish = body_of<ModeWish>(request, reply)) {
        with_seen_call(
            office, request, std::move(reply),
            [&office, me = asker(request).user, mode = wish->mode](const model::LiveCall& call, http::Reply answered) {
                carry_out(office, model::Supervise{call.id, me, mode}, std::move(answered));
            });
    }
}

// PATCH moves a session that is up, and never begins one.
void move_supervision(Office& office, const http::Request& request, http::Reply reply) {
    if (const auto wish = body_of<ModeWish>(request, reply)) {
        with_seen_call(
            office, request, std::move(reply),
            [&office, me = asker(request).user, mode = wish->mode](const model::LiveCall& call, http::Reply answered) {
                if (std::ranges::none_of(call.supervision, [&](const auto& one) { return one.user == me; })) {
                    answered.fail(conflict("call.wrong_phase", "you do not supervise this call"));
                    return;
                }
                carry_out(office, model::Supervise{call.id, me, mode}, std::move(answered));
            });
    }
}

// 强拆: only of a call that the leader may see.
void release(Office& office, const http::Request& request, http::Reply reply) {
    ReleaseWish wish;
    if (!request.body.empty()) {
        const auto read = body_of<ReleaseWish>(request, reply);
        if (!read) {
            return;
        }
        wish = *read;
    }
    with_seen_call(office, request, std::move(reply),
                   [&office, me = asker(request).user, talk = wish.talk_to_agent.value_or(false)](
                       const model::LiveCall& call, http::Reply answered) {
                       carry_out(office, model::Release{call.id, me, talk}, std::move(answered));
                   });
}

void pick_up(Office& office, const http::Request& request, http::Reply reply) {
    const auto& who = asker(request);
    model::PickUp command{who.user, {}};
    if (!request.body.empty()) {
        const auto wish = body_of<PickUpWish>(request, reply);
        if (!wish) {
            return;
        }
        if (wish->of && !wish->of->empty()) {
            const auto* colleague = office.directory->find_extension(who.tenant, *wish->of);
            if (colleague == nullptr) {
                reply.fail(not_found("agent.unknown"), {{"of", "agent.unknown"}});
                return;
            }
            command.of = colleague->id;
        }
    }
    office.desk.apply(command, office.home, [reply = share(std::move(reply))](Result<CallId> call) {
        if (!call.ok()) {
            reply->fail(std::move(call).error());
            return;
        }
        answer(*reply, CallAnswer{*call}, 202);
    });
}

void set_mobile(Office& office, const http::Request& request, http::Reply reply) {
    if (const auto wish = body_of<OnWish>(request, reply)) {
        carry_out(office, model::SetMobile{asker(request).user, wish->on}, std::move(reply));
    }
}

void add_own_controls(http::Router& router, Office& office) {
    const auto command = [&](std::string verb, http::Summary summary, http::Handler handler, http::Schema body = {}) {
        router.add({.method = Method::Post,
                    .pattern = "/api/v1/calls/{id}/" + verb,
                    .permission = use_phone,
                    .summary = summary,
                    .request = std::move(body),
                    .status = 204,
                    .handler = std::move(handler)});
    };
    const auto target = http::schema_of<TargetWish>();
    command("transfer", {"Blind transfer: I leave at once", "盲转"}, send_to<model::Transfer>(office), target);
    command("consult", {"Ask somebody while the other party hears music", "咨询"}, send_to<model::Consult>(office),
            target);
    command("consult/cancel", {"Back to the other party", "取消咨询"}, simple<model::CancelConsult>(office));
    command("consult/complete", {"I leave, the other two talk", "咨询转接"}, simple<model::CompleteConsult>(office));
    command("consult/swap", {"Talk with the one who waits", "切换"}, simple<model::SwapConsult>(office));
    command("conference", {"All three talk", "三方通话"}, simple<model::JoinConsult>(office));
    command("survey", {"Ask the customer to rate the service", "邀请评价"}, simple<model::InviteToSurvey>(office));
    router.add({.method = Method::Delete,
                .pattern = "/api/v1/calls/{id}/parties/{leg}",
                .permission = use_phone,
                .summary = {"Take a party out of the conference", "移出会议"},
                .status = 204,
                .handler = on_home(office, remove_party)});
    router.add({.method = Method::Put,
                .pattern = "/api/v1/calls/{id}/parties/{leg}",
                .permission = use_phone,
                .summary = {"Mute a party of the conference for the others", "会议成员静音"},
                .request = http::schema_of<MutedWish>(),
                .status = 204,
                .handler = on_home(office, mute_party)});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/calls/pick-up",
                .permission = use_phone,
                .summary = {"Take a call that rings elsewhere: at an extension, or in my queues", "代接"},
                .request = http::schema_of<PickUpWish>(),
                .response = http::schema_of<CallAnswer>(),
                .status = 202,
                .handler = on_home(office, pick_up)});
    router.add({.method = Method::Put,
                .pattern = "/api/v1/me/mobile",
                .permission = use_phone,
                .summary = {"My calls ring my mobile instead of my seat", "手机签入签出"},
                .request = http::schema_of<OnWish>(),
                .status = 204,
                .handler = on_home(office, set_mobile)});
}

}  // namespace

void add_call_control_routes(http::Router& router, Office& office) {
    add_own_controls(router, office);
    const std::string pattern = "/api/v1/calls/{id}/supervise";
    router.add({.method = Method::Post,
                .pattern = pattern,
                .permission = supervise,
                .summary = {"Listen, whisper, barge in, or take over; my telephone rings", "监听、耳语、强插、接管"},
                .request = http::schema_of<ModeWish>(),
                .status = 204,
                .handler = on_home(office, begin_supervision)});
    router.add({.method = Method::Patch,
                .pattern = pattern,
                .permission = supervise,
                .summary = {"Another mode, without ringing again", "切换督导方式"},
                .request = http::schema_of<ModeWish>(),
                .status = 204,
                .handler = on_home(office, move_supervision)});
    router.add({.method = Method::Delete,
                .pattern = pattern,
                .permission = supervise,
                .summary = {"Leave the call", "退出督导"},
                .status = 204,
                .handler = own_call(office, [](CallId call, UserId me) {
                    return model::EndSupervision{call, me};
                })});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/calls/{id}/release",
                .permission = people::rights::force_agents,
                .summary = {"End the call for everybody, or for the customer alone", "强拆；强拆并接管"},
                .request = http::schema_of<ReleaseWish>(),
                .status = 204,
                .handler = on_home(office, release)});
}

}  // namespace yh::office::supervision
