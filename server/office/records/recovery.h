#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "calls/callback.h"
#include "db/connection.h"
#include "model/event.h"

namespace yh::office::records {

struct RecoveryReport {
    std::int64_t calls_lost = 0;       ///< calls that were up when the process died; each has a record now
    std::int64_t recordings_kept = 0;  ///< of those, recordings that can be played
    std::int64_t agents_reset = 0;
};

/// Makes a recording's file playable and says what is in it; `failure` when there is nothing to save.
using RepairRecording = std::function<model::RecordingEnded(const std::string& path)>;

/// Before anything is served: gives every call that was up when the last process died exactly one record with the
/// ending us: process_lost, closes the agents' states, and empties the journal. One transaction; safe to repeat.
/// Thread: one that may block.
Result<RecoveryReport> recover(db::Connection& connection, std::int64_t now_ms, const RepairRecording& repair);

/// The places of callers who were promised a call-back and wait for it still, those waiting longest first: for
/// Conductor::restore_callback, after `recover`. Thread: one that may block.
Result<std::vector<calls::Callback>> open_callbacks(db::Connection& connection);

/// Whom the process before reached by mobile, and the state they were in: for Conductor::restore_mobile.
struct MobileSignedIn {
    model::UserId user;
    model::AgentState state = model::AgentState::Ready;
};
BOOST_DESCRIBE_STRUCT(MobileSignedIn, (), (user, state))
Result<std::vector<MobileSignedIn>> signed_in_by_mobile(db::Connection& connection);

/// Notes that the process lives, so that a recovery knows when it died. Thread: the writer's.
Result<void> note_alive(db::Connection& connection, std::int64_t now_ms);

}  // namespace yh::office::records
