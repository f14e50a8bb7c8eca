#pragma once

namespace yh {

/// Says where and why on standard error, then aborts. Thread: any.
[[noreturn]] void assertion_failed(const char* condition, const char* file, int line) noexcept;

/// Counts a state that should not be, logs it at powers of two, and aborts in debug builds only. Thread: any.
void bug_seen(const char* why, const char* file, int line) noexcept;

}  // namespace yh

/// A broken invariant that we cannot survive. Never on anything the network, a file or a user can cause.
#define YH_ASSERT(condition)                                        \
    do {                                                            \
        if (!(condition)) [[unlikely]]                              \
            ::yh::assertion_failed(#condition, __FILE__, __LINE__); \
    } while (false)

/// A state that should not be but can be lived with: `if (YH_BUG(x < 0, "why")) return;`
#define YH_BUG(condition, why) ((condition) ? (::yh::bug_seen(why, __FILE__, __LINE__), true) : false)
