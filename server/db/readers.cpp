#include "db/readers.h"

#include <exception>
#include <string>

#include "base/log.h"

namespace yh::db {

namespace {

constexpr int reader_niceness = 3;

}  // namespace

Readers::Readers(Database database, const ReadersOptions& options)
    : database_{std::move(database)},
      refused_count_{metrics::counter("yinghe_db_readers_full_total", "Reads refused because too many waited")},
      queue_{options.capacity} {
    for (std::size_t i = 0; i < options.threads; ++i) {
        threads_.push_back(std::make_unique<Worker>("db-reader-" + std::to_string(i), 1, reader_niceness));
        threads_.back()->post([this] { run(); });
    }
}

Readers::~Readers() {
    queue_.close();
}

void Readers::accept(std::unique_ptr<Work> work) {
    if (!queue_.push(std::move(work), Queue::Hurry::Yes)) {
        refused_count_.add();
        // NOLINTNEXTLINE(bugprone-use-after-move): a refused push takes nothing
        work->refuse({ErrorKind::Full, "db.readers_full", "too many reads are waiting"});
    }
}

void Readers::run() {
    std::optional<Connection> connection;
    std::vector<std::unique_ptr<Work>> taken;
    while (queue_.take(taken, 1, Duration::zero())) {
        if (!taken.empty()) {
            run_one(database_, connection, *taken.front());
        }
        queue_.finish(taken.size());
    }
}

void Readers::run_one(const Database& database, std::optional<Connection>& connection, Work& work) {
    if (!connection) {
        auto made = database.connect(Access::ReadOnly);
        if (!made) {
            work.refuse(made.error());
            return;
        }
        connection.emplace(std::move(made).value());
    }
    try {
        work.run(*connection);
    } catch (const std::exception& thrown) {
        log().error("db.read_threw", {{"what", thrown.what()}});
        work.refuse({ErrorKind::Internal, "db.job_threw", thrown.what()});
    }
}

}  // namespace yh::db
