#pragma once

#include <string>

#include "http/router.h"

namespace yh::http {

struct ApiInfo {
    std::string title;
    std::string version;
};

/// The OpenAPI 3.1 document of every route under /api/, from the one route table.
std::string openapi_document(const Router& router, const ApiInfo& info);

/// Serves that document at /api/openapi.json. Call it after every other route has been added.
void add_openapi_route(Router& router, const ApiInfo& info);

}  // namespace yh::http
