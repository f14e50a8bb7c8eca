#include "main/api.h"

#include "calls/conductor.h"
#include "calls/desk.h"
#include "db/database.h"
#include "main/event_hub.h"
#include "main/recording_tools.h"
#include "office/people/routes.h"
#include "office/records/routes.h"
#include "office/settings/config_routes.h"
#include "office/settings/routes.h"
#include "office/supervision/routes.h"
#include "office/telephony/trunks.h"

namespace yh::app {

void add_api_routes(http::Router& router, ApiParts parts) {
    office::people::add_routes(router, parts.office);
    office::supervision::add_routes(router, parts.office);
    office::records::add_routes(router, parts.office, draw_peaks_below(parts.office.recordings_root));
    office::settings::add_routes(router, parts.office);
    office::settings::add_config_routes(router, parts.office);
    office::settings::add_flow_routes(router, parts.office);
    office::settings::add_voice_routes(router, parts.office);
    office::telephony::add_trunk_routes(router, parts.office);
    office::telephony::add_routes(router, parts.office, parts.ice);
    office::supervision::add_live_socket(router, parts.office, parts.feed);
    add_simulation_routes(router, parts.office, parts.simulation);
}

http::ApiInfo api_info() {
    return {"Yinghe 应和", YINGHE_VERSION};
}

// The routes only keep references to what they will use when they are called; here they never are, so that a database
// in memory and loops that nobody runs will do.
std::string api_document() {
    auto database = db::Database::open("sqlite::memory:");
    if (!database.ok()) {
        return {};
    }
    const SystemClock clock;
    Loop calls{"calls"};
    Loop home{"office"};
    IdMaker ids;
    EventHub hub;
    calls::Conductor conductor{{calls.timers(), calls.clock(), ids, hub}, {}};
    calls::Desk desk{calls, conductor};
    db::Writer writer{*database, clock, {}};
    db::Readers readers{*database};
    Worker hashing{"hashing", 1};
    office::Office office{home, clock, readers, writer, hashing, desk, {}, nullptr, {}, {}};
    office::people::SessionSockets sockets{office};
    office::supervision::LiveTap tap{calls, {}, home};
    office::supervision::LiveFeed feed{office, tap, sockets};
    Simulation simulation{{home, feed, {}, {}}};
    http::Router router;
    add_api_routes(router, {office, feed, simulation});
    return http::openapi_document(router, api_info());
}

}  // namespace yh::app
