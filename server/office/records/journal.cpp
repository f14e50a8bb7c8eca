#include "office/records/journal.h"

#include <memory>
#include <optional>
#include <utility>

#include "base/log.h"
#include "office/records/recovery.h"

namespace yh::office::records {

namespace {

/// Folds once, however often the transaction has to be tried: the keeper must see each event exactly once.
class KeepJob {
  public:
    KeepJob(RecordKeeper& keeper, std::vector<model::Event> events, std::int64_t now_ms)
        : keeper_{keeper}, events_{std::move(events)}, now_ms_{now_ms} {}

    Result<void> operator()(db::Connection& connection) {
        if (!batch_) {
            batch_ = keeper_.fold(events_, now_ms_);
            events_ = {};
        }
        return batch_->write(connection);
    }

  private:
    RecordKeeper& keeper_;
    std::vector<model::Event> events_;
    std::int64_t now_ms_;
    std::optional<KeptBatch> batch_;
};

}  // namespace

Journal::Journal(Loop& call_loop, db::Writer& writer) : loop_{call_loop}, writer_{writer} {}

void Journal::on_event(const model::Event& event) {
    constexpr std::size_t batch_events = 1000;
    waiting_.push_back(event);
    if (waiting_.size() >= batch_events) {
        flush();
    } else if (waiting_.size() == 1) {
        loop_.after(std::chrono::milliseconds{20}, [this] { flush(); });
    }
}

void Journal::flush() {
    if (waiting_.empty()) {
        return;
    }
    const auto count = waiting_.size();
    if (!writer_.submit(KeepJob{keeper_, std::exchange(waiting_, {}), to_ms(loop_.clock().wall())})) {
        // The writer has counted and told; here we say what it was.
        log().error("journal.lost", {{"events", count}});
    }
}

void Journal::start_heartbeat() {
    writer_.submit(
        [now = to_ms(loop_.clock().wall())](db::Connection& connection) { return note_alive(connection, now); });
    loop_.after(std::chrono::seconds{1}, [this] { start_heartbeat(); });
}

}  // namespace yh::office::records
