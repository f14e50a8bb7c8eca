#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "media/engine.h"
#include "media/g711.h"
#include "media/receive_stats.h"
#include "media/rtp_packet.h"
#include "media/sdes.h"
#include "media/socket.h"
#include "media/srtp.h"

namespace yh::media {

/// What the engine told; a stand-in for calls. Thread: call loop.
class RecordedMediaEvents final : public calls::MediaEvents {
  public:
    void on_program_finished(model::CallId, model::LegId leg, std::int64_t program) override {
        finished.emplace_back(leg, program);
    }
    void on_media_dtmf(model::LegId leg, char digit) override { digits.emplace_back(leg, digit); }
    void on_media_silent(model::LegId leg) override { silent.push_back(leg); }
    void on_measured(model::CallId, model::LegId leg, model::Quality quality) override {
        measured.emplace_back(leg, std::move(quality));
    }
    void on_recording_ended(model::CallId, model::RecordingEnded ended) override {
        recordings.push_back(std::move(ended));
    }

    void on_recording_quiet(model::CallId, model::RecordingId recording) override { quiet.push_back(recording); }

    void on_metered(model::CallId, std::vector<calls::LegMeter> legs) override { metered.push_back(std::move(legs)); }

    std::vector<std::vector<calls::LegMeter>> metered;
    std::vector<std::pair<model::LegId, std::int64_t>> finished;
    std::vector<std::pair<model::LegId, char>> digits;
    std::vector<model::LegId> silent;
    std::vector<std::pair<model::LegId, model::Quality>> measured;
    std::vector<model::RecordingEnded> recordings;
    std::vector<model::RecordingId> quiet;
};

/// One packet that a fake telephone received.
struct HeardPacket {
    std::uint8_t payload_type = 0;
    bool marker = false;
    std::uint16_t sequence = 0;
    std::uint32_t timestamp = 0;
    std::uint32_t ssrc = 0;
    std::vector<std::uint8_t> payload;
};

/// A telephone on a real loopback socket: writes its SDP, sends packets when told and keeps what it hears.
class FakePhone {
  public:
    explicit FakePhone(std::string formats = "8 0 101", std::string extra = "");

    std::string sdp(const std::string& direction = "sendrecv") const;
    /// Learns where to send from the engine's SDP.
    void learn(const std::string& engine_sdp);
    void use_keys(const SdesCrypto& ours, const SdesCrypto& theirs);

    void send(std::uint8_t payload_type, std::span<const std::uint8_t> payload, std::uint32_t step = 160,
              bool marker = false);
    void send_raw(std::span<const std::uint8_t> packet);
    /// To the port beside the engine's RTP port.
    void send_rtcp(std::span<const std::uint8_t> packet);
    void send_event(char digit, bool end, std::uint16_t duration);
    /// Next 20 ms of a tone in A-law or µ-law.
    void send_tone(double hz, Law law = Law::A);
    void collect();
    std::vector<HeardPacket> heard;
    std::vector<std::vector<std::uint8_t>> rtcp_heard;
    std::vector<std::int16_t> heard_pcm(Law law) const;

    std::uint16_t port() const { return port_; }
    std::uint16_t target_port() const { return target_.port(); }
    std::uint32_t ssrc = 0x1234;
    std::uint16_t sequence = 100;
    std::uint32_t timestamp = 5000;

  private:
    std::string formats_;
    std::string extra_;
    SocketHandle rtp_;
    SocketHandle rtcp_;
    std::uint16_t port_ = 0;
    SocketAddress target_;
    std::optional<SrtpContext> protect_;
    std::optional<SrtpContext> unprotect_;
    double phase_ = 0;
};

}  // namespace yh::media
