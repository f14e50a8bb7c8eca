#include "sip/registrar_gate.h"

#include <utility>

#include "base/log.h"
#include "base/random.h"
#include "sip/uri.h"

namespace yh::sip {

Gate::Gate(const EndpointWorld& world)
    : world_{world},
      digest_{world.clock},
      lockout_{world.clock, world.config},
      directory_{std::make_shared<const model::Directory>()},
      nobody_{random_hex(16)} {}

Claim Gate::claim(std::string_view text) const {
    Claim claim;
    const auto uri = Uri::parse(text);
    if (!uri.ok() || !uri->is_sip()) {
        return claim;
    }
    claim.name = uri->user_text();
    claim.tenant = directory_->find_tenant(uri->host);
    if (claim.tenant == nullptr && directory_->tenants.size() == 1) {
        claim.tenant = &directory_->tenants.front();
    }
    if (claim.tenant == nullptr || claim.name.empty()) {
        return claim;
    }
    claim.user = directory_->find_extension(claim.tenant->id, claim.name);
    return claim;
}

namespace {

// RFC 8760 lets a client pick among several challenges, but two in wide use trip over it: SIPp (and other scripts,
// which name no User-Agent) stops at a first one that is not MD5, and libre (baresip) answers the last and only knows
// MD5.
DigestServer::Offer offer_for(const Message& request) {
    const auto agent = request.header(Header::UserAgent);
    const bool limited = agent.empty() || agent.starts_with("baresip") || agent.starts_with("SIPp");
    return limited ? DigestServer::Offer::Md5Only : DigestServer::Offer::All;
}

}  // namespace

void Gate::challenge(TransactionId id, const Message& request, bool stale) {
    auto response = world_.transactions.response(id, 401);
    for (const auto& value : digest_.challenges(world_.config.realm, stale, offer_for(request))) {
        response.add(Header::WwwAuthenticate, value);
    }
    response.add(Header::Server, world_.config.product);
    world_.transactions.respond(id, std::move(response));
}

bool Gate::admit_unauthenticated(TransactionId id, const Message& request) {
    if (lockout_.allow_unauthenticated(request.source().address)) {
        return true;
    }
    world_.metrics.rate_limited.add();
    auto response = world_.transactions.response(id, 503);
    response.add(Header::RetryAfter, 5);
    world_.transactions.respond(id, std::move(response));
    return false;
}

const model::User* Gate::authenticate(TransactionId id, const Message& request, const Claim& claim) {
    const auto& source = request.source().address;
    if (lockout_.is_locked(source)) {
        world_.transactions.respond(id, 403);
        return nullptr;
    }
    const auto credentials = DigestCredentials::find(request, Header::Authorization, world_.config.realm);
    if (!credentials.ok()) {
        if (admit_unauthenticated(id, request)) {
            challenge(id, request, false);
        }
        return nullptr;
    }
    // The name in the credentials must be the one claimed, alone or with its domain.
    const auto given = std::string_view{credentials->username};
    const bool same_name = given.substr(0, given.find('@')) == claim.name;
    // Nobody signs in with an empty password: browsers come by their session.
    const bool has_secret = claim.user != nullptr && !claim.user->extension_secret.empty();
    const auto* user = same_name && has_secret ? claim.user : nullptr;
    const auto verdict = digest_.verify(*credentials, request, user != nullptr ? user->extension_secret : nobody_);
    if (user != nullptr && verdict == DigestVerdict::Good) {
        lockout_.on_success(source);
        return user;
    }
    if (verdict == DigestVerdict::Stale) {
        challenge(id, request, true);
        return nullptr;
    }
    world_.metrics.auth_failures.add();
    if (lockout_.on_failure(source)) {
        world_.metrics.lockouts.add();
        log().warn("sip.lockout", {{"source", source.text()}, {"seconds", to_ms(world_.config.lockout_time) / 1000}});
    }
    challenge(id, request, false);
    return nullptr;
}

}  // namespace yh::sip
