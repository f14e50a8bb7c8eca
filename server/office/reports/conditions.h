#pragma once

#include <array>
#include <string_view>

// When a fact is counted by a sum, as SQL: what rollups/tally.cpp says, once more, for finding the calls behind a
// figure. drill_down_test.cpp proves that both say the same. `calls` is the call; `leg`, `visit` and `survey` are the
// fact, as drill_down.cpp joins it.
namespace yh::office::reports::conditions {

using Seven = std::array<std::string_view, 7>;  ///< up to 5 s, 10 s … 30 s, and more

// ---- legs of persons, where they rang; a department's part in a call is the leg that stands for it
inline constexpr std::string_view ring = "1 = 1";
inline constexpr std::string_view ring_answered = "leg.answered_at_ms IS NOT NULL";
inline constexpr std::string_view ring_missed = "leg.answered_at_ms IS NULL";

// ---- calls that somebody dialled
inline constexpr std::string_view dialled = "1 = 1";
inline constexpr std::string_view dialled_connected = "calls.result = 'answered'";
inline constexpr std::string_view dialled_failed = "calls.result <> 'answered'";

// ---- calls with a customer
inline constexpr std::string_view call = "1 = 1";
inline constexpr std::string_view call_in = "calls.direction = 'inbound'";
inline constexpr std::string_view call_out = "calls.direction <> 'inbound'";
inline constexpr std::string_view call_answered = "calls.result = 'answered'";

inline constexpr std::string_view queued_answered_all =
    "calls.direction = 'inbound' AND calls.queue_id IS NOT NULL AND calls.result = 'answered'";
inline constexpr Seven queued_answered{
    "calls.direction = 'inbound' AND calls.queue_id IS NOT NULL AND calls.result = 'answered' AND calls.wait_ms <= "
    "5000",
    "calls.direction = 'inbound' AND calls.queue_id IS NOT NULL AND calls.result = 'answered' AND calls.wait_ms > 5000 "
    "AND calls.wait_ms <= 10000",
    "calls.direction = 'inbound' AND calls.queue_id IS NOT NULL AND calls.result = 'answered' AND calls.wait_ms > "
    "10000 "
    "AND calls.wait_ms <= 15000",
    "calls.direction = 'inbound' AND calls.queue_id IS NOT NULL AND calls.result = 'answered' AND calls.wait_ms > "
    "15000 "
    "AND calls.wait_ms <= 20000",
    "calls.direction = 'inbound' AND calls.queue_id IS NOT NULL AND calls.result = 'answered' AND calls.wait_ms > "
    "20000 "
    "AND calls.wait_ms <= 25000",
    "calls.direction = 'inbound' AND calls.queue_id IS NOT NULL AND calls.result = 'answered' AND calls.wait_ms > "
    "25000 "
    "AND calls.wait_ms <= 30000",
    "calls.direction = 'inbound' AND calls.queue_id IS NOT NULL AND calls.result = 'answered' AND calls.wait_ms > "
    "30000"};

inline constexpr std::string_view queued_unanswered_all =
    "calls.direction = 'inbound' AND calls.queue_id IS NOT NULL AND calls.result <> 'answered'";
inline constexpr Seven queued_unanswered{
    "calls.direction = 'inbound' AND calls.queue_id IS NOT NULL AND calls.result <> 'answered' AND calls.wait_ms <= "
    "5000",
    "calls.direction = 'inbound' AND calls.queue_id IS NOT NULL AND calls.result <> 'answered' AND calls.wait_ms > "
    "5000 "
    "AND calls.wait_ms <= 10000",
    "calls.direction = 'inbound' AND calls.queue_id IS NOT NULL AND calls.result <> 'answered' AND calls.wait_ms > "
    "10000 AND calls.wait_ms <= 15000",
    "calls.direction = 'inbound' AND calls.queue_id IS NOT NULL AND calls.result <> 'answered' AND calls.wait_ms > "
    "15000 AND calls.wait_ms <= 20000",
    "calls.direction = 'inbound' AND calls.queue_id IS NOT NULL AND calls.result <> 'answered' AND calls.wait_ms > "
    "20000 AND calls.wait_ms <= 25000",
    "calls.direction = 'inbound' AND calls.queue_id IS NOT NULL AND calls.result <> 'answered' AND calls.wait_ms > "
    "25000 AND calls.wait_ms <= 30000",
    "calls.direction = 'inbound' AND calls.queue_id IS NOT NULL AND calls.result <> 'answered' AND calls.wait_ms > "
    "30000"};

inline constexpr std::string_view rung_unanswered_all =
    "calls.direction = 'inbound' AND calls.ringing_at_ms IS NOT NULL AND calls.result <> 'answered'";
inline constexpr Seven rung_unanswered{
    "calls.direction = 'inbound' AND calls.ringing_at_ms IS NOT NULL AND calls.result <> 'answered' AND calls.ring_ms "
    "<= 5000",
    "calls.direction = 'inbound' AND calls.ringing_at_ms IS NOT NULL AND calls.result <> 'answered' AND calls.ring_ms "
    "> "
    "5000 AND calls.ring_ms <= 10000",
    "calls.direction = 'inbound' AND calls.ringing_at_ms IS NOT NULL AND calls.result <> 'answered' AND calls.ring_ms "
    "> "
    "10000 AND calls.ring_ms <= 15000",
    "calls.direction = 'inbound' AND calls.ringing_at_ms IS NOT NULL AND calls.result <> 'answered' AND calls.ring_ms "
    "> "
    "15000 AND calls.ring_ms <= 20000",
    "calls.direction = 'inbound' AND calls.ringing_at_ms IS NOT NULL AND calls.result <> 'answered' AND calls.ring_ms "
    "> "
    "20000 AND calls.ring_ms <= 25000",
    "calls.direction = 'inbound' AND calls.ringing_at_ms IS NOT NULL AND calls.result <> 'answered' AND calls.ring_ms "
    "> "
    "25000 AND calls.ring_ms <= 30000",
    "calls.direction = 'inbound' AND calls.ringing_at_ms IS NOT NULL AND calls.result <> 'answered' AND calls.ring_ms "
    "> "
    "30000"};

// {rung} is how long it rang at the department before somebody answered.
inline constexpr std::string_view answered_ring_all = "leg.answered_at_ms IS NOT NULL";
inline constexpr Seven answered_ring{"leg.answered_at_ms IS NOT NULL AND {rung} <= 5000",
                                     "leg.answered_at_ms IS NOT NULL AND {rung} > 5000 AND {rung} <= 10000",
                                     "leg.answered_at_ms IS NOT NULL AND {rung} > 10000 AND {rung} <= 15000",
                                     "leg.answered_at_ms IS NOT NULL AND {rung} > 15000 AND {rung} <= 20000",
                                     "leg.answered_at_ms IS NOT NULL AND {rung} > 20000 AND {rung} <= 25000",
                                     "leg.answered_at_ms IS NOT NULL AND {rung} > 25000 AND {rung} <= 30000",
                                     "leg.answered_at_ms IS NOT NULL AND {rung} > 30000"};

// ---- calls to a number
inline constexpr std::string_view dial_not_rung = "calls.talk_ms <= 0 AND calls.ring_ms <= 0";
inline constexpr std::string_view dial_rung_short =
    "calls.talk_ms <= 0 AND calls.ring_ms > 0 AND calls.ring_ms <= 10000";
inline constexpr std::string_view dial_rung_long = "calls.talk_ms <= 0 AND calls.ring_ms > 10000";
inline constexpr std::string_view dial_talked_short = "calls.talk_ms > 0 AND calls.talk_ms <= 60000";
inline constexpr std::string_view dial_talked_long = "calls.talk_ms > 60000";

// ---- stays in queues; with a number of seconds in the measure's key {within} is those, in ms
inline constexpr std::string_view visit = "1 = 1";
inline constexpr std::string_view visit_answered = "visit.queue_exit = 'connected'";
inline constexpr std::string_view visit_abandoned = "visit.queue_exit = 'abandoned'";
inline constexpr std::string_view visit_in_time =
    "visit.queue_exit = 'connected' AND visit.left_at_ms - visit.entered_at_ms <= {within}";
inline constexpr std::string_view visit_early =
    "visit.queue_exit = 'abandoned' AND visit.left_at_ms - visit.entered_at_ms < {within}";

// ---- surveys
inline constexpr std::string_view survey = "1 = 1";
inline constexpr std::string_view survey_rated = "survey.level <> ''";
inline constexpr std::string_view survey_level = "survey.level = ?";

}  // namespace yh::office::reports::conditions
