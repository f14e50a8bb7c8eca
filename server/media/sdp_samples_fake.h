#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace yh::media {

/// An offer as a well-known program writes it.
struct SdpSample {
    std::string who;
    std::string text;
    std::uint16_t port = 0;
    std::string address;
    std::size_t formats = 0;  ///< that can be named
};

const std::vector<SdpSample>& sdp_samples();

}  // namespace yh::media
