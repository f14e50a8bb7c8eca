#include "base/assert.h"

#include <atomic>
#include <bit>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "base/log.h"
#include "base/metrics.h"

namespace yh {

void assertion_failed(const char* condition, const char* file, int line) noexcept {
    std::fprintf(stderr, "assertion failed: %s at %s:%d\n", condition, file, line);
    std::abort();
}

void bug_seen(const char* why, const char* file, int line) noexcept {
    static std::atomic<std::uint64_t> seen{0};
    const auto count = ++seen;
    metrics::counter("yinghe_bugs_total", "States that should not be").add();
    if (std::has_single_bit(count)) {
        log().error("bug", {{"why", why}, {"file", file}, {"line", line}, {"seen", count}});
    }
#ifndef NDEBUG
    assertion_failed(why, file, line);
#endif
}

}  // namespace yh
