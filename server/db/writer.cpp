#include "db/writer.h"

#include <algorithm>
#include <bit>
#include <exception>

#include "base/log.h"

namespace yh::db {

namespace {

constexpr int writer_niceness = 5;

}  // namespace

Writer::Writer(Database database, const Clock& clock, WriterOptions options)
    : database_{std::move(database)},
      clock_{clock},
      options_{std::move(options)},
      overflow_count_{metrics::counter("yinghe_db_writer_overflow_total", "Writes that found no room")},
      failed_count_{metrics::counter("yinghe_db_writer_failed_total", "Writes that the database refused for good")},
      commit_seconds_{metrics::histogram("yinghe_db_writer_commit_seconds", "One transaction of the writer")},
      degraded_gauge_{metrics::gauge("yinghe_db_writer_degraded", "1 while the database cannot be written")},
      queue_{options_.capacity},
      thread_{"db-writer", 1, writer_niceness} {
    thread_.post([this] { run(); });
}

Writer::~Writer() {
    queue_.close();
}

WriterState Writer::state() const {
    auto state = state_.get();
    state.backlog = queue_.backlog();
    return state;
}

bool Writer::accept(Entry entry) {
    const bool awaited = entry.job->is_awaited();
    if (awaited) {
        entry.expires = clock_.now() + options_.patience;
    }
    if (queue_.push(std::move(entry), awaited ? BatchQueue<Entry>::Hurry::Yes : BatchQueue<Entry>::Hurry::No)) {
        return true;
    }
    std::uint64_t overflowed = 0;
    state_.update([&overflowed](WriterState& state) { overflowed = ++state.overflowed; });
    overflow_count_.add();
    if (std::has_single_bit(overflowed)) {
        log().error("db.writer_overflow", {{"overflowed", overflowed}, {"capacity", options_.capacity}});
    }
    // NOLINTNEXTLINE(bugprone-use-after-move): a refused push takes nothing
    entry.job->finish(Error{ErrorKind::Full, "db.writer_full", "too much waits to be written"});
    if (options_.on_overflow) {
        options_.on_overflow(overflowed);
    }
    return false;
}

void Writer::run() {
    Batch batch;
    while (queue_.take(batch, options_.batch, options_.linger)) {
        const auto count = batch.size();
        next_ = 0;
        write_out(batch);
        batch.clear();
        queue_.finish(count);
    }
    if (const auto lost = state_.get().lost; lost > 0) {
        log().error("db.writer_lost", {{"jobs", lost}});
    }
}

// Comes back when every job of the batch is concluded.
void Writer::write_out(Batch& batch) {
    auto delay = options_.first_retry;
    while (!hopeless_) {
        const auto before = next_;
        auto went = progress(batch);
        if (went) {
            recovered();
            return;
        }
        degraded(went.error());
        drop_expired(batch, went.error());
        if (next_ > before) {
            delay = options_.first_retry;
        }
        // At shutdown one more try, at once, and then no batch after this one needs to find out again.
        const bool ending = !queue_.pause(delay);
        delay = std::min(delay * 2, options_.longest_retry);
        if (ending) {
            hopeless_ = !progress(batch).ok();
            if (!hopeless_) {
                return;
            }
        }
    }
    lose(batch);
}

void Writer::lose(const Batch& batch) {
    const auto lost = batch.size() - next_;
    for (auto i = next_; i < batch.size(); ++i) {
        batch[i].job->finish(unavailable("db.writer_lost", "the server ended before the database came back"));
    }
    next_ = batch.size();
    state_.update([lost](WriterState& state) { state.lost += lost; });
}

// Goes through the batch, in as few transactions as its bad jobs allow. An error is the database's, and passing:
// what `next_` has not reached waits for the next try.
Result<void> Writer::progress(const Batch& batch) {
    if (!connection_) {
        YH_TRY(auto made, database_.connect());
        connection_.emplace(std::move(made));
    }
    YH_CHECK(settle_unsure(batch));
    auto count = batch.size() - next_;
    while (next_ < batch.size()) {
        YH_TRY(const auto tried, attempt(batch, count));
        if (tried.committed) {
            conclude(batch, count, {});
            count = batch.size() - next_;
        } else if (count == 1 || tried.bad == next_) {
            // Everything before it is committed, so it failed by itself.
            conclude(batch, 1, tried.error);
            count = batch.size() - next_;
        } else {
            // Commit those before the bad one; when COMMIT refused and named nobody, close in by halves.
            count = tried.bad ? *tried.bad - next_ : count / 2;
        }
    }
    return {};
}

Result<Writer::Attempt> Writer::attempt(const Batch& batch, std::size_t count) {
    const auto began = clock_.now();
    auto begun = connection_->begin();
    if (!begun) {
        return std::move(begun).error();  // nobody's fault but the database's, whatever it says
    }
    auto transaction = std::move(begun).value();
    for (auto i = next_; i < next_ + count; ++i) {
        auto ran = run_job(*batch[i].job);
        if (!ran && is_passing(ran.error())) {
            return std::move(ran).error();
        }
        if (!ran) {
            return Attempt{false, i, std::move(ran).error()};
        }
    }
    auto committed = commit(transaction, count);
    if (!committed && is_passing(committed.error())) {
        return std::move(committed).error();
    }
    if (!committed) {
        return Attempt{false, std::nullopt, std::move(committed).error()};
    }
    commit_seconds_.observe(std::chrono::duration<double>(clock_.now() - began).count());
    return Attempt{true, std::nullopt, {}};
}

Result<void> Writer::commit(Transaction& transaction, std::size_t count) {
    if (connection_->engine() == Engine::Sqlite) {
        return transaction.commit();  // in our own process: its answer cannot be lost
    }
    auto number = connection_->one<std::int64_t>("SELECT txid_current()");
    if (!number) {
        return std::move(number).error();
    }
    auto committed = transaction.commit();
    if (!committed && committed.error().code == "db.gone") {
        unsure_ = Unsure{*number, count};
    }
    return committed;
}

Result<void> Writer::settle_unsure(const Batch& batch) {
    if (!unsure_) {
        return {};
    }
    // The first statement after a loss finds it out, the next one is on a new connection.
    auto status = connection_->row<std::string>("SELECT COALESCE(txid_status(?), 'unknown')", unsure_->transaction);
    if (!status && is_passing(status.error())) {
        return std::move(status).error();
    }
    // An error here is another server than the one we wrote to: it does not have our transaction.
    const auto word = status && *status ? **status : std::string{"aborted"};
    if (word == "in progress") {
        return unavailable("db.busy", "the lost transaction is still being undone");
    }
    log().warn("db.commit_settled", {{"status", word}, {"jobs", unsure_->jobs}});
    if (word == "committed") {
        conclude(batch, unsure_->jobs, {});
    }
    unsure_.reset();
    return {};
}

Result<void> Writer::run_job(WriteJob& job) {
    try {
        return job.run(*connection_);
    } catch (const std::exception& thrown) {
        return Error{ErrorKind::Internal, "db.job_threw", thrown.what()};
    }
}

void Writer::conclude(const Batch& batch, std::size_t count, const Result<void>& outcome) {
    for (auto i = next_; i < next_ + count; ++i) {
        batch[i].job->finish(outcome);
    }
    next_ += count;
    if (outcome.ok()) {
        state_.update([count](WriterState& state) { state.written += count; });
        return;
    }
    state_.update([count](WriterState& state) { state.failed += count; });
    failed_count_.add(count);
    const auto& error = outcome.error();
    log().warn("db.write_failed", {{"code", error.code}, {"detail", error.detail}, {"jobs", count}});
}

void Writer::give_up(Entry& entry, const Error& error) {
    entry.job->finish(error);
    state_.update([](WriterState& state) { ++state.failed; });
    failed_count_.add();
}

// While the database is away, awaited jobs are answered in time; the others stay.
void Writer::drop_expired(Batch& batch, const Error& error) {
    const auto now = clock_.now();
    const auto is_expired = [now](const Entry& entry) { return entry.job->is_awaited() && entry.expires <= now; };
    if (!unsure_) {  // the jobs of an unsure COMMIT may have been written: their answer is not known yet
        const auto first = batch.begin() + static_cast<std::ptrdiff_t>(next_);
        const auto kept = std::stable_partition(first, batch.end(), [&](const Entry& e) { return !is_expired(e); });
        std::for_each(kept, batch.end(), [&](Entry& entry) { give_up(entry, error); });
        batch.erase(kept, batch.end());
    }
    auto waiting = queue_.withdraw(is_expired);
    std::ranges::for_each(waiting, [&](Entry& entry) { give_up(entry, error); });
    queue_.finish(waiting.size());
}

void Writer::degraded(const Error& error) {
    // A file that was moved or a disk that came back is only seen by opening it again.
    if (error.code == "db.io" || error.code == "db.corrupt") {
        connection_.reset();
    }
    state_.update([&](WriterState& state) {
        state.degraded_since = state.healthy ? clock_.wall() : state.degraded_since;
        state.healthy = false;
        state.code = error.code;
        state.why = error.detail;
    });
    if (is_degraded_) {
        return;
    }
    is_degraded_ = true;
    degraded_gauge_.set(1);
    log().error("db.writer_degraded", {{"code", error.code}, {"detail", error.detail}, {"backlog", queue_.backlog()}});
    if (options_.on_state) {
        options_.on_state(state());
    }
}

void Writer::recovered() {
    if (!is_degraded_) {
        return;
    }
    is_degraded_ = false;
    degraded_gauge_.set(0);
    const auto was = state_.get();
    state_.update([](WriterState& state) {
        state.healthy = true;
        state.code = {};
        state.why.clear();
    });
    log().warn("db.writer_recovered",
               {{"lasted_ms", to_ms(clock_.wall()) - to_ms(was.degraded_since)}, {"backlog", queue_.backlog()}});
    if (options_.on_state) {
        options_.on_state(state());
    }
}

}  // namespace yh::db
