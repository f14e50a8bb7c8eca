#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/batch_queue.h"
#include "base/loop.h"
#include "base/metrics.h"
#include "base/worker.h"
#include "db/database.h"
#include "db/write_job.h"

namespace yh::db {

struct ReadersOptions {
    std::size_t threads = 3;
    std::size_t capacity = 256;
};

/// Threads that read, each with a read-only connection of its own; what they find is posted to who asked.
/// Bounded: when too many reads wait the newest is answered at once with db.readers_full.
/// Owned by main; the destructor finishes what was accepted, then ends the threads.
class Readers {
  public:
    explicit Readers(Database database, const ReadersOptions& options = {});
    ~Readers();
    Readers(const Readers&) = delete;
    Readers& operator=(const Readers&) = delete;

    /// `job` is `Result<T>(Connection&)`, run on a reader's thread; `done(Result<T>)` runs on `home`, always once.
    /// `home` must outlive the readers. Never blocks. Thread: any.
    template <class Job, class Done>
    void read(Loop& home, Job job, Done done) {
        accept(std::make_unique<Read<JobValue<Job>, Job, Done>>(home, std::move(job), std::move(done)));
    }

    std::size_t waiting() const { return queue_.backlog(); }

  private:
    class Work {
      public:
        virtual ~Work() = default;
        virtual void run(Connection& connection) = 0;
        virtual void refuse(const Error& error) = 0;
    };

    template <class T, class Job, class Done>
    class Read final : public Work {
      public:
        Read(Loop& home, Job job, Done done) : home_{home}, job_{std::move(job)}, done_{std::move(done)} {}
        void run(Connection& connection) override { answer(job_(connection)); }
        void refuse(const Error& error) override { answer(error); }

      private:
        void answer(Result<T> found) {
            home_.post([done = std::move(done_), found = std::move(found)]() mutable { done(std::move(found)); });
        }

        Loop& home_;
        Job job_;
        Done done_;
    };

    using Queue = BatchQueue<std::unique_ptr<Work>>;

    void accept(std::unique_ptr<Work> work);
    void run();
    static void run_one(const Database& database, std::optional<Connection>& connection, Work& work);

    const Database database_;
    metrics::Counter& refused_count_;
    Queue queue_;
    std::vector<std::unique_ptr<Worker>> threads_;  // last: they end first
};

}  // namespace yh::db
