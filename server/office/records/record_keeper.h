#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"
#include "db/connection.h"
#include "model/event.h"
#include "office/records/call_facts.h"

namespace yh::office::records {

/// An agent dialled this number: whatever it was missed for has been handled.
struct CalledBack {
    model::TenantId tenant;
    model::UserId by;
    std::string number;
    std::int64_t at_ms = 0;
};

/// What became of a call-back: the call that asked for it is over, so that this goes to its row alone.
struct CallbackStep {
    std::int64_t asked_by = 0;
    std::int64_t at_ms = 0;
    std::variant<model::QueueEntered, model::CallbackTried, model::CallbackEnded> what;
};

/// Somebody is reached by mobile from now on, or no longer.
struct MobileSwitch {
    model::UserId user;
    bool on = false;
    std::int64_t at_ms = 0;
};

/// One batch of events, folded: what the database must be told. Writing it twice does no harm, so that a batch
/// whose commit was lost on the way back can simply be written again.
struct KeptBatch {
    std::int64_t id = 0;
    std::int64_t at_ms = 0;
    std::string journal;  ///< events of calls, one JSON object a line
    std::vector<CallRow> calls;
    std::vector<LegRow> legs;
    std::vector<QueueVisitRow> visits;
    std::vector<RecordingRow> recordings;
    std::vector<MarkRow> marks;
    std::vector<SurveyRow> surveys;
    std::vector<VoicemailRow> voicemails;
    std::vector<CallbackRow> callbacks;
    std::vector<ForwardedRow> forwarded;
    std::vector<MissedRow> missed;
    std::vector<LostRow> lost;
    std::vector<CalledBack> called_back;
    std::vector<CallbackStep> callback_steps;
    std::vector<AgentStateRow> agent_states;
    std::vector<MobileSwitch> mobiles;     ///< in the order in which they were made
    std::int64_t journal_needed_from = 0;  ///< batches before this one belong to finished calls only; 0: keep all

    Result<void> write(db::Connection& connection) const;

  private:
    Result<void> write_services(db::Connection& connection) const;
    Result<void> write_callback_steps(db::Connection& connection) const;
    Result<void> write_mobiles(db::Connection& connection) const;
};

/// Folds the event stream into records. Owned by the journal.
/// Thread: the database writer's.
class RecordKeeper {
  public:
    KeptBatch fold(const std::vector<model::Event>& events, std::int64_t now_ms);
    std::size_t open_calls() const { return open_.size(); }

  private:
    struct Open {
        CallFacts facts;
        std::int64_t first_batch = 0;
    };

    void fold_call(const model::Event& event, KeptBatch& batch);
    void finish(std::unordered_map<model::CallId, Open>::iterator call, KeptBatch& batch);

    void note_queue(const model::Event& event, const CallFacts& facts);

    IdMaker ids_;
    std::unordered_map<model::CallId, Open> open_;
    std::unordered_map<model::UserId, model::QueueId> last_queue_;  // of each user's last leg that ended
    std::map<std::int64_t, int> begun_in_;                          // batch → how many open calls began in it
    std::int64_t trimmed_to_ = 0;
};

/// Appends the rows of a finished call.
void add_rows(CallFacts&& facts, KeptBatch& batch);

}  // namespace yh::office::records
