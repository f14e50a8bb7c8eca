#include "office/customers/questionnaires/questionnaire_store.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace yh::office::customers {

namespace {

using lists::Choice;
using lists::Column;
using lists::Filter;
using lists::FilterKind;
using lists::Kind;

constexpr std::string_view question_count =
    "(SELECT COUNT(*) FROM questions WHERE questions.questionnaire_id = item.id AND questions.retired_at_ms IS NULL)";
constexpr std::string_view sheet_count =
    "(SELECT COUNT(*) FROM answer_sheets WHERE answer_sheets.questionnaire_id = item.id)";

constexpr lists::WordTitle state_words[] = {{"open", "启用"}, {"closed", "停用"}};
constexpr std::array columns{
    Column{"name", {"问卷名称", "Questionnaire"}, "item.name"},
    Column{.key = "state", .title = {"状态", "State"}, .sql = "item.state", .kind = Kind::Word, .words = state_words},
    Column{"questions", {"题目数", "Questions"}, question_count, Kind::Number},
    Column{"sheets", {"答卷数", "Filled in"}, sheet_count, Kind::Number},
    Column{"agent", {"工号", "Agent"}, "COALESCE(users.number, '')"},
    Column{"agent_name", {"创建人", "Made by"}, "COALESCE(users.name, '')"},
    Column{"created_at_ms", {"创建时间", "Made"}, "item.created_at_ms", Kind::Time},
    Column{"updated_at_ms", {"更新时间", "Changed"}, "item.updated_at_ms", Kind::Time},
    Column{"id", {"编号", "Id"}, "item.id", Kind::Id}};
constexpr std::array filters{Filter{"name", FilterKind::Part, "item.name"},
                             Filter{.key = "state",
                                    .kind = FilterKind::Word,
                                    .clause = "item.state = ?",
                                    .check = lists::is_word<QuestionnaireState>},
                             Filter{"agent", FilterKind::Person, "users.number = ?"}};

/// They are the company's, whoever made them.
people::ScopeClause everything(const lists::Reader&) {
    return {};
}

constinit const lists::List list{.name = "questionnaires",
                                 .title = {"外呼问卷", "Questionnaires"},
                                 .permission = manage_questionnaires,
                                 .from = "questionnaires AS item LEFT JOIN users ON users.id = item.created_by",
                                 .tenant = "item.tenant_id",
                                 .only = "item.deleted_at_ms IS NULL",
                                 .time = "item.updated_at_ms",
                                 .id = "item.id",
                                 .columns = columns,
                                 .filters = filters,
                                 .seen = everything};

struct OptionRow {
    QuestionId question;
    OptionId id;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(OptionRow, (), (question, id, text))

struct QuestionRow {
    QuestionId id;
    QuestionKind kind = QuestionKind::Text;
    std::string text;
    bool required = false;
};
BOOST_DESCRIBE_STRUCT(QuestionRow, (), (id, kind, text, required))

struct HeadRow {
    QuestionnaireId id;
    std::string name;
    QuestionnaireState state = QuestionnaireState::Open;
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(HeadRow, (), (id, name, state, version))

Result<std::vector<Question>> questions_of(db::Connection& connection, QuestionnaireId id) {
    YH_TRY(const auto rows,
           connection.rows<QuestionRow>("SELECT id, kind, text, required FROM questions WHERE questionnaire_id = ? AND "
                                        "retired_at_ms IS NULL ORDER BY position, id",
                                        id));
    YH_TRY(const auto options,
           connection.rows<OptionRow>(
               "SELECT question_options.question_id AS question, question_options.id AS id, question_options.text AS "
               "text FROM question_options JOIN questions ON questions.id = question_options.question_id WHERE "
               "questions.questionnaire_id = ? AND questions.retired_at_ms IS NULL AND question_options.retired_at_ms "
               "IS NULL ORDER BY question_options.position, question_options.id",
               id));
    std::vector<Question> questions;
    for (const auto& row : rows) {
        auto& question = questions.emplace_back(Question{row.id, row.kind, row.text, row.required, {}});
        for (const auto& option : options) {
            if (option.question == row.id) {
                question.options.push_back({option.id, option.text});
            }
        }
    }
    return questions;
}

}  // namespace

lists::Listing<QuestionnaireItem> questionnaires() {
    return {list};
}

Result<std::vector<QuestionnaireName>> questionnaire_names(db::Connection& connection, model::TenantId tenant) {
    return connection.rows<QuestionnaireName>(
        "SELECT item.id AS id, item.name AS name, item.state AS state, " + std::string{question_count} +
            " AS questions FROM questionnaires AS item WHERE item.tenant_id = ? AND item.deleted_at_ms IS NULL ORDER "
            "BY item.name, item.id",
        tenant);
}

Result<std::optional<QuestionnaireForm>> find_questionnaire(db::Connection& connection, model::TenantId tenant,
                                                            QuestionnaireId id) {
    YH_TRY(auto head, connection.row<HeadRow>("SELECT id, name, state, version FROM questionnaires WHERE id = ? AND "
                                              "tenant_id = ? AND deleted_at_ms IS NULL",
                                              id, tenant));
    if (!head) {
        return std::optional<QuestionnaireForm>{};
    }
    QuestionnaireForm form{head->id, std::move(head->name), head->state, head->version, {}};
    YH_TRY(form.questions, questions_of(connection, id));
    return std::optional{std::move(form)};
}

Result<std::optional<QuestionnaireDetail>> find_questionnaire_detail(db::Connection& connection, model::TenantId tenant,
                                                                     QuestionnaireId id) {
    YH_TRY(auto form, find_questionnaire(connection, tenant, id));
    if (!form) {
        return std::optional<QuestionnaireDetail>{};
    }
    QuestionnaireDetail detail;
    detail.form = *std::move(form);
    YH_TRY(detail.sheets,
           connection.one<std::int64_t>("SELECT COUNT(*) FROM answer_sheets WHERE questionnaire_id = ?", id));
    YH_TRY(detail.answers, connection.rows<AnswerCount>(
                               "SELECT question_id AS question, option_id AS \"option\", COUNT(*) AS sheets "
                               "FROM answer_choices WHERE questionnaire_id = ? GROUP BY question_id, option_id",
                               id));
    YH_TRY(const auto whole,
           connection.rows<AnswerCount>("SELECT question_id AS question, CAST(NULL AS BIGINT) AS \"option\", COUNT(*) "
                                        "AS sheets FROM answer_choices WHERE questionnaire_id = ? AND "
                                        "first_choice GROUP BY question_id",
                                        id));
    YH_TRY(
        const auto texts,
        connection.rows<AnswerCount>(
            "SELECT answer_texts.question_id AS question, CAST(NULL AS BIGINT) AS \"option\", COUNT(*) AS sheets FROM "
            "answer_texts JOIN questions ON "
            "questions.id = answer_texts.question_id WHERE questions.questionnaire_id = ? GROUP BY "
            "answer_texts.question_id",
            id));
    detail.answers.insert(detail.answers.end(), whole.begin(), whole.end());
    detail.answers.insert(detail.answers.end(), texts.begin(), texts.end());
    return std::optional{std::move(detail)};
}

}  // namespace yh::office::customers
