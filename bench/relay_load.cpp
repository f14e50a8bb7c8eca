// What a relayed RTP packet costs. Sets N bridged G.711 calls up in an engine of one worker, sends them 100 packets a
// second each from one other thread, and prints the worker's CPU time, loss, delay and memory:
//   relay_load CALLS SECONDS [plain|record]
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "process_cost.h"

#include "media/engine.h"
#include "media/rtp_packet.h"
#include "media/sdp.h"
#include "media/socket.h"

namespace {

using namespace yh;  // one program, no library
using media::SocketAddress;

constexpr std::size_t shared_sockets = 16;
constexpr std::size_t payload_bytes = 160;
constexpr std::size_t packet_bytes = media::rtp_header_bytes + payload_bytes;
constexpr std::size_t batch = 32;

struct Ignored final : calls::MediaEvents {
    void on_program_finished(model::CallId, model::LegId, std::int64_t) override {}
    void on_media_dtmf(model::LegId, char) override {}
    void on_media_silent(model::LegId) override {}
    void on_measured(model::CallId, model::LegId, model::Quality) override {}
    void on_recording_ended(model::CallId, model::RecordingEnded ended) override {
        failed += ended.failure.empty() ? 0 : 1;
    }
    int failed = 0;
};

std::int64_t wall_ns() {
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * 1'000'000'000LL + now.tv_nsec;
}

struct Leg {
    SocketAddress to;
    std::size_t socket = 0;
    std::uint16_t sequence = 0;
    std::uint32_t timestamp = 0;
};

/// Sends every leg's packet each 20 ms from one thread, and hears what comes back on another.
class Load {
  public:
    Load() {
        const auto loopback = *SocketAddress::parse("127.0.0.1", 0);
        for (auto& socket : sockets_) {
            socket = std::move(media::open_udp(loopback)).value();
            const int bytes = 8 << 20;
            ::setsockopt(socket.fd(), SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof bytes);
            ::setsockopt(socket.fd(), SOL_SOCKET, SO_SNDBUFFORCE, &bytes, sizeof bytes);
            const int on = 1;
            ::setsockopt(socket.fd(), SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
        }
    }

    std::uint16_t port_of(std::size_t leg) const {
        sockaddr_storage found{};
        socklen_t bytes = sizeof found;
        ::getsockname(sockets_[leg % shared_sockets].fd(), reinterpret_cast<sockaddr*>(&found), &bytes);
        return SocketAddress::from(found).port();
    }
    void add(const SocketAddress& to) {
        legs_.push_back({.to = to, .socket = legs_.size() % shared_sockets, .sequence = 0, .timestamp = 0});
    }

    void run(double seconds) {
        std::atomic<bool> ended{false};
        std::thread ear{[&] { hear(ended); }};
        send(seconds);
        ::usleep(200'000);
        ended = true;
        ear.join();
    }

    std::uint64_t sent = 0;
    std::uint64_t heard = 0;
    std::vector<std::int32_t> delays_us;

  private:
    /// Every millisecond the twentieth part of all legs in one burst, as load generators and media gateways do.
    void send(double seconds) {
        ::prctl(PR_SET_TIMERSLACK, 1UL);
        const auto begin = wall_ns();
        for (std::int64_t tick = 0; static_cast<double>(tick) < seconds * 1000; ++tick) {
            for (auto i = static_cast<std::size_t>(tick % 20); i < legs_.size(); i += 20) {
                send_one(legs_[i]);
                ++sent;
            }
            const auto left = begin + (tick + 1) * 1'000'000 - wall_ns();
            if (left > 0) {
                const timespec pause{.tv_sec = 0, .tv_nsec = left};
                ::nanosleep(&pause, nullptr);
            }
        }
    }

    void send_one(Leg& leg) {
        std::array<std::uint8_t, packet_bytes> packet;
        packet.fill(0xD5);
        media::write_rtp_header(std::span{packet}.first<media::rtp_header_bytes>(),
                                {.payload_type = 8,
                                 .marker = false,
                                 .sequence = leg.sequence++,
                                 .timestamp = leg.timestamp,
                                 .ssrc = static_cast<std::uint32_t>(&leg - legs_.data())});
        leg.timestamp += payload_bytes;
        const auto now = wall_ns();
        std::memcpy(packet.data() + media::rtp_header_bytes, &now, sizeof now);
        ::sendto(sockets_[leg.socket].fd(), packet.data(), packet.size(), 0, leg.to.raw(), leg.to.raw_bytes());
    }

    void hear(const std::atomic<bool>& ended) {
        delays_us.reserve(1 << 22);  // no growth while packets wait
        while (!ended) {
            ::usleep(2000);
            for (const auto& socket : sockets_) {
                while (hear_batch(socket.fd()) == batch) {
                }
            }
        }
    }

    std::size_t hear_batch(int fd) {
        std::array<mmsghdr, batch> messages{};
        std::array<iovec, batch> parts{};
        std::array<std::array<std::uint8_t, 256>, batch> packets;
        std::array<std::array<std::uint8_t, 64>, batch> controls;
        for (std::size_t i = 0; i < batch; ++i) {
            parts[i] = {packets[i].data(), packets[i].size()};
            messages[i].msg_hdr = {nullptr, 0, &parts[i], 1, controls[i].data(), controls[i].size(), 0};
        }
        const int got = ::recvmmsg(fd, messages.data(), batch, MSG_DONTWAIT, nullptr);
        for (int i = 0; i < got; ++i) {
            const auto at = static_cast<std::size_t>(i);
            if (messages[at].msg_len != packet_bytes) {
                continue;  // RTCP
            }
            ++heard;
            std::int64_t sent_at = 0;
            std::memcpy(&sent_at, packets[at].data() + media::rtp_header_bytes, sizeof sent_at);
            if (const auto* control = CMSG_FIRSTHDR(&messages[at].msg_hdr);
                control != nullptr && delays_us.size() < delays_us.capacity()) {
                timespec arrived{};
                std::memcpy(&arrived, CMSG_DATA(control), sizeof arrived);
                delays_us.push_back(
                    static_cast<std::int32_t>((arrived.tv_sec * 1'000'000'000LL + arrived.tv_nsec - sent_at) / 1000));
            }
        }
        return got > 0 ? static_cast<std::size_t>(got) : 0;
    }

    std::array<media::SocketHandle, shared_sockets> sockets_;
    std::vector<Leg> legs_;
};

std::string sdp_of(std::uint16_t port) {
    return fmt::format(
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {} RTP/AVP 8 101\r\n"
        "a=rtpmap:101 telephone-event/8000\r\n",
        port);
}

void add_call(media::Engine& engine, Load& load, int number, bool record) {
    const model::CallId call{number + 1};
    const std::array<model::LegId, 2> legs{model::LegId{2 * number + 1}, model::LegId{2 * number + 2}};
    for (std::size_t i = 0; i < 2; ++i) {
        const auto answered =
            engine.answer(call, legs[i], sdp_of(load.port_of(static_cast<std::size_t>(2 * number) + i)), {});
        const auto sdp = media::parse_sdp(answered->sdp).value();
        load.add(*SocketAddress::parse("127.0.0.1", sdp.media[0].port));
    }
    calls::MediaPlan plan{.call = call,
                          .legs = {{.leg = legs[0], .from = {legs[1]}, .program = {}},
                                   {.leg = legs[1], .from = {legs[0]}, .program = {}}},
                          .recording = {}};
    if (record) {
        plan.recording = calls::RecordingPlan{.id = {number + 1},
                                              .path = fmt::format("{}.wav", number),
                                              .left = {legs[0]},
                                              .right = {legs[1]},
                                              .paused = false};
    }
    engine.arrange(std::move(plan));
}

void print(Load& load, double cpu, double files_cpu, double seconds, int calls, double kb_per_call) {
    std::ranges::sort(load.delays_us);
    const auto percentile = [&](double p) {
        return load.delays_us.empty()
                   ? 0
                   : load.delays_us[static_cast<std::size_t>(p * static_cast<double>(load.delays_us.size() - 1))];
    };
    const auto lost = static_cast<double>(load.sent - load.heard);
    fmt::print(
        "calls {}  cpu {:.1f}%  us/packet {:.2f}  ms/call-second {:.3f} (+ files {:.3f})  lost {} ({:.4f}%)  "
        "delay us p50 {} p99 {} max {}  kB/call {:.1f}\n",
        calls, 100 * cpu / seconds, 1e6 * cpu / static_cast<double>(load.heard), 1000 * cpu / seconds / calls,
        1000 * files_cpu / seconds / calls, lost, 100 * lost / static_cast<double>(load.sent), percentile(0.5),
        percentile(0.99), percentile(1), kb_per_call);
}

}  // namespace

int main(int count, char** words) {
    const int calls = count > 1 ? std::atoi(words[1]) : 100;
    const double seconds = count > 2 ? std::atof(words[2]) : 5;
    const bool record = count > 3 && std::string_view{words[3]} == "record";
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);

    Loop loop{"call"};
    Ignored events;
    const auto folder = std::filesystem::temp_directory_path() / fmt::format("relay_load_{}", ::getpid());
    media::EngineConfig config;
    config.workers = 1;
    config.first_port = 10000;
    config.last_port = 29999;
    config.recordings_folder = folder.string();
    auto engine = std::move(media::Engine::create(loop, config, events)).value();
    Load load;
    const auto before_kb = resident_kb();
    const auto set_up_began = wall_ns();
    for (int i = 0; i < calls; ++i) {
        add_call(*engine, load, i, record);
    }
    fmt::print("set-up of a call {:.1f} us on the call loop\n",
               static_cast<double>(wall_ns() - set_up_began) / 1e3 / calls);
    const auto cpu_before = cpu_of("media-0");
    const auto files_before = cpu_of("media-files");
    load.run(seconds);
    const auto cpu = cpu_of("media-0") - cpu_before;
    const auto files_cpu = cpu_of("media-files") - files_before;
    // The delays that the load itself keeps are not the calls'.
    const auto kb = resident_kb() - before_kb - static_cast<double>(load.delays_us.size()) * 4 / 1024;
    print(load, cpu, files_cpu, seconds, calls, kb / calls);
    for (int i = 0; i < 2 * calls; ++i) {
        engine->close({i + 1});
    }
    while (!engine->stats().idle()) {
        loop.run_for(std::chrono::milliseconds{5});
    }
    if (events.failed != 0) {
        fmt::print("recordings with failures: {}\n", events.failed);
    }
    engine.reset();
    std::filesystem::remove_all(folder);
    return 0;
}
