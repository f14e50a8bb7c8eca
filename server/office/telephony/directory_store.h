#pragma once

#include "base/result.h"
#include "db/connection.h"
#include "model/directory.h"

namespace yh::office::telephony {

/// Builds the snapshot that the telephones work from. Thread: one that may block.
Result<model::DirectoryPtr> load_directory(db::Connection& connection);

}  // namespace yh::office::telephony
