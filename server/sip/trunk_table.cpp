#include "sip/trunk_table.h"

#include <algorithm>

namespace yh::sip {

namespace {

bool same_settings(const model::Trunk& a, const model::Trunk& b) {
    return a.tenant == b.tenant && a.name == b.name && a.kind == b.kind && a.address == b.address &&
           a.transport == b.transport && a.username == b.username && a.password == b.password && a.srtp == b.srtp &&
           a.max_calls == b.max_calls && a.proxy == b.proxy && a.expires == b.expires;
}

}  // namespace

void TrunkTable::set_directory(const model::Directory& directory) {
    std::erase_if(trunks_, [&](const auto& entry) {
        const auto* now = directory.find_trunk(entry.first);
        if (now != nullptr && same_settings(*now, entry.second->config())) {
            return false;
        }
        entry.second->unregister();
        return true;
    });
    for (const auto& config : directory.trunks) {
        if (!trunks_.contains(config.id)) {
            auto& trunk = trunks_[config.id];
            trunk = std::make_unique<Trunk>(world_, resolver_, config);
            trunk->start();
        }
    }
}

Trunk* TrunkTable::find(model::TrunkId id) const {
    const auto at = trunks_.find(id);
    return at == trunks_.end() ? nullptr : at->second.get();
}

Trunk* TrunkTable::of_request(const Message& request, bool loosely) const {
    const auto uri = Uri::parse(request.request_uri());
    const auto& source = request.source().address;
    Trunk* by_host = nullptr;
    for (const auto& [id, trunk] : trunks_) {
        if (uri.ok() && uri->user == trunk->token()) {
            return trunk.get();
        }
        if (trunk->is_from(source, true)) {
            return trunk.get();
        }
        if (loosely && by_host == nullptr && trunk->is_from(source, false)) {
            by_host = trunk.get();
        }
    }
    return by_host;
}

bool TrunkTable::knows_host(const Address& source) const {
    return std::ranges::any_of(trunks_, [&](const auto& entry) { return entry.second->is_from(source, false); });
}

void TrunkTable::on_send_failed(const Hop& to) {
    for (const auto& [id, trunk] : trunks_) {
        if (const auto hop = trunk->hop(); hop.ok() && hop->address == to.address && hop->transport == to.transport) {
            trunk->on_send_failed();
        }
    }
}

std::vector<TrunkStatus> TrunkTable::statuses() const {
    std::vector<TrunkStatus> all;
    all.reserve(trunks_.size());
    for (const auto& [id, trunk] : trunks_) {
        all.push_back(trunk->status());
    }
    return all;
}

void TrunkTable::unregister_all() {
    for (const auto& [id, trunk] : trunks_) {
        trunk->unregister();
    }
}

}  // namespace yh::sip
