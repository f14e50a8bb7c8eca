#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>

#include "media/leg.h"

// The packet path of a relayed and decoded call without its sockets: the input is a row of datagrams, each with a
// length byte and a byte that says when it came and on which port.
namespace {

using namespace yh;

class CheckedTransport final : public media::LegTransport {
  public:
    Result<void> start(media::Poller&, media::PacketSink&) override { return {}; }
    void set_remote(const media::SocketAddress&, const media::SocketAddress&, MonoTime) override {}
    bool send_rtp(std::span<const std::uint8_t> packet) override {
        if (packet.size() < media::rtp_header_bytes || packet[0] != 0x80) {
            std::abort();
        }
        return true;
    }
    bool send_rtcp(std::span<const std::uint8_t>) override { return true; }
    std::uint64_t strangers() const override { return 0; }
};

class Deaf final : public media::LegEvents {
  public:
    void on_digit(media::Leg&, char) override {}
    void on_codec_changed(media::Leg&) override {}
};

media::Agreement agreement(media::CodecKind codec, std::uint8_t type) {
    media::Agreement out;
    out.codec = codec;
    out.send_payload_type = type;
    out.send_event_type = 101;
    out.receives_events = true;
    out.receive[8] = media::PayloadMeaning::Pcma;
    out.receive[0] = media::PayloadMeaning::Pcmu;
    out.receive[13] = media::PayloadMeaning::ComfortNoise;
    out.receive[101] = media::PayloadMeaning::Event;
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static Deaf deaf;
    static auto poller = std::move(media::Poller::create()).value();
    media::Leg from{{1}, std::make_unique<CheckedTransport>()};
    media::Leg same{{2}, std::make_unique<CheckedTransport>()};
    media::Leg other{{3}, std::make_unique<CheckedTransport>()};
    MonoTime now{std::chrono::hours{1}};
    for (auto* leg : {&from, &same, &other}) {
        static_cast<void>(leg->start(poller, deaf, now));
    }
    from.configure(agreement(media::CodecKind::Pcma, 8), now);
    same.configure(agreement(media::CodecKind::Pcma, 8), now);
    other.configure(agreement(media::CodecKind::Pcmu, 0), now);
    from.add_listener(same);
    from.add_listener(other);
    static_cast<void>(from.set_ear(media::Leg::Want::Yes));
    std::uint64_t tick = 1;
    while (size >= 2) {
        std::array<std::uint8_t, 512> packet{};
        const auto length = std::min<std::size_t>(data[0], size - 2);
        std::copy_n(data + 2, length, packet.begin());
        now += std::chrono::milliseconds{data[1] & 0x3F};
        if ((data[1] & 0x80) != 0) {
            from.on_rtcp_packet(std::span{packet}.first(length), now);
        } else {
            from.on_rtp_packet(std::span{packet}.first(length), now);
        }
        if (from.ear() != nullptr) {
            from.ear()->frame(++tick);
        }
        data += 2 + length;
        size -= 2 + length;
    }
    from.report(now + std::chrono::seconds{9}, wall_from_ms(1));
    static_cast<void>(from.quality());
    return 0;
}
