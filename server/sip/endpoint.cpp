#include "sip/endpoint.h"

#include <utility>

#include "sip/endpoint_core.h"
#include "sip/resolver_cares.h"

namespace yh::sip {

Endpoint::Endpoint(Loop& loop, const Config& config) : loop_{loop}, config_{config} {}

Endpoint::~Endpoint() = default;

Result<std::unique_ptr<Endpoint>> Endpoint::create(Loop& loop, const Config& config, IdMaker& ids,
                                                   calls::SignalEvents& events) {
    std::unique_ptr<Endpoint> endpoint{new Endpoint{loop, config}};
    YH_TRY(endpoint->flows_, Flows::create(loop, endpoint->config_.flows));
    YH_TRY(endpoint->resolver_, CaresResolver::create(loop, config.dns_servers));
    auto& browsers = endpoint->flows_->browsers();
    endpoint->core_ = std::make_unique<EndpointCore>(
        CoreParts{endpoint->config_, loop.clock(), loop.timers(), *endpoint->flows_, *endpoint->resolver_, ids, events,
                  [&browsers](FlowId flow) { return browsers.signed_in(flow); },
                  [&browsers](FlowId flow) { browsers.close(flow, BrowserClosing::TakenOver); }});
    endpoint->flows_->start(*endpoint->core_);
    // Timers were scheduled past the loop; it looks at them after its next task.
    loop.post([] {});
    return endpoint;
}

void Endpoint::set_directory(model::DirectoryPtr directory) {
    loop_.assert_here();
    core_->set_directory(std::move(directory));
}

std::string Endpoint::listening() const {
    const auto& all = flows_->listening();
    return all.empty() ? std::string{} : all.front().address.text();
}

const std::vector<ListeningAddress>& Endpoint::listening_addresses() const {
    return flows_->listening();
}

Result<void> Endpoint::use_certificate(const std::string& chain, const std::string& key) {
    loop_.assert_here();
    return flows_->use_certificate(chain, key);
}

BrowserFlows& Endpoint::browsers() {
    return flows_->browsers();
}

void Endpoint::drain() {
    loop_.assert_here();
    core_->drain();
    core_->unregister();
}

std::size_t Endpoint::calls_up() const {
    return core_->calls_up();
}

std::vector<TrunkStatus> Endpoint::trunks() const {
    return core_->trunks();
}

Result<void> Endpoint::invite(calls::OutgoingLeg leg) {
    loop_.assert_here();
    return core_->invite(std::move(leg));
}

bool Endpoint::is_private(model::UserId user) const {
    return core_->is_private(user);
}

void Endpoint::progress(model::LegId leg, int status, std::string sdp) {
    core_->progress(leg, status, std::move(sdp));
}
void Endpoint::answer(model::LegId leg, std::string sdp) {
    core_->answer(leg, std::move(sdp));
}
void Endpoint::offer(model::LegId leg, std::string sdp) {
    core_->offer(leg, std::move(sdp));
}
void Endpoint::answer_offer(model::LegId leg, Result<std::string> sdp) {
    core_->answer_offer(leg, std::move(sdp));
}
void Endpoint::close(model::LegId leg, calls::LegClosing why) {
    core_->close(leg, std::move(why));
}
Result<void> Endpoint::rename(model::LegId from, model::LegId to) {
    return core_->rename(from, to);
}

bool Endpoint::has_leg(model::LegId leg) const {
    return core_->has_leg(leg);
}

}  // namespace yh::sip
