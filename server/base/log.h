#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/id.h"

namespace yh {

enum class LogLevel { Debug, Info, Warn, Error };

/// One `name=value` of a log line. Views must outlive the call only.
class LogField {
  public:
    LogField(std::string_view name, std::string_view value) : name_{name}, value_{value} {}
    LogField(std::string_view name, const char* value) : name_{name}, value_{std::string_view{value}} {}
    LogField(std::string_view name, const std::string& value) : name_{name}, value_{std::string_view{value}} {}
    LogField(std::string_view name, bool value) : name_{name}, value_{value} {}
    LogField(std::string_view name, double value) : name_{name}, value_{value} {}
    template <std::integral T>
    requires(!std::is_same_v<T, bool>) LogField(std::string_view name, T value)
        : name_{name}, value_{static_cast<std::int64_t>(value)} {}
    template <class Tag>
    LogField(std::string_view name, Id<Tag> id) : name_{name}, value_{id.value} {}

    void append_to(std::string& line) const;

  private:
    std::string_view name_;
    std::variant<std::string_view, bool, double, std::int64_t> value_;
};

using LogFields = std::initializer_list<LogField>;

/// One event per line: a stable dotted name and fields. Never a password, token, key or cookie.
///   error = a person must act; warn = handled but degraded; info = a business event; debug = off in production.
/// Copying is cheap. Thread: any; the line is written by a background thread, and dropped (and counted)
/// rather than waited for when that thread cannot keep up.
class Logger {
  public:
    void debug(std::string_view event, LogFields fields = {}) const { write(LogLevel::Debug, event, fields); }
    void info(std::string_view event, LogFields fields = {}) const { write(LogLevel::Info, event, fields); }
    void warn(std::string_view event, LogFields fields = {}) const { write(LogLevel::Warn, event, fields); }
    void error(std::string_view event, LogFields fields = {}) const { write(LogLevel::Error, event, fields); }

    /// A logger that also writes these fields on every line (call id, tenant, trunk).
    Logger bound(LogFields fields) const;

  private:
    void write(LogLevel level, std::string_view event, LogFields fields) const;

    std::shared_ptr<const std::string> bound_;
};

/// The process's logger.
const Logger& log();

/// Where lines go: standard error until told otherwise; an empty path means standard error. Call once, from main.
void set_log_output(const std::string& path);
/// `info` by default. Thread: any.
void set_log_level(LogLevel level);
bool log_enabled(LogLevel level);
/// Writes what is pending; main calls it last.
void flush_log();

/// 13812345678 → 138****5678: how a customer's number appears at info level.
std::string masked_number(std::string_view number);

}  // namespace yh
