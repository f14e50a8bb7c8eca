#pragma once

#include <string>

#include "base/result.h"

namespace yh::app {

/// Where a site is applied to or exported from: a data folder, or a server that runs.
struct SiteTarget {
    std::string data = "./data";
    std::string db = "sqlite";
    std::string url;  ///< "http://127.0.0.1:8080"; empty: the data folder
    std::string token;
};

/// The exit status; what happened is printed. Wrong input: one clear line on standard error, 2, nothing changed.
int apply_command(const std::string& file, const SiteTarget& target, bool dry_run);
int export_command(const SiteTarget& target, bool with_secrets);
/// Database integrity, records complete, recordings present and playable, reports' sums as the records say; these are
/// made anew before when that is wished. 0: all well, 1: faults were printed.
enum class RebuildReports { No, Yes };
int check_command(const SiteTarget& target, RebuildReports rebuild);

}  // namespace yh::app
