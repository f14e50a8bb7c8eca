#include <opus/opus.h>

#include <algorithm>

#include "media/codec_makers.h"

namespace yh::media {
namespace {

struct OpusFree {
    void operator()(OpusEncoder* state) const noexcept { ::opus_encoder_destroy(state); }
    void operator()(OpusDecoder* state) const noexcept { ::opus_decoder_destroy(state); }
};
using EncoderHandle = std::unique_ptr<OpusEncoder, OpusFree>;
using DecoderHandle = std::unique_ptr<OpusDecoder, OpusFree>;

/// Opus converts between its own 48 kHz and our rate by itself.
class OpusVoiceEncoder final : public Encoder {
  public:
    explicit OpusVoiceEncoder(EncoderHandle state) : state_{std::move(state)} {}
    CodecKind kind() const override { return CodecKind::Opus; }
    std::size_t encode(std::span<const std::int16_t> pcm, std::span<std::uint8_t> out) override {
        const auto bytes = ::opus_encode(state_.get(), pcm.data(), static_cast<int>(pcm.size()), out.data(),
                                         static_cast<opus_int32>(std::min(out.size(), max_payload_bytes)));
        return static_cast<std::size_t>(std::max<opus_int32>(0, bytes));
    }

  private:
    EncoderHandle state_;
};

class OpusVoiceDecoder final : public Decoder {
  public:
    explicit OpusVoiceDecoder(DecoderHandle state) : state_{std::move(state)} {}
    CodecKind kind() const override { return CodecKind::Opus; }
    std::size_t decode(std::span<const std::uint8_t> payload, std::span<std::int16_t> out) override {
        if (payload.empty()) {
            return 0;
        }
        const auto samples = ::opus_decode(state_.get(), payload.data(), static_cast<opus_int32>(payload.size()),
                                           out.data(), static_cast<int>(out.size()), 0);
        return static_cast<std::size_t>(std::max(0, samples));
    }
    void conceal(std::span<std::int16_t> out) override {
        const auto samples = ::opus_decode(state_.get(), nullptr, 0, out.data(), static_cast<int>(out.size()), 0);
        const auto made = static_cast<std::size_t>(std::max(0, samples));
        std::ranges::fill(out.subspan(std::min(made, out.size())), std::int16_t{0});
    }

  private:
    DecoderHandle state_;
};

Error failed(int code) {
    return {ErrorKind::Unsupported, "codec.unsupported", ::opus_strerror(code)};
}

}  // namespace

Result<std::unique_ptr<Encoder>> make_opus_encoder(const CodecOptions& options) {
    int code = OPUS_OK;
    EncoderHandle state{
        ::opus_encoder_create(static_cast<opus_int32>(options.pcm_rate_hz), 1, OPUS_APPLICATION_VOIP, &code)};
    if (!state) {
        return failed(code);
    }
    // Complexity 5 of 10: at 24 kbit/s nobody on a telephone hears the difference, and it costs half.
    ::opus_encoder_ctl(state.get(), OPUS_SET_COMPLEXITY(5));
    ::opus_encoder_ctl(state.get(), OPUS_SET_BITRATE(static_cast<opus_int32>(options.opus_bitrate)));
    ::opus_encoder_ctl(state.get(), OPUS_SET_INBAND_FEC(options.opus_expected_loss_pct > 0 ? 1 : 0));
    ::opus_encoder_ctl(state.get(), OPUS_SET_PACKET_LOSS_PERC(static_cast<opus_int32>(options.opus_expected_loss_pct)));
    return std::unique_ptr<Encoder>{std::make_unique<OpusVoiceEncoder>(std::move(state))};
}

Result<std::unique_ptr<Decoder>> make_opus_decoder(const CodecOptions& options) {
    int code = OPUS_OK;
    DecoderHandle state{::opus_decoder_create(static_cast<opus_int32>(options.pcm_rate_hz), 1, &code)};
    if (!state) {
        return failed(code);
    }
    return std::unique_ptr<Decoder>{std::make_unique<OpusVoiceDecoder>(std::move(state))};
}

}  // namespace yh::media
