#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/loop.h"
#include "base/result.h"
#include "main/options.h"
#include "media/engine.h"
#include "robots/agents.h"
#include "robots/customers.h"
#include "robots/quiet_media.h"
#include "sip/endpoint.h"

namespace yh::app {

/// A desk phone that robots play.
struct RobotPhone {
    std::string extension;
    std::string secret;

    bool operator==(const RobotPhone&) const = default;
};

/// Who plays, and where.
struct RobotCast {
    std::string tenant_code;
    std::string server;        ///< ADDR:PORT of its SIP
    std::string customers_at;  ///< ADDR:PORT they call from: the address of a peer trunk
    PortRange ports;           ///< for sound; customers take one half, agents the other
    std::vector<std::string> numbers;
    std::vector<RobotPhone> phones;
    std::int64_t calls = 0;  ///< in all; 0: until stopped
    double rate_per_s = 0.5;
    Duration talk_least = std::chrono::seconds{10};
    Duration talk_most = std::chrono::seconds{30};
};

/// What robots say: real speech, or music where there is no speech program.
struct RobotVoices {
    media::PromptPtr customer;
    media::PromptPtr agent;

    /// Runs the speech program. Blocks for a moment.
    static RobotVoices speak();
};

/// Simulated customers and agents on two SIP endpoints and two sound engines of their own, as strangers to the server
/// they call. Owned by `yinghe robots` or by Simulation. Thread: that of `loop`, and before it runs the maker's.
/// Ends: stop, wait for is_over, destroy.
class RobotPlay {
  public:
    RobotPlay(Loop& loop, RobotCast cast);

    /// Binds. Phones are silent until `begin`.
    Result<void> open(const RobotVoices& voices);
    /// Phones register; two seconds later customers begin to call.
    void begin();
    /// Everybody hangs up, phones say goodbye. May begin again.
    void stop();
    /// One customer calls this number, whether or not the others do.
    Result<void> call(const std::string& number, Duration patience, Duration talk);

    /// All calls that were to be placed are over, and nothing of them is left.
    bool is_over() const;
    const robots::Customers::Tally& tally() const { return customers_.tally(); }
    std::int64_t answered_by_agents() const { return agents_.answered(); }
    const robots::QuietMedia& sound() const { return ears_; }

  private:
    /// One side of the play: an endpoint and an engine of its own.
    struct Stage {
        std::unique_ptr<media::Engine> engine;
        std::unique_ptr<sip::Endpoint> endpoint;
    };
    static robots::CustomerConfig customer_config(const RobotCast& cast);
    Result<Stage> open_stage(const std::string& listen, const PortRange& ports, calls::SignalEvents& robot);
    model::DirectoryPtr phones() const;
    model::DirectoryPtr line_to_server() const;

    Loop& loop_;
    const RobotCast cast_;
    IdMaker ids_;
    robots::QuietMedia ears_;
    robots::Customers customers_;
    robots::Agents agents_;
    Stage customer_stage_;
    Stage agent_stage_;
    TimerId customers_begin_;
    bool begun_ = false;
};

}  // namespace yh::app
