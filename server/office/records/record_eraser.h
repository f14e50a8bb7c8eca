#pragma once

#include "office/eraser.h"

namespace yh::office::records {

/// Calls with everything that belongs to them: legs, recordings, notes, messages, surveys, lists of the missed and
/// lost.
extern const Eraser call_eraser;
/// Recordings of talks: the calls' records stay, and say who deleted the sound.
extern const Eraser recording_eraser;
/// What callers left.
extern const Eraser voicemail_eraser;

/// Whether the law's days (SiteRetention::hold_days) keep what is of this time. Thread: one that may block.
Result<bool> is_on_hold(db::Connection& connection, std::int64_t tenant, std::int64_t at_ms, std::int64_t now_ms);

}  // namespace yh::office::records
