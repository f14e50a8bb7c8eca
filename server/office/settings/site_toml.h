#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "office/settings/site.h"

namespace yh::office::settings {

/// Reads and checks a site file. Errors (site.syntax, site.unknown_key, site.wrong_type, site.unknown_word,
/// site.invalid) say "FILE:LINE: what is wrong", naming the nearest known key or word.
/// Checked here: numbers and names given and unique, destinations well formed and leading somewhere, members,
/// leaders and trunks declared. Thread: any; nothing is read but `text`.
Result<Site> read_site(std::string_view text, std::string_view file_name);

enum class Secrets { Hide, Show };

/// The site as TOML; defaults are left out. With Secrets::Hide, passwords and extension secrets are left out too.
std::string write_site(const Site& site, Secrets secrets);

}  // namespace yh::office::settings
