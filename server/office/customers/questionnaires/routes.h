#pragma once

#include "http/router.h"
#include "office/office.h"

namespace yh::office::customers {

/// Questionnaires: made and changed, filled in, counted.
void add_questionnaire_routes(http::Router& router, Office& office);

/// What was filled in, and how often.
void add_sheet_routes(http::Router& router, Office& office);

}  // namespace yh::office::customers
