#include "media/recording_files.h"

#include <utility>

#include "base/log.h"
#include "media/codec.h"

namespace yh::media {
namespace {

constexpr std::uint64_t blocks_per_ms = mix_rate_hz / 1000;

}  // namespace

RecordingFiles::RecordingFiles(const RecordingWriterOptions& options)
    // Opening and closing always find room beside the chunks; each recording has two pieces of news at most.
    : jobs{options.max_chunks + 2 * options.max_recordings},
      returned{options.max_chunks},
      news{2 * options.max_recordings},
      open_(options.max_recordings),
      lost_ms_{metrics::counter("yinghe_recording_lost_ms_total", "Recorded sound the disk did not take")},
      failures_{metrics::counter("yinghe_recording_failures_total", "Recordings that had at least one disk error")} {}

void RecordingFiles::serve() {
    jobs.drain(batch_);
    for (auto& job : batch_) {
        std::visit([&](auto& what) { on_job(job.id, what); }, job.what);
    }
    batch_.clear();
}

RecordingFiles::Open* RecordingFiles::find(RecordingId id) {
    auto* open = open_[id.slot].get();
    return open != nullptr && open->id == id ? open : nullptr;
}

void RecordingFiles::on_job(RecordingId id, RecordingOpen& what) {
    open_[id.slot] = std::make_unique<Open>(
        Open{id, what.tag, RecordingFile{std::move(what.path), what.law, what.channels}, what.channels, 0, false, {}});
    note(*open_[id.slot], open_[id.slot]->file.open());
}

void RecordingFiles::on_job(RecordingId id, std::unique_ptr<RecordingChunk>& chunk) {
    if (auto* open = find(id)) {
        const auto outcome = open->file.write(chunk->first_block, std::span{chunk->bytes}.first(chunk->size));
        if (!outcome.ok()) {
            const auto blocks = chunk->size / open->channels;
            open->lost_blocks += blocks;
            lost_ms_.add(blocks / blocks_per_ms);
        }
        note(*open, outcome);
    }
    returned.push(std::move(chunk));
}

void RecordingFiles::on_job(RecordingId id, RecordingClose& what) {
    auto* open = find(id);
    if (YH_BUG(open == nullptr, "closing a recording that is not open")) {
        return;
    }
    note(*open, open->file.complete(what.blocks));
    RecordingEvent event{RecordingEvent::Kind::Closed, id, open->tag, std::move(what.so_far)};
    auto& result = event.result;
    result.path = open->file.path();
    result.duration_ms = static_cast<std::int64_t>(open->file.blocks() / blocks_per_ms);
    result.bytes = static_cast<std::int64_t>(open->file.bytes_on_disk());
    result.lost_ms += static_cast<std::int64_t>(open->lost_blocks / blocks_per_ms);
    if (open->first_error && !result.failed) {
        result.failed = true;
        result.why = open->first_error->code;
        result.detail = open->first_error->detail;
    }
    open_[id.slot].reset();
    news.push(std::move(event));
}

/// The first error is news; later ones only go on counting, and the way back is one line of log.
void RecordingFiles::note(Open& open, const Result<void>& outcome) {
    if (outcome.ok()) {
        if (std::exchange(open.failing, false)) {
            log().info("recording.recovered",
                       {{"path", open.file.path()}, {"lost_ms", open.lost_blocks / blocks_per_ms}});
        }
        return;
    }
    open.failing = true;
    if (open.first_error) {
        return;
    }
    open.first_error = outcome.error();
    failures_.add();
    log().error("recording.failing", {{"why", outcome.error().code}, {"detail", outcome.error().detail}});
    RecordingEvent event{RecordingEvent::Kind::Failing, open.id, open.tag, {}};
    event.result.path = open.file.path();
    event.result.failed = true;
    event.result.why = outcome.error().code;
    event.result.detail = outcome.error().detail;
    news.push(std::move(event));
}

}  // namespace yh::media
