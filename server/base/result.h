#pragma once

#include <optional>
#include <utility>
#include <variant>

#include "base/assert.h"
#include "base/error.h"

namespace yh {

/// A value or the Error that kept us from having one. `Result<void>` says only whether it worked.
/// `YH_TRY(auto x, f());` propagates.
template <class T>
class [[nodiscard]] Result {
  public:
    Result(T value) : held_{std::in_place_index<0>, std::move(value)} {}
    Result(Error error) : held_{std::in_place_index<1>, std::move(error)} {}

    bool ok() const { return held_.index() == 0; }
    explicit operator bool() const { return ok(); }

    T& value() & {
        YH_ASSERT(ok());
        return *std::get_if<0>(&held_);
    }
    const T& value() const& {
        YH_ASSERT(ok());
        return *std::get_if<0>(&held_);
    }
    T&& value() && {
        YH_ASSERT(ok());
        return std::move(*std::get_if<0>(&held_));
    }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    const Error& error() const& {
        YH_ASSERT(!ok());
        return *std::get_if<1>(&held_);
    }
    Error&& error() && {
        YH_ASSERT(!ok());
        return std::move(*std::get_if<1>(&held_));
    }

  private:
    std::variant<T, Error> held_;
};

template <>
class [[nodiscard]] Result<void> {
  public:
    Result() = default;
    Result(Error error) : error_{std::move(error)} {}

    bool ok() const { return !error_; }
    explicit operator bool() const { return ok(); }
    void value() const { YH_ASSERT(ok()); }

    const Error& error() const& {
        YH_ASSERT(error_);
        return *error_;
    }
    Error&& error() && {
        YH_ASSERT(error_);
        return std::move(*error_);
    }

  private:
    std::optional<Error> error_;
};

}  // namespace yh

#define YH_TRY_JOIN_(a, b) a##b
#define YH_TRY_NAME_(line) YH_TRY_JOIN_(yh_try_, line)
#define YH_TRY_(name, declaration, ...) \
    auto name = (__VA_ARGS__);          \
    if (!name.ok()) {                   \
        return std::move(name).error(); \
    }                                   \
    declaration = std::move(name).value()

/// `YH_TRY(auto x, f());` binds the value or returns the error from the enclosing function.
#define YH_TRY(declaration, ...) YH_TRY_(YH_TRY_NAME_(__LINE__), declaration, __VA_ARGS__)

/// `YH_CHECK(f());` for a Result whose value is not wanted.
#define YH_CHECK(...)                                                \
    if (auto yh_check_result = (__VA_ARGS__); !yh_check_result.ok()) \
    return std::move(yh_check_result).error()
