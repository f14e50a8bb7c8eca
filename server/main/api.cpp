#include "main/api.h"

#include "calls/conductor.h"
#include "calls/desk.h"
#include "db/database.h"
#include "main/erasers.h"
#include "main/event_hub.h"
#include "main/recording_tools.h"
#include "office/alarms/routes.h"
#include "office/alerts/routes.h"
#include "office/certificate/routes.h"
#include "office/crm/routes.h"
#include "office/customers/customer_import.h"
#include "office/customers/routes.h"
#include "office/deletion/routes.h"
#include "office/figures/system.h"
#include "office/imports/routes.h"
#include "office/jobs/routes.h"
#include "office/logs/routes.h"
#include "office/messages/routes.h"
#include "office/people/routes.h"
#include "office/persons/routes.h"
#include "office/platform/routes.h"
#include "office/records/routes.h"
#include "office/reports/routes.h"
#include "office/settings/config_routes.h"
#include "office/settings/people_routes.h"
#include "office/settings/region_routes.h"
#include "office/settings/routes.h"
#include "office/settings/row_imports.h"
#include "office/sms/routes.h"
#include "office/supervision/routes.h"
#include "office/tasks/routes.h"
#include "office/telephony/trunks.h"
#include "office/work_orders/routes.h"

namespace yh::app {

void add_api_routes(http::Router& router, ApiParts parts) {
    office::people::add_routes(router, parts.office);
    office::supervision::add_routes(router, parts.office);
    office::jobs::add_routes(router, parts.office);
    office::records::add_routes(router, parts.office, draw_peaks_below(parts.office.recordings_root));
    office::reports::add_routes(router, parts.office);
    office::imports::add_routes(router, parts.office);
    office::customers::add_customer_import(router, parts.office);
    office::settings::add_people_import(router, parts.office);
    office::settings::add_blocked_import(router, parts.office);
    office::logs::add_routes(router, parts.office);
    office::crm::add_routes(router, parts.office);
    office::customers::add_routes(router, parts.office);
    office::work_orders::add_routes(router, parts.office);
    office::settings::add_routes(router, parts.office);
    office::settings::add_config_routes(router, parts.office);
    office::settings::add_advanced_routes(router, parts.office);
    office::settings::add_people_routes(router, parts.office);
    office::settings::add_sign_in_routes(router, parts.office);
    office::settings::add_profile_routes(router, parts.office);
    office::settings::add_flow_routes(router, parts.office);
    office::settings::add_voice_routes(router, parts.office);
    office::settings::add_region_routes(router, parts.office, parts.regions_file);
    office::platform::add_routes(router, parts.office);
    office::alerts::add_routes(router, parts.office, parts.disk_watch);
    office::alarms::add_routes(router, parts.office, parts.alarms);
    office::deletion::add_routes(router, parts.office, parts.deletions);
    office::persons::add_routes(router, parts.office, all_person_parts(),
                                [&deletions = parts.deletions] { deletions.look(); });
    office::certificate::add_routes(router, parts.office, parts.certificates);
    office::sms::add_routes(router, parts.office, parts.outbox);
    office::tasks::add_routes(router, parts.office, parts.reminders);
    office::messages::add_routes(router, parts.office);
    office::telephony::add_trunk_routes(router, parts.office);
    office::telephony::add_routes(router, parts.office, parts.ice);
    office::supervision::add_live_socket(router, parts.office, parts.feed);
    office::figures::add_today_routes(router, parts.office, parts.today);
    office::figures::add_system_routes(router, parts.office, YINGHE_VERSION);
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
    office::figures::TodayFeed today{office, sockets};
    Simulation simulation{{home, feed, {}, {}}};
    office::sms::Outbox outbox{office, nullptr};
    office::tasks::Reminders reminders{office};
    office::alerts::DiskWatch disk_watch{office, nullptr};
    office::alarms::AlarmWatch alarms{office, {}, {}, nullptr};
    office::deletion::DeletionRunner deletions{office, {}};
    http::Router router;
    add_api_routes(router, {office, feed, today, simulation, outbox, reminders, disk_watch, alarms, deletions});
    return http::openapi_document(router, api_info());
}

}  // namespace yh::app
