#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/mailbox.h"
#include "base/metrics.h"
#include "media/recording_file.h"
#include "media/recording_writer.h"

namespace yh::media {

/// Half a second of stereo on its way to the disk.
struct RecordingChunk {
    std::array<std::uint8_t, RecordingWriter::chunk_bytes> bytes;
    std::size_t size = 0;
    std::uint64_t first_block = 0;
};

struct RecordingClose {
    std::uint64_t blocks = 0;
    RecordingResult so_far;
};

/// What a media worker asks of the files thread.
struct RecordingJob {
    RecordingId id;
    std::variant<RecordingOpen, std::unique_ptr<RecordingChunk>, RecordingClose> what;
};

/// The files thread's half of a RecordingWriter: the open files and the three queues between the halves.
/// Shared by the writer and the jobs that wait on the files thread, because either may end first.
/// Thread: the queues from both sides, `serve` from the files thread.
class RecordingFiles {
  public:
    explicit RecordingFiles(const RecordingWriterOptions& options);

    /// Does everything that waits.
    void serve();

    Mailbox<RecordingJob> jobs;
    Mailbox<std::unique_ptr<RecordingChunk>> returned;
    Mailbox<RecordingEvent> news;

  private:
    struct Open {
        RecordingId id;
        std::uint64_t tag = 0;
        RecordingFile file;
        std::uint16_t channels = 2;
        std::uint64_t lost_blocks = 0;
        bool failing = false;  // the last attempt failed
        std::optional<Error> first_error;
    };

    void on_job(RecordingId id, RecordingOpen& what);
    void on_job(RecordingId id, std::unique_ptr<RecordingChunk>& chunk);
    void on_job(RecordingId id, RecordingClose& what);
    void note(Open& open, const Result<void>& outcome);
    Open* find(RecordingId id);

    std::vector<RecordingJob> batch_;
    std::vector<std::unique_ptr<Open>> open_;  // by slot
    metrics::Counter& lost_ms_;
    metrics::Counter& failures_;
};

}  // namespace yh::media
