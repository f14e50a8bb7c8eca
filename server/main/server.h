#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "main/options.h"

namespace yh::app {

/// The whole call centre as one object graph: built bottom up, closed in the order that docs/lifecycle.md tells.
/// Thread: the main thread builds, waits and closes; the loops run on threads of their own.
class Server {
  public:
    /// Migrates and recovers the database, binds every port, starts nothing. Errors say what to do about them.
    static Result<std::unique_ptr<Server>> create(const ServeOptions& options);
    struct Graph;
    explicit Server(std::unique_ptr<Graph> graph);
    ~Server();

    /// Starts all threads.
    void start();
    /// "ready http=ADDR:PORT sip=ADDR:PORT", the line that outsiders wait for.
    std::string ready_line() const;
    /// No new calls from now on.
    void drain();
    /// Whether every call has ended.
    bool idle() const;
    /// Ends what is left, writes everything, stops all threads. At most a few seconds.
    void close();

  private:
    std::unique_ptr<Graph> graph_;
};

}  // namespace yh::app
