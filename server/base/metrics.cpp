#include "base/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>
#include <memory>
#include <mutex>

namespace yh::metrics {

namespace {

// The process-wide registry, as every Prometheus client has. It is leaked on purpose: metrics are counted
// until the last thread has ended, so nothing static may be destroyed under them.
struct Store {
    std::mutex mutex;
    prometheus::Registry registry;
    std::map<void*, std::unique_ptr<Counter>> counters;
    std::map<void*, std::unique_ptr<Gauge>> gauges;
    std::map<void*, std::unique_ptr<Histogram>> histograms;
};

Store& store() {
    static auto& kept = *std::make_unique<Store>().release();
    return kept;
}

std::map<std::string, std::string> as_map(const Labels& labels) {
    return {labels.begin(), labels.end()};
}

template <class Ours>
Ours& keep(std::map<void*, std::unique_ptr<Ours>>& kept, void* impl) {
    auto& entry = kept[impl];
    if (!entry) {
        entry = std::make_unique<Ours>();
    }
    return *entry;
}

}  // namespace

void Counter::add(std::uint64_t by) {
    static_cast<prometheus::Counter*>(impl_)->Increment(static_cast<double>(by));
}
std::uint64_t Counter::value() const {
    return static_cast<std::uint64_t>(static_cast<prometheus::Counter*>(impl_)->Value());
}
void Gauge::set(double value) {
    static_cast<prometheus::Gauge*>(impl_)->Set(value);
}
void Gauge::add(double by) {
    static_cast<prometheus::Gauge*>(impl_)->Increment(by);
}
double Gauge::value() const {
    return static_cast<prometheus::Gauge*>(impl_)->Value();
}
void Histogram::observe(double seconds) {
    static_cast<prometheus::Histogram*>(impl_)->Observe(seconds);
}

Counter& counter(const std::string& name, const std::string& help, const Labels& labels) {
    auto& s = store();
    const std::lock_guard lock{s.mutex};
    auto& impl = prometheus::BuildCounter().Name(name).Help(help).Register(s.registry).Add(as_map(labels));
    auto& ours = keep(s.counters, &impl);
    if (ours.impl_ == nullptr) {  // others may be counting with it already
        ours.impl_ = &impl;
    }
    return ours;
}

Gauge& gauge(const std::string& name, const std::string& help, const Labels& labels) {
    auto& s = store();
    const std::lock_guard lock{s.mutex};
    auto& impl = prometheus::BuildGauge().Name(name).Help(help).Register(s.registry).Add(as_map(labels));
    auto& ours = keep(s.gauges, &impl);
    if (ours.impl_ == nullptr) {  // others may be counting with it already
        ours.impl_ = &impl;
    }
    return ours;
}

Histogram& histogram(const std::string& name, const std::string& help, const Labels& labels) {
    static const prometheus::Histogram::BucketBoundaries buckets{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                                                 0.25,   0.5,   1,      2.5,   5,    10,    30,   60};
    auto& s = store();
    const std::lock_guard lock{s.mutex};
    auto& impl = prometheus::BuildHistogram().Name(name).Help(help).Register(s.registry).Add(as_map(labels), buckets);
    auto& ours = keep(s.histograms, &impl);
    if (ours.impl_ == nullptr) {  // others may be counting with it already
        ours.impl_ = &impl;
    }
    return ours;
}

std::string text() {
    return prometheus::TextSerializer{}.Serialize(store().registry.Collect());
}

}  // namespace yh::metrics
