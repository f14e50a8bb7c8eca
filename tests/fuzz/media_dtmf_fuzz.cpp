#include <chrono>
#include <cstddef>
#include <cstdint>

#include "base/assert.h"
#include "media/dtmf.h"

/// A stream of telephone-event packets: a length, three bytes of timestamp and time, then the payload.
/// Between two presses there may be at most one release, and a digit is always a digit.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    yh::media::DtmfReceiver receiver;
    yh::ManualClock clock;
    bool held = false;
    const auto note = [&](const std::optional<yh::media::DtmfNews>& news) {
        if (!news) {
            return;
        }
        YH_ASSERT(news->digit != '\0');
        const bool pressed = news->kind == yh::media::DtmfNews::Kind::Pressed;
        YH_ASSERT(pressed || held);
        held = pressed;
    };
    while (size >= 4) {
        const std::size_t length = data[0] % 8;
        const std::uint32_t timestamp =
            static_cast<std::uint32_t>(data[1]) << 24 | static_cast<std::uint32_t>(data[2] * 160);
        clock.advance(std::chrono::milliseconds{data[3]});
        data += 4;
        size -= 4;
        const auto given = length < size ? length : size;
        note(receiver.on_packet({data, given}, timestamp, clock.now()));
        note(receiver.tick(clock.now()));
        data += given;
        size -= given;
    }
    return 0;
}
