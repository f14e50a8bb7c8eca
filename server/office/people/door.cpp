#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <utility>

#include "base/log.h"
#include "office/people/identity.h"
#include "office/people/routes.h"
#include "office/people/session_store.h"

// Who is asking, from where, and what must be done before anything else.
namespace yh::office::people {

namespace {

struct Asked {
    http::Method method = http::Method::Get;
    std::string path;
    std::string address;
};

Duty duty_of(const SessionFacts& facts, const SignInRules& rules) {
    if (facts.must_change_password) {
        return Duty::NewPassword;
    }
    return !facts.has_two_factor && needs_two_factor(rules, facts.role) ? Duty::TwoFactor : Duty::None;
}

/// What a session with a duty may do: see whose it is, fulfil the duty, or go.
bool serves_duty(const Asked& asked, Duty duty) {
    using http::Method;
    using Way = std::pair<Method, std::string_view>;
    static constexpr std::array always{Way{Method::Get, "/api/v1/me"}, Way{Method::Put, "/api/v1/me/password"},
                                       Way{Method::Delete, "/api/v1/sessions/current"}};
    return duty == Duty::None || std::ranges::find(always, Way{asked.method, asked.path}) != always.end() ||
           (duty == Duty::TwoFactor && asked.path.starts_with("/api/v1/me/two-factor"));
}

std::shared_ptr<SignedIn> identity_of(const Office& office, const SessionFacts& facts, const std::string& hash) {
    auto identity = std::make_shared<SignedIn>();
    identity->user = model::UserId{facts.user_id};
    identity->tenant = model::TenantId{facts.tenant_id};
    identity->role = facts.role;
    identity->number = facts.number;
    identity->name = facts.name;
    identity->session_hash = hash;
    identity->by_sms = facts.by_sms;
    if (office.chart) {
        office.chart->fill(*identity);
        identity->duty = duty_of(facts, office.chart->sign_in_rules(identity->tenant));
    }
    return identity;
}

void decide(const Office& office, const Asked& asked, const std::string& hash, const SessionFacts& facts,
            http::AuthReply& reply) {
    if (office.chart && !office.chart->may_come_from(model::TenantId{facts.tenant_id}, asked.address)) {
        log().warn("session.address_refused", {{"user", facts.number}, {"from", asked.address}});
        reply.refuse({ErrorKind::Forbidden, "session.address_refused", {}});
        return;
    }
    auto identity = identity_of(office, facts, hash);
    if (!serves_duty(asked, identity->duty)) {
        const auto code = identity->duty == Duty::NewPassword ? "session.new_password" : "session.two_factor";
        reply.refuse({ErrorKind::Forbidden, code, {}});
        return;
    }
    reply.identify(std::move(identity));
}

}  // namespace

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
            [&office, hash, asked = Asked{request.method, request.path, request.peer.address},
             reply = std::make_shared<http::AuthReply>(std::move(reply))](Result<std::optional<SessionFacts>> found) {
                if (!found.ok()) {
                    reply->refuse(std::move(found).error());
                } else if (!*found) {
                    reply->refuse({ErrorKind::Unauthenticated, "session.ended", {}});
                } else {
                    decide(office, asked, hash, **found, *reply);
                }
            });
    };
    made.allowed = [](const http::Identity& identity, std::string_view permission) {
        return may(dynamic_cast<const SignedIn&>(identity), permission);
    };
    return made;
}

}  // namespace yh::office::people
