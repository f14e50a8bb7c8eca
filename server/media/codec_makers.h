#pragma once

#include <memory>

#include "media/codec.h"

// What codec.cpp chooses from; one source per codec library.
namespace yh::media {

Result<std::unique_ptr<Encoder>> make_g711_encoder(CodecKind kind, const CodecOptions& options);
Result<std::unique_ptr<Decoder>> make_g711_decoder(CodecKind kind, const CodecOptions& options);
Result<std::unique_ptr<Encoder>> make_g722_encoder(const CodecOptions& options);
Result<std::unique_ptr<Decoder>> make_g722_decoder(const CodecOptions& options);
Result<std::unique_ptr<Encoder>> make_opus_encoder(const CodecOptions& options);
Result<std::unique_ptr<Decoder>> make_opus_decoder(const CodecOptions& options);

}  // namespace yh::media
