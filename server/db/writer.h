#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/batch_queue.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "base/shared_value.h"
#include "base/worker.h"
#include "db/database.h"
#include "db/write_job.h"

namespace yh::db {

/// How the writer fares; for the health page, the alarm and the wallboard.
struct WriterState {
    bool healthy = true;
    WallTime degraded_since{};  ///< when not healthy
    std::string_view code;      ///< of the last error, db.busy for one
    std::string why;
    std::size_t backlog = 0;       ///< accepted and not yet written
    std::uint64_t written = 0;     ///< jobs, since the start
    std::uint64_t failed = 0;      ///< jobs that the database refused for good
    std::uint64_t overflowed = 0;  ///< jobs that found no room
    std::uint64_t lost = 0;        ///< accepted jobs given up at shutdown
};

struct WriterOptions {
    std::size_t capacity = 100'000;
    std::size_t batch = 1000;
    /// How long a transaction waits for company. With the commit itself it keeps us within 50 ms.
    Duration linger = std::chrono::milliseconds{25};
    Duration first_retry = std::chrono::milliseconds{50};
    Duration longest_retry = std::chrono::seconds{2};
    /// After this an awaited job is answered with the error instead of being tried again.
    Duration patience = std::chrono::seconds{10};
    /// Told, on the thread that submitted, how many jobs have found no room so far. Must not block.
    std::function<void(std::uint64_t overflowed)> on_overflow;
    /// Told, on the writer's thread, that the writer became degraded or healthy. Must not block.
    std::function<void(const WriterState&)> on_state;
};

/// The one thread that changes the database. Jobs run in the order of submission, many in one transaction. When a job
/// fails, those before it are committed, it alone is given up, and the rest goes on. While the database is locked,
/// gone or full nothing is given up: jobs stay queued, in order, up to the capacity, and the state says so.
/// A connection lost during COMMIT leaves open whether it counted; the writer asks before it writes again.
/// Owned by main. The destructor writes what it still can, then ends the thread; call `flush` first.
class Writer {
  public:
    /// `clock` must outlive the writer.
    Writer(Database database, const Clock& clock, WriterOptions options = {});
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// `job` is `Result<void>(Connection&)`; see WriteJob for what it may do. False when there was no room: it has been
    /// counted and told. Never blocks. Thread: any.
    template <class Job>
    bool submit(Job job) {
        return accept({std::make_unique<detail::QuietJob<Job>>(std::move(job)), {}});
    }

    /// `job` is `Result<T>(Connection&)`; `done(Result<T>)` runs on `home`, once, after the commit or with the error
    /// (db.writer_full when there was no room). Does not wait for company. `home` must outlive the writer. Thread: any.
    template <class Job, class Done>
    void write(Loop& home, Job job, Done done) {
        using Awaited = detail::AwaitedJob<JobValue<Job>, Job, Done>;
        accept({std::make_unique<Awaited>(home, std::move(job), std::move(done)), {}});
    }

    /// Waits until all that was submitted before is written, given up or lost. False when `deadline` came first.
    /// Thread: any that may block; main, at shutdown.
    bool flush(MonoTime deadline) { return queue_.wait_finished(deadline); }

    /// Thread: any.
    WriterState state() const;

  private:
    struct Entry {
        std::unique_ptr<WriteJob> job;
        MonoTime expires{};  // of awaited jobs
    };
    using Batch = std::vector<Entry>;

    /// How a transaction over some jobs went, when the database itself was willing.
    struct Attempt {
        bool committed = false;
        std::optional<std::size_t> bad;  // the job that failed; unset when COMMIT did
        Error error;
    };

    /// A COMMIT whose answer was lost with the connection.
    struct Unsure {
        std::int64_t transaction;
        std::size_t jobs;
    };

    bool accept(Entry entry);
    void run();
    void write_out(Batch& batch);
    Result<void> progress(const Batch& batch);
    Result<Attempt> attempt(const Batch& batch, std::size_t count);
    Result<void> commit(Transaction& transaction, std::size_t count);
    Result<void> settle_unsure(const Batch& batch);
    Result<void> run_job(WriteJob& job);
    void conclude(const Batch& batch, std::size_t count, const Result<void>& outcome);
    void lose(const Batch& batch);
    void give_up(Entry& entry, const Error& error);
    void drop_expired(Batch& batch, const Error& error);
    void degraded(const Error& error);
    void recovered();

    const Database database_;
    const Clock& clock_;
    const WriterOptions options_;
    metrics::Counter& overflow_count_;
    metrics::Counter& failed_count_;
    metrics::Histogram& commit_seconds_;
    metrics::Gauge& degraded_gauge_;

    BatchQueue<Entry> queue_;
    SharedValue<WriterState> state_;

    // Only the writer's thread touches these.
    std::optional<Connection> connection_;
    std::optional<Unsure> unsure_;
    std::size_t next_ = 0;  // of the batch in work: all before it are concluded
    bool is_degraded_ = false;
    bool hopeless_ = false;

    Worker thread_;  // last: it ends first
};

}  // namespace yh::db
