#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "base/result.h"
#include "http/router.h"
#include "office/office.h"
#include "office/records/peaks.h"

namespace yh::office::records {

/// How many stretches a player wants drawn. Error: points.malformed.
Result<std::size_t> wanted_points(const http::Request& request);

/// Draws the file, `path` below the recordings folder, on a reader's thread and answers with it. Thread: home.
void answer_peaks(Office& office, const DrawPeaks& draw, std::string path, std::size_t points,
                  std::shared_ptr<http::Reply> reply);

}  // namespace yh::office::records
