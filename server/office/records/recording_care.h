#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/worker.h"
#include "office/office.h"

namespace yh::office::records {

/// Looks after recordings that are finished (B03): takes the checksum of each, and deletes those that are older than
/// their company keeps them (`retention`). Reads files on a thread of its own, never on one that people wait for.
/// Owned by main; dies before the writer. Thread: home.
class RecordingCare {
  public:
    explicit RecordingCare(Office& office) : office_{office}, files_{"recordings", 4, 10} {}

    /// From now on looks every few seconds.
    void start();

  private:
    struct File {
        std::int64_t id = 0;
        std::string path;
        std::string sum;
    };

    void look();
    void take_sums(std::vector<File> files);
    void write_sums(std::vector<File> files);
    void remove_old();
    void remove_files(std::vector<std::string> paths);
    void later();

    Office& office_;
    std::int64_t removed_at_ms_ = 0;
    Worker files_;  // last: it ends first
};

/// Forgets what is past its company's days, at most `most` recordings, and answers the files that the caller removes.
/// Thread: one that may block.
Result<std::vector<std::string>> forget_old_recordings(db::Connection& connection, std::int64_t now_ms, int most);

}  // namespace yh::office::records
