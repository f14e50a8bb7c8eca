#include "base/loop.h"

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <thread>
#include <utility>

#include "base/assert.h"
#include "base/log.h"
#include "base/loop_asio.h"
#include "base/metrics.h"

namespace yh {

namespace asio = boost::asio;

struct Loop::Impl {
    explicit Impl(std::string loop_name)
        : name{std::move(loop_name)},
          alarm{context},
          slow_tasks{
              metrics::counter("yinghe_loop_slow_total", "Tasks that held a loop for over 20 ms", {{"loop", name}})} {}

    void run_one(Task& task) {
        const auto began = clock.now();
        task();
        finished_task(began);
    }

    void finished_task(MonoTime began) {
        const auto took = clock.now() - began;
        if (took > std::chrono::milliseconds{20}) {
            slow_tasks.add();
            log().warn("loop.slow", {{"loop", name}, {"took_ms", to_ms(took)}});
        }
        arm();
    }

    // Keeps the one Asio timer set to the earliest of ours; earlier is enough, a spurious wake is harmless.
    void arm() {
        const auto next = timers.next();
        if (!next || (armed && *armed <= *next)) {
            return;
        }
        armed = *next;
        alarm.expires_at(std::chrono::time_point_cast<asio::steady_timer::duration>(*next));
        alarm.async_wait([this](const boost::system::error_code& error) {
            if (error) {
                return;  // moved to an earlier time
            }
            armed.reset();
            const auto began = clock.now();
            timers.run_due(began);
            finished_task(began);
        });
    }

    std::string name;
    SystemClock clock;
    asio::io_context context{1};
    asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
    asio::steady_timer alarm;
    std::optional<MonoTime> armed;
    TimerQueue timers;
    std::atomic<std::thread::id> thread{};
    metrics::Counter& slow_tasks;
};

Loop::Loop(std::string name) : impl_{std::make_unique<Impl>(std::move(name))} {}
Loop::~Loop() = default;

void Loop::run() {
    impl_->thread = std::this_thread::get_id();
    impl_->arm();
    impl_->context.run();
}

void Loop::run_for(Duration at_most) {
    impl_->thread = std::this_thread::get_id();
    impl_->arm();
    impl_->context.restart();
    impl_->context.run_for(at_most);
    impl_->context.poll();  // what became ready in time, however late a slow machine comes to it
}

void Loop::stop() {
    impl_->context.stop();
}

void Loop::post(Task task) {
    asio::post(impl_->context, [impl = impl_.get(), task = std::move(task)]() mutable { impl->run_one(task); });
}

bool Loop::is_here() const {
    return impl_->thread.load() == std::this_thread::get_id();
}

void Loop::assert_here() const {
    const auto owner = impl_->thread.load();
    YH_ASSERT(owner == std::thread::id{} || owner == std::this_thread::get_id());
}

TimerId Loop::after(Duration delay, Task task) {
    return at(impl_->clock.now() + delay, std::move(task));
}

TimerId Loop::at(MonoTime when, Task task) {
    assert_here();
    const auto id = impl_->timers.schedule(when, std::move(task));
    impl_->arm();
    return id;
}

void Loop::cancel(TimerId id) {
    assert_here();
    impl_->timers.cancel(id);
}

TimerQueue& Loop::timers() {
    return impl_->timers;
}
const Clock& Loop::clock() const {
    return impl_->clock;
}
const std::string& Loop::name() const {
    return impl_->name;
}

asio::io_context& io_context(Loop& loop) {
    return loop.impl().context;
}

void run_task(Loop& loop, Task task) {
    loop.impl().run_one(task);
}

}  // namespace yh
