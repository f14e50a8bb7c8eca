// What a browser's leg costs beside a telephone's. Sets N calls up in an engine of one worker, each bridging two legs,
// and sends every leg 50 packets a second: once telephone to telephone, once browser to telephone. The browsers are
// real as far as the server can tell: connectivity checks, DTLS handshakes, SRTP both ways. The engine's worker has one
// core for itself and the generator another. Prints a small table:
//   webrtc_load CALLS SECONDS
#include <fmt/format.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "process_cost.h"

#include "media/browser_fake.h"
#include "media/engine.h"
#include "media/rtp_packet.h"
#include "media/sdp.h"
#include "media/socket.h"

namespace {

using namespace yh;  // one program, no library
using media::SocketAddress;

constexpr std::size_t payload_bytes = 160;

struct Ignored final : calls::MediaEvents {
    void on_program_finished(model::CallId, model::LegId, std::int64_t) override {}
    void on_media_dtmf(model::LegId, char) override {}
    void on_media_silent(model::LegId) override {}
    void on_measured(model::CallId, model::LegId, model::Quality quality) override {
        lost += quality.packets_lost;
        worst_jitter_ms = std::max(worst_jitter_ms, quality.jitter_ms);
    }
    void on_recording_ended(model::CallId, model::RecordingEnded) override {}
    std::int64_t lost = 0;
    double worst_jitter_ms = 0;
};

/// One thread to one core, found by its name; 0 is this thread.
void pin(const std::string& name, int core) {
    cpu_set_t cores;
    CPU_ZERO(&cores);
    CPU_SET(core, &cores);
    for (const auto& task : std::filesystem::directory_iterator{"/proc/self/task"}) {
        std::string comm;
        std::getline(std::ifstream{task.path() / "comm"}, comm);
        if (comm.starts_with(name)) {
            ::sched_setaffinity(std::atoi(task.path().filename().c_str()), sizeof cores, &cores);
        }
    }
}

/// A telephone: a socket that sends and counts.
class Telephone {
  public:
    Telephone() : socket_{std::move(media::open_udp(*SocketAddress::parse("127.0.0.1", 0))).value()} {}

    std::string sdp() const {
        sockaddr_storage raw{};
        socklen_t bytes = sizeof raw;
        ::getsockname(socket_.fd(), reinterpret_cast<sockaddr*>(&raw), &bytes);
        return fmt::format(
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {} RTP/AVP 8\r\n",
            SocketAddress::from(raw).port());
    }
    void learn(const std::string& sdp) {
        to_ = *SocketAddress::parse("127.0.0.1", media::parse_sdp(sdp)->media[0].port);
    }
    void send() {
        std::array<std::uint8_t, media::rtp_header_bytes + payload_bytes> packet;
        packet.fill(0xD5);
        media::write_rtp_header(
            std::span{packet}.first<media::rtp_header_bytes>(),
            {.payload_type = 8, .marker = false, .sequence = sequence_++, .timestamp = timestamp_, .ssrc = 77});
        timestamp_ += payload_bytes;
        ::sendto(socket_.fd(), packet.data(), packet.size(), 0, to_.raw(), to_.raw_bytes());
    }
    void hear() {
        std::array<std::uint8_t, 512> packet;
        for (;;) {
            const auto got = ::recv(socket_.fd(), packet.data(), packet.size(), 0);
            if (got <= 0) {
                break;
            }
            // The neighbour's RTCP may come here too.
            heard += static_cast<std::size_t>(got) == media::rtp_header_bytes + payload_bytes ? 1 : 0;
        }
    }
    std::uint64_t heard = 0;

  private:
    media::SocketHandle socket_;
    SocketAddress to_;
    std::uint16_t sequence_ = 0;
    std::uint32_t timestamp_ = 0;
};

struct Figures {
    double set_up_seconds = 0;
    double set_up_cpu = 0;
    double cpu = 0;
    double kb_per_call = 0;
    std::uint64_t sent = 0;
    std::uint64_t heard = 0;
};

/// N bridged calls between `phones` and either browsers or further telephones.
class Load {
  public:
    enum class Peer : std::uint8_t { Telephone, Browser };

    Load(media::Engine& engine, const media::DtlsIdentity& identity, Loop& loop, int calls, Peer peer)
        : engine_{engine}, loop_{loop}, calls_{calls} {
        const auto before = resident_kb();
        const auto began = loop_.clock().now();
        const auto cpu = cpu_of("media-0");
        for (int i = 0; i < 2 * calls; ++i) {
            const bool browser = peer == Peer::Browser && i % 2 == 0;
            if (browser) {
                browsers_.push_back(std::make_unique<media::FakeBrowser>(identity));
                browsers_.back()->keep_heard = false;
            } else {
                phones_.push_back(std::make_unique<Telephone>());
            }
            const auto offer = browser ? browsers_.back()->offer() : phones_.back()->sdp();
            const auto answered = engine_.answer({i / 2 + 1}, {i + 1}, offer, {}).value();
            if (browser) {
                browsers_.back()->learn(answered.sdp);
            } else {
                phones_.back()->learn(answered.sdp);
            }
        }
        for (int i = 0; i < calls; ++i) {
            const model::LegId a{2 * i + 1};
            const model::LegId b{2 * i + 2};
            engine_.arrange({.call = {i + 1},
                             .legs = {{.leg = a, .from = {b}, .program = {}}, {.leg = b, .from = {a}, .program = {}}},
                             .recording = {}});
        }
        while (!std::ranges::all_of(browsers_, [](const auto& b) { return b->secured(); })) {
            turn();
        }
        figures.set_up_seconds = std::chrono::duration<double>(loop_.clock().now() - began).count();
        figures.set_up_cpu = cpu_of("media-0") - cpu;
        figures.kb_per_call = (resident_kb() - before) / calls;
    }

