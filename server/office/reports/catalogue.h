#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "http/request.h"
#include "office/reports/report.h"
#include "office/reports/shape.h"

// What reports there are, as pages and programs read it.
namespace yh::office::reports {

struct MeasureView {
    std::string key;
    std::string title;
    MeasureKind kind = MeasureKind::Count;
    std::string formula;
    std::string words;
    std::optional<std::string> sum;  ///< keys of the two columns whose sums are divided, where the report shows them
    std::optional<std::string> over;
    bool calls = false;  ///< its figure can be opened as the calls behind it
};
BOOST_DESCRIBE_STRUCT(MeasureView, (), (key, title, kind, formula, words, sum, over, calls))

struct ChartView {
    std::vector<std::string> bars;
    std::optional<std::string> line;
};
BOOST_DESCRIBE_STRUCT(ChartView, (), (bars, line))

struct ReportView {
    std::string key;
    std::string title;
    std::string group;
    Rows rows = Rows::None;
    std::vector<Period> periods;  ///< the first is the usual one
    std::vector<FilterBy> filters;
    std::vector<MeasureView> measures;
    ChartView chart;  ///< the first of `charts`
    std::vector<ChartView> charts;
    std::string default_sort;
};
BOOST_DESCRIBE_STRUCT(ReportView, (),
                      (key, title, group, rows, periods, filters, measures, chart, charts, default_sort))

struct ReportsView {
    std::vector<ReportView> items;
};
BOOST_DESCRIBE_STRUCT(ReportsView, (), (items))

ReportView view_of(const Shape& shape, http::Language language);

std::string text_in(const lists::Title& title, http::Language language);

}  // namespace yh::office::reports
