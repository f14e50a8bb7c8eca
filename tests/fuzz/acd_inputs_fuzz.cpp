#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "acd/testing/random_day.h"

// Any inputs in any order, read from the bytes: no rule of call distribution may break.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::size_t at = 0;
    const auto pick = [&](int n) {
        const int byte = at < size ? data[at] : 0;
        ++at;
        return byte % n;
    };
    yh::acd::Acd acd{1};
    yh::acd::testing::RandomDay day{acd, pick};
    while (at < size) {
        if (!day.step()) {
            std::fprintf(stderr, "%s\n", day.shadow().broken().front().c_str());
            std::abort();
        }
    }
    return 0;
}
