#include "main/health_routes.h"

#include <boost/describe/class.hpp>
#include <string>

#include "base/json.h"
#include "base/metrics.h"

namespace yh::app {

namespace {

struct Health {
    std::string status;
    std::string database;
    std::string why;
    std::int64_t backlog = 0;
    std::int64_t lost = 0;
};
BOOST_DESCRIBE_STRUCT(Health, (), (status, database, why, backlog, lost))

}  // namespace

void add_health_routes(http::Router& router, HealthSources sources) {
    router.add({.method = http::Method::Get,
                .pattern = "/healthz",
                .permission = http::everyone,
                .summary = {"Health", "健康检查"},
                .handler = [sources](http::Request, http::Reply reply) {
                    const auto state = sources.writer.state();
                    const Health health{state.healthy ? "ok" : "degraded",
                                        state.healthy ? "ok" : std::string{state.code}, state.why,
                                        static_cast<std::int64_t>(state.backlog),
                                        static_cast<std::int64_t>(state.lost + state.overflowed + state.failed)};
                    std::string text;
                    append_json(text, health);
                    reply.json(std::move(text), state.healthy ? 200 : 503);
                }});
    router.add({.method = http::Method::Get,
                .pattern = "/metrics",
                .permission = http::everyone,
                .summary = {"Metrics", "指标"},
                .handler = [](http::Request, http::Reply reply) {
                    reply.send({200, {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}}, metrics::text()});
                }});
}

}  // namespace yh::app
