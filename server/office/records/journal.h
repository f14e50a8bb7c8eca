#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "base/loop.h"
#include "calls/ports.h"
#include "db/writer.h"
#include "office/records/record_keeper.h"

namespace yh::office::records {

/// A call record that is in the database now, and who had a part in it.
struct WrittenRecord {
    model::CallId call;
    model::TenantId tenant;
    model::QueueId queue;
    std::vector<model::UserId> people;
};

/// Hands the event stream to the database writer in batches, at most 20 ms old, and notes once a second that the
/// process lives. Owned by main, dies after the writer has been flushed. Thread: call loop; the keeper is the writer's.
class Journal final : public calls::EventSink {
  public:
    Journal(Loop& call_loop, db::Writer& writer);

    /// Told of records after their commit, on the writer's thread. Before the first event.
    void follow_records(std::function<void(std::vector<WrittenRecord>)> tell) { tell_ = std::move(tell); }

    void on_event(const model::Event& event) override;
    /// Submits what is waiting; main calls it before it flushes the writer.
    void flush();
    void start_heartbeat();

  private:
    Loop& loop_;
    db::Writer& writer_;
    RecordKeeper keeper_;
    std::function<void(std::vector<WrittenRecord>)> tell_;
    std::vector<model::Event> waiting_;
};

}  // namespace yh::office::records
