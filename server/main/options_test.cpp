#include "main/options.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace yh::app {
namespace {

TEST(Options, ExampleFileEqualsTheDefaults) {
    const auto read = read_config(std::string{YINGHE_SOURCE_DIR} + "/deploy/yinghe.example.toml", {});
    ASSERT_TRUE(read.ok()) << read.error().detail;
    std::string from_file;
    std::string defaults;
    append_json(from_file, *read);
    append_json(defaults, ServeOptions{});
    EXPECT_EQ(from_file, defaults);
}

TEST(Options, PortRange) {
    const auto range = parse_port_range("127.0.0.1:20000-29999");
    ASSERT_TRUE(range.ok());
    EXPECT_EQ(range->address, "127.0.0.1");
    EXPECT_EQ(range->first, 20000);
    EXPECT_EQ(range->last, 29999);
    for (const auto* wrong : {"", "127.0.0.1", "127.0.0.1:20000", "127.0.0.1:2-1", "127.0.0.1:x-y", ":20000-20010"}) {
        EXPECT_FALSE(parse_port_range(wrong).ok()) << wrong;
    }
}

TEST(Options, WebrtcPort) {
    const PortRange telephones{"127.0.0.1", 20000, 29999};
    EXPECT_EQ(*checked_webrtc_port(0, telephones), 0);
    EXPECT_EQ(*checked_webrtc_port(30000, telephones), 30000);
    EXPECT_EQ(*checked_webrtc_port(19999, telephones), 19999);
    for (const std::int64_t wrong : {-1, 80, 20000, 29999, 65536}) {
        const auto checked = checked_webrtc_port(wrong, telephones);
        ASSERT_FALSE(checked.ok()) << wrong;
        EXPECT_NE(checked.error().detail.find(std::to_string(wrong)), std::string::npos);
    }
}

}  // namespace
}  // namespace yh::app
