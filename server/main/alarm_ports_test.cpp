#include "main/alarm_ports.h"

#include <gtest/gtest.h>

namespace yh::app {
namespace {

// R248: whoever has the secret can tell that it was us (RFC 4231 §4.3).
TEST(AlarmHooks, SignAsOthersReckon) {
    EXPECT_EQ(hook_signature("Jefe", "what do ya want for nothing?"),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(AlarmHooks, AskNobodyInsideWhomTheOperatorDidNotName) {
    EXPECT_EQ(send_hook_now({"http://127.0.0.1:9/", {}, "{}"}, {}).reason, "alarm.hook_inside");
    EXPECT_EQ(send_hook_now({"http://127.0.0.1:9/", {}, "{}"}, {"127.0.0.1"}).reason, "alarm.hook_unreachable");
}

}  // namespace
}  // namespace yh::app
