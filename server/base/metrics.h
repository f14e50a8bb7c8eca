#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

namespace yh::metrics {

using Labels = std::vector<std::pair<std::string, std::string>>;

/// Only goes up. Thread: any. Lives until the process ends: keep the reference.
class Counter {
  public:
    void add(std::uint64_t by = 1);
    std::uint64_t value() const;

  private:
    friend Counter& counter(const std::string&, const std::string&, const Labels&);
    void* impl_ = nullptr;
};

/// A value that goes up and down. Thread: any.
class Gauge {
  public:
    void set(double value);
    void add(double by);
    double value() const;

  private:
    friend Gauge& gauge(const std::string&, const std::string&, const Labels&);
    void* impl_ = nullptr;
};

/// Durations in seconds, in fixed buckets from 0.5 ms to 60 s. Thread: any.
class Histogram {
  public:
    void observe(double seconds);

  private:
    friend Histogram& histogram(const std::string&, const std::string&, const Labels&);
    void* impl_ = nullptr;
};

/// Finds or makes a metric. Labels must come from bounded sets: never a number a caller dialled.
/// Takes a lock: call it at set-up, not per packet. Thread: any.
Counter& counter(const std::string& name, const std::string& help, const Labels& labels = {});
Gauge& gauge(const std::string& name, const std::string& help, const Labels& labels = {});
Histogram& histogram(const std::string& name, const std::string& help, const Labels& labels = {});

/// Everything in the Prometheus text format. Thread: any.
std::string text();

}  // namespace yh::metrics
