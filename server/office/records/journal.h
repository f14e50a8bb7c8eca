#pragma once

#include <vector>

#include "base/loop.h"
#include "calls/ports.h"
#include "db/writer.h"
#include "office/records/record_keeper.h"

namespace yh::office::records {

/// Hands the event stream to the database writer in batches, at most 20 ms old, and notes once a second that the
/// process lives. Owned by main, dies after the writer has been flushed. Thread: call loop; the keeper is the writer's.
class Journal final : public calls::EventSink {
  public:
    Journal(Loop& call_loop, db::Writer& writer);

    void on_event(const model::Event& event) override;
    /// Submits what is waiting; main calls it before it flushes the writer.
    void flush();
    void start_heartbeat();

  private:
    Loop& loop_;
    db::Writer& writer_;
    RecordKeeper keeper_;
    std::vector<model::Event> waiting_;
};

}  // namespace yh::office::records
