#include <algorithm>
#include <utility>

#include "base/log.h"
#include "sip/endpoint_core.h"
#include "sip/invite_timer.h"
#include "sip/name_addr.h"

// Calls that come and calls that go: who calls, may they, and where does it go to.
namespace yh::sip {

namespace {

// The number in a URI: without ";phone-context=…" of its own (RFC 3966 §5.1.5), escapes resolved.
std::string number_in(std::string_view uri_text) {
    const auto uri = Uri::parse(uri_text);
    if (!uri.ok()) {
        return {};
    }
    auto user = uri->user_text();
    user.resize(std::min(user.find(';'), user.size()));
    return user;
}

struct Caller {
    std::string number;
    std::string name;
};

// A carrier asserts who calls; From is what the caller likes to be called (RFC 3325 §9.1).
Caller caller_of(const Message& request) {
    for (const auto header : {Header::PAssertedIdentity, Header::RemotePartyId, Header::From}) {
        const auto field = request.header(header);
        if (field.empty()) {
            continue;
        }
        // From is one value, with commas or not; the others are lists.
        std::string_view rest = field;
        std::string_view value = field;
        if (header != Header::From && !next_list_value(rest, value)) {
            continue;
        }
        const auto party = NameAddr::parse(value);
        if (!party.ok()) {
            continue;
        }
        auto number = number_in(party->uri);
        if (same_text(number, "anonymous")) {
            number.clear();
        }
        if (!number.empty() || header == Header::From) {
            return {std::move(number), party->display_text()};
        }
    }
    return {};
}

// Where a device is reached. A UDP contact that names the very host that it registered from is believed, port and all;
// any other is behind a NAT and reached where its REGISTER came from.
Hop hop_of(const Binding& binding) {
    if (binding.hop.transport != Transport::Udp || !binding.path.empty()) {
        return binding.hop;
    }
    const auto uri = Uri::parse(binding.contact);
    if (!uri.ok()) {
        return binding.hop;
    }
    const auto address = Address::from_host(uri->host, uri->port != 0 ? uri->port : default_port(Transport::Udp));
    if (!address.ok() || !address->same_host(binding.hop.address)) {
        return binding.hop;
    }
    Hop hop = binding.hop;
    hop.address = *address;
    return hop;
}

}  // namespace

void EndpointCore::on_invite(TransactionId id, const Message& request) {
    if (draining_) {
        auto response = transactions_.response(id, 503);
        response.add(Header::RetryAfter, 30);
        transactions_.respond(id, std::move(response));
        return;
    }
    if (!is_invite_acceptable(id, request)) {
        return;
    }
    if (auto* trunk = trunks_.of_request(request, false)) {
        on_trunk_invite(id, request, *trunk);
        return;
    }
    const auto from = NameAddr::parse(request.header(Header::From));
    const auto claim = from.ok() ? gate_.claim(from->uri) : Claim{};
    // An extension of ours is asked for its password even if it calls from a carrier's address.
    auto* trunk = claim.user == nullptr ? trunks_.of_request(request, true) : nullptr;
    if (trunk != nullptr) {
        on_trunk_invite(id, request, *trunk);
    } else {
        on_phone_invite(id, request, claim);
    }
}

bool EndpointCore::is_invite_acceptable(TransactionId id, const Message& request) {
    if (!request.body().empty() && sdp_of(request).empty()) {
        auto response = transactions_.response(id, 415);
        response.add(Header::Accept, "application/sdp");
        transactions_.respond(id, std::move(response));
        return false;
    }
    if (const auto coding = request.header(Header::ContentEncoding);
        !coding.empty() && !same_text(coding, "identity")) {
        auto response = transactions_.response(id, 415);
        response.add("Accept-Encoding", "identity");
        transactions_.respond(id, std::move(response));
        return false;
    }
    const SessionTimer timer{world_.config.session_expires_s, world_.config.session_min_s};
    if (timer.is_too_small(request)) {
        auto response = transactions_.response(id, 422);
        response.add(Header::MinSe, world_.config.session_min_s);
        transactions_.respond(id, std::move(response));
        return false;
    }
    if (request.has(Header::Replaces)) {
        // Attended transfer and pick-up begin here (issue 4). Until then no dialog of ours is replaced.
        const auto replaces = Replaces::parse(request.header(Header::Replaces));
        const bool ours =
            replaces.ok() && desk_.has_dialog(Dialog::key_of(replaces->call_id, replaces->to_tag, replaces->from_tag));
        transactions_.respond(id, !replaces.ok() ? 400 : ours ? 603 : 481);
        return false;
    }
    return true;
}

void EndpointCore::on_phone_invite(TransactionId id, const Message& request, const Claim& claim) {
    const auto* user = claim.user;
    if (const auto browser = signed_in_(request.source().flow); browser && (user == nullptr || user->id != browser)) {
        transactions_.respond(id, 403, "Not your extension");
        return;
    }
    if (user == nullptr || !registrar_.is_trusted(request.source().flow, user->id)) {
        user = gate_.authenticate(id, request, claim);
    }
    if (user == nullptr) {
        return;
    }
    calls::Invited invited;
    invited.tenant = user->tenant;
    invited.source = calls::FromExtension{user->id};
    invited.from_number = user->extension;
    invited.from_name = user->name;
    invited.to_number = number_in(request.request_uri());
    admit(id, request, std::move(invited), {user->tenant, user->id, {}});
}

void EndpointCore::on_trunk_invite(TransactionId id, const Message& request, Trunk& trunk) {
    trunk.on_alive();
    if (!trunk.has_room()) {
        log().warn("trunk.full", {{"trunk", trunk.config().name}, {"calls", trunk.calls()}});
        transactions_.respond(id, 503);
        return;
    }
    auto caller = caller_of(request);
    calls::Invited invited;
    invited.tenant = trunk.config().tenant;
    invited.source = calls::FromTrunk{trunk.config().id};
    invited.from_number = std::move(caller.number);
    invited.from_name = std::move(caller.name);
    invited.to_number = number_in(request.request_uri());
    if (invited.to_number == trunk.token()) {
        // A registrar calls our Contact; who was dialled stands in To (RFC 3261 §16.5).
        const auto to = NameAddr::parse(request.header(Header::To));
        invited.to_number = to.ok() ? number_in(to->uri) : std::string{};
    }
    admit(id, request, std::move(invited), {trunk.config().tenant, {}, trunk.config().id});
}

void EndpointCore::admit(TransactionId id, const Message& request, calls::Invited invited, LegPeer peer) {
    if (invited.to_number.empty()) {
        transactions_.respond(id, 484);
        return;
    }
    invited.leg = world_.ids.make<model::LegId>(to_ms(world_.clock.wall()));
    invited.sdp = sdp_of(request);
    invited.sip_call_id = request.call_id();
    desk_.admit(id, request, std::move(invited), peer);
}

Result<void> EndpointCore::invite(calls::OutgoingLeg leg) {
    if (draining_) {
        return unavailable("sip.draining");
    }
    YH_TRY(auto targets, std::visit([this](const auto& to) { return targets_of(to); }, leg.target));
    LegPeer peer{leg.tenant, {}, {}};
    if (const auto* extension = std::get_if<calls::ToExtension>(&leg.target)) {
        peer.user = extension->user;
    } else if (const auto* trunk = std::get_if<calls::ToTrunk>(&leg.target)) {
        peer.trunk = trunk->trunk;
    }
    auto order =
        std::make_shared<const InviteOrder>(InviteOrder{std::move(leg.caller_number), std::move(leg.caller_name),
                                                        std::move(leg.sdp), std::move(leg.headers), leg.answer_within});
    desk_.call(leg.leg, peer, std::move(order), std::move(targets));
    return {};
}

bool EndpointCore::is_private(model::UserId user) const {
    const auto& bindings = registrar_.bindings(user);
    return !bindings.empty() && std::ranges::all_of(bindings, [](const Binding& binding) {
        return binding.hop.transport == Transport::Tls;
    });
}

Result<std::vector<InviteTarget>> EndpointCore::targets_of(const calls::ToExtension& to) const {
    const auto* user = directory_->find_user(to.user);
    const auto* tenant = user == nullptr ? nullptr : directory_->find_tenant(user->tenant);
    const auto& bindings = registrar_.bindings(to.user);
    if (tenant == nullptr || bindings.empty()) {
        return unavailable("device.offline");
    }
    std::vector<InviteTarget> targets;
    targets.reserve(bindings.size());
    const auto party = "<sip:" + escape_user(user->extension) + '@' + tenant->code + '>';
    for (const auto& binding : bindings) {
        InviteTarget target;
        target.uri = binding.contact;
        target.to = party;
        target.routes = binding.path;
        target.hop = hop_of(binding);
        targets.push_back(std::move(target));
    }
    return targets;
}

Result<std::vector<InviteTarget>> EndpointCore::targets_of(const calls::ToTrunk& to) const {
    const auto* trunk = trunks_.find(to.trunk);
    if (trunk == nullptr) {
        return not_found("trunk.unknown");
    }
    if (to.number.empty()) {
        return invalid_input("sip.address", "empty number");
    }
    if (!trunk->has_room()) {
        return Error{ErrorKind::Full, "trunk.full", trunk->config().name};
    }
    YH_TRY(auto hop, trunk->hop());
    InviteTarget target;
    target.uri = "sip:" + escape_user(to.number) + '@' + trunk->uri_host();
    target.to = '<' + target.uri + '>';
    if (hop.transport != Transport::Udp) {
        target.uri += hop.transport == Transport::Tls ? ";transport=tls" : ";transport=tcp";
    }
    if (trunk->config().kind == model::TrunkKind::Register) {
        target.from_host = trunk->uri_host();
    }
    target.hop = std::move(hop);
    target.trunk = to.trunk;
    std::vector<InviteTarget> targets;
    targets.push_back(std::move(target));
    return targets;
}

}  // namespace yh::sip
