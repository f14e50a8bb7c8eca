#include "media/recorder.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>

#include "media/prompt.h"
#include "media/tone.h"

namespace yh::media {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Bytes = std::vector<std::uint8_t>;

class RecorderTest : public testing::Test {
  protected:
    RecorderTest() {
        std::string pattern = (std::filesystem::temp_directory_path() / "recorder_test_XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
        path_ = (folder_ / "2025/01/call.wav").string();
    }
    ~RecorderTest() override {
        recorder_.reset();
        poll();
        std::filesystem::remove_all(folder_);
    }

    void start(Law law = Law::A, std::uint16_t channels = 2) {
        recorder_ =
            Recorder::create(writer_, {.path = path_, .law = law, .channels = channels, .tag = 42}, clock_.now())
                .value();
    }
    /// Lets the files thread do what waits, without sleeping.
    void poll() {
        writer_.poll(news_);
        std::promise<void> done;
        files_.post([&] { done.set_value(); });
        done.get_future().wait();
        writer_.poll(news_);
    }
    RecordingResult finish() {
        recorder_->finish(clock_.now());
        poll();
        EXPECT_FALSE(news_.empty());
        EXPECT_EQ(news_.back().kind, RecordingEvent::Kind::Closed);
        EXPECT_EQ(news_.back().tag, 42U);
        return news_.back().result;
    }
    /// 20 ms of a tone that goes on with time.
    static std::vector<std::int16_t> tone_frame(double hz, std::size_t tick, double amplitude = 8000) {
        std::vector<std::int16_t> pcm(160);
        for (std::size_t i = 0; i < pcm.size(); ++i) {
            pcm[i] = static_cast<std::int16_t>(
                amplitude * std::sin(6.283185307179586 * hz * static_cast<double>(tick * 160 + i) / 8000));
        }
        return pcm;
    }
    static Bytes encoded(Law law, std::span<const std::int16_t> pcm) {
        Bytes bytes(pcm.size());
        encode_g711(law, pcm, bytes);
        return bytes;
    }
    void customer(std::span<const std::uint8_t> payload, std::uint32_t timestamp, Law law = Law::A,
                  std::uint32_t ssrc = 1) {
        recorder_->on_payload(RecordingSide::Customer, law, payload, ssrc, timestamp, clock_.now());
    }

    static Bytes file_bytes(const std::string& path) {
        std::ifstream in{path, std::ios::binary};
        return {std::istreambuf_iterator<char>{in}, {}};
    }
    /// One channel of the file, as bytes.
    Bytes channel(std::size_t which, std::size_t channels = 2) const {
        const auto all = file_bytes(path_);
        Bytes out;
        for (std::size_t at = 58 + which; at < all.size(); at += channels) {
            out.push_back(all[at]);
        }
        return out;
    }
    static std::vector<std::int16_t> decoded(Law law, const Bytes& bytes) {
        std::vector<std::int16_t> pcm(bytes.size());
        decode_g711(law, bytes, pcm);
        return pcm;
    }

    std::filesystem::path folder_;
    std::string path_;
    ManualClock clock_;
    Worker files_{"files", 1000};
    RecordingWriter writer_{files_, {.max_recordings = 4, .max_chunks = 16}};
    std::unique_ptr<Recorder> recorder_;
    std::vector<RecordingEvent> news_;
};

TEST_F(RecorderTest, EachSideIsOnItsChannelAtItsLevel) {
    start();
    for (std::size_t tick = 0; tick < 250; ++tick) {
        customer(encoded(Law::A, tone_frame(440, tick)), static_cast<std::uint32_t>(tick * 160));
        // The agent's Opus counts at 48 kHz.
        recorder_->on_pcm(RecordingSide::Agent, tone_frame(1000, tick, 4000), 9, static_cast<std::uint32_t>(tick * 960),
                          48000, clock_.now());
        clock_.advance(milliseconds{20});
        writer_.poll(news_);
    }
    const auto result = finish();
    EXPECT_FALSE(result.failed) << result.why;
    EXPECT_EQ(result.duration_ms, 5000);
    EXPECT_EQ(result.bytes, 58 + 80'000);
    EXPECT_EQ(result.path, path_);
    const auto check = check_recording(path_).value();
    EXPECT_TRUE(check.playable);
    EXPECT_EQ(check.channels, 2);
    EXPECT_EQ(check.duration_ms, 5000);
    const auto left = decoded(Law::A, channel(0));
    const auto right = decoded(Law::A, channel(1));
    ASSERT_EQ(left.size(), 40'000U);
    EXPECT_NEAR(tone_level_dbfs(left, 440), 20 * std::log10(8000 / 32768.0), 0.2);
    EXPECT_NEAR(tone_level_dbfs(right, 1000), 20 * std::log10(4000 / 32768.0), 0.2);
    EXPECT_LT(tone_level_dbfs(left, 1000), -60);
    EXPECT_LT(tone_level_dbfs(right, 440), -60);
    // An independent reader: libsndfile, which mixes both channels for a prompt.
    const auto heard = load_prompt(path_);
    ASSERT_TRUE(heard.ok()) << heard.error().detail;
    EXPECT_EQ((*heard)->samples(), 40'000U);
    EXPECT_NEAR(tone_level_dbfs((*heard)->pcm(), 440), 20 * std::log10(4000 / 32768.0), 0.1);
}

TEST_F(RecorderTest, PayloadOfTheFilesLawIsStoredAsItCame) {
    start(Law::Mu);
    Bytes payload(160);
    for (std::size_t i = 0; i < payload.size(); ++i) {
        payload[i] = static_cast<std::uint8_t>(i + 90);
    }
    customer(payload, 5, Law::Mu);
    recorder_->on_payload(RecordingSide::Agent, Law::A, payload, 2, 7, clock_.now());
    clock_.advance(milliseconds{20});
    finish();
    EXPECT_EQ(channel(0), payload) << "0x7F, the negative zero, too";
    Bytes changed(160);
    change_law(Law::A, Law::Mu, payload, changed);
    EXPECT_EQ(channel(1), changed);
    EXPECT_EQ(check_recording(path_)->law, Law::Mu);
}

TEST_F(RecorderTest, GapsAreSilenceAndReorderingIsHealed) {
    start();
    std::vector<std::uint32_t> order{0, 1, 3, 2, 4, 7, 5, 9};  // 6 and 8 are lost
    for (const auto n : order) {
        customer(Bytes(160, static_cast<std::uint8_t>(n + 1)), 0xFFFFFF00 + n * 160);  // the timestamp wraps
        clock_.advance(milliseconds{20});
    }
    clock_.advance(milliseconds{40});
    finish();
    const auto left = channel(0);
    ASSERT_EQ(left.size(), 1600U);
    for (std::size_t i = 0; i < left.size(); ++i) {
        const auto n = i / 160;
        EXPECT_EQ(left[i], n == 6 || n == 8 ? silence_byte(Law::A) : static_cast<std::uint8_t>(n + 1)) << i;
    }
    EXPECT_EQ(channel(1), Bytes(1600, silence_byte(Law::A)));
}

TEST_F(RecorderTest, LongSilencesCostNothingAndKeepTheTimeLine) {
    start();
    customer(Bytes(160, 1), 0);
    for (int i = 0; i < 600; ++i) {
        clock_.advance(seconds{1});
        recorder_->tick(clock_.now());
        writer_.poll(news_);
    }
    customer(Bytes(160, 2), 600 * 8000);
    clock_.advance(seconds{1});
    const auto result = finish();
    EXPECT_EQ(result.duration_ms, 601'000);
    const auto left = channel(0);
    ASSERT_EQ(left.size(), 601U * 8000);
    EXPECT_EQ(left[159], 1);
    EXPECT_EQ(left[160], silence_byte(Law::A));
    EXPECT_EQ(left[600 * 8000 - 1], silence_byte(Law::A));
    EXPECT_EQ(left[600 * 8000], 2);
}

TEST_F(RecorderTest, JumpsAndNewSourcesAreLaidAtTheirArrival) {
    start();
    customer(Bytes(160, 1), 1000);
    clock_.advance(milliseconds{100});
    customer(Bytes(160, 2), 5'000'000);  // the timestamp jumps
    clock_.advance(milliseconds{100});
    customer(Bytes(160, 3), 77, Law::A, 2);  // another source
    clock_.advance(milliseconds{500});
    customer(Bytes(160, 4), 77 + 160, Law::A, 2);  // its clock stood still: more than 200 ms of drift
    clock_.advance(milliseconds{20});
    finish();
    const auto left = channel(0);
    EXPECT_EQ(left[0], 1);
    EXPECT_EQ(left[800], 2);
    EXPECT_EQ(left[1600], 3);
    EXPECT_EQ(left[5600], 4);
    EXPECT_EQ(left.size(), 5760U);
}

TEST_F(RecorderTest, LocalSoundFollowsItself) {
    start();
    for (std::size_t tick = 0; tick < 50; ++tick) {
        // Ticks of a busy worker come a little early or late; the sound must not tear.
        const auto jitter = milliseconds{tick % 3 == 0 ? 15 : 0};
        recorder_->on_local_pcm(RecordingSide::Agent, tone_frame(700, tick), clock_.now() + jitter);
        clock_.advance(milliseconds{20});
    }
    finish();
    const auto right = decoded(Law::A, channel(1));
    EXPECT_NEAR(tone_level_dbfs(std::span{right}.subspan(120, 7680), 700), 20 * std::log10(8000 / 32768.0), 0.1);
    EXPECT_LT(tone_level_dbfs(std::span{right}.subspan(160, 7680), 750), -50);
}

TEST_F(RecorderTest, PauseLeavesSilenceAndMarks) {
    start();
    for (std::uint32_t tick = 0; tick < 150; ++tick) {
        if (tick == 50) {
            recorder_->pause(clock_.now());
            recorder_->pause(clock_.now());
        }
        if (tick == 100) {
            recorder_->resume(clock_.now());
        }
        customer(Bytes(160, 7), tick * 160);
        clock_.advance(milliseconds{20});
        writer_.poll(news_);
    }
    const auto result = finish();
    ASSERT_EQ(result.marks.size(), 2U);
    EXPECT_EQ(result.marks[0].kind, RecordingMark::Kind::Paused);
    EXPECT_EQ(result.marks[0].at_ms, 1000);
    EXPECT_EQ(result.marks[1].kind, RecordingMark::Kind::Resumed);
    EXPECT_EQ(result.marks[1].at_ms, 2000);
    const auto left = channel(0);
    EXPECT_EQ(left[7999], 7);
    EXPECT_EQ(left[8000], silence_byte(Law::A));
    EXPECT_EQ(left[15999], silence_byte(Law::A));
    EXPECT_EQ(left[16000], 7);
    EXPECT_EQ(result.duration_ms, 3000);
}

TEST_F(RecorderTest, AfterEveryFlushACopyIsPlayable) {
    start();
    const auto copy = (folder_ / "copy.wav").string();
    std::int64_t last_ms = 0;
    int grown = 0;
    for (std::uint32_t tick = 0; tick < 200; ++tick) {
        customer(Bytes(160, 9), tick * 160);
        clock_.advance(milliseconds{20});
        poll();
        std::filesystem::copy_file(path_, copy, std::filesystem::copy_options::overwrite_existing);
        const auto check = check_recording(copy);
        ASSERT_TRUE(check.ok()) << check.error().detail;
        ASSERT_TRUE(check->playable);
        ASSERT_GE(check->duration_ms, last_ms);
        grown += check->duration_ms > last_ms ? 1 : 0;
        last_ms = check->duration_ms;
        ASSERT_GT(check->duration_ms + 800, static_cast<std::int64_t>(tick) * 20) << "at most the window is lost";
    }
    EXPECT_GE(grown, 6);
}

TEST_F(RecorderTest, MonoForVoicemail) {
    start(Law::A, 1);
    for (std::uint32_t tick = 0; tick < 75; ++tick) {
        customer(Bytes(159, 9), tick * 160);
        recorder_->on_payload(RecordingSide::Agent, Law::A, Bytes(160, 1), 2, tick * 160, clock_.now());
        clock_.advance(milliseconds{20});
    }
    clock_.advance(std::chrono::microseconds{125});
    const auto result = finish();
    EXPECT_EQ(result.bytes, 58 + 12001 + 1) << "an odd data chunk is padded";
    const auto check = check_recording(path_).value();
    EXPECT_TRUE(check.playable);
    EXPECT_EQ(check.channels, 1);
    EXPECT_EQ(check.duration_ms, 1500);
    EXPECT_EQ(channel(0, 1)[158], 9);
    EXPECT_EQ(channel(0, 1)[159], silence_byte(Law::A));
}

/// A disk that takes no more than `bytes` per file.
class FullDisk {
  public:
    explicit FullDisk(rlim_t bytes) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        old_handler_ = ::signal(SIGXFSZ, SIG_IGN);
        rlimit limit = before_;
        limit.rlim_cur = bytes;
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FullDisk() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        ::signal(SIGXFSZ, old_handler_);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

  private:
    rlimit before_{};
    void (*old_handler_)(int) = nullptr;
};

TEST_F(RecorderTest, FullDiskIsSaidOnceAndRecordingGoesOnWhenThereIsRoomAgain) {
    start();
    std::uint32_t tick = 0;
    const auto record = [&](int ticks) {
        for (int i = 0; i < ticks; ++i, ++tick) {
            customer(Bytes(160, 9), tick * 160);
            clock_.advance(milliseconds{20});
            poll();
        }
    };
    {
        const FullDisk full{20'000};
        record(150);
        ASSERT_EQ(news_.size(), 1U);
        EXPECT_EQ(news_[0].kind, RecordingEvent::Kind::Failing);
        EXPECT_EQ(news_[0].result.why, "recording.disk_full");
        EXPECT_EQ(news_[0].tag, 42U);
        EXPECT_TRUE(check_recording(path_).ok());
    }
    record(100);
    const auto result = finish();
    EXPECT_EQ(news_.size(), 2U);
    EXPECT_TRUE(result.failed);
    EXPECT_EQ(result.why, "recording.disk_full");
    EXPECT_GE(result.lost_ms, 512);
    EXPECT_LT(result.lost_ms, 2500);
    EXPECT_EQ(result.duration_ms, 5000);
    EXPECT_TRUE(check_recording(path_)->playable);
    const auto left = channel(0);
    EXPECT_EQ(left.front(), 9);
    EXPECT_EQ(left[12'000], silence_byte(Law::A)) << "what was lost is silence";
    EXPECT_EQ(left.back(), 9);
}

TEST_F(RecorderTest, UnusablePathFailsWithoutHarm) {
    std::ofstream{folder_ / "2025"} << "a file where a folder should be";
    start();
    customer(Bytes(160, 9), 0);
    clock_.advance(seconds{2});
    const auto result = finish();
    EXPECT_TRUE(result.failed);
    EXPECT_EQ(result.why, "recording.open_failed");
    EXPECT_EQ(result.bytes, 0);
    EXPECT_EQ(news_.front().kind, RecordingEvent::Kind::Failing);
}

TEST_F(RecorderTest, ExistingRecordingIsNeverOverwritten) {
    std::filesystem::create_directories(std::filesystem::path{path_}.parent_path());
    std::ofstream{path_} << "precious";
    start();
    customer(Bytes(160, 9), 0);
    EXPECT_EQ(finish().why, "recording.exists");
    EXPECT_EQ(std::filesystem::file_size(path_), 8U);
}

TEST_F(RecorderTest, StalledDiskDropsChunksAndSaysSoOnce) {
    start();
    std::promise<void> stalled;
    std::promise<void> go_on;
    files_.post([&] {
        stalled.set_value();
        go_on.get_future().wait();
    });
    stalled.get_future().wait();
    std::uint32_t tick = 0;
    for (; tick < 1000; ++tick) {  // 20 s need 39 chunks; the pool has 16
        customer(Bytes(160, 9), tick * 160);
        clock_.advance(milliseconds{20});
        writer_.poll(news_);
    }
    ASSERT_EQ(news_.size(), 1U);
    EXPECT_EQ(news_[0].result.why, "recording.queue_full");
    go_on.set_value();
    poll();
    for (; tick < 1200; ++tick) {
        customer(Bytes(160, 9), tick * 160);
        clock_.advance(milliseconds{20});
        poll();
    }
    const auto result = finish();
    EXPECT_EQ(news_.size(), 2U);
    EXPECT_TRUE(result.failed);
    EXPECT_NEAR(static_cast<double>(result.lost_ms), (1000 * 160 / 4096 - 16) * 512, 1024);
    EXPECT_EQ(result.duration_ms, 24'000);
    const auto left = channel(0);
    EXPECT_EQ(left[100], 9);
    EXPECT_EQ(left[15 * 8000], silence_byte(Law::A));
    EXPECT_EQ(left.back(), 9);
    EXPECT_TRUE(check_recording(path_)->playable);
}

TEST_F(RecorderTest, LimitOfOpenRecordingsAndReuse) {
    std::vector<std::unique_ptr<Recorder>> many;
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 4; ++i) {
            const auto path = (folder_ / (std::to_string(round) + std::to_string(i) + ".wav")).string();
            many.push_back(Recorder::create(writer_, {.path = path}, clock_.now()).value());
        }
        EXPECT_EQ(Recorder::create(writer_, {.path = path_}, clock_.now()).error().code, "recording.too_many");
        many.clear();  // ended by its destructor
        news_.clear();
        poll();
        EXPECT_EQ(news_.size(), 4U);
        EXPECT_EQ(writer_.open_count(), 0U);
    }
}

TEST_F(RecorderTest, TooLatePacketsAreCounted) {
    start();
    customer(Bytes(160, 1), 80'000);
    clock_.advance(seconds{3});
    recorder_->tick(clock_.now());
    customer(Bytes(160, 2), 80'000 + 3 * 8000);
    customer(Bytes(160, 3), 80'000 + 3 * 8000 - 12'000);
    EXPECT_EQ(finish().late_packets, 1U);
}

}  // namespace
}  // namespace yh::media
