#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "media/codec.h"
#include "media/dtmf.h"
#include "media/leg_ear.h"
#include "media/leg_sender.h"
#include "media/leg_transport.h"
#include "media/negotiation.h"
#include "media/player.h"
#include "media/receive_stats.h"
#include "media/recorder.h"
#include "model/event.h"
#include "model/ids.h"

namespace yh::media {

class Leg;

/// What a leg tells its session. Thread: the media loop.
class LegEvents {
  public:
    virtual ~LegEvents() = default;
    virtual void on_digit(Leg& leg, char digit) = 0;
    /// The peer changed to another of the agreed codecs.
    virtual void on_codec_changed(Leg& leg) = 0;
};

/// How long a peer may be silent until that is said; 0: for ever.
struct SilenceLimits {
    /// Without sound from a peer that should be sending.
    Duration sound = std::chrono::seconds{30};
    /// Without any sign of a browser that had given one. Browsers check for consent every 4 to 6 s at the slowest, and
    /// their sound comes between: more than that is a network that went silent, or a lid that was closed.
    Duration browser = std::chrono::seconds{6};
};

/// One peer's RTP: receives, checks and passes on; speaks with one steady stream; measures both.
/// Made on the call loop, then owned by its session and touched only on that media loop. Ends when its session closes
/// it. Allocates nothing per packet.
class Leg final : public PacketSink {
  public:
    Leg(model::LegId id, std::unique_ptr<LegTransport> transport);

    model::LegId id() const { return id_; }
    Result<void> start(Poller& poller, LegEvents& events, MonoTime now);
    /// Takes over what offer and answer agreed on, the first time or again.
    void configure(const Agreement& agreement, MonoTime now);
    const std::optional<Agreement>& agreement() const { return agreement_; }

    // Routing, set by the session whenever the plan or a codec changes.
    void clear_routes();
    /// From now on `listener` gets this leg's packets as they are, or with the law changed.
    void add_listener(Leg& listener);
    /// This leg hears nothing for now.
    void hear_nobody() { sender_.follow_nobody(); }
    /// Where this leg's payload is recorded without decoding; null: nowhere.
    void set_tap(Recorder* recorder, RecordingSide side);
    enum class Want : std::uint8_t { No, Yes };
    /// Decoded sound is wanted, for a mix or another codec.
    Result<void> set_ear(Want want);
    LegEar* ear() { return ear_.get(); }
    Result<void> set_inband_keys(Want want);
    bool listens_for_inband_keys() const { return inband_ != nullptr; }
    /// The codec that the peer sends just now.
    std::optional<CodecKind> receives() const;
    /// Whether packets of `this` can go to `listener` without decoding.
    bool relays_to(const Leg& listener) const;

    // Speaking, once per tick.
    Player& player() { return player_; }
    std::size_t send_keys(std::string_view digits) { return keys_.send(digits); }
    bool sends_keys() const { return !keys_.idle(); }
    void speak_key(MonoTime now);
    Result<void> ensure_encoder();
    void speak_pcm(std::span<const std::int16_t, frame_samples> pcm, MonoTime now);
    PlayStep speak_program(MonoTime now);
    void hear_inband_keys(std::uint64_t tick);

    // Watching, about once a second.
    void report(MonoTime now, WallTime wall);
    /// True once when nothing came for too long.
    bool fell_silent(MonoTime now, const SilenceLimits& limits);
    bool one_way(MonoTime now) const;
    bool heard_anything() const { return stats_.received() != 0; }
    model::Quality quality() const;
    void say_goodbye(MonoTime now, WallTime wall);
    std::uint64_t strangers() const { return transport_->strangers(); }
    std::uint64_t refused() const { return refused_; }
    std::uint64_t received() const { return received_; }
    std::uint64_t sent() const { return sender_.packets(); }

    Heard on_rtp_packet(std::span<std::uint8_t> packet, MonoTime now) override;
    void on_rtcp_packet(std::span<std::uint8_t> packet, MonoTime now) override;
    bool authenticates() const override { return unprotect_.has_value(); }
    void on_keys(std::optional<SrtpContext> send, std::optional<SrtpContext> receive) override;

  private:
    struct Listener {
        Leg* leg = nullptr;
        const std::uint8_t* table = nullptr;  // null: the payload goes as it is
    };

    void take_keys(const Agreement& agreement);
    /// Takes SRTP off in place; false when the packet is not to be believed.
    enum class Kind : std::uint8_t { Rtp, Rtcp };
    bool unprotect(std::span<std::uint8_t>& packet, Kind kind);
    void on_sound(const RtpPacket& packet, PayloadMeaning meaning, MonoTime now);
    void on_event(const RtpPacket& packet, MonoTime now);
    void pass_on(const RtpPacket& packet, PayloadMeaning meaning, MonoTime now);
    void send_report(MonoTime now, WallTime wall, Goodbye goodbye);
    void learn_from_peer(const ReportBlock& block, std::uint64_t ntp_now);

    const model::LegId id_;
    const std::unique_ptr<LegTransport> transport_;
    LegEvents* events_ = nullptr;

    std::optional<Agreement> agreement_;
    bool may_receive_ = false;
    bool needs_keys_ = false;  // a browser's leg: never in the clear
    std::optional<SrtpContext> unprotect_;
    LegSender sender_;

    PayloadMeaning receiving_ = PayloadMeaning::Unknown;
    std::vector<Listener> listeners_;
    Recorder* tap_ = nullptr;
    RecordingSide tap_side_ = RecordingSide::Customer;
    std::unique_ptr<LegEar> ear_;
    std::unique_ptr<InbandDtmf> inband_;
    DtmfReceiver events_heard_;

    Player player_;
    DtmfSender keys_;
    std::unique_ptr<Encoder> encoder_;

    ReceiveStats stats_;
    std::uint64_t received_ = 0;
    std::uint64_t refused_ = 0;  // malformed, forged, unknown payload type
    MonoTime last_heard_{};
    MonoTime last_reported_to_{};  // an RTCP packet that only the peer can have sent
    bool silence_said_ = false;
    MonoTime next_report_{};
    bool reported_ = false;
    double peer_loss_percent_ = 0;
    double peer_jitter_ms_ = 0;
    double round_trip_ms_ = 0;
    std::uint64_t peer_reports_ = 0;
};

}  // namespace yh::media
