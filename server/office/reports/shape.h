#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/connection.h"
#include "model/tenant_options.h"
#include "office/reports/report.h"

namespace yh::office::reports {

/// One column that is added up, with its sign.
struct Term {
    enum class Side { Both, In, Out };
    enum class Level { Any, Rated, This };

    std::string_view column;
    std::int64_t sign = 1;
    Side side = Side::Both;
    Level level = Level::Any;
};

/// A measure of a report as one company has it.
struct ShapedMeasure {
    Measure measure;
    std::vector<Term> terms{};  ///< none: a quotient
    std::string level{};        ///< of terms of this level
    std::size_t sum_at = 0;     ///< of a quotient: the places of what is divided
    std::size_t over_at = 0;
};

/// A report with the columns that a company's own settings add. Its texts are kept in it, so it is not copied, and not
/// changed once it is made. Thread: any.
struct Shape {
    Shape() = default;
    Shape(const Shape&) = delete;
    Shape& operator=(const Shape&) = delete;

    std::string_view keep(std::string text) { return texts.emplace_back(std::move(text)); }
    /// By its key; none: an empty place.
    std::optional<std::size_t> find(std::string_view key) const;

    const Report* report = nullptr;
    std::deque<std::string> texts;
    std::vector<ShapedMeasure> measures;
};
using ShapePtr = std::shared_ptr<const Shape>;

/// `levels` are those of the company's survey, in their order, then those of its past.
ShapePtr shape_of(const Report& report, const std::vector<std::string>& levels, const model::ServiceLevel& service);

/// Those that its survey has, and those that its sums know besides. Thread: one that may block.
Result<std::vector<std::string>> levels_of(db::Connection& connection, std::int64_t tenant,
                                           const model::SurveyOptions& survey);

/// A measure's key for one level, "level:满意", and the level of such a key.
inline constexpr std::string_view level_prefix = "level:";
inline constexpr std::string_view rate_prefix = "rate:";

/// The keys of what was answered, or given up, within some seconds: "answered_in_20", "abandoned_in_5".
inline constexpr std::string_view answered_in = "answered_in_";
inline constexpr std::string_view abandoned_in = "abandoned_in_";

/// "inbound - inbound_answered" as its terms.
std::vector<Term> terms_of(std::string_view columns);

}  // namespace yh::office::reports
