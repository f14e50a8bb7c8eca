#include "media/worker_beat.h"

#include <sys/timerfd.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/os_error.h"

namespace yh::media {

Result<void> Beat::start(Poller& poller) {
    timer_ = SocketHandle{::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC)};
    if (!timer_) {
        return unavailable("media.no_socket", os_error_text(errno));
    }
    return poller.add(timer_.fd(), *this);
}

void Beat::set_pace(Duration pace) {
    if (std::exchange(pace_, pace) == pace) {
        return;
    }
    const timespec step{.tv_sec = 0, .tv_nsec = static_cast<long>(pace.count())};
    const itimerspec times{.it_interval = step, .it_value = step};
    ::timerfd_settime(timer_.fd(), 0, &times, nullptr);
}

void Beat::on_readable(ReceiveContext& context) {
    // How many beats passed is of no interest: the worker looks at the clock.
    std::uint64_t beats = 0;
    [[maybe_unused]] const auto got = ::read(timer_.fd(), &beats, sizeof beats);
    on_beat(context.now);
}

}  // namespace yh::media
