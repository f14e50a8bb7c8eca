#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "http/router.h"
#include "model/directory.h"
#include "office/office.h"

// What a page needs to know to be its user's telephone. No SIP password: /sip belongs to the session.
namespace yh::office::telephony {

/// Servers that help browsers through NAT, as the operator configured them.
struct IceOptions {
    std::vector<std::string> urls;  ///< "stun:…", "turn:…", "turns:…"
    std::string turn_secret;        ///< shared with the TURN server; empty: no credentials are made
    Duration turn_lifetime = std::chrono::hours{12};
};

/// The fields and names are those of RTCIceServer.
struct IceServer {
    std::vector<std::string> urls;
    std::optional<std::string> username;
    std::optional<std::string> credential;
};
BOOST_DESCRIBE_STRUCT(IceServer, (), (urls, username, credential))

struct Device {
    model::ExtensionType kind = model::ExtensionType::Web;
    std::string extension;
    std::string uri;
    std::string display_name;
    std::string socket_path;
    std::vector<IceServer> ice_servers;
    bool relay_only = false;  ///< R033: this person's network lets only a relay through
};
BOOST_DESCRIBE_STRUCT(Device, (), (kind, extension, uri, display_name, socket_path, ice_servers, relay_only))

Device device_of(const model::User& user, const model::Directory& directory, const IceOptions& ice, WallTime now);

/// GET /me/device.
void add_routes(http::Router& router, Office& office, IceOptions ice);

}  // namespace yh::office::telephony
