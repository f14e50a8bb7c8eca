#include "http/site.h"

#include <algorithm>

namespace yh::http {

Site::Site(ServerConfig server_config, Router server_router, Hooks server_hooks, Messages server_messages,
           std::shared_ptr<const TlsContext> server_tls)
    : config{std::move(server_config)},
      router{std::move(server_router)},
      hooks{std::move(server_hooks)},
      messages{std::move(server_messages)},
      tls{std::move(server_tls)},
      in_flight{metrics::gauge("yinghe_http_in_flight", "Requests being handled")},
      connections{metrics::gauge("yinghe_http_connections", "Open connections, WebSockets included")},
      sockets{metrics::gauge("yinghe_ws_open", "Open WebSockets")},
      no_route_{counters_for("none")},
      cut_{counters_by_reason("yinghe_http_cut_total", "Connections and WebSockets that we cut, by reason",
                              {"slow_client", "file_shrank", "ws_slow_reader", "ws_too_big", "ws_protocol", "ws_silent",
                               "shutdown", "other"})},
      refused_{counters_by_reason("yinghe_http_refused_total", "Refused at the door, by reason",
                                  {"connections", "http.cross_site", "http.malformed", "http.method",
                                   "http.header_too_large", "http.body_too_large", "http.upload_failed", "other"})},
      took_{metrics::histogram("yinghe_http_request_seconds", "From the request's head to the answer's last byte")} {
    for (const auto& route : router.routes()) {
        by_route_[route.get()] = counters_for(route->pattern);
    }
    by_route_[router.fallback()] = counters_for("static");
}

Site::ByClass Site::counters_for(const std::string& pattern) {
    ByClass counters{};
    for (std::size_t i = 0; i < counters.size(); ++i) {
        counters[i] = &metrics::counter("yinghe_http_requests_total", "Answered requests by route and status class",
                                        {{"route", pattern}, {"status", std::to_string(i + 1) + "xx"}});
    }
    return counters;
}

void Site::count(const Route* route, int status, Duration took) const {
    const auto it = route == nullptr ? by_route_.end() : by_route_.find(route);
    const auto& counters = it == by_route_.end() ? no_route_ : it->second;
    counters[static_cast<std::size_t>(std::clamp(status / 100, 1, 5) - 1)]->add();
    took_.observe(std::chrono::duration<double>(took).count());
}

Site::ByReason Site::counters_by_reason(const std::string& name, const std::string& help,
                                        std::initializer_list<std::string_view> reasons) {
    ByReason counters;
    for (const auto reason : reasons) {
        counters[reason] = &metrics::counter(name, help, {{"reason", std::string{reason}}});
    }
    return counters;
}

void Site::add(const ByReason& counters, std::string_view reason) {
    const auto it = counters.find(reason);
    (it == counters.end() ? counters.at("other") : it->second)->add();
}

void Site::count_cut(std::string_view reason) const {
    add(cut_, reason);
}
void Site::count_refused(std::string_view reason) const {
    add(refused_, reason);
}

}  // namespace yh::http
