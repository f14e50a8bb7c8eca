#pragma once

// Only sip/flow*, media sockets that sit on the call loop, and http/ include this: the fence around Asio.
#include <boost/asio/io_context.hpp>

#include "base/loop.h"

namespace yh {

/// The loop's io_context, for sockets that live on it. A completion handler must run its work through
/// `run_task`, so that slow tasks are seen and timers it scheduled are armed.
boost::asio::io_context& io_context(Loop& loop);

/// Runs `task` now, on the loop's thread, with the bookkeeping of a posted task. Thread: the loop's.
void run_task(Loop& loop, Task task);

}  // namespace yh
