#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "model/time_zone.h"
#include "office/records/call_facts.h"
#include "office/rollups/story.h"
#include "office/rollups/sums.h"

namespace yh::office::records {

struct KeptBatch;

/// Those facts of a batch that are new to the database, made whole with what is known only when they are written (the
/// departments), and what they add to the sums of reports. What was written before is left alone and adds nothing
/// (docs/decisions/0018). Lives for one transaction. Thread: the writer's.
class RecordSums {
  public:
    explicit RecordSums(db::Connection& connection) : db_{connection} {}

    std::vector<CallRow> calls;
    std::vector<LegRow> legs;
    std::vector<SurveyRow> surveys;

    /// Fills in the rows above.
    Result<void> take(const KeptBatch& batch);
    /// Writes states, each of which ends the one before it.
    Result<void> write_states(const std::vector<AgentStateRow>& states);
    /// Ends all states that last: then, or when their agent's last leg ended. Returns how many.
    Result<std::int64_t> end_all_states(std::int64_t at_ms);
    /// When everything else of the batch is written: adds to the sums.
    Result<void> add();

  private:
    Result<std::optional<std::int64_t>> department_of(const std::optional<std::int64_t>& user);
    Result<const model::TimeZone*> zone_of(std::int64_t tenant);
    Result<void> end_stretch(rollups::StateStretch stretch, std::int64_t at_ms);
    Result<void> tell_stories();

    db::Connection& db_;
    std::unordered_map<std::int64_t, std::optional<std::int64_t>> departments_;  // by user
    std::unordered_map<std::int64_t, model::TimeZone> zones_;                    // by tenant
    std::vector<rollups::CallStory> stories_;
    rollups::Sums sums_;
};

}  // namespace yh::office::records
