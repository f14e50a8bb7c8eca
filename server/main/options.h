#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace yh::app {

/// How one server runs: the keys of the configuration file, each also an option of `yinghe serve`.
/// deploy/yinghe.example.toml says what each means; a test proves that it equals these defaults.
struct ServeOptions {
    std::string data = "./data";
    std::string http = "127.0.0.1:8080";
    std::string https;
    std::string certificate_file;
    std::string certificate_key_file;
    std::string sip = "127.0.0.1:5060";
    std::string sip_tls;
    std::string sip_tls_trust;
    std::string rtp = "127.0.0.1:20000-29999";
    std::int64_t webrtc_port = 0;
    std::string advertised_address;
    std::int64_t media_threads = 0;
    std::string db = "sqlite";
    std::int64_t drain_s = 10;
    std::int64_t resume_grace_s = 20;
    std::vector<std::string> lookup_hosts;
    std::vector<std::string> ice_urls;
    std::string turn_secret;
    std::int64_t turn_ttl_s = 43200;
    std::string prompts;
    std::string web;
    std::string simulation_rtp = "127.0.0.1:30000-30999";
    std::string log_file;
    std::string log_level = "info";
};
BOOST_DESCRIBE_STRUCT(ServeOptions, (),
                      (data, http, https, certificate_file, certificate_key_file, sip, sip_tls, sip_tls_trust, rtp,
                       webrtc_port, advertised_address, media_threads, db, drain_s, resume_grace_s, lookup_hosts,
                       ice_urls, turn_secret, turn_ttl_s, prompts, web, simulation_rtp, log_file, log_level))

/// Reads a configuration file over the defaults. Errors name file and line.
Result<ServeOptions> read_config(const std::string& path, ServeOptions defaults);

struct PortRange {
    std::string address;
    std::uint16_t first = 0;
    std::uint16_t last = 0;
};
/// "127.0.0.1:20000-29999". Error: rtp.malformed.
Result<PortRange> parse_port_range(std::string_view text);
/// The browsers' port as configured; 0: of the range. Error: webrtc_port.malformed, also for a port inside the range.
Result<std::uint16_t> checked_webrtc_port(std::int64_t port, const PortRange& telephones);

/// Where the data lives: "sqlite" is DATA/yinghe.db, anything else is an address.
std::string database_url(const std::string& db, const std::string& data);

}  // namespace yh::app
