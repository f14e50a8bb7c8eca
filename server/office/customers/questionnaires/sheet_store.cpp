#include "office/customers/questionnaires/sheet_store.h"

#include <algorithm>
#include <utility>

#include "base/utf8.h"
#include "office/customers/questionnaires/questionnaire_check.h"
#include "office/customers/questionnaires/questionnaire_store.h"

namespace yh::office::customers {

namespace {

struct SheetRow {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::int64_t questionnaire_id = 0;
    std::int64_t version = 0;
    std::int64_t user_id = 0;
    std::optional<std::int64_t> department_id;
    std::optional<std::int64_t> customer_id;
    std::optional<std::int64_t> call_id;
    std::string number;
    std::string token;
    std::string summary;
    std::int64_t created_at_ms = 0;
    std::optional<std::int64_t> updated_at_ms;
};
BOOST_DESCRIBE_STRUCT(SheetRow, (),
                      (id, tenant_id, questionnaire_id, version, user_id, department_id, customer_id, call_id, number,
                       token, summary, created_at_ms, updated_at_ms))

struct ChoiceRow {
    std::int64_t sheet_id = 0;
    OptionId option_id;
    QuestionId question_id;
    std::int64_t questionnaire_id = 0;
    bool first_choice = false;
    std::int64_t user_id = 0;
    std::optional<std::int64_t> department_id;
    std::int64_t answered_at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(ChoiceRow, (),
                      (sheet_id, option_id, question_id, questionnaire_id, first_choice, user_id, department_id,
                       answered_at_ms))

SheetSaved refused(Error error) {
    SheetSaved saved;
    saved.refusal = std::move(error);
    return saved;
}

/// Where it came from; none: from nowhere this person may name.
Result<std::optional<Error>> take_origin(db::Connection& connection, const Asker& asker, const AnswerSheetDraft& draft,
                                         SheetRow& row) {
    if (!draft.call && !draft.customer) {
        return std::optional<Error>{invalid_input("answer_sheet.about_nobody")};
    }
    if (draft.call && !asker.call) {
        return std::optional<Error>{not_found("call.unknown")};
    }
    if (draft.customer) {
        YH_TRY(const bool seen, may_see(connection, asker, *draft.customer));
        if (!seen) {
            return std::optional<Error>{not_found("customer.unknown")};
        }
        row.customer_id = draft.customer->value;
    }
    if (asker.call) {
        row.call_id = asker.call->call.value;
        row.number = asker.call->number;
        YH_TRY(const auto other, connection.row<std::int64_t>("SELECT id FROM answer_sheets WHERE call_id = ? AND "
                                                              "questionnaire_id = ? AND user_id = ?",
                                                              *row.call_id, row.questionnaire_id, row.user_id));
        if (other) {
            return std::optional<Error>{conflict("answer_sheet.exists")};
        }
    }
    return std::optional<Error>{};
}

Result<void> write_answers(db::Connection& connection, SheetRow& row, const std::vector<AnswerDraft>& answers) {
    for (const auto& answer : answers) {
        if (!answer.text.empty()) {
            YH_CHECK(connection.run("INSERT INTO answer_texts (sheet_id, question_id, text) VALUES (?, ?, ?)", row.id,
                                    answer.question, answer.text));
        }
        for (const auto option : answer.options) {
            YH_CHECK(connection.insert(
                "answer_choices",
                ChoiceRow{row.id, option, answer.question, row.questionnaire_id, option == answer.options.front(),
                          row.user_id, row.department_id, row.created_at_ms}));
        }
    }
    YH_TRY(const auto said, answers_of(connection, AnswerSheetId{row.id}));
    return connection.change("UPDATE answer_sheets SET summary = ? WHERE id = ?", summary_of(said), row.id);
}

struct AskedRow {
    QuestionId question;
    QuestionKind kind = QuestionKind::Text;
    std::string asked;
    bool retired = false;
    std::optional<OptionId> option_id;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(AskedRow, (), (question, kind, asked, retired, option_id, text))

KeptOptions chosen_in(const std::vector<SheetAnswer>& answers) {
    KeptOptions chosen;
    for (const auto& answer : answers) {
        for (const auto& option : answer.options) {
            chosen[answer.question].insert(option.id);
        }
    }
    return chosen;
}

}  // namespace

Result<std::vector<SheetAnswer>> answers_of(db::Connection& connection, AnswerSheetId id) {
    YH_TRY(auto rows,
           connection.rows<AskedRow>(
               "SELECT questions.id AS question, questions.kind AS kind, questions.text AS asked, "
               "questions.retired_at_ms IS NOT NULL AS retired, said.option_id AS option_id, said.text AS text FROM "
               "(SELECT answer_choices.question_id AS question_id, answer_choices.option_id AS option_id, "
               "question_options.text AS text, question_options.position AS place FROM answer_choices JOIN "
               "question_options ON question_options.id = answer_choices.option_id WHERE answer_choices.sheet_id = ? "
               "UNION ALL SELECT question_id, NULL, text, 0 FROM answer_texts WHERE sheet_id = ?) AS said JOIN "
               "questions ON questions.id = said.question_id ORDER BY questions.position, questions.id, said.place, "
               "said.option_id",
               id, id));
    std::vector<SheetAnswer> answers;
    for (auto& row : rows) {
        if (answers.empty() || answers.back().question != row.question) {
            answers.push_back({row.question, row.kind, row.asked, row.retired, {}, {}});
        }
        if (row.option_id) {
            answers.back().options.push_back({*row.option_id, std::move(row.text)});
        } else {
            answers.back().text = std::move(row.text);
        }
    }
    return answers;
}

Result<SheetSaved> add_sheet(db::Connection& connection, const Asker& asker, const AnswerSheetDraft& draft,
                             AnswerSheetId id, std::int64_t now_ms) {
    constexpr std::size_t longest_token = 60;
    if (draft.token.empty() || draft.token.size() > longest_token || !is_clean_utf8(draft.token)) {
        return refused(invalid_input("answer_sheet.token"));
    }
    YH_TRY(const auto known,
           connection.row<AnswerSheetId>("SELECT id FROM answer_sheets WHERE user_id = ? AND token = ?", asker.who.user,
                                         draft.token));
    if (known) {
        return SheetSaved{*known, {}, {}};
    }
    YH_TRY(const auto form,
           find_questionnaire(connection, asker.who.tenant, draft.questionnaire.value_or(QuestionnaireId{})));
    if (!form) {
        return refused(not_found("questionnaire.unknown"));
    }
    if (form->state == QuestionnaireState::Closed) {
        return refused(conflict("questionnaire.closed"));
    }
    if (form->version != draft.version) {
        return refused(conflict("questionnaire.changed"));
    }
    SheetRow row;
    row.id = id.value;
    row.tenant_id = asker.who.tenant.value;
    row.questionnaire_id = form->id.value;
    row.version = form->version;
    row.user_id = asker.who.user.value;
    row.token = draft.token;
    row.created_at_ms = now_ms;
    YH_TRY(auto refusal, take_origin(connection, asker, draft, row));
    if (refusal) {
        return refused(*std::move(refusal));
    }
    SheetSaved saved;
    saved.id = id;
    auto answers = draft.answers;
    saved.problems = check_answers(form->questions, {}, answers);
    if (!saved.problems.empty()) {
        return saved;
    }
    YH_TRY(const auto department,
           connection.row<std::optional<std::int64_t>>("SELECT department_id FROM users WHERE id = ?", asker.who.user));
    row.department_id = department.value_or(std::nullopt);
    YH_TRY(auto transaction, connection.begin());
    YH_CHECK(connection.insert("answer_sheets", row));
    YH_CHECK(write_answers(connection, row, answers));
    YH_CHECK(transaction.commit());
    return saved;
}

Result<SheetSaved> correct_sheet(db::Connection& connection, const Asker& asker, AnswerSheetId id,
                                 const AnswerSheetDraft& draft, std::int64_t now_ms) {
    lists::Reader reader;
    reader.who = asker.who;
    YH_TRY(const auto seen, lists::find_row(connection, answer_sheets(), reader, id.value));
    if (!seen) {
        return refused(not_found("answer_sheet.unknown"));
    }
    YH_TRY(auto row, connection.one<SheetRow>("SELECT * FROM answer_sheets WHERE id = ?", id));
    if (row.user_id != asker.who.user.value) {
        return refused(Error{ErrorKind::Forbidden, "answer_sheet.not_yours", {}});
    }
    YH_TRY(const auto form, find_questionnaire(connection, asker.who.tenant, QuestionnaireId{row.questionnaire_id}));
    if (!form) {
        return refused(not_found("answer_sheet.unknown"));
    }
    if (form->version != draft.version) {
        return refused(conflict("questionnaire.changed"));
    }
    SheetSaved saved;
    saved.id = id;
    YH_TRY(const auto before, answers_of(connection, id));
    auto answers = draft.answers;
    saved.problems = check_answers(form->questions, chosen_in(before), answers);
    if (!saved.problems.empty()) {
        return saved;
    }
    YH_TRY(auto transaction, connection.begin());
    constexpr std::string_view asked_still =
        "sheet_id = ? AND question_id IN (SELECT id FROM questions WHERE questionnaire_id = ? AND retired_at_ms IS "
        "NULL)";
    for (const std::string_view table : {"answer_choices", "answer_texts"}) {
        YH_CHECK(connection.run("DELETE FROM " + std::string{table} + " WHERE " + std::string{asked_still}, id,
                                row.questionnaire_id));
    }
    YH_CHECK(connection.run("UPDATE answer_sheets SET version = ?, updated_at_ms = ? WHERE id = ?", form->version,
                            now_ms, id));
    YH_CHECK(write_answers(connection, row, answers));
    YH_CHECK(transaction.commit());
    return saved;
}

Result<std::optional<AnswerSheetView>> find_sheet(db::Connection& connection, const lists::Reader& reader,
                                                  AnswerSheetId id) {
    YH_TRY(auto item, lists::find_row(connection, answer_sheets(), reader, id.value));
    if (!item) {
        return std::optional<AnswerSheetView>{};
    }
    AnswerSheetView view;
    static_cast<AnswerSheetItem&>(view) = *std::move(item);
    YH_TRY(view.answers, answers_of(connection, id));
    return std::optional{std::move(view)};
}

}  // namespace yh::office::customers
