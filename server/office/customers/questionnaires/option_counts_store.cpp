#include <algorithm>
#include <array>

#include "office/customers/questionnaires/option_counts.h"
#include "office/customers/questionnaires/sheet_store.h"

namespace yh::office::customers {

namespace {

using lists::Column;
using lists::Filter;
using lists::FilterKind;
using lists::Kind;

// The conditions are columns of one index (answer_choices_counted), so that no sheet is read.
constexpr std::array columns{Column{"id", {}, "item.option_id", Kind::Id}};
constexpr std::array filters{
    Filter{"questionnaire", FilterKind::Number, "questionnaires.id = ?"},
    Filter{"agent", FilterKind::Person,
           "item.user_id IN (SELECT id FROM users WHERE tenant_id = {tenant} AND number = ?)"},
    Filter{"department", FilterKind::Text,
           "item.department_id IN (SELECT id FROM departments WHERE tenant_id = {tenant} AND code = ?)"}};

struct CountRow {
    OptionId option_id;
    std::int64_t count = 0;
    std::int64_t firsts = 0;
};
BOOST_DESCRIBE_STRUCT(CountRow, (), (option_id, count, firsts))

struct KnownRow {
    QuestionId question;
    QuestionKind kind = QuestionKind::Single;
    std::string question_text;
    bool question_retired = false;
    OptionId option_id;
    std::string text;
    bool retired = false;
};
BOOST_DESCRIBE_STRUCT(KnownRow, (), (question, kind, question_text, question_retired, option_id, text, retired))

void add_row(std::vector<QuestionCount>& questions, const KnownRow& known, const CountRow& counted) {
    const bool gone = known.retired || known.question_retired;
    if (gone && counted.count == 0) {
        return;
    }
    if (questions.empty() || questions.back().id != known.question) {
        questions.push_back({known.question, known.kind, known.question_text, known.question_retired, 0, {}});
    }
    auto& question = questions.back();
    question.answered += counted.firsts;
    question.options.push_back({known.option_id, known.text, known.retired, counted.count, 0});
}

void add_percents(QuestionCount& question) {
    constexpr double whole = 100;
    for (auto& option : question.options) {
        option.percent = question.answered == 0
                             ? 0
                             : whole * static_cast<double>(option.count) / static_cast<double>(question.answered);
    }
}

}  // namespace

constinit const lists::List counted_choices{
    .name = counts_list,
    .title = {"问卷统计", "Questionnaire report"},
    .permission = people::rights::see_reports,
    .from = "answer_choices AS item JOIN questionnaires ON questionnaires.id = item.questionnaire_id",
    .tenant = "questionnaires.tenant_id",
    .scope = {.person = "item.user_id", .queue = {}},
    .only = "questionnaires.deleted_at_ms IS NULL",
    .time = "item.answered_at_ms",
    .id = "item.option_id",
    .columns = columns,
    .filters = filters,
    .exported_by = people::rights::export_records};

Result<AskedCounts> read_counts_query(const std::vector<http::NamedValue>& query, const lists::Reader& reader) {
    YH_TRY(const auto questionnaire, lists::number_arg(query, "questionnaire"));
    if (!questionnaire) {
        return not_found("questionnaire.unknown");
    }
    AskedCounts asked;
    asked.questionnaire = QuestionnaireId{*questionnaire};
    YH_TRY(asked.choices, lists::read_query(counted_choices, query, reader));
    YH_TRY(asked.sheets, lists::read_query(answer_sheets().list, query, reader));
    return asked;
}

Result<QuestionnaireCounts> count_options(db::Connection& connection, const AskedCounts& asked) {
    QuestionnaireCounts counts;
    counts.id = asked.questionnaire;
    const auto tenant = asked.choices.reader.who.tenant;
    YH_TRY(auto name, connection.row<std::string>(
                          "SELECT name FROM questionnaires WHERE id = ? AND tenant_id = ? AND deleted_at_ms IS NULL",
                          counts.id, tenant));
    if (!name) {
        return not_found("questionnaire.unknown");
    }
    counts.name = *std::move(name);
    const auto& list = answer_sheets().list;
    const auto sheets = lists::where_of(list, asked.sheets);
    YH_TRY(counts.sheets,
           connection.one<std::int64_t>("SELECT COUNT(*) FROM " + std::string{list.from} + sheets.sql, sheets.params));
    const auto choices = lists::where_of(counted_choices, asked.choices);
    YH_TRY(const auto counted,
           connection.rows<CountRow>("SELECT item.option_id AS option_id, COUNT(*) AS count, SUM(CASE WHEN "
                                     "item.first_choice THEN 1 ELSE 0 END) AS firsts FROM " +
                                         std::string{counted_choices.from} + choices.sql + " GROUP BY item.option_id",
                                     choices.params));
    YH_TRY(const auto known,
           connection.rows<KnownRow>(
               "SELECT questions.id AS question, questions.kind AS kind, questions.text AS question_text, "
               "questions.retired_at_ms IS NOT NULL AS question_retired, question_options.id AS option_id, "
               "question_options.text AS text, question_options.retired_at_ms IS NOT NULL AS retired FROM questions "
               "JOIN question_options ON question_options.question_id = questions.id WHERE questions.questionnaire_id "
               "= ? AND questions.kind IN ('single', 'multiple') ORDER BY CASE WHEN questions.retired_at_ms IS NULL "
               "THEN 0 ELSE 1 END, questions.position, questions.id, CASE WHEN question_options.retired_at_ms IS NULL "
               "THEN 0 ELSE 1 END, question_options.position, question_options.id",
               counts.id));
    for (const auto& row : known) {
        const auto at = std::ranges::find(counted, row.option_id, &CountRow::option_id);
        add_row(counts.questions, row, at == counted.end() ? CountRow{} : *at);
    }
    std::ranges::for_each(counts.questions, add_percents);
    return counts;
}

}  // namespace yh::office::customers
