#pragma once

#include <string>

#include "http/openapi.h"
#include "http/router.h"
#include "main/simulation.h"
#include "office/alarms/alarm_watch.h"
#include "office/alerts/disk_watch.h"
#include "office/certificate/keeper.h"
#include "office/deletion/deletion_runner.h"
#include "office/figures/today_feed.h"
#include "office/office.h"
#include "office/sms/outbox.h"
#include "office/supervision/live_feed.h"
#include "office/tasks/reminders.h"
#include "office/telephony/device.h"

namespace yh::app {

/// What the routes of the API rest on.
struct ApiParts {
    office::Office& office;
    office::supervision::LiveFeed& feed;
    office::figures::TodayFeed& today;
    Simulation& simulation;
    office::sms::Outbox& outbox;
    office::tasks::Reminders& reminders;
    office::alerts::DiskWatch& disk_watch;
    office::alarms::AlarmWatch& alarms;
    office::deletion::DeletionRunner& deletions;
    office::certificate::CertificateKeeper* certificates = nullptr;
    office::telephony::IceOptions ice = {};
    std::string regions_file{};  ///< where an own table of regions is kept
};

/// Every route of the API and /ws: the one list for the server and for `yinghe openapi`.
void add_api_routes(http::Router& router, ApiParts parts);

http::ApiInfo api_info();

/// The OpenAPI document, without a data folder, a database or a port: for programs that generate types from it.
std::string api_document();

}  // namespace yh::app
