#pragma once

#include "http/router.h"
#include "office/office.h"

namespace yh::office::crm {

/// /api/v1/crm/…: the settings of the business objects (业务对象, 业务规则), and the book as everybody sees it.
void add_routes(http::Router& router, Office& office);

}  // namespace yh::office::crm
