#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "office/people/identity.h"
#include "office/records/service_lists.h"

namespace yh::office::records {

/// A voicemail with its file's path below the recordings folder.
struct StoredVoicemail {
    VoicemailView item;
    std::string path;
};

/// Reads what the service lists (service_lists.h) lead to. Scope is part of the SQL. Thread: one that may block.
class ServiceStore {
  public:
    ServiceStore(db::Connection& connection, const people::SignedIn& who) : db_{connection}, who_{who} {}

    /// `levels`: those of the company, in its order.
    Result<SurveyChart> survey_chart(const lists::Asked& asked, const std::vector<std::string>& levels);
    /// Error: voicemail.unknown, also when it is out of scope.
    Result<StoredVoicemail> voicemail(model::RecordingId id);
    /// Error: callback.unknown, also when it is out of scope or has ended.
    Result<void> check_open_callback(model::CallId call);

  private:
    db::Connection& db_;
    const people::SignedIn& who_;
};

/// What people do with voicemails and missed calls. Each only within the asker's scope. Thread: the writer's.
/// Error: voicemail.unknown.
Result<void> mark_listened(db::Connection& connection, const people::SignedIn& who, model::RecordingId id,
                           bool listened, std::int64_t now_ms);
/// Takes message and recording away; what is left says who did it. Returns the file's path, which the caller removes
/// once this has been committed; nothing: the law's days are not over, and nothing was changed. Error:
/// voicemail.unknown.
Result<std::optional<std::string>> delete_voicemail(db::Connection& connection, const people::SignedIn& who,
                                                    model::RecordingId id, std::int64_t now_ms);
/// Error: missed_call.unknown.
Result<void> mark_handled(db::Connection& connection, const people::SignedIn& who, model::LegId id, bool handled,
                          std::int64_t now_ms);

}  // namespace yh::office::records
