#include "media/worker_poller.h"

#include <cerrno>
#include <ctime>

#include "base/os_error.h"

namespace yh::media {

Result<Poller> Poller::create() {
    SocketHandle epoll{::epoll_create1(EPOLL_CLOEXEC)};
    if (!epoll) {
        return unavailable("media.no_socket", os_error_text(errno));
    }
    return Poller{std::move(epoll)};
}

Result<void> Poller::add(int fd, Pollable& pollable) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = &pollable;
    if (::epoll_ctl(epoll_.fd(), EPOLL_CTL_ADD, fd, &event) != 0) {
        return unavailable("media.no_socket", os_error_text(errno));
    }
    return {};
}

std::span<const epoll_event> Poller::wait(Duration at_most) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(at_most);
    const timespec limit{.tv_sec = static_cast<time_t>(seconds.count()),
                         .tv_nsec = static_cast<long>((at_most - seconds).count())};
    const int ready = ::epoll_pwait2(epoll_.fd(), events_.data(), static_cast<int>(events_.size()),
                                     at_most < Duration{0} ? nullptr : &limit, nullptr);
    return std::span{events_}.first(ready > 0 ? static_cast<std::size_t>(ready) : 0);
}

}  // namespace yh::media
