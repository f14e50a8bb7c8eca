#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace yh::http {

/// Writes a new self-signed certificate (ECDSA P-256, 825 days) for these names and addresses, and its key, readable by
/// us only. Browsers warn until somebody trusts it; it is for trying things out where there is no real one.
/// Error: http.certificate_written.
Result<void> make_self_signed(const std::string& cert_file, const std::string& key_file,
                              const std::vector<std::string>& hosts);

}  // namespace yh::http
