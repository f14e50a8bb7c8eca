#include "http/page_policy.h"

#include <gtest/gtest.h>

namespace yh::http {
namespace {

std::string connect_of(std::string_view host) {
    const auto policy = content_security_policy(host);
    const auto from = policy.find("connect-src");
    return policy.substr(from, policy.find(';', from) - from);
}

TEST(PagePolicy, ThePageTalksToItsOwnHostOnly) {
    EXPECT_EQ(connect_of("cc.example.com:8443"),
              "connect-src 'self' ws://cc.example.com:8443 wss://cc.example.com:8443");
    EXPECT_EQ(connect_of("127.0.0.1:8080"), "connect-src 'self' ws://127.0.0.1:8080 wss://127.0.0.1:8080");
}

TEST(PagePolicy, WhatIsNoPlainHostIsLeftOut) {
    for (const auto* odd : {"", "[::1]:8080", "a; script-src *", "a b", "*", "a,b", "a/b"}) {
        EXPECT_EQ(connect_of(odd), "connect-src 'self'") << odd;
    }
}

}  // namespace
}  // namespace yh::http
