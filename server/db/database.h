#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "base/result.h"
#include "db/connection.h"

namespace yh::db {

struct Options {
    /// How long one statement waits for somebody else's lock.
    std::chrono::milliseconds busy_timeout{2000};
    /// After this a statement is stopped with db.timeout. Zero: never.
    std::chrono::milliseconds statement_timeout{30000};
    std::chrono::seconds connect_timeout{5};
};

/// Where the data is: `sqlite:PATH`, `postgres://…` or `postgresql://…`. A value: copy it to where connections are
/// made. Thread: any; each connection belongs to one thread.
class Database {
  public:
    /// Tries the address once, so that a wrong one is known at start. Errors: db.url, db.gone, db.io.
    static Result<Database> open(std::string url, const Options& options = {});

    Result<Connection> connect(Access access = Access::ReadWrite) const;
    Engine engine() const { return engine_; }
    const Options& options() const { return options_; }

  private:
    Database(Engine engine, std::string address, const Options& options)
        : engine_{engine}, address_{std::move(address)}, options_{options} {}

    Engine engine_;
    std::string address_;  // may hold a password: never logged
    Options options_;
};

}  // namespace yh::db
