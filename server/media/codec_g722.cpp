#include <algorithm>

#include "media/codec_concealer.h"
#include "media/codec_makers.h"
#include "media/spandsp_handle.h"

namespace yh::media {
namespace {

constexpr int bits_per_second = 64000;

/// At 8 kHz PCM only the lower sub-band is used: one byte is one sample, and no resampler is needed.
class G722Encoder final : public Encoder {
  public:
    G722Encoder(G722EncoderHandle state, std::size_t samples_per_byte)
        : state_{std::move(state)}, samples_per_byte_{samples_per_byte} {}
    CodecKind kind() const override { return CodecKind::G722; }
    std::size_t encode(std::span<const std::int16_t> pcm, std::span<std::uint8_t> out) override {
        if (out.size() < pcm.size() / samples_per_byte_) {
            return 0;
        }
        return static_cast<std::size_t>(
            std::max(0, ::g722_encode(state_.get(), out.data(), pcm.data(), static_cast<int>(pcm.size()))));
    }

  private:
    G722EncoderHandle state_;
    std::size_t samples_per_byte_;
};

class G722Decoder final : public Decoder {
  public:
    G722Decoder(G722DecoderHandle state, std::size_t samples_per_byte)
        : state_{std::move(state)}, samples_per_byte_{samples_per_byte} {}
    CodecKind kind() const override { return CodecKind::G722; }
    std::size_t decode(std::span<const std::uint8_t> payload, std::span<std::int16_t> out) override {
        const auto bytes = std::min(payload.size(), out.size() / samples_per_byte_);
        const auto count = static_cast<std::size_t>(
            std::max(0, ::g722_decode(state_.get(), out.data(), payload.data(), static_cast<int>(bytes))));
        concealer_.good(out.first(count));
        return count;
    }
    void conceal(std::span<std::int16_t> out) override { concealer_.lost(out); }

  private:
    G722DecoderHandle state_;
    std::size_t samples_per_byte_;
    Concealer concealer_;
};

struct Rate {
    int library_flag;
    std::size_t samples_per_byte;
};

Result<Rate> rate_of(const CodecOptions& options) {
    if (options.pcm_rate_hz == 8000) {
        return Rate{G722_SAMPLE_RATE_8000, 1};
    }
    if (options.pcm_rate_hz == 16000) {
        return Rate{0, 2};
    }
    return Error{ErrorKind::Unsupported, "codec.unsupported", "G.722 is 8 or 16 kHz"};
}

}  // namespace

Result<std::unique_ptr<Encoder>> make_g722_encoder(const CodecOptions& options) {
    YH_TRY(const auto rate, rate_of(options));
    G722EncoderHandle state{::g722_encode_init(nullptr, bits_per_second, rate.library_flag)};
    if (!state) {
        return Error{ErrorKind::Internal, "codec.failed", "g722_encode_init"};
    }
    return std::unique_ptr<Encoder>{std::make_unique<G722Encoder>(std::move(state), rate.samples_per_byte)};
}

Result<std::unique_ptr<Decoder>> make_g722_decoder(const CodecOptions& options) {
    YH_TRY(const auto rate, rate_of(options));
    G722DecoderHandle state{::g722_decode_init(nullptr, bits_per_second, rate.library_flag)};
    if (!state) {
        return Error{ErrorKind::Internal, "codec.failed", "g722_decode_init"};
    }
    return std::unique_ptr<Decoder>{std::make_unique<G722Decoder>(std::move(state), rate.samples_per_byte)};
}

}  // namespace yh::media
