#pragma once

#include <vector>

#include "media/dtls_session.h"
#include "media/fingerprint.h"
#include "media/ice_lite.h"

namespace yh::media {

/// What a browser and we agreed on beside codecs: how to find each other and whom to believe.
struct BrowserTerms {
    IceCredentials ours;
    std::vector<Fingerprint> fingerprints;  ///< of the browser's certificate; any of them will do
    DtlsRole role = DtlsRole::Server;
};

}  // namespace yh::media
