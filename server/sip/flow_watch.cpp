#include "sip/flow_watch.h"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <utility>

#include "base/loop_asio.h"

namespace yh::sip {

namespace asio = boost::asio;

// Shared with the handlers in flight: they find `open` false when the watch died.
struct FdWatch::Impl : std::enable_shared_from_this<FdWatch::Impl> {
    Impl(Loop& its_loop, int fd) : loop{its_loop}, descriptor{io_context(its_loop), fd} {}

    void wait_read() {
        descriptor.async_wait(asio::posix::stream_descriptor::wait_read,
                              [self = shared_from_this()](const boost::system::error_code& error) {
                                  if (error || !self->open) {
                                      return;
                                  }
                                  run_task(self->loop, Task{[&self] { self->readable(); }});
                                  if (self->open) {
                                      self->wait_read();
                                  }
                              });
    }

    Loop& loop;
    asio::posix::stream_descriptor descriptor;
    std::function<void()> readable;
    bool open = true;
};

FdWatch::FdWatch(Loop& loop, int fd) : impl_{std::make_shared<Impl>(loop, fd)} {}

FdWatch::~FdWatch() {
    impl_->open = false;
    // release() cancels the waits and leaves the descriptor to its owner.
    impl_->descriptor.release();
}

void FdWatch::on_readable(std::function<void()> callback) {
    impl_->readable = std::move(callback);
    impl_->wait_read();
}

void FdWatch::once_writable(std::function<void()> callback) {
    impl_->descriptor.async_wait(
        asio::posix::stream_descriptor::wait_write,
        [impl = impl_, callback = std::move(callback)](const boost::system::error_code& error) {
            if (!error && impl->open) {
                run_task(impl->loop, Task{[&callback] { callback(); }});
            }
        });
}

}  // namespace yh::sip
