#pragma once

#include <cstdint>

#include "base/result.h"
#include "db/connection.h"
#include "office/people/identity.h"
#include "office/records/service_rows.h"

// Lost calls (漏话) are handled by number (U22): however often a number called, it is one case, which one person
// occupies and completes. A call after that opens a new case.
namespace yh::office::records {

/// Puts a call that nobody answered into its number's open case. Thread: the writer's.
Result<void> write_lost_call(db::Connection& connection, const LostRow& call);

/// A call-back that was given up: the call that asked for it is lost after all. Nothing when it has no record.
Result<void> write_lost_callback(db::Connection& connection, std::int64_t call, std::int64_t at_ms);

enum class CaseAction { Occupy, Release, Complete };

/// Carries an action out on the case of the lost call `call`, if the asker may see it. One occupies it: who comes
/// second gets lost_call.occupied; only the owner releases or completes, others get lost_call.not_yours; a completed
/// case takes nothing more: lost_call.completed. Error besides: lost_call.unknown. Thread: the writer's.
Result<void> act_on_lost_call(db::Connection& connection, const people::SignedIn& who, std::int64_t call,
                              CaseAction action, std::int64_t now_ms);

}  // namespace yh::office::records
