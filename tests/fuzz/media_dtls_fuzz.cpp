#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <vector>

#include "media/browser_fake.h"
#include "media/browser_port.h"
#include "media/leg.h"
#include "media/leg_browser_transport.h"
#include "media/negotiation.h"

// Datagrams into the port that browsers share: before a handshake, in its middle and after it, from the browser's own
// address and from a stranger's. Input: a byte of choices, then datagrams as a byte (odd: from the browser), a length
// of two bytes and the bytes themselves. A stranger must never reach the leg, and no input may crash it.
namespace {

using namespace yh;
using namespace yh::media;

struct Ignored final : LegEvents {
    void on_digit(Leg&, char) override {}
    void on_codec_changed(Leg&) override {}
};

const DtlsIdentity& identity() {
    static const auto made = DtlsIdentity::create().value();
    return *made;
}

struct Stage {
    Stage() {
        auto local = *SocketAddress::parse("127.0.0.1", 0);
        auto socket = open_udp(local).value();
        sockaddr_storage raw{};
        socklen_t bytes = sizeof raw;
        ::getsockname(socket.fd(), reinterpret_cast<sockaddr*>(&raw), &bytes);
        local = SocketAddress::from(raw);
        port = std::make_unique<BrowserPort>(std::move(socket), local);
        Negotiation negotiation{"127.0.0.1", local.port(), 1,
                                BrowserSide{.fingerprint = identity().fingerprint(), .addresses = {"127.0.0.1"}}};
        leg = std::make_unique<Leg>(model::LegId{1},
                                    std::make_unique<BrowserTransport>(*port, identity(), negotiation.our_ice()));
        const auto answered =
            negotiation.answer(browser.offer(), {.order = codec_order_for_answer({}), .security = {}}).value();
        if (!leg->start(poller, events, now) || !browser.learn(answered.sdp)) {
            std::abort();
        }
        leg->configure(answered.agreement, now);
        sockaddr_storage peer{};
        bytes = sizeof peer;
        ::getsockname(browser.fd(), reinterpret_cast<sockaddr*>(&peer), &bytes);
        own = SocketAddress::from(peer);
    }
    /// One exchange: what the browser has to say, and what the port makes of it.
    void exchange() {
        now += std::chrono::milliseconds{1};
        browser.step(now);
        ReceiveContext context{.buffer = buffer, .now = now};
        for (const auto& event : poller.wait(Duration{0})) {
            Poller::ready(event).on_readable(context);
        }
    }

    MonoTime now{std::chrono::hours{1}};
    Poller poller = Poller::create().value();
    std::vector<std::uint8_t> buffer = std::vector<std::uint8_t>(2048);
    Ignored events;
    FakeBrowser browser{identity()};
    SocketAddress own;
    std::unique_ptr<BrowserPort> port;
    std::unique_ptr<Leg> leg;  // before the port
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    Stage stage;
    const auto exchanges = data[0] % 16;
    for (int i = 0; i < exchanges; ++i) {
        stage.exchange();
    }
    const auto stranger = *SocketAddress::parse("127.0.0.1", 9);
    for (std::size_t at = 1; at + 3 <= size;) {
        const bool own = data[at] % 2 == 1;
        const auto length =
            std::min<std::size_t>(static_cast<std::size_t>((data[at + 1] << 8) | data[at + 2]) % 1500, size - at - 3);
        std::vector<std::uint8_t> datagram(data + at + 3, data + at + 3 + length);
        datagram.reserve(length + 32);  // as on the port, where room for SRTP follows
        const auto before = stage.leg->received() + stage.leg->refused();
        stage.port->on_datagram(datagram, own ? stage.own : stranger, stage.now);
        if (!own && stage.leg->received() + stage.leg->refused() != before) {
            std::abort();
        }
        at += 3 + length;
    }
    stage.exchange();
    return 0;
}
