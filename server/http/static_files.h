#pragma once

#include <string>

#include "base/result.h"
#include "http/router.h"

namespace yh::http {

struct StaticFilesConfig {
    std::string root;
    /// Answers for paths that name no file, so that the single page's own addresses can be reloaded.
    std::string index = "index.html";
    /// Paths that never fall back to the index.
    std::vector<std::string> not_pages = {"/api/", "/ws", "/sip", "/metrics", "/healthz", "/assets/"};
};

/// A handler for the router's fallback that serves a folder. The folder is listed once, here: only a name found
/// then can ever be served, so no path leads out of it. Prefers `name.br` and `name.gz` beside `name` when the
/// browser accepts them; a name with a hash in it (`index-4f3a9c1b.js`) may be cached for ever.
/// Error: http.static_root.
Result<Handler> static_files(const StaticFilesConfig& config);

}  // namespace yh::http
