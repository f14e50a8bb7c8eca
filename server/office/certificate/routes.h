#pragma once

#include "http/router.h"
#include "office/certificate/keeper.h"
#include "office/office.h"

namespace yh::office::certificate {

/// /api/v1/certificate. Without a keeper (for the document alone) nobody asks.
void add_routes(http::Router& router, Office& office, CertificateKeeper* keeper);

}  // namespace yh::office::certificate
