#pragma once

#include <array>
#include <cstddef>

#include "base/metrics.h"
#include "sip/header.h"
#include "sip/message.h"

namespace yh::sip {

/// The counters of SIP, found once, so that a request costs no lock to count. Owned by the endpoint.
class EndpointMetrics {
  public:
    EndpointMetrics();

    void count_request(Method method) { requests_[static_cast<std::size_t>(method)]->add(); }
    void count_response(int status);

    metrics::Counter& lockouts;
    metrics::Counter& scanners;
    metrics::Counter& rate_limited;
    metrics::Counter& auth_failures;
    metrics::Counter& stray_responses;
    metrics::Counter& forks_released;
    metrics::Counter& glares;
    metrics::Gauge& transactions;
    metrics::Gauge& legs;
    metrics::Gauge& bindings;

  private:
    static constexpr std::size_t methods = static_cast<std::size_t>(Method::Other) + 1;
    std::array<metrics::Counter*, methods> requests_{};
    std::array<metrics::Counter*, 7> responses_{};
};

}  // namespace yh::sip
