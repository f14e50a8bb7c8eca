#include <fmt/format.h>

#include <memory>
#include <utility>

#include "http/text.h"
#include "office/customers/questionnaires/option_counts.h"
#include "office/lists/said_query.h"

// The figures of a questionnaire as a file: what is on the screen, an option a row.
namespace yh::office::customers {

namespace {

using lists::FileRow;

struct KindWord {
    std::string_view chinese;
    std::string_view english;
};
KindWord word_of(QuestionKind kind) {
    switch (kind) {
        case QuestionKind::Text:
            return {"输入", "text"};
        case QuestionKind::DropDown:
            return {"选择", "drop-down"};
        case QuestionKind::Single:
            return {"单选", "single choice"};
        case QuestionKind::Multiple:
            return {"多选", "multiple choice"};
    }
    return {};
}

class CountsWork final : public jobs::Work {
  public:
    CountsWork(AskedCounts asked, jobs::Format format) : asked_{std::move(asked)}, format_{format} {}

    // A questionnaire has some hundred options at the most: one step.
    Result<jobs::Progress> step(db::Connection& connection, const std::string& path) override {
        YH_TRY(const auto counts, count_options(connection, asked_));
        YH_TRY(const auto file, jobs::TableFile::create(format_, path));
        YH_CHECK(file->write(chinese() ? titles("题目", "类型", "选项", "选择数", "占比", "答题数")
                                       : titles("Question", "Kind", "Option", "Chosen", "Percent", "Answered")));
        std::int64_t rows = 0;
        for (const auto& question : counts.questions) {
            for (const auto& option : question.options) {
                YH_CHECK(file->write(row_of(question, option)));
                ++rows;
            }
        }
        YH_CHECK(file->close());
        return jobs::Progress{rows, rows, true};
    }
    Result<std::int64_t> count(db::Connection& connection) const override {
        YH_TRY(const auto counts, count_options(connection, asked_));
        std::int64_t rows = 0;
        for (const auto& question : counts.questions) {
            rows += static_cast<std::int64_t>(question.options.size());
        }
        return rows;
    }

  private:
    bool chinese() const { return asked_.choices.reader.language == http::Language::Chinese; }

    template <class... Texts>
    static FileRow titles(const Texts&... texts) {
        return {lists::FileCell{texts, {}}...};
    }
    static lists::FileCell number_cell(std::int64_t value) {
        return {std::to_string(value), static_cast<double>(value)};
    }
    std::string marked(const std::string& text, bool retired) const {
        return !retired ? text : text + (chinese() ? "（已停用）" : " (retired)");
    }
    FileRow row_of(const QuestionCount& question, const OptionCount& option) const {
        constexpr double whole = 100;
        const auto word = word_of(question.kind);
        return {{marked(question.text, question.retired), {}},
                {std::string{chinese() ? word.chinese : word.english}, {}},
                {marked(option.text, option.retired), {}},
                number_cell(option.count),
                {fmt::format("{:.1f}%", option.percent), option.percent / whole},
                number_cell(question.answered)};
    }

    AskedCounts asked_;
    jobs::Format format_;
};

}  // namespace

Result<jobs::Made> make_counts_file(Office& office, const lists::Reader& reader, const jobs::FileWish& wish) {
    const auto query = http::parse_query(wish.query);
    if (!query) {
        return not_found("list.unknown", wish.list);
    }
    for (const auto right : {counted_choices.permission, counted_choices.exported_by}) {
        if (!people::may(reader.who, right)) {
            return Error{ErrorKind::Forbidden, "http.forbidden", std::string{right}};
        }
    }
    YH_TRY(auto asked, read_counts_query(*query, reader));
    const auto mask = people::company_mask(reader.who.tenant, *office.directory);
    jobs::Made made;
    made.said_zh = lists::said_query(counted_choices, asked.choices, http::Language::Chinese, mask);
    made.said_en = lists::said_query(counted_choices, asked.choices, http::Language::English, mask);
    const bool chinese = reader.language == http::Language::Chinese;
    made.file_name = jobs::job_file_name(chinese ? counted_choices.title.chinese : counted_choices.title.english,
                                         to_ms(office.clock.wall()), asked.choices.reader.utc_offset_min, wish.format);
    made.work = std::make_shared<CountsWork>(std::move(asked), wish.format);
    return made;
}

}  // namespace yh::office::customers
