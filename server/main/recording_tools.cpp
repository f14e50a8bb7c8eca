#include "main/recording_tools.h"

#include "media/recording.h"
#include "media/recording_peaks.h"
#include "office/records/recording_sum.h"

namespace yh::app {

office::records::LookAtRecording look_at_recording(const std::string& root) {
    return [root](const std::string& path, const std::string& checksum) -> std::string {
        const auto check = media::check_recording(root + "/" + path);
        if (!check.ok()) {
            return std::string{check.error().code};
        }
        if (!check->playable) {
            return "its header does not fit its length";
        }
        const auto sum =
            checksum.empty() ? Result<std::string>{checksum} : office::records::sum_of_file(root + "/" + path);
        return !sum.ok() ? std::string{sum.error().code} : *sum == checksum ? "" : "it is not what was recorded";
    };
}

office::records::RepairRecording repair_recording_below(const std::string& root) {
    return [root](const std::string& path) {
        model::RecordingEnded ended;
        const auto repaired = media::repair_recording(root + "/" + path);
        if (repaired.ok()) {
            ended.duration_ms = repaired->duration_ms;
            ended.size_bytes = repaired->bytes;
        } else {
            ended.failure = std::string{repaired.error().code};
        }
        return ended;
    };
}

office::records::DrawPeaks draw_peaks_below(const std::string& root) {
    return [root](const std::string& path, std::size_t points) -> Result<office::records::RecordingPeaks> {
        YH_TRY(auto peaks, media::recording_peaks(root + "/" + path, points));
        return office::records::RecordingPeaks{peaks.duration_ms, std::move(peaks.left), std::move(peaks.right)};
    };
}

}  // namespace yh::app
