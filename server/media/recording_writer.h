#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/metrics.h"
#include "base/result.h"
#include "base/worker.h"
#include "media/recording.h"

namespace yh::media {

struct RecordingChunk;
struct RecordingJob;
class RecordingFiles;

/// Names an open recording of one writer; stale ids are harmless.
struct RecordingId {
    std::uint32_t slot = 0;
    std::uint32_t generation = 0;  // 0: none
    explicit operator bool() const { return generation != 0; }
    bool operator==(const RecordingId&) const = default;
};

/// News from the files thread.
struct RecordingEvent {
    enum class Kind : std::uint8_t {
        Failing,  ///< the first error of this recording; it goes on trying
        Closed,   ///< the file is complete and `result` is final
    };
    Kind kind = Kind::Closed;
    RecordingId id;
    std::uint64_t tag = 0;  ///< as given to `open`
    RecordingResult result;
};

struct RecordingOpen {
    std::string path;  ///< missing folders are made
    Law law = Law::A;
    std::uint16_t channels = 2;
    std::uint64_t tag = 0;  ///< comes back in events
};

struct RecordingWriterOptions {
    std::size_t max_recordings = 4000;  ///< open at the same time
    std::size_t max_chunks = 4096;      ///< of 8 KB, waiting for the disk; beyond that sound is dropped as silence
};

/// The road from one media worker to the files thread: sound travels in pooled chunks of half a second, results come
/// back through `poll`. Nothing here waits for the disk. When the disk cannot keep up, chunks are dropped: they become
/// silence of the right length, are counted, and each recording says so once.
/// Owned by a media worker, one each. Thread: that worker's. When it ends, the files thread still finishes what was
/// accepted, so destroy it before the `files` Worker.
class RecordingWriter {
  public:
    static constexpr std::size_t chunk_bytes = 8192;

    explicit RecordingWriter(Worker& files, RecordingWriterOptions options = {});
    ~RecordingWriter();
    RecordingWriter(const RecordingWriter&) = delete;
    RecordingWriter& operator=(const RecordingWriter&) = delete;

    /// The file itself is made later, on the files thread; a failure there comes as an event.
    /// Error: recording.too_many.
    Result<RecordingId> open(RecordingOpen what);
    /// At most chunk_bytes for the sample block `first_block` (a block is one byte per channel); what was skipped
    /// between two writes becomes silence. False when it had to be dropped.
    bool write(RecordingId id, std::uint64_t first_block, std::span<const std::uint8_t> bytes);
    /// Fills up to `blocks` with silence and completes the file. `so_far` brings what only the sender knows:
    /// marks and late packets. Never fails for want of room.
    void close(RecordingId id, std::uint64_t blocks, RecordingResult so_far);

    /// Hands pending chunks to the files thread and collects news; call it every tick (20 ms) and after `close`.
    void poll(std::vector<RecordingEvent>& news);
    /// Recordings whose Closed has not been polled yet.
    std::size_t open_count() const { return open_count_; }

  private:
    struct Slot {
        std::uint32_t generation = 0;
        bool open = false;  // may be written to
        std::uint16_t channels = 2;
        std::uint64_t tag = 0;
        std::uint64_t dropped_blocks = 0;
    };

    Slot* find(RecordingId id);
    std::unique_ptr<RecordingChunk> take_chunk();
    bool push(RecordingJob job);
    void note_dropped(RecordingId id, Slot& slot, std::uint64_t blocks);
    void serve_pending();

    Worker& files_;
    const RecordingWriterOptions options_;
    // Shared because a job still waiting on the files thread may outlive this object.
    std::shared_ptr<RecordingFiles> side_;
    std::vector<Slot> slots_;
    std::vector<std::uint32_t> free_slots_;
    std::vector<std::unique_ptr<RecordingChunk>> free_chunks_;
    std::vector<std::unique_ptr<RecordingChunk>> returned_;
    std::vector<RecordingEvent> polled_;
    std::vector<RecordingEvent> own_news_;
    metrics::Counter& dropped_chunks_;
    std::size_t made_chunks_ = 0;
    std::size_t open_count_ = 0;
    bool pending_ = false;
};

}  // namespace yh::media
