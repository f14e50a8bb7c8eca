#pragma once

#include "base/clock.h"
#include "db/writer.h"
#include "http/router.h"

namespace yh::app {

struct HealthSources {
    const db::Writer& writer;
    const Clock& clock;
};

/// GET /healthz (200 when all is well, 503 with the reason otherwise) and GET /metrics (Prometheus text).
void add_health_routes(http::Router& router, HealthSources sources);

}  // namespace yh::app
