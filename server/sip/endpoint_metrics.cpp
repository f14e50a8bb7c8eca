#include "sip/endpoint_metrics.h"

#include <string>

namespace yh::sip {

EndpointMetrics::EndpointMetrics()
    : lockouts{metrics::counter("yinghe_sip_lockouts_total", "Source addresses locked out after failed sign-ins")},
      scanners{metrics::counter("yinghe_sip_scanners_total", "Messages of known scanners, dropped")},
      rate_limited{metrics::counter("yinghe_sip_rate_limited_total", "Requests without credentials beyond the limit")},
      auth_failures{metrics::counter("yinghe_sip_auth_failures_total", "Wrong passwords and unknown users")},
      stray_responses{metrics::counter("yinghe_sip_stray_responses_total", "Responses that belong to nothing")},
      forks_released{metrics::counter("yinghe_sip_forks_released_total", "Answers that came too late, ended with BYE")},
      glares{metrics::counter("yinghe_sip_glares_total", "Offers that crossed (491)")},
      transactions{metrics::gauge("yinghe_sip_transactions", "Transactions now")},
      legs{metrics::gauge("yinghe_sip_legs", "INVITE sessions now")},
      bindings{metrics::gauge("yinghe_sip_bindings", "Registered contacts now")} {
    for (std::size_t i = 0; i < methods; ++i) {
        const auto name = method_name(static_cast<Method>(i));
        requests_[i] = &metrics::counter("yinghe_sip_requests_total", "Requests that reached the endpoint",
                                         {{"method", name.empty() ? "other" : std::string{name}}});
    }
    for (std::size_t i = 1; i < responses_.size(); ++i) {
        responses_[i] = &metrics::counter("yinghe_sip_responses_total", "Responses to our requests, by class",
                                          {{"class", std::to_string(i) + "xx"}});
    }
}

void EndpointMetrics::count_response(int status) {
    const auto which = static_cast<std::size_t>(status) / 100;
    if (which >= 1 && which < responses_.size()) {
        responses_[which]->add();
    }
}

}  // namespace yh::sip
