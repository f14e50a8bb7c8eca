#include <algorithm>

#include "media/codec_concealer.h"
#include "media/codec_makers.h"
#include "media/g711.h"

namespace yh::media {
namespace {

Law law_of(CodecKind kind) {
    return kind == CodecKind::Pcma ? Law::A : Law::Mu;
}

class G711Encoder final : public Encoder {
  public:
    explicit G711Encoder(CodecKind kind) : kind_{kind} {}
    CodecKind kind() const override { return kind_; }
    std::size_t encode(std::span<const std::int16_t> pcm, std::span<std::uint8_t> out) override {
        if (out.size() < pcm.size()) {
            return 0;
        }
        encode_g711(law_of(kind_), pcm, out);
        return pcm.size();
    }

  private:
    CodecKind kind_;
};

class G711Decoder final : public Decoder {
  public:
    explicit G711Decoder(CodecKind kind) : kind_{kind} {}
    CodecKind kind() const override { return kind_; }
    std::size_t decode(std::span<const std::uint8_t> payload, std::span<std::int16_t> out) override {
        const auto count = std::min(payload.size(), out.size());
        decode_g711(law_of(kind_), payload, out);
        concealer_.good(out.first(count));
        return count;
    }
    void conceal(std::span<std::int16_t> out) override { concealer_.lost(out); }

  private:
    CodecKind kind_;
    Concealer concealer_;
};

Error wrong_rate() {
    return {ErrorKind::Unsupported, "codec.unsupported", "G.711 is 8 kHz only"};
}

}  // namespace

Result<std::unique_ptr<Encoder>> make_g711_encoder(CodecKind kind, const CodecOptions& options) {
    if (options.pcm_rate_hz != 8000) {
        return wrong_rate();
    }
    return std::unique_ptr<Encoder>{std::make_unique<G711Encoder>(kind)};
}

Result<std::unique_ptr<Decoder>> make_g711_decoder(CodecKind kind, const CodecOptions& options) {
    if (options.pcm_rate_hz != 8000) {
        return wrong_rate();
    }
    return std::unique_ptr<Decoder>{std::make_unique<G711Decoder>(kind)};
}

}  // namespace yh::media
