#include <benchmark/benchmark.h>

#include <filesystem>
#include <vector>

#include "media/codec.h"
#include "media/g711.h"
#include "media/mixer.h"
#include "media/player.h"
#include "media/receive_stats.h"
#include "media/recorder.h"
#include "media/srtp.h"
#include "media/tone.h"

// What one 20 ms packet or frame costs in each building block of the media plane.
namespace {

using namespace yh::media;  // a benchmark program is no header

std::vector<std::uint8_t> master_of(SrtpProfile profile) {
    const auto& info = srtp_profile_info(profile);
    return std::vector<std::uint8_t>(info.key_bytes + info.salt_bytes, 0x33);
}

void set_sequence(std::vector<std::uint8_t>& packet, std::uint32_t sequence) {
    packet[0] = 0x80;
    packet[2] = static_cast<std::uint8_t>(sequence >> 8);
    packet[3] = static_cast<std::uint8_t>(sequence);
}

void srtp_protect(benchmark::State& state) {
    const auto profile = static_cast<SrtpProfile>(state.range(0));
    auto context = SrtpContext::create(profile, master_of(profile)).value();
    std::vector<std::uint8_t> packet(172 + srtp_growth_bytes);
    std::uint32_t sequence = 0;
    for (auto _ : state) {
        set_sequence(packet, sequence++);
        benchmark::DoNotOptimize(context.protect(packet, 172).value());
    }
    state.SetLabel(std::string{srtp_profile_info(profile).sdes_name});
}
BENCHMARK(srtp_protect)->DenseRange(0, 2);

/// Protect and unprotect together: a packet can be unprotected only once.
void srtp_round_trip(benchmark::State& state) {
    const auto profile = static_cast<SrtpProfile>(state.range(0));
    auto sender = SrtpContext::create(profile, master_of(profile)).value();
    auto receiver = SrtpContext::create(profile, master_of(profile)).value();
    std::vector<std::uint8_t> packet(172 + srtp_growth_bytes);
    std::uint32_t sequence = 0;
    for (auto _ : state) {
        set_sequence(packet, sequence++);
        const auto length = sender.protect(packet, 172).value();
        benchmark::DoNotOptimize(receiver.unprotect(std::span{packet}.first(length)).value());
    }
}
BENCHMARK(srtp_round_trip)->DenseRange(0, 2);

/// One of a thousand sessions each time, so that keys and states come from memory as they do under load.
void srtp_protect_thousand_sessions(benchmark::State& state) {
    const auto profile = static_cast<SrtpProfile>(state.range(0));
    std::vector<SrtpContext> contexts;
    for (int i = 0; i < 1000; ++i) {
        contexts.push_back(SrtpContext::create(profile, master_of(profile)).value());
    }
    std::vector<std::uint8_t> packet(172 + srtp_growth_bytes);
    std::uint32_t count = 0;
    for (auto _ : state) {
        set_sequence(packet, count / 1000);
        benchmark::DoNotOptimize(contexts[count++ % 1000].protect(packet, 172).value());
    }
}
BENCHMARK(srtp_protect_thousand_sessions)->DenseRange(0, 2);

void g711_encode(benchmark::State& state) {
    const auto pcm = make_tone({440, 0, -12, std::chrono::milliseconds{20}, {}});
    std::vector<std::uint8_t> payload(160);
    for (auto _ : state) {
        encode_g711(Law::A, pcm, payload);
        benchmark::DoNotOptimize(payload.data());
        benchmark::ClobberMemory();
    }
}
BENCHMARK(g711_encode);

void g711_decode(benchmark::State& state) {
    const std::vector<std::uint8_t> payload(160, 0x12);
    std::vector<std::int16_t> pcm(160);
    for (auto _ : state) {
        decode_g711(Law::A, payload, pcm);
        benchmark::DoNotOptimize(pcm.data());
        benchmark::ClobberMemory();
    }
}
BENCHMARK(g711_decode);

void g711_change_law(benchmark::State& state) {
    std::vector<std::uint8_t> payload(160, 0x12);
    for (auto _ : state) {
        change_law(Law::A, Law::Mu, payload, payload);
        benchmark::ClobberMemory();
    }
}
BENCHMARK(g711_change_law);

void codec_round_trip(benchmark::State& state) {
    const auto kind = static_cast<CodecKind>(state.range(0));
    auto encoder = make_encoder(kind).value();
    auto decoder = make_decoder(kind).value();
    const auto music = make_hold_music();
    std::vector<std::uint8_t> payload(max_payload_bytes);
    std::vector<std::int16_t> pcm(160);
    std::size_t at = 0;
    for (auto _ : state) {
        const auto bytes = encoder->encode(std::span{music}.subspan(at, 160), payload);
        benchmark::DoNotOptimize(decoder->decode(std::span{payload}.first(bytes), pcm));
        at = (at + 160) % (music.size() - 160);
    }
    state.SetLabel(std::string{codec_info(kind).name});
}
BENCHMARK(codec_round_trip)->DenseRange(0, 3);

/// A tick of a conference; time is for all its members.
void mixer_tick(benchmark::State& state) {
    const auto members = static_cast<std::size_t>(state.range(0));
    std::vector<std::vector<std::int16_t>> frames(members, std::vector<std::int16_t>(160, 77));
    std::vector<std::int16_t> out(160);
    Mixer mixer;
    for (auto _ : state) {
        mixer.begin(160);
        for (const auto& frame : frames) {
            mixer.add(frame);
        }
        for (const auto& frame : frames) {
            mixer.everyone_but(frame, out);
            benchmark::DoNotOptimize(out.data());
            benchmark::ClobberMemory();
        }
    }
}
BENCHMARK(mixer_tick)->Arg(3)->Arg(32);

void player_payload(benchmark::State& state) {
    Player player;
    player.play({hold_music_prompt()}, PlayMode::Loop);
    std::vector<std::uint8_t> payload(160);
    for (auto _ : state) {
        benchmark::DoNotOptimize(player.next_payload(Law::A, payload));
    }
}
BENCHMARK(player_payload);

void receive_stats_packet(benchmark::State& state) {
    ReceiveStats stats;
    yh::ManualClock clock;
    std::uint32_t count = 0;
    for (auto _ : state) {
        stats.on_packet(1, static_cast<std::uint16_t>(count), count * 160, clock.now());
        clock.advance(std::chrono::milliseconds{20});
        ++count;
    }
    benchmark::DoNotOptimize(stats.lost());
}
BENCHMARK(receive_stats_packet);

/// One packet into a recording, its share of the flushes to a real file included (on this thread: the hand-over).
void recorder_packet(benchmark::State& state) {
    const auto path = std::filesystem::temp_directory_path() / "media_parts_bench.wav";
    std::filesystem::remove(path);
    {
        yh::Worker files{"files", 1000};
        RecordingWriter writer{files};
        yh::ManualClock clock;
        auto recorder = Recorder::create(writer, {.path = path.string()}, clock.now()).value();
        std::vector<RecordingEvent> news;
        const std::vector<std::uint8_t> payload(160, 0x55);
        std::uint32_t count = 0;
        for (auto _ : state) {
            const auto side = count % 2 == 0 ? RecordingSide::Customer : RecordingSide::Agent;
            recorder->on_payload(side, Law::A, payload, 1, count / 2 * 160, clock.now());
            if (++count % 2 == 0) {
                clock.advance(std::chrono::milliseconds{20});
            }
            if (count % 64 == 0) {
                writer.poll(news);
            }
        }
        recorder->finish(clock.now());
        writer.poll(news);
    }
    std::filesystem::remove(path);
}
BENCHMARK(recorder_packet)->Iterations(200'000);

}  // namespace
