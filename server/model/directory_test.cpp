#include "model/directory.h"

#include <gtest/gtest.h>

namespace yh::model {
namespace {

TEST(Pattern, StarsAndQuestionMarks) {
    EXPECT_TRUE(pattern_matches("0*", "01088886666"));
    EXPECT_TRUE(pattern_matches("1*", "13812345678"));
    EXPECT_TRUE(pattern_matches("80??", "8001"));
    EXPECT_FALSE(pattern_matches("80??", "800"));
    EXPECT_TRUE(pattern_matches("*12*4", "0123124"));
    EXPECT_FALSE(pattern_matches("", ""));
    EXPECT_FALSE(pattern_matches("0*", "8001"));
}

TEST(Directory, ExactInboundNumberWinsOverAnEarlierPattern) {
    Directory d;
    const TenantId tenant{1};
    d.inbound.push_back({tenant, "400*", {}, *parse_destination("queue:601")});
    d.inbound.push_back({tenant, "4008001234", {}, *parse_destination("queue:600")});
    d.index();
    EXPECT_EQ(d.route_inbound(tenant, {}, "4008001234")->destination.argument, "600");
    EXPECT_EQ(d.route_inbound(tenant, {}, "4001")->destination.argument, "601");
    EXPECT_EQ(d.route_inbound(tenant, {}, "95588"), nullptr);
    EXPECT_EQ(d.route_inbound(TenantId{2}, {}, "4008001234"), nullptr);
}

TEST(Directory, OutboundRuleStripsAndPrepends) {
    OutboundRule rule;
    rule.strip = 1;
    rule.prepend = "0086";
    EXPECT_EQ(dialled_number(rule, "013812345678"), "008613812345678");
    rule.strip = 99;
    EXPECT_EQ(dialled_number(rule, "1"), "0086");
}

TEST(Destination, TextRoundTripsAndNonsenseIsRefused) {
    for (const auto* text :
         {"hangup", "voicemail", "queue:600", "extension:8001", "external:13812345678", "ivr:main"}) {
        EXPECT_EQ(parse_destination(text)->text(), text);
    }
    for (const auto* text : {"", "queue", "queue:", "hangup:1", "quue:600"}) {
        EXPECT_FALSE(parse_destination(text).ok()) << text;
    }
}

}  // namespace
}  // namespace yh::model
