#pragma once

#include <optional>

#include "http/router.h"
#include "office/imports/import_desk.h"
#include "office/imports/import_views.h"

// What the routes of imports share.
namespace yh::office::imports {

/// The import of that id, if it is the reader's own. Thread: one that may block.
Result<std::optional<ImportView>> find_own(db::Connection& connection, const lists::Reader& reader, ImportId id);

/// The import of the path; a malformed id is nobody's.
ImportId id_of(const http::Request& request);

/// Tables to be fetched: the template of a kind, and the rows that failed. Thread: home.
void send_template(Office& office, const Kind& kind, const http::Request& request, http::Reply reply);
void show_failures(Office& office, const http::Request& request, http::Reply reply);
void download_failures(Office& office, const http::Request& request, http::Reply reply);

}  // namespace yh::office::imports
