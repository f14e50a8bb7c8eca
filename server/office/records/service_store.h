#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "office/answer.h"
#include "office/people/identity.h"
#include "office/records/service_query.h"
#include "office/records/service_views.h"

namespace yh::office::records {

/// A voicemail with its file's path below the recordings folder.
struct StoredVoicemail {
    VoicemailView item;
    std::string path;
};

/// Reads the service lists. Scope is part of the SQL. Thread: one that may block.
class ServiceStore {
  public:
    ServiceStore(db::Connection& connection, const people::SignedIn& who) : db_{connection}, who_{who} {}

    Result<VoicemailPage> voicemails(const ServiceFilter& filter, const PageArgs& page);
    Result<SurveyPage> surveys(const ServiceFilter& filter, const PageArgs& page);
    Result<MissedPage> missed(const ServiceFilter& filter, const PageArgs& page);
    /// One row per case. What a colleague occupies is hidden from an agent.
    Result<LostPage> lost(const ServiceFilter& filter, const PageArgs& page);
    Result<ForwardedPage> forwarded(const ServiceFilter& filter, const PageArgs& page);
    Result<CallbackPage> callbacks(const ServiceFilter& filter, const PageArgs& page);

    /// `levels`: those of the company, in its order.
    Result<SurveyChart> survey_chart(const ServiceFilter& filter, const std::vector<std::string>& levels);
    /// Error: voicemail.unknown, also when it is out of scope.
    Result<StoredVoicemail> voicemail(model::RecordingId id);
    /// Error: callback.unknown, also when it is out of scope or has ended.
    Result<void> check_open_callback(model::CallId call);

  private:
    template <class Page>
    Result<Page> list(const ServiceList& what, std::string_view select, const ServiceFilter& filter, Where where,
                      const PageArgs& page);

    db::Connection& db_;
    const people::SignedIn& who_;
};

/// What people do with voicemails and missed calls. Each only within the asker's scope. Thread: the writer's.
/// Error: voicemail.unknown.
Result<void> mark_listened(db::Connection& connection, const people::SignedIn& who, model::RecordingId id,
                           bool listened, std::int64_t now_ms);
/// Takes message and recording away; what is left says who did it. Returns the file's path, which the caller removes
/// once this has been committed. Error: voicemail.unknown.
Result<std::string> delete_voicemail(db::Connection& connection, const people::SignedIn& who, model::RecordingId id,
                                     std::int64_t now_ms);
/// Error: missed_call.unknown.
Result<void> mark_handled(db::Connection& connection, const people::SignedIn& who, model::LegId id, bool handled,
                          std::int64_t now_ms);

}  // namespace yh::office::records
