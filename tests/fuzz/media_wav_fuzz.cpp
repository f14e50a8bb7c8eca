#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/assert.h"
#include "media/file_handle.h"
#include "media/recording.h"
#include "media/wav.h"

/// Any file a killed process or a bad disk may leave: repairing it succeeds once and for all, or refuses.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::span<const std::uint8_t> bytes{data, size};
    (void)yh::media::parse_wav_header(bytes);
    const yh::media::FileHandle file{::memfd_create("fuzz", MFD_CLOEXEC)};
    YH_ASSERT(file && file.write_at(0, bytes));
    const auto path = "/proc/self/fd/" + std::to_string(file.fd());
    const auto repaired = yh::media::repair_recording(path);
    if (repaired.ok()) {
        YH_ASSERT(repaired->playable);
        const auto check = yh::media::check_recording(path);
        YH_ASSERT(check.ok() && check->playable && check->duration_ms == repaired->duration_ms);
    }
    return 0;
}
