#include "sip/endpoint_core.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/log.h"
#include "sip/options.h"

namespace yh::sip {

namespace {

constexpr auto housekeeping_every = std::chrono::seconds{5};

// Extensions that a request may require of us (RFC 3261 §8.2.2.3).
constexpr std::array<std::string_view, 5> known_options{"100rel", "timer", "path", "outbound", "norefersub"};

std::string unknown_options(const Message& request) {
    std::string unknown;
    for (const auto option : request.values(Header::Require)) {
        if (std::ranges::none_of(known_options, [&](std::string_view known) { return same_text(known, option); })) {
            unknown += unknown.empty() ? "" : ", ";
            unknown += option;
        }
    }
    return unknown;
}

}  // namespace

bool is_scanner(std::string_view bytes) {
    // Not sipsak: it is an honest operator's tool as well.
    constexpr std::array<std::string_view, 7> names{"friendly-scanner", "sipvicious", "sipcli", "sip-scan",
                                                    "vaxsipuseragent",  "sundayddr",  "pplsip"};
    constexpr std::string_view field{"\r\nUser-Agent:"};
    const auto at = bytes.find(field);
    if (at == std::string_view::npos || bytes.starts_with("SIP/2.0")) {
        return false;
    }
    auto value = bytes.substr(at + field.size(), 64);
    value = trim(value.substr(0, value.find('\r')));
    return std::ranges::any_of(names, [&](std::string_view name) {
        return value.size() >= name.size() && same_text(value.substr(0, name.size()), name);
    });
}

EndpointCore::EndpointCore(CoreParts parts)
    : signed_in_{std::move(parts.signed_in)},
      transactions_{parts.clock, parts.timers, parts.wire, *this, parts.config.transactions},
      world_{parts.config, parts.clock, parts.timers, parts.wire, transactions_, parts.ids, parts.events, metrics_},
      gate_{world_},
      registrar_{world_, gate_, signed_in_, std::move(parts.take_over)},
      trunks_{world_, parts.resolver},
      desk_{world_, trunks_},
      directory_{std::make_shared<const model::Directory>()} {
    keep_house();
}

EndpointCore::~EndpointCore() {
    world_.timers.cancel(housekeeping_);
}

void EndpointCore::keep_house() {
    metrics_.transactions.set(static_cast<double>(transactions_.size()));
    housekeeping_ = world_.after(housekeeping_every, [this] { keep_house(); });
}

void EndpointCore::set_directory(model::DirectoryPtr directory) {
    gate_.set_directory(directory);
    registrar_.set_directory(directory);
    trunks_.set_directory(*directory);
    directory_ = std::move(directory);
}

void EndpointCore::on_received(std::string bytes, const Hop& from) {
    if (is_scanner(bytes)) {
        metrics_.scanners.add();
        return;
    }
    transactions_.on_received(std::move(bytes), from);
}

void EndpointCore::on_send_failed(const Hop& to) {
    transactions_.on_send_failed(to);
    trunks_.on_send_failed(to);
}

void EndpointCore::on_flow_closed(FlowId flow) {
    registrar_.on_flow_closed(flow);
    transactions_.on_flow_closed(flow);
    desk_.on_flow_closed(flow);
}

void EndpointCore::on_request(TransactionId id, const Message& request) {
    metrics_.count_request(request.method());
    if (!is_acceptable(id, request)) {
        return;
    }
    if (!request.to_tag().empty() && !request.is(Method::Register)) {
        on_dialog_request(id, request);
    } else {
        on_outside_request(id, request);
    }
}

bool EndpointCore::is_acceptable(TransactionId id, const Message& request) {
    if (const auto unknown = unknown_options(request); !unknown.empty()) {
        auto response = transactions_.response(id, 420);
        response.add(Header::Unsupported, unknown);
        transactions_.respond(id, std::move(response));
        return false;
    }
    // RFC 3261 §16.3: OPTIONS may be answered instead, which is how a path is traced.
    if (request.max_forwards() == 0 && !request.is(Method::Options)) {
        transactions_.respond(id, 483);
        return false;
    }
    return true;
}

void EndpointCore::on_dialog_request(TransactionId id, const Message& request) {
    if (auto* leg = desk_.find_by_dialog(request)) {
        leg->on_request(id, request);
        return;
    }
    transactions_.respond(id, 481);
}

void EndpointCore::on_outside_request(TransactionId id, const Message& request) {
    switch (request.method()) {
        case Method::Invite:
            on_invite(id, request);
            return;
        case Method::Register:
            registrar_.on_register(id, request);
            return;
        case Method::Options:
            if (trunks_.of_request(request, true) != nullptr || gate_.admit_unauthenticated(id, request)) {
                answer_options(world_, id);
            }
            return;
        case Method::Bye:
        case Method::Prack:
        case Method::Update:
        case Method::Info:
        case Method::Notify:
            transactions_.respond(id, 481);
            return;
        case Method::Refer:
            // Nobody tells us to call somebody: only the party of a call is sent on, inside it.
            transactions_.respond(id, 603, "Only Inside a Call");
            return;
        case Method::Ack:
        case Method::Cancel:
        case Method::Subscribe:
        case Method::Message:
        case Method::Publish:
            refuse_method(id, 405);
            return;
        case Method::Other:
            refuse_method(id, 501);
            return;
    }
}

void EndpointCore::refuse_method(TransactionId id, int status) {
    auto response = transactions_.response(id, status);
    response.add(Header::Allow, allowed_methods);
    transactions_.respond(id, std::move(response));
}

void EndpointCore::on_ack(const Message& ack) {
    if (auto* leg = desk_.find_by_dialog(ack)) {
        leg->on_ack(ack);
    }
}

void EndpointCore::on_cancel(TransactionId invite, const Message& cancel) {
    desk_.on_cancel(invite, cancel);
}

void EndpointCore::on_stray_response(const Message&) {
    metrics_.stray_responses.add();
}

void EndpointCore::on_server_failure(TransactionId id, ServerFailure why) {
    desk_.on_server_failure(id, why);
}

void EndpointCore::progress(model::LegId id, int status, std::string sdp) {
    if (auto* leg = desk_.find_leg(id)) {
        leg->progress(status, std::move(sdp));
    }
}

void EndpointCore::answer(model::LegId id, std::string sdp) {
    if (auto* leg = desk_.find_leg(id)) {
        leg->answer(std::move(sdp));
    }
}

void EndpointCore::offer(model::LegId id, std::string sdp) {
    if (auto* leg = desk_.find_leg(id)) {
        leg->offer(std::move(sdp));
    }
}

void EndpointCore::answer_offer(model::LegId id, Result<std::string> sdp) {
    if (auto* leg = desk_.find_leg(id)) {
        leg->answer_offer(std::move(sdp));
    }
}

void EndpointCore::close(model::LegId id, calls::LegClosing why) {
    if (auto* leg = desk_.find_leg(id)) {
        leg->close(std::move(why));
    }
}

Result<void> EndpointCore::rename(model::LegId from, model::LegId to) {
    return desk_.rename(from, to);
}

}  // namespace yh::sip
