#pragma once

#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/directory.h"
#include "sip/trunk.h"

namespace yh::sip {

/// All trunks of the directory. Owned by the endpoint. Thread: call loop.
class TrunkTable {
  public:
    TrunkTable(const EndpointWorld& world, Resolver& resolver) : world_{world}, resolver_{resolver} {}

    /// Starts new trunks, ends those that are gone, replaces those whose settings changed.
    void set_directory(const model::Directory& directory);
    Trunk* find(model::TrunkId id) const;
    /// The trunk that a request from outside belongs to: by the token of our registration, by address and port, or, if
    /// `loosely`, by the address alone (a carrier may call from another port than it listens on).
    Trunk* of_request(const Message& request, bool loosely) const;
    /// Is this host one of our trunks?
    bool knows_host(const Address& source) const;
    void on_send_failed(const Hop& to);
    std::vector<TrunkStatus> statuses() const;
    void unregister_all();

  private:
    const EndpointWorld& world_;
    Resolver& resolver_;
    std::unordered_map<model::TrunkId, std::unique_ptr<Trunk>> trunks_;
};

}  // namespace yh::sip
