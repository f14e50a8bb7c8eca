#include "office/reports/catalogue.h"

namespace yh::office::reports {

namespace {

std::optional<std::string> shown_key(const Shape& shape, std::string_view key) {
    const auto at = key.empty() ? std::nullopt : shape.find(key);
    return at && shape.measures[*at].measure.shown ? std::optional{std::string{key}} : std::nullopt;
}

}  // namespace

std::string text_in(const lists::Title& title, http::Language language) {
    return std::string{language == http::Language::Chinese ? title.chinese : title.english};
}

ReportView view_of(const Shape& shape, http::Language language) {
    const auto& report = *shape.report;
    ReportView view;
    view.key = report.key;
    view.title = text_in(report.title, language);
    view.group = report.group;
    view.rows = report.rows;
    view.periods.assign(report.periods.begin(), report.periods.end());
    view.filters.assign(report.filters.begin(), report.filters.end());
    view.default_sort = report.default_sort;
    for (const auto& each : shape.measures) {
        const auto& measure = each.measure;
        if (measure.shown) {
            view.measures.push_back({std::string{measure.key}, text_in(measure.title, language), measure.kind,
                                     text_in(measure.formula, language), text_in(measure.words, language),
                                     shown_key(shape, measure.sum), shown_key(shape, measure.over),
                                     measure.behind != Behind::Nothing});
        }
    }
    for (const auto& chart : report.charts) {
        ChartView made;
        made.bars.assign(chart.bars.begin(), chart.bars.end());
        made.line = shown_key(shape, chart.line);
        view.charts.push_back(std::move(made));
    }
    view.chart = view.charts.front();
    return view;
}

}  // namespace yh::office::reports
