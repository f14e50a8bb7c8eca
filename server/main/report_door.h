#pragma once

#include "office/alerts/mail.h"
#include "office/office.h"
#include "office/reports/report_mailer.h"

namespace yh::app {

/// Reports go out by the company's mail server: the rooms of the office do not see each other.
office::reports::ReportDoor report_door(office::Office& office, office::alerts::MailPort& mail);

}  // namespace yh::app
