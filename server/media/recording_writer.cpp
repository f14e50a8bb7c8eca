#include "media/recording_writer.h"

#include <algorithm>
#include <iterator>

#include "base/log.h"
#include "media/codec.h"
#include "media/recording_files.h"

namespace yh::media {

RecordingWriter::RecordingWriter(Worker& files, RecordingWriterOptions options)
    : files_{files},
      options_{options},
      side_{std::make_shared<RecordingFiles>(options)},
      dropped_chunks_{metrics::counter("yinghe_recording_dropped_chunks_total",
                                       "Chunks of half a second dropped because the disk could not keep up")} {}

RecordingWriter::~RecordingWriter() {
    serve_pending();
    if (pending_) {
        log().error("recording.abandoned", {{"recordings", open_count_}});
    }
}

RecordingWriter::Slot* RecordingWriter::find(RecordingId id) {
    if (!id || id.slot >= slots_.size()) {
        return nullptr;
    }
    auto& slot = slots_[id.slot];
    return slot.generation == id.generation && slot.open ? &slot : nullptr;
}

Result<RecordingId> RecordingWriter::open(RecordingOpen what) {
    if (open_count_ >= options_.max_recordings) {
        return Error{ErrorKind::Full, "recording.too_many", {}};
    }
    if (free_slots_.empty()) {
        free_slots_.push_back(static_cast<std::uint32_t>(slots_.size()));
        slots_.emplace_back();
    }
    const auto index = free_slots_.back();
    free_slots_.pop_back();
    auto& slot = slots_[index];
    slot = Slot{slot.generation + 1, true, what.channels, what.tag, 0};
    ++open_count_;
    const RecordingId id{index, slot.generation};
    push({id, std::move(what)});
    return id;
}

std::unique_ptr<RecordingChunk> RecordingWriter::take_chunk() {
    if (free_chunks_.empty()) {
        side_->returned.drain(returned_);
        std::ranges::move(returned_, std::back_inserter(free_chunks_));
        returned_.clear();
    }
    if (!free_chunks_.empty()) {
        auto chunk = std::move(free_chunks_.back());
        free_chunks_.pop_back();
        return chunk;
    }
    if (made_chunks_ >= options_.max_chunks) {
        return nullptr;
    }
    ++made_chunks_;
    return std::make_unique<RecordingChunk>();
}

bool RecordingWriter::push(RecordingJob job) {
    pending_ = true;
    // The queue has room for every chunk there can be and for opening and closing every recording.
    return !YH_BUG(!side_->jobs.push(std::move(job)), "the recording queue is smaller than its pool");
}

bool RecordingWriter::write(RecordingId id, std::uint64_t first_block, std::span<const std::uint8_t> bytes) {
    auto* slot = find(id);
    if (slot == nullptr || YH_BUG(bytes.size() > chunk_bytes, "recording chunk too long")) {
        return false;
    }
    auto chunk = take_chunk();
    if (!chunk) {
        note_dropped(id, *slot, bytes.size() / slot->channels);
        return false;
    }
    std::ranges::copy(bytes, chunk->bytes.begin());
    chunk->size = bytes.size();
    chunk->first_block = first_block;
    return push({id, std::move(chunk)});
}

void RecordingWriter::note_dropped(RecordingId id, Slot& slot, std::uint64_t blocks) {
    dropped_chunks_.add();
    if (slot.dropped_blocks == 0) {
        log().error("recording.queue_full", {{"tag", slot.tag}, {"recordings", open_count_}});
        RecordingEvent event{RecordingEvent::Kind::Failing, id, slot.tag, {}};
        event.result.failed = true;
        event.result.why = "recording.queue_full";
        own_news_.push_back(std::move(event));
    }
    slot.dropped_blocks += blocks;
}

void RecordingWriter::close(RecordingId id, std::uint64_t blocks, RecordingResult so_far) {
    auto* slot = find(id);
    if (slot == nullptr) {
        return;
    }
    slot->open = false;
    if (slot->dropped_blocks != 0) {
        so_far.failed = true;
        so_far.why = "recording.queue_full";
        so_far.lost_ms += static_cast<std::int64_t>(slot->dropped_blocks * 1000 / mix_rate_hz);
    }
    push({id, RecordingClose{blocks, std::move(so_far)}});
}

void RecordingWriter::serve_pending() {
    if (pending_ && files_.post([side = side_] { side->serve(); })) {
        pending_ = false;
    }
}

void RecordingWriter::poll(std::vector<RecordingEvent>& news) {
    serve_pending();
    side_->news.drain(polled_);
    for (const auto& event : polled_) {
        if (event.kind == RecordingEvent::Kind::Closed) {
            free_slots_.push_back(event.id.slot);
            --open_count_;
        }
    }
    std::ranges::move(own_news_, std::back_inserter(news));
    std::ranges::move(polled_, std::back_inserter(news));
    own_news_.clear();
    polled_.clear();
}

}  // namespace yh::media