    void run(double seconds) {
        ::prctl(PR_SET_TIMERSLACK, 1UL);
        for (auto& phone : phones_) {
            phone->hear();
            phone->heard = 0;
        }
        const auto cpu = cpu_of("media-0");
        const auto begin = loop_.clock().now();
        const auto ticks = static_cast<int>(seconds * 1000);
        for (int tick = 0; tick < ticks; ++tick) {
            speak(static_cast<std::size_t>(tick) % 20);
            const auto next = begin + std::chrono::milliseconds{tick + 1};
            if (tick % 4 == 0) {
                hear();
            }
            const auto left = next - loop_.clock().now();
            if (left > Duration{0}) {
                ::usleep(static_cast<useconds_t>(left.count() / 1000));
            }
        }
        ::usleep(100'000);
        hear();
        figures.cpu = cpu_of("media-0") - cpu;
        for (const auto& phone : phones_) {
            figures.heard += phone->heard;
        }
        for (const auto& browser : browsers_) {
            figures.heard += browser->packets_heard;
        }
    }

    void close() {
        for (int i = 0; i < 2 * calls_; ++i) {
            engine_.close({i + 1});
        }
        while (!engine_.stats().idle()) {
            loop_.run_for(std::chrono::milliseconds{5});
        }
    }

    Figures figures;

  private:
    void turn() {
        for (auto& browser : browsers_) {
            browser->step(loop_.clock().now());
        }
        loop_.run_for(std::chrono::microseconds{100});
    }
    /// A twentieth of all each millisecond.
    void speak(std::size_t phase) {
        std::array<std::uint8_t, payload_bytes> sound;
        sound.fill(0xD5);
        for (auto i = phase; i < phones_.size(); i += 20) {
            phones_[i]->send();
            ++figures.sent;
        }
        for (auto i = phase; i < browsers_.size(); i += 20) {
            browsers_[i]->send(8, sound);
            ++figures.sent;
        }
    }
    void hear() {
        for (auto& phone : phones_) {
            phone->hear();
        }
        const auto now = loop_.clock().now();
        for (auto& browser : browsers_) {
            browser->step(now);
        }
        loop_.run_for(Duration{0});
    }

    media::Engine& engine_;
    Loop& loop_;
    const int calls_;
    std::vector<std::unique_ptr<media::FakeBrowser>> browsers_;
    std::vector<std::unique_ptr<Telephone>> phones_;
};

Figures measure(Load::Peer peer, int calls, double seconds, Ignored& events) {
    Loop loop{"call"};
    media::EngineConfig config;
    config.workers = 1;
    config.first_port = 10000;
    config.last_port = 29999;
    auto engine = std::move(media::Engine::create(loop, config, events)).value();
    // Made after the media threads, which would otherwise inherit it.
    pin("media-0", 0);
    pin("webrtc_load", 1);
    const auto identity = media::DtlsIdentity::create().value();
    Load load{*engine, *identity, loop, calls, peer};
    load.run(seconds);
    load.close();
    return load.figures;
}

void print(const char* what, const Figures& figures, int calls, double seconds, const Ignored& events) {
    fmt::print("{:<22} {:>8.3f} {:>10.1f} {:>12.1f} {:>9.1f} {:>11.2f} {:>14.3f} {:>9.3f} {:>10} {:>9.1f}\n", what,
               figures.set_up_seconds, 1000 * figures.set_up_cpu, 1e6 * figures.set_up_cpu / calls,
               100 * figures.cpu / seconds, 1e6 * figures.cpu / static_cast<double>(figures.sent),
               1000 * figures.cpu / seconds / calls,
               100.0 * (1 - static_cast<double>(figures.heard) / static_cast<double>(figures.sent)),
               fmt::format("{:.1f} ms", events.worst_jitter_ms), figures.kb_per_call);
}

}  // namespace

int main(int count, char** words) {
    const int calls = count > 1 ? std::atoi(words[1]) : 200;
    const double seconds = count > 2 ? std::atof(words[2]) : 10;
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
    fmt::print("{} calls, {} s, one worker on a core of its own\n", calls, seconds);
    fmt::print("{:<22} {:>8} {:>10} {:>12} {:>9} {:>11} {:>14} {:>9} {:>10} {:>9}\n", "bridge", "set-up s",
               "its cpu ms", "its us/call", "cpu %", "us/packet", "ms/call-second", "lost %", "jitter", "kB/call*");
    for (const auto& [what, peer] : {std::pair{"telephone - telephone", Load::Peer::Telephone},
                                     std::pair{"browser - telephone", Load::Peer::Browser}}) {
        Ignored events;
        print(what, measure(peer, calls, seconds, events), calls, seconds, events);
    }
    fmt::print("* with the generator's own: a browser's DTLS stays there, while the engine lets go of its part\n");
    return 0;
}
