#pragma once

#include "http/errors.h"

namespace yh::app {

/// What people read for each error code, Chinese first.
http::Messages all_messages();
/// The part of it that speaks of texts, the management platform and notes on recordings.
void add_texts_and_notes(http::Messages& m);
/// … of people, their rights and what they change about themselves.
void add_people(http::Messages& m);
/// … of the advanced settings: pages of third parties, mail, deletions, certificates.
void add_advanced(http::Messages& m);
/// … of files that are taken in.
void add_imports(http::Messages& m);
/// … of customers.
void add_customers(http::Messages& m);
/// … of what is written down about them.
void add_follow_ups(http::Messages& m);
/// … of public pools and of what is done with many at once.
void add_pools(http::Messages& m);
/// … of work orders.
void add_work_orders(http::Messages& m);
void add_questionnaires(http::Messages& m);
/// … of alarms.
void add_alarms(http::Messages& m);
/// … of reports.
void add_reports(http::Messages& m);
/// … of the settings of the CRM.
void add_crm_settings(http::Messages& m);

}  // namespace yh::app
