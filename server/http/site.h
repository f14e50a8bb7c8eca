#pragma once

// Internal to http/.
#include <array>
#include <unordered_map>

#include "base/metrics.h"
#include "http/server.h"
#include "http/stream.h"

namespace yh::http {

/// Everything that all connections of a server share and none changes. Owned by the shards together, because each
/// runs on a thread of its own. Thread: any.
class Site {
  public:
    Site(ServerConfig server_config, Router server_router, Hooks server_hooks, Messages server_messages,
         std::shared_ptr<const TlsContext> server_tls);

    /// Metrics of one finished request.
    void count(const Route* route, int status, Duration took) const;
    /// Connections and WebSockets that we cut; requests and connections refused at the door. Reasons that are not
    /// known here count as "other".
    void count_cut(std::string_view reason) const;
    void count_refused(std::string_view reason) const;

    const ServerConfig config;
    const Router router;
    const Hooks hooks;
    const Messages messages;
    const std::shared_ptr<const TlsContext> tls;
    metrics::Gauge& in_flight;
    metrics::Gauge& connections;
    metrics::Gauge& sockets;

  private:
    using ByClass = std::array<metrics::Counter*, 5>;
    using ByReason = std::unordered_map<std::string_view, metrics::Counter*>;
    static ByClass counters_for(const std::string& pattern);
    static ByReason counters_by_reason(const std::string& name, const std::string& help,
                                       std::initializer_list<std::string_view> reasons);
    static void add(const ByReason& counters, std::string_view reason);

    std::unordered_map<const Route*, ByClass> by_route_;
    ByClass no_route_;
    const ByReason cut_;
    const ByReason refused_;
    metrics::Histogram& took_;
};

}  // namespace yh::http
