#include "base/mailbox.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>

#include "base/assert.h"

namespace yh {

WakeFd::WakeFd() : fd_{::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)} {
    YH_ASSERT(fd_ >= 0);
}
WakeFd::~WakeFd() {
    ::close(fd_);
}

void WakeFd::signal() noexcept {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(fd_, &one, sizeof one);
}

void WakeFd::clear() noexcept {
    std::uint64_t count = 0;
    [[maybe_unused]] const auto got = ::read(fd_, &count, sizeof count);
}

}  // namespace yh
