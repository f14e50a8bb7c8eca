#include "main/flow_lookup.h"

#include <gtest/gtest.h>

namespace yh::app {
namespace {

// What servers answer is tested with a real one: tests/sip/voice_flow_test.py.
TEST(FlowLookupTest, NothingButHttpIsAsked) {
    for (const auto* url : {"file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1:1/", "", "//127.0.0.1/",
                            "HTTP://127.0.0.1:1/", "http://"}) {
        const auto looked = look_up_now(url);
        EXPECT_EQ(looked.outcome, calls::LookupOutcome::Failed) << url;
        EXPECT_TRUE(looked.fields.empty());
    }
}

TEST(FlowLookupTest, NobodyThereIsAFailure) {
    EXPECT_EQ(look_up_now("http://127.0.0.1:1/").outcome, calls::LookupOutcome::Failed);
}

}  // namespace
}  // namespace yh::app
