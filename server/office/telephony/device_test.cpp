#include "office/telephony/device.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "office/telephony/turn_credential.h"

namespace yh::office::telephony {
namespace {

// Computed with: printf 1433895918:ninja | openssl dgst -sha1 -hmac 4080218913 -binary | base64
TEST(TurnCredential, IsWhatATurnServerComputes) {
    const auto made = make_turn_credential("4080218913", "ninja", 1433895918);
    EXPECT_EQ(made.username, "1433895918:ninja");
    EXPECT_EQ(made.password, "MQwghZnXHTof5Fmb98LqBnpYsZM=");
}

struct Company {
    Company() {
        model::Tenant tenant;
        tenant.id = model::TenantId{1};
        tenant.code = "demo";
        directory.tenants.push_back(tenant);
        user.id = model::UserId{11};
        user.tenant = tenant.id;
        user.number = "10001";
        user.name = "王丽";
        user.extension = "8001";
        directory.index();
    }
    model::Directory directory;
    model::User user;
    const WallTime now = wall_from_ms(1'750'000'000'000);
};

TEST(Device, OfAPageHasEverythingButAPassword) {
    Company company;
    company.user.extension_secret = "s3cret";
    company.user.network_proxy = true;
    const IceOptions ice{{"stun:stun.example:3478", "turn:turn.example:3478?transport=udp", "turns:turn.example"},
                         "shared",
                         std::chrono::hours{1}};
    const auto device = device_of(company.user, company.directory, ice, company.now);
    EXPECT_EQ(device.kind, model::ExtensionType::Web);
    EXPECT_EQ(device.uri, "sip:8001@demo");
    EXPECT_EQ(device.display_name, "王丽");
    EXPECT_EQ(device.socket_path, "/sip");
    EXPECT_TRUE(device.relay_only);
    ASSERT_EQ(device.ice_servers.size(), 2U);
    EXPECT_EQ(device.ice_servers[0].urls, std::vector<std::string>{"stun:stun.example:3478"});
    EXPECT_FALSE(device.ice_servers[0].username);
    EXPECT_EQ(device.ice_servers[1].urls.size(), 2U);
    EXPECT_EQ(device.ice_servers[1].username, "1750003600:10001");
    EXPECT_TRUE(device.ice_servers[1].credential);
    std::string text;
    append_json(text, device);
    EXPECT_EQ(text.find("s3cret"), std::string::npos);
}

TEST(Device, RelayWithoutASecretIsNotOffered) {
    Company company;
    const auto device = device_of(company.user, company.directory, {{"turn:turn.example"}, "", {}}, company.now);
    EXPECT_TRUE(device.ice_servers.empty());
}

TEST(Device, DeskPhoneHasNoSocket) {
    Company company;
    company.user.extension_type = model::ExtensionType::Sip;
    const auto device = device_of(company.user, company.directory, {{"stun:stun.example"}, "", {}}, company.now);
    EXPECT_EQ(device.kind, model::ExtensionType::Sip);
    EXPECT_TRUE(device.socket_path.empty());
    EXPECT_TRUE(device.ice_servers.empty());
}

}  // namespace
}  // namespace yh::office::telephony
