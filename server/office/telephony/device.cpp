#include "office/telephony/device.h"

#include <utility>

#include "office/answer.h"
#include "office/people/identity.h"
#include "office/telephony/turn_credential.h"

namespace yh::office::telephony {

namespace {

bool is_relay(std::string_view url) {
    return url.starts_with("turn:") || url.starts_with("turns:");
}

std::vector<IceServer> servers_for(const model::User& user, const IceOptions& ice, WallTime now) {
    IceServer plain;
    IceServer relays;
    for (const auto& url : ice.urls) {
        (is_relay(url) ? relays : plain).urls.push_back(url);
    }
    std::vector<IceServer> servers;
    if (!plain.urls.empty()) {
        servers.push_back(std::move(plain));
    }
    // A relay without a secret lets nobody in: a browser would only lose time on it.
    if (!relays.urls.empty() && !ice.turn_secret.empty()) {
        const auto expires_at_s = (to_ms(now) + to_ms(ice.turn_lifetime)) / 1000;
        auto made = make_turn_credential(ice.turn_secret, user.number, expires_at_s);
        relays.username = std::move(made.username);
        relays.credential = std::move(made.password);
        servers.push_back(std::move(relays));
    }
    return servers;
}

}  // namespace

Device device_of(const model::User& user, const model::Directory& directory, const IceOptions& ice, WallTime now) {
    Device device;
    device.kind = user.extension_type;
    device.extension = user.extension;
    device.display_name = user.name;
    if (const auto* tenant = directory.find_tenant(user.tenant); tenant != nullptr && !user.extension.empty()) {
        device.uri = "sip:" + user.extension + '@' + tenant->code;
    }
    if (user.extension_type == model::ExtensionType::Web && !user.extension.empty()) {
        device.socket_path = "/sip";
        device.ice_servers = servers_for(user, ice, now);
        device.relay_only = user.network_proxy;
    }
    return device;
}

void add_routes(http::Router& router, Office& office, IceOptions ice) {
    router.add(
        {.method = http::Method::Get,
         .pattern = "/api/v1/me/device",
         .permission = people::rights::use_phone,
         .summary = {"My telephone, and how a page becomes it", "当前用户的话机与浏览器电话参数"},
         .response = http::schema_of<Device>(),
         .handler = on_home(office, [ice = std::move(ice)](Office& o, const http::Request& request, http::Reply reply) {
             const auto* user = o.directory->find_user(people::asker(request).user);
             if (user == nullptr) {
                 reply.fail(not_found("user.gone"));
                 return;
             }
             answer(reply, device_of(*user, *o.directory, ice, o.clock.wall()));
         })});
}

}  // namespace yh::office::telephony
