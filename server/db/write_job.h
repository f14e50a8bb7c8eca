#pragma once

#include <optional>
#include <type_traits>
#include <utility>

#include "base/loop.h"
#include "base/result.h"
#include "db/connection.h"

namespace yh::db {

/// What the writer thread runs. `run` may be called several times, each time in a transaction that undid the time
/// before, so it must not use up what it holds, and nothing but the database may show that it ran.
class WriteJob {
  public:
    virtual ~WriteJob() = default;
    virtual Result<void> run(Connection& connection) = 0;
    /// Once, at the end: committed, or given up with this error. Thread: the writer's.
    virtual void finish(const Result<void>& outcome) = 0;
    /// Whether somebody waits for the outcome, so that late is as bad as never.
    virtual bool is_awaited() const = 0;
};

namespace detail {

/// A job whose value is wanted on a loop.
template <class T, class Job, class Done>
class AwaitedJob final : public WriteJob {
  public:
    AwaitedJob(Loop& home, Job job, Done done) : home_{home}, job_{std::move(job)}, done_{std::move(done)} {}

    Result<void> run(Connection& connection) override {
        value_.emplace(job_(connection));
        if (!value_->ok()) {
            return value_->error();
        }
        return {};
    }

    void finish(const Result<void>& outcome) override {
        auto answer = [&]() -> Result<T> {
            if (!outcome.ok()) {
                return outcome.error();
            }
            return std::move(*value_);
        }();
        home_.post([done = std::move(done_), answer = std::move(answer)]() mutable { done(std::move(answer)); });
    }

    bool is_awaited() const override { return true; }

  private:
    Loop& home_;
    Job job_;
    Done done_;
    std::optional<Result<T>> value_;
};

/// A job nobody waits for; one that has a `finish` of its own is told the outcome all the same.
template <class Job>
class QuietJob final : public WriteJob {
  public:
    explicit QuietJob(Job job) : job_{std::move(job)} {}
    Result<void> run(Connection& connection) override { return job_(connection); }
    void finish(const Result<void>& outcome) override {
        if constexpr (requires { job_.finish(outcome); }) {
            job_.finish(outcome);
        }
    }
    bool is_awaited() const override { return false; }

  private:
    Job job_;
};

template <class R>
struct ResultValue;
template <class T>
struct ResultValue<Result<T>> {
    using type = T;
};

}  // namespace detail

/// The T of a job that returns Result<T>.
template <class Job>
using JobValue = typename detail::ResultValue<std::invoke_result_t<Job&, Connection&>>::type;

}  // namespace yh::db
