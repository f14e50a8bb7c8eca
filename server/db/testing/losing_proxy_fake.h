#pragma once

#include <atomic>
#include <string>
#include <thread>

#include "db/testing/test_database_fake.h"

namespace yh::db {

/// Stands between a client and a PostgreSQL server and, when told, passes the next COMMIT on but drops the connection
/// instead of passing the answer back: the client cannot know whether it counted. One connection at a time.
class LosingProxy {
  public:
    /// `server_folder` holds the server's socket.
    explicit LosingProxy(std::string server_folder);
    ~LosingProxy();
    LosingProxy(const LosingProxy&) = delete;
    LosingProxy& operator=(const LosingProxy&) = delete;

    std::string url() const { return "postgresql://postgres@/postgres?host=" + folder_.path().string(); }
    enum class Drop { Nothing, TheCommit, ItsAnswer };
    void drop_next(Drop what) { drop_ = what; }
    int dropped() const { return dropped_; }

  private:
    void serve();
    void relay(int client, int server);

    const std::string server_folder_;
    TempFolder folder_;
    int listener_;
    std::atomic<Drop> drop_{Drop::Nothing};
    std::atomic<int> dropped_{0};
    std::atomic<bool> ending_{false};
    std::thread thread_;
};

}  // namespace yh::db
