#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/loop_thread.h"
#include "base/worker.h"
#include "http/router.h"
#include "main/robot_play.h"
#include "office/office.h"
#include "office/supervision/live_feed.h"

namespace yh::app {

/// The switch "simulated calls" of the demo company, and "call me": robots inside the server's process, on a loop and
/// sockets of their own, so that they reach us as strangers do, over real SIP and RTP. A company has them when a peer
/// trunk of its site is named "robots"; its sip users whose name begins with 机器人 are the agents they play. In the
/// process, not beside it: a child would need a control channel, a site file and somebody to bury it, and what robots
/// do is the same code that serves calls anyway. Everything that waits (speech, binding, the goodbye of calls) runs on
/// one worker, one job after the other: switching twice, or off in the middle of switching on, cannot overlap.
/// Owned by main. Thread: home, but for `close`. Ends by `close`.
class Simulation {
  public:
    using View = office::supervision::SimulationView;
    using Done = std::function<void(Result<void>)>;
    struct World {
        Loop& home;
        office::supervision::LiveFeed& feed;
        std::function<std::string()> sip_listening;  ///< "127.0.0.1:5060"
        std::string rtp;                             ///< ADDR:FIRST-LAST
    };

    explicit Simulation(World world);
    ~Simulation();
    Simulation(const Simulation&) = delete;
    Simulation& operator=(const Simulation&) = delete;

    void set_directory(const model::Directory& directory);
    View view(model::TenantId tenant) const;
    /// Errors: demo.none, and why robots cannot stand up (a port that is taken).
    void set_running(model::TenantId tenant, bool running, Done done);
    /// A robot customer dials the number that rings only this user's device.
    /// Errors: demo.none, demo.no_number, demo.calling.
    void call(const model::User& user, const model::Directory& directory, Done done);

    /// Off, without an answer: the server drains.
    void stop();
    /// Everybody hangs up and the robots' thread ends. Thread: main, once, while home still runs or not.
    void close();

  private:
    struct Stage;

    std::optional<RobotCast> cast_of(const model::Directory& directory, const model::Trunk& trunk) const;
    /// On the worker: the robots, ready to play.
    Result<void> ensure_stage(const RobotCast& cast);
    void strike_stage();
    bool work(Task job);

    World world_;
    model::TenantId tenant_;  // whose the robots are; none: nobody's
    std::optional<RobotCast> cast_;
    bool running_ = false;
    std::unique_ptr<Stage> stage_;    // only the worker touches it
    std::unique_ptr<Worker> worker_;  // last: ends first
};

/// GET and PUT /api/v1/demo/simulation, POST /api/v1/demo/call-me.
void add_simulation_routes(http::Router& router, office::Office& office, Simulation& simulation);

}  // namespace yh::app
