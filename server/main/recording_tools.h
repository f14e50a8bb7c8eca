#pragma once

#include <string>

#include "office/records/peaks.h"
#include "office/records/recovery.h"
#include "office/records/self_check.h"

namespace yh::app {

// media knows recording files, office knows records; main joins them.
office::records::LookAtRecording look_at_recording(const std::string& root);
office::records::RepairRecording repair_recording_below(const std::string& root);
office::records::DrawPeaks draw_peaks_below(const std::string& root);

}  // namespace yh::app
