#include "base/log.h"

#include <fmt/format.h>
#include <spdlog/async.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <iterator>
#include <mutex>
#include <utility>

namespace yh {

namespace {

std::atomic<LogLevel> lowest{LogLevel::Info};

// Leaked on purpose, like the metrics: threads may log until the very end.
struct Output {
    std::mutex mutex;
    std::shared_ptr<spdlog::logger> logger;
};

Output& output() {
    static auto& kept = *std::make_unique<Output>().release();
    return kept;
}

std::shared_ptr<spdlog::logger> make_logger(const std::string& path) {
    constexpr std::size_t queue_lines = 16384;
    if (!spdlog::thread_pool()) {
        spdlog::init_thread_pool(queue_lines, 1);
    }
    spdlog::sink_ptr sink;
    if (path.empty()) {
        sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    } else {
        sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(path);
    }
    auto logger = std::make_shared<spdlog::async_logger>("yinghe", std::move(sink), spdlog::thread_pool(),
                                                         spdlog::async_overflow_policy::overrun_oldest);
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
    logger->set_level(spdlog::level::trace);
    logger->flush_on(spdlog::level::warn);
    spdlog::flush_every(std::chrono::seconds{1});
    return logger;
}

std::shared_ptr<spdlog::logger> sink_logger() {
    auto& out = output();
    const std::lock_guard lock{out.mutex};
    if (!out.logger) {
        out.logger = make_logger({});
        spdlog::register_logger(out.logger);
    }
    return out.logger;
}

spdlog::level::level_enum spd_level(LogLevel level) {
    switch (level) {
        case LogLevel::Debug:
            return spdlog::level::debug;
        case LogLevel::Info:
            return spdlog::level::info;
        case LogLevel::Warn:
            return spdlog::level::warn;
        case LogLevel::Error:
            return spdlog::level::err;
    }
    return spdlog::level::err;
}

bool needs_quotes(std::string_view text) {
    return text.empty() || text.find_first_of(" \"=\\\n\r\t") != std::string_view::npos;
}

void append_text(std::string& line, std::string_view text) {
    if (!needs_quotes(text)) {
        line += text;
        return;
    }
    line += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            line += '\\';
            line += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            fmt::format_to(std::back_inserter(line), "\\x{:02x}", static_cast<unsigned char>(c));
        } else {
            line += c;
        }
    }
    line += '"';
}

}  // namespace

void LogField::append_to(std::string& line) const {
    line += ' ';
    line += name_;
    line += '=';
    if (const auto* text = std::get_if<std::string_view>(&value_)) {
        append_text(line, *text);
    } else if (const auto* flag = std::get_if<bool>(&value_)) {
        line += *flag ? "true" : "false";
    } else if (const auto* number = std::get_if<double>(&value_)) {
        fmt::format_to(std::back_inserter(line), "{:.6g}", *number);
    } else {
        fmt::format_to(std::back_inserter(line), "{}", std::get<std::int64_t>(value_));
    }
}

Logger Logger::bound(LogFields fields) const {
    auto text = std::make_shared<std::string>(bound_ ? *bound_ : std::string{});
    for (const auto& field : fields) {
        field.append_to(*text);
    }
    Logger made;
    made.bound_ = std::move(text);
    return made;
}

void Logger::write(LogLevel level, std::string_view event, LogFields fields) const {
    if (!log_enabled(level)) {
        return;
    }
    std::string line{event};
    if (bound_) {
        line += *bound_;
    }
    for (const auto& field : fields) {
        field.append_to(line);
    }
    sink_logger()->log(spd_level(level), line);
}

const Logger& log() {
    static const auto& kept = *std::make_unique<Logger>().release();
    return kept;
}

void set_log_output(const std::string& path) {
    auto made = make_logger(path);
    auto& out = output();
    const std::lock_guard lock{out.mutex};
    spdlog::drop("yinghe");
    spdlog::register_logger(made);
    out.logger = std::move(made);
}

void set_log_level(LogLevel level) {
    lowest = level;
}
bool log_enabled(LogLevel level) {
    return level >= lowest.load(std::memory_order_relaxed);
}

void flush_log() {
    sink_logger()->flush();
    spdlog::shutdown();
}

std::string masked_number(std::string_view number) {
    if (number.size() <= 6) {
        return std::string{number};
    }
    std::string masked{number};
    masked.replace((number.size() - 4) / 2, 4, "****");
    return masked;
}

}  // namespace yh
