#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "media/codec.h"
#include "media/recording_writer.h"

namespace yh::media {

/// Left and right of a call recording. A mono recording (voicemail) has only Customer.
enum class RecordingSide : std::uint8_t { Customer = 0, Agent = 1 };

struct RecorderOptions {
    std::string path;
    Law law = Law::A;  ///< of the file: that of the first leg, so that its payload is stored as it came
    std::uint16_t channels = 2;
    std::uint64_t tag = 0;  ///< comes back in the writer's events
};

/// Records one call as it happens: 8 kHz WAV in A-law or µ-law, one channel per side. Payload of the file's own law is
/// stored without decoding. Each side's packets are laid at arrival time of its first packet + RTP timestamp
/// difference; reordered packets fall into place, missing ones stay silence, and a side that drifts more than 200 ms
/// from its arrival clock, or whose SSRC or timestamp jumps, is laid anew.
/// Keeps a window of 768 ms (12 KB), of which the older 512 ms go to the RecordingWriter when it is full.
/// Owned by the call's media session; finish() ends it, the destructor does so when nobody did.
/// Thread: the session's media loop. Allocates only in create, pause, resume and finish.
class Recorder {
    struct Key {};

  public:
    /// Only through `create`.
    Recorder(Key, RecordingWriter& writer, RecordingId id, const RecorderOptions& options, MonoTime start);
    /// The writer must outlive it. Error: recording.too_many.
    static Result<std::unique_ptr<Recorder>> create(RecordingWriter& writer, RecorderOptions options, MonoTime start);
    ~Recorder();
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;

    /// A G.711 packet as it came, decrypted. Also for packets we send, when a side is to be heard as it was played to.
    void on_payload(RecordingSide side, Law law, std::span<const std::uint8_t> payload, std::uint32_t ssrc,
                    std::uint32_t rtp_timestamp, MonoTime arrival);
    /// 8 kHz PCM of a packet of another codec, whose timestamps count at `clock_rate_hz`.
    void on_pcm(RecordingSide side, std::span<const std::int16_t> pcm, std::uint32_t ssrc, std::uint32_t rtp_timestamp,
                std::uint32_t clock_rate_hz, MonoTime arrival);
    /// Sound without RTP (mixer, player): follows the previous sound of this side when it comes in time, else it is
    /// laid at its arrival.
    void on_local_pcm(RecordingSide side, std::span<const std::int16_t> pcm, MonoTime arrival);
    void on_local_payload(RecordingSide side, Law law, std::span<const std::uint8_t> payload, MonoTime arrival);

    /// Moves the window on while nobody speaks; call it about every second, or every tick.
    void tick(MonoTime now);
    /// What is said from now on stays out of the file, which goes on as silence. Pausing twice is once.
    void pause(MonoTime now);
    void resume(MonoTime now);
    bool paused() const { return paused_; }

    /// Sends the rest and closes; the result comes as the writer's Closed event. Does nothing the second time.
    void finish(MonoTime now);
    RecordingId id() const { return id_; }

  private:
    static constexpr std::size_t flush_blocks = 4096;
    static constexpr std::size_t window_blocks = 6144;

    struct Side {
        bool synced = false;
        std::uint32_t ssrc = 0;
        std::uint32_t last_timestamp = 0;
        std::int64_t last_position = 0;
        std::int64_t next_position = 0;  // after the newest sound
    };

    std::int64_t position_of(MonoTime when) const;
    std::int64_t place(Side& side, std::size_t samples, std::uint32_t ssrc, std::uint32_t timestamp,
                       std::uint32_t clock_rate_hz, MonoTime arrival);
    std::int64_t place_local(Side& side, std::size_t samples, MonoTime arrival);
    /// Makes room for [position, position + samples); says how many of the first samples are too late.
    std::size_t make_room(std::int64_t position, std::size_t samples);
    template <class ByteAt>
    void lay(RecordingSide side, std::size_t samples, std::int64_t position, ByteAt byte_at);
    void lay_payload(RecordingSide side, Law law, std::span<const std::uint8_t> payload, std::int64_t position);
    void lay_pcm(RecordingSide side, std::span<const std::int16_t> pcm, std::int64_t position);
    bool wants(RecordingSide side, std::size_t samples) const;
    void advance_until(std::int64_t end);
    void flush(std::size_t blocks);

    RecordingWriter& writer_;
    const RecordingId id_;
    const Law law_;
    const std::uint16_t channels_;
    const MonoTime start_;
    std::array<Side, 2> sides_;
    std::int64_t base_ = 0;    // position of the window's first block
    std::int64_t filled_ = 0;  // sound reaches up to this position; silence behind it needs no write
    bool paused_ = false;
    bool finished_ = false;
    std::uint64_t late_packets_ = 0;
    std::vector<RecordingMark> marks_;
    std::vector<std::uint8_t> window_;
};

}  // namespace yh::media
