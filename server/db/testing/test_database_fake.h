#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "db/database.h"

namespace yh::db {

/// "sqlite" or "postgres": for the names of tests that run with both.
inline std::string engine_name(Engine engine) {
    return engine == Engine::Sqlite ? "sqlite" : "postgres";
}

/// A folder that is gone when the test is.
class TempFolder {
  public:
    TempFolder();
    ~TempFolder();
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

/// A PostgreSQL server of our own, in a temporary folder (tests/postgres_cluster.sh). Throws when it cannot start.
class PostgresCluster {
  public:
    PostgresCluster();
    ~PostgresCluster();
    PostgresCluster(const PostgresCluster&) = delete;
    PostgresCluster& operator=(const PostgresCluster&) = delete;

    const std::string& url() const { return url_; }
    /// Where its socket is.
    std::string folder() const { return folder_.path().string(); }
    /// Kills it as a power cut would.
    void crash();
    /// After `crash`.
    void start();

  private:
    TempFolder folder_;
    std::string url_;
};

/// An empty database of either engine for one test. For PostgreSQL one server serves all tests of the program: the
/// one named by YINGHE_TEST_PG, else one of our own.
class TestDatabase {
  public:
    explicit TestDatabase(Engine engine);
    const std::string& url() const { return url_; }
    /// Aborts the test program when it cannot be opened.
    Database open(const Options& options = {}) const;

  private:
    TempFolder folder_;
    std::string url_;
};

}  // namespace yh::db
