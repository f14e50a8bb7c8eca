#include "db/readers.h"

#include <gtest/gtest.h>

#include <future>

#include "db/testing/test_database_fake.h"

namespace yh::db {
namespace {

class ReadersTest : public ::testing::TestWithParam<Engine> {
  protected:
    TestDatabase test_{GetParam()};
    Database database_ = test_.open();
    Loop loop_{"test"};
};

TEST_P(ReadersTest, WhatIsFoundIsPostedToWhoAsked) {
    constexpr int reads = 200;
    int answered = 0;
    Readers readers{database_, {.threads = 3, .capacity = 256}};
    for (std::int64_t i = 0; i < reads; ++i) {
        readers.read(
            loop_, [i](Connection& c) { return c.one<std::int64_t>("SELECT 1 + ?", i); },
            [&, i](Result<std::int64_t> found) {
                loop_.assert_here();
                EXPECT_EQ(*found, i + 1);
                if (++answered == reads) {
                    loop_.stop();
                }
            });
    }
    loop_.run();
    EXPECT_EQ(answered, reads);
}

TEST_P(ReadersTest, TooManyAreRefusedAtOnce) {
    std::promise<void> gate;
    auto opened = gate.get_future().share();
    std::vector<std::string_view> codes;
    const auto keep = [&](Result<std::int64_t> found) {
        codes.push_back(found ? "ok" : found.error().code);
        if (codes.size() == 3) {
            loop_.stop();
        }
    };
    Readers readers{database_, {.threads = 1, .capacity = 2}};
    const auto slow = [opened](Connection& c) {
        opened.wait();
        return c.one<std::int64_t>("SELECT 1");
    };
    readers.read(loop_, slow, keep);
    readers.read(loop_, slow, keep);
    readers.read(loop_, slow, keep);
    gate.set_value();
    loop_.run();
    EXPECT_EQ(codes, (std::vector<std::string_view>{"db.readers_full", "ok", "ok"}));
}

INSTANTIATE_TEST_SUITE_P(Engines, ReadersTest, ::testing::Values(Engine::Sqlite, Engine::Postgres),
                         [](const auto& tested) { return engine_name(tested.param); });

}  // namespace
}  // namespace yh::db
