#pragma once

// Only .cpp files of media/ include this: spandsp stays inside the folder.
#include <spandsp.h>

#include <memory>

namespace yh::media {

/// Calls the library's own release function; the objects come from its *_init functions.
template <auto Free>
struct SpandspFree {
    template <class T>
    void operator()(T* state) const noexcept {
        Free(state);
    }
};

using G722EncoderHandle = std::unique_ptr<g722_encode_state_t, SpandspFree<::g722_encode_free>>;
using G722DecoderHandle = std::unique_ptr<g722_decode_state_t, SpandspFree<::g722_decode_free>>;
using DtmfRxHandle = std::unique_ptr<dtmf_rx_state_t, SpandspFree<::dtmf_rx_free>>;

}  // namespace yh::media
