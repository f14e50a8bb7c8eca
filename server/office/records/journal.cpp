#include "office/records/journal.h"

#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/log.h"
#include "office/records/recovery.h"

namespace yh::office::records {

namespace {

std::vector<WrittenRecord> written_in(const KeptBatch& batch) {
    std::vector<WrittenRecord> written;
    std::unordered_map<std::int64_t, std::size_t> place;
    for (const auto& call : batch.calls) {
        place.emplace(call.id, written.size());
        written.push_back(
            {model::CallId{call.id}, model::TenantId{call.tenant_id}, model::QueueId{call.queue_id.value_or(0)}, {}});
        if (call.agent_id) {
            written.back().people.emplace_back(*call.agent_id);
        }
    }
    for (const auto& leg : batch.legs) {
        if (const auto at = place.find(leg.call_id); leg.user_id && at != place.end()) {
            written[at->second].people.emplace_back(*leg.user_id);
        }
    }
    return written;
}

/// Folds once, however often the transaction has to be tried: the keeper must see each event exactly once.
class KeepJob {
  public:
    using Tell = std::function<void(std::vector<WrittenRecord>)>;

    KeepJob(RecordKeeper& keeper, std::vector<model::Event> events, std::int64_t now_ms, const Tell& tell)
        : keeper_{keeper}, events_{std::move(events)}, now_ms_{now_ms}, tell_{tell} {}

    Result<void> operator()(db::Connection& connection) {
        if (!batch_) {
            batch_ = keeper_.fold(events_, now_ms_);
            events_ = {};
        }
        return batch_->write(connection);
    }

    void finish(const Result<void>& outcome) {
        if (outcome.ok() && batch_ && !batch_->calls.empty() && tell_) {
            tell_(written_in(*batch_));
        }
    }

  private:
    RecordKeeper& keeper_;
    std::vector<model::Event> events_;
    std::int64_t now_ms_;
    const Tell& tell_;
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
    if (!writer_.submit(KeepJob{keeper_, std::exchange(waiting_, {}), to_ms(loop_.clock().wall()), tell_})) {
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
