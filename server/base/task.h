#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

namespace yh {

/// A move-only `void()` callable: what is posted to a loop or run by a timer. Small callables live inside it
/// (std::function would demand that everything captured can be copied). Thread: whoever holds it.
class Task {
  public:
    Task() = default;
    template <class F>
    requires(!std::is_same_v<std::decay_t<F>, Task> && std::is_invocable_v<std::decay_t<F>&>) Task(F&& callable) {
        using Callable = std::decay_t<F>;
        if constexpr (sizeof(Callable) <= room_bytes && alignof(Callable) <= alignof(std::max_align_t) &&
                      std::is_nothrow_move_constructible_v<Callable>) {
            std::construct_at(static_cast<Callable*>(room()), std::forward<F>(callable));
            acts_ = &inside<Callable>;
        } else {
            auto owned = std::make_unique<Callable>(std::forward<F>(callable));
            std::construct_at(static_cast<Callable**>(room()), owned.release());
            acts_ = &outside<Callable>;
        }
    }
    Task(Task&& other) noexcept { take(other); }
    Task& operator=(Task&& other) noexcept {
        if (this != &other) {
            reset();
            take(other);
        }
        return *this;
    }
    Task(const Task&) = delete;
    Task& operator=(const Task&) = delete;
    ~Task() { reset(); }

    explicit operator bool() const { return acts_ != nullptr; }
    void operator()() { acts_->call(room()); }

    void reset() {
        if (acts_ != nullptr) {
            std::exchange(acts_, nullptr)->destroy(room());
        }
    }

  private:
    static constexpr std::size_t room_bytes = 56;

    struct Acts {
        void (*call)(void*);
        void (*move)(void* from, void* to) noexcept;
        void (*destroy)(void*) noexcept;
    };

    template <class Callable>
    static constexpr Acts inside{[](void* at) { (*static_cast<Callable*>(at))(); },
                                 [](void* from, void* to) noexcept {
                                     std::construct_at(static_cast<Callable*>(to),
                                                       std::move(*static_cast<Callable*>(from)));
                                     std::destroy_at(static_cast<Callable*>(from));
                                 },
                                 [](void* at) noexcept { std::destroy_at(static_cast<Callable*>(at)); }};

    template <class Callable>
    static constexpr Acts outside{
        [](void* at) { (**static_cast<Callable**>(at))(); },
        [](void* from, void* to) noexcept {
            std::construct_at(static_cast<Callable**>(to), *static_cast<Callable**>(from));
        },
        [](void* at) noexcept { std::unique_ptr<Callable>{*static_cast<Callable**>(at)}.reset(); }};

    void* room() { return room_; }
    void take(Task& other) noexcept {
        acts_ = std::exchange(other.acts_, nullptr);
        if (acts_ != nullptr) {
            acts_->move(other.room(), room());
        }
    }

    alignas(std::max_align_t) std::byte room_[room_bytes];
    const Acts* acts_ = nullptr;
};

}  // namespace yh
