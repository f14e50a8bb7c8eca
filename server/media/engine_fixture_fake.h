#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <memory>

#include "media/engine.h"
#include "media/engine_phone_fake.h"

namespace yh::media {

inline constexpr model::CallId call{1};
inline constexpr model::LegId leg_a{11};
inline constexpr model::LegId leg_b{12};
inline constexpr model::LegId leg_c{13};

/// An engine of one worker on loopback, with a temporary recordings folder, and the loop that a test turns by hand.
class EngineTest : public testing::Test {
  protected:
    void SetUp() override {
        folder = std::filesystem::temp_directory_path() / ("yinghe_engine_test_" + std::to_string(::getpid()));
        config.recordings_folder = folder.string();
        config.first_port = 30000;
        config.last_port = 30199;
        config.workers = 1;
        start();
    }
    void TearDown() override {
        engine.reset();
        std::filesystem::remove_all(folder);
    }
    void start() {
        engine.reset();
        engine = std::move(Engine::create(loop, config, events)).value();
    }

    /// Runs the loop until `done`, or fails after a generous bound.
    bool wait_for(const std::function<bool()>& done, Duration at_most = std::chrono::seconds{5}) {
        const auto deadline = loop.clock().now() + at_most;
        while (loop.clock().now() < deadline) {
            if (done()) {
                return true;
            }
            loop.run_for(std::chrono::milliseconds{1});
        }
        return done();
    }

    void answer(model::LegId leg, FakePhone& phone, calls::MediaProfile profile = {}) {
        const auto answered = engine->answer(call, leg, phone.sdp(), profile);
        ASSERT_TRUE(answered) << answered.error().code;
        phone.learn(answered->sdp);
    }

    static calls::MediaPlan bridge(model::LegId a, model::LegId b) {
        return {.call = call,
                .legs = {{.leg = a, .from = {b}, .program = {}}, {.leg = b, .from = {a}, .program = {}}},
                .recording = {}};
    }

    std::int64_t ms_since(MonoTime began) {
        return std::chrono::duration_cast<std::chrono::milliseconds>(loop.clock().now() - began).count();
    }

    /// Sends one packet each way every 20 ms, `times` times, as telephones do.
    void talk(const std::function<void()>& one_round, int times) {
        auto next = loop.clock().now();
        for (int i = 0; i < times; ++i) {
            one_round();
            next += std::chrono::milliseconds{20};
            wait_for([&] { return loop.clock().now() >= next; });
        }
    }

    /// Waits until the worker has obeyed everything so far: it takes commands in order, and this one answers.
    void settle() {
        const auto finished = events.finished.size();
        ASSERT_TRUE(engine->offer({999}, {999}, {}));
        const calls::Program nothing{.id = 999, .items = {}, .loop = false};
        engine->arrange({.call = {999}, .legs = {{.leg = {999}, .from = {}, .program = nothing}}, .recording = {}});
        EXPECT_TRUE(wait_for([&] { return events.finished.size() > finished; }));
        events.finished.pop_back();
        engine->close({999});
        EXPECT_TRUE(wait_for([&] { return engine->stats().closing_legs == 0; }));
        events.measured.pop_back();
    }

    void close_all(std::initializer_list<model::LegId> legs) {
        for (const auto leg : legs) {
            engine->close(leg);
        }
        EXPECT_TRUE(wait_for([&] { return engine->stats().idle(); }));
    }

    Loop loop{"call"};
    EngineConfig config;
    RecordedMediaEvents events;
    std::filesystem::path folder;
    std::unique_ptr<Engine> engine;
};

}  // namespace yh::media
