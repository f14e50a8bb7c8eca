#include "media/codec.h"

#include <algorithm>
#include <array>

#include "media/codec_makers.h"

namespace yh::media {
namespace {

constexpr std::array<CodecInfo, 4> codecs{{
    {CodecKind::Pcma, "PCMA", std::uint8_t{8}, 8000, 8000, 1, 160},
    {CodecKind::Pcmu, "PCMU", std::uint8_t{0}, 8000, 8000, 1, 160},
    {CodecKind::G722, "G722", std::uint8_t{9}, 8000, 16000, 1, 160},
    {CodecKind::Opus, "opus", std::nullopt, 48000, 48000, 2, 960},
}};

bool same_name(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

const CodecInfo& codec_info(CodecKind kind) {
    return codecs[static_cast<std::size_t>(kind)];
}

std::optional<CodecKind> find_codec(std::uint8_t static_payload_type) {
    for (const auto& codec : codecs) {
        if (codec.static_payload_type == static_payload_type) {
            return codec.kind;
        }
    }
    return std::nullopt;
}

std::optional<CodecKind> find_codec(std::string_view name, std::uint32_t clock_rate_hz) {
    for (const auto& codec : codecs) {
        if (codec.clock_rate_hz == clock_rate_hz && same_name(codec.name, name)) {
            return codec.kind;
        }
    }
    return std::nullopt;
}

Result<std::unique_ptr<Encoder>> make_encoder(CodecKind kind, const CodecOptions& options) {
    switch (kind) {
        case CodecKind::Pcma:
        case CodecKind::Pcmu:
            return make_g711_encoder(kind, options);
        case CodecKind::G722:
            return make_g722_encoder(options);
        case CodecKind::Opus:
            return make_opus_encoder(options);
    }
    return Error{ErrorKind::Internal, "codec.unknown", {}};
}

Result<std::unique_ptr<Decoder>> make_decoder(CodecKind kind, const CodecOptions& options) {
    switch (kind) {
        case CodecKind::Pcma:
        case CodecKind::Pcmu:
            return make_g711_decoder(kind, options);
        case CodecKind::G722:
            return make_g722_decoder(options);
        case CodecKind::Opus:
            return make_opus_decoder(options);
    }
    return Error{ErrorKind::Internal, "codec.unknown", {}};
}

}  // namespace yh::media
