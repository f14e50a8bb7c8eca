#pragma once

#include <cstdint>
#include <string>

namespace yh::app {

struct RobotOptions {
    std::string site = "site.toml";
    std::string server = "127.0.0.1:5060";
    std::string tenant;      ///< code; empty: the site's first
    std::int64_t calls = 0;  ///< to place in all; 0: until stopped
    std::int64_t agents = 3;
    double rate = 0.5;         ///< new calls a second
    std::int64_t talk_s = 20;  ///< average
    std::string rtp = "127.0.0.1:30000-39999";
    std::string trunk_address;  ///< where the customers call from; empty: the address of the site's first peer trunk
};

/// Runs simulated customers and agents against a server until all calls are over or a signal comes.
/// 0: every call placed was answered; 1: some were not; 2: the options or the site make no sense.
int robots_command(const RobotOptions& options);

}  // namespace yh::app
