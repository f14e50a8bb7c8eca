#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace yh::media {

struct JitterOptions {
    std::uint32_t target_frames = 3;      ///< 60 ms wait before the first frame is given out
    std::size_t max_payload_bytes = 320;  ///< longer payloads are refused
};

/// Puts the packets of one stream in order and gives one out per 20 ms tick: needed only where sound is decoded
/// (conference, supervision, in-band keys), never for a plain relay. When it runs dry it waits for the target again;
/// when it holds more than twice the target it drops the oldest, so that delay does not stay.
/// One per decoded leg; owned by it. Thread: its media loop. Allocates only in the constructor.
class JitterBuffer {
  public:
    static constexpr std::size_t slots = 16;

    explicit JitterBuffer(JitterOptions options = {});

    /// False when it came too late, twice, or is too long.
    bool push(std::uint32_t ssrc, std::uint16_t sequence, std::span<const std::uint8_t> payload);

    enum class Kind : std::uint8_t {
        Frame,    ///< decode `payload`
        Lost,     ///< conceal
        Waiting,  ///< nothing yet (start, or ran dry): silence
    };
    struct Frame {
        Kind kind = Kind::Waiting;
        std::span<const std::uint8_t> payload;  ///< valid until the next push or pop
    };
    Frame pop();
    std::size_t held() const { return held_; }
    void reset();

  private:
    struct Slot {
        bool used = false;
        std::uint16_t bytes = 0;
    };
    void drop_oldest();

    JitterOptions options_;
    std::array<Slot, slots> slots_{};
    std::vector<std::uint8_t> bytes_;
    std::uint32_t ssrc_ = 0;
    std::uint16_t next_ = 0;  // sequence number to give out next
    bool started_ = false;    // `next_` is known
    bool waiting_ = true;     // filling up to the target
    bool fresh_ = true;       // nothing was given out yet
    std::size_t held_ = 0;
    std::uint32_t dry_ = 0;  // frames asked for since it ran dry
};

}  // namespace yh::media
