#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace yh::media {

/// Event code 0…15 of RFC 4733 §3.2 as the key a person pressed, and back. '\0' / nothing for others.
char dtmf_digit(std::uint8_t event);
std::optional<std::uint8_t> dtmf_event(char digit);

/// What the receiver says of a key.
struct DtmfNews {
    enum class Kind : std::uint8_t {
        Pressed,   ///< exactly once per key: this is the digit
        Released,  ///< its end was seen, or given up on
    };
    Kind kind = Kind::Pressed;
    char digit = 0;
    std::uint32_t duration_ms = 0;  ///< known so far
};

/// Receives telephone-events (RFC 4733): packets of one key share a timestamp, the end comes three times, and either
/// the beginning or all ends may be lost. A packet of a new key ends the old one silently; DtmfNews is then Pressed.
/// One per receiving leg; owned by it. Thread: its media loop. Allocates nothing.
class DtmfReceiver {
  public:
    explicit DtmfReceiver(std::uint32_t clock_rate_hz = 8000) : clock_rate_hz_{clock_rate_hz} {}

    /// The payload of a packet with the telephone-event payload type.
    std::optional<DtmfNews> on_packet(std::span<const std::uint8_t> payload, std::uint32_t rtp_timestamp,
                                      MonoTime arrival);
    /// Says Released when nothing was heard of a pressed key for 200 ms (RFC 4733 §2.5.1.2 wants such a limit).
    std::optional<DtmfNews> tick(MonoTime now);

  private:
    static constexpr Duration give_up_after = std::chrono::milliseconds{200};

    DtmfNews news(DtmfNews::Kind kind) const;

    std::uint32_t clock_rate_hz_;
    bool seen_any_ = false;
    bool held_ = false;
    std::uint8_t event_ = 0;
    std::uint32_t timestamp_ = 0;
    std::uint32_t duration_ = 0;
    MonoTime last_heard_{};
    MonoTime release_at_{};
};

/// One packet to send instead of sound.
struct DtmfPacket {
    std::array<std::uint8_t, 4> payload{};
    std::uint32_t rtp_timestamp = 0;  ///< of the key's beginning, in all of its packets
    bool marker = false;              ///< first packet of a key
};

/// Sends keys as telephone-events: one packet per 20 ms tick, the end three times, a gap between keys.
/// One per sending leg; owned by it. Thread: its media loop. Allocates nothing.
class DtmfSender {
  public:
    static constexpr std::size_t max_waiting = 64;

    explicit DtmfSender(std::uint32_t clock_rate_hz = 8000, Duration key_length = std::chrono::milliseconds{120},
                        Duration gap = std::chrono::milliseconds{60});

    /// How many of the digits were taken; those that are no DTMF key are skipped and count as taken.
    std::size_t send(std::string_view digits);
    /// `rtp_timestamp` is that of this tick on the leg's running clock. Nothing: send sound as usual
    /// (during the gap too).
    std::optional<DtmfPacket> next(std::uint32_t rtp_timestamp);
    bool idle() const { return count_ == 0 && !sending_ && gap_left_ == 0; }

  private:
    void start_key(std::uint32_t rtp_timestamp);
    DtmfPacket packet(bool end, bool marker) const;

    std::uint32_t ticks_per_key_;
    std::uint32_t ticks_per_gap_;
    std::uint32_t step_;
    std::array<std::uint8_t, max_waiting> waiting_{};
    std::size_t first_ = 0;
    std::size_t count_ = 0;
    bool sending_ = false;
    std::uint8_t event_ = 0;
    std::uint32_t start_timestamp_ = 0;
    std::uint32_t tick_ = 0;
    std::uint32_t ends_sent_ = 0;
    std::uint32_t gap_left_ = 0;
};

/// Hears keys in the sound itself (Q.23/Q.24), for lines without telephone-event. One per receiving leg; owned by it.
/// Thread: its media loop.
class InbandDtmf {
  public:
    /// Error: dtmf.failed.
    static Result<std::unique_ptr<InbandDtmf>> create();
    virtual ~InbandDtmf() = default;
    /// 8 kHz PCM of any length.
    virtual void feed(std::span<const std::int16_t> pcm) = 0;
    /// The next key heard, oldest first.
    virtual std::optional<char> take() = 0;
};

}  // namespace yh::media
