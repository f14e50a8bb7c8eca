#pragma once

#include <string>

#include "base/result.h"
#include "db/connection.h"
#include "office/lists/asked.h"
#include "office/records/record_lists.h"

namespace yh::office::records {

/// A recording with its file's path below the recordings folder.
struct StoredRecording {
    RecordingItem item;
    std::string path;
};

/// One call, one recording, for somebody: scope is part of the SQL, and what is hidden from them is hidden.
/// Thread: one that may block.
class RecordStore {
  public:
    RecordStore(db::Connection& connection, const lists::Reader& reader) : db_{connection}, reader_{reader} {}

    /// Error: record.unknown, also when it is out of scope.
    Result<CallDetail> call(model::CallId id);
    /// Error: recording.unknown, also when it is out of scope.
    Result<StoredRecording> recording(model::RecordingId id);

  private:
    db::Connection& db_;
    const lists::Reader& reader_;
};

}  // namespace yh::office::records
