#include <algorithm>
#include <string_view>
#include <utility>

#include "office/customers/questionnaires/questionnaire_store.h"

// Changing questionnaires: what was answered stays as it was asked.
namespace yh::office::customers {

namespace {

struct QuestionnaireRow {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::string name;
    QuestionnaireState state = QuestionnaireState::Open;
    std::int64_t version = 1;
    std::int64_t created_by = 0;
    std::int64_t created_at_ms = 0;
    std::int64_t updated_at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(QuestionnaireRow, (),
                      (id, tenant_id, name, state, version, created_by, created_at_ms, updated_at_ms))

QuestionnaireSaved refused(Error error) {
    QuestionnaireSaved saved;
    saved.refusal = std::move(error);
    return saved;
}

/// Writes what differs between what is there and what is wanted.
class Change {
  public:
    Change(db::Connection& connection, QuestionnaireId questionnaire, IdMaker& ids, std::int64_t now_ms)
        : connection_{connection}, questionnaire_{questionnaire}, ids_{ids}, now_ms_{now_ms} {}

    Result<void> apply(const std::vector<Question>& before, const std::vector<Question>& wanted) {
        for (const auto& old : before) {
            if (std::ranges::find(wanted, old.id, &Question::id) == wanted.end()) {
                YH_CHECK(take_away(old));
            }
        }
        for (std::size_t at = 0; at < wanted.size(); ++at) {
            const auto place = static_cast<std::int64_t>(at);
            const auto old = std::ranges::find(before, wanted[at].id, &Question::id);
            YH_CHECK(old == before.end() ? add(wanted[at], place) : change(*old, wanted[at], place));
        }
        return {};
    }

  private:
    Result<bool> has_rows(std::string_view sql, std::int64_t id) {
        YH_TRY(const auto found, connection_.row<std::int64_t>(sql, id));
        return found.has_value();
    }
    Result<bool> was_answered(const Question& question) {
        return question.kind == QuestionKind::Text
                   ? has_rows("SELECT question_id FROM answer_texts WHERE question_id = ? LIMIT 1", question.id.value)
                   : has_rows("SELECT question_id FROM answer_choices WHERE question_id = ? LIMIT 1",
                              question.id.value);
    }

    Result<void> add(const Question& question, std::int64_t place) {
        const auto id = ids_.make<QuestionId>(now_ms_);
        YH_CHECK(
            connection_.run("INSERT INTO questions (id, questionnaire_id, position, kind, text, required) VALUES "
                            "(?, ?, ?, ?, ?, ?)",
                            id, questionnaire_, place, question.kind, question.text, question.required));
        for (std::size_t at = 0; at < question.options.size(); ++at) {
            YH_CHECK(add_option(id, question.options[at].text, static_cast<std::int64_t>(at)));
        }
        return {};
    }
    Result<void> add_option(QuestionId question, const std::string& text, std::int64_t place) {
        return connection_.change("INSERT INTO question_options (id, question_id, position, text) VALUES (?, ?, ?, ?)",
                                  ids_.make<OptionId>(now_ms_), question, place, text);
    }

    Result<void> take_away(const Question& old) {
        YH_TRY(const bool answered, was_answered(old));
        if (answered) {
            return connection_.change("UPDATE questions SET retired_at_ms = ? WHERE id = ?", now_ms_, old.id);
        }
        // Options that were chosen once and are retired have no answers any more either: the sheets are gone.
        YH_CHECK(connection_.run("DELETE FROM question_options WHERE question_id = ?", old.id));
        return connection_.change("DELETE FROM questions WHERE id = ?", old.id);
    }
    Result<bool> was_chosen(const QuestionOption& option) {
        return has_rows("SELECT option_id FROM answer_choices WHERE option_id = ? LIMIT 1", option.id.value);
    }
    Result<void> take_away(const QuestionOption& old) {
        YH_TRY(const bool chosen, was_chosen(old));
        return chosen
                   ? connection_.change("UPDATE question_options SET retired_at_ms = ? WHERE id = ?", now_ms_, old.id)
                   : connection_.change("DELETE FROM question_options WHERE id = ?", old.id);
    }

    Result<void> change(const Question& old, const Question& wanted, std::int64_t place) {
        if (old.kind != wanted.kind || old.text != wanted.text) {
            YH_TRY(const bool answered, was_answered(old));
            if (answered || old.kind != wanted.kind) {
                YH_CHECK(take_away(old));
                return add(wanted, place);
            }
        }
        YH_CHECK(connection_.run("UPDATE questions SET position = ?, text = ?, required = ? WHERE id = ?", place,
                                 wanted.text, wanted.required, old.id));
        return change_options(old, wanted.options);
    }
    Result<void> change_options(const Question& question, const std::vector<QuestionOption>& wanted) {
        for (const auto& old : question.options) {
            if (std::ranges::find(wanted, old.id, &QuestionOption::id) == wanted.end()) {
                YH_CHECK(take_away(old));
            }
        }
        for (std::size_t at = 0; at < wanted.size(); ++at) {
            const auto place = static_cast<std::int64_t>(at);
            const auto old = std::ranges::find(question.options, wanted[at].id, &QuestionOption::id);
            YH_CHECK(old == question.options.end() ? add_option(question.id, wanted[at].text, place)
                                                   : change_option(question.id, *old, wanted[at].text, place));
        }
        return {};
    }
    Result<void> change_option(QuestionId question, const QuestionOption& old, const std::string& text,
                               std::int64_t place) {
        if (old.text != text) {
            YH_TRY(const bool chosen, was_chosen(old));
            if (chosen) {
                YH_CHECK(take_away(old));
                return add_option(question, text, place);
            }
        }
        return connection_.change("UPDATE question_options SET position = ?, text = ? WHERE id = ?", place, text,
                                  old.id);
    }

    db::Connection& connection_;
    QuestionnaireId questionnaire_;
    IdMaker& ids_;
    std::int64_t now_ms_;
};

/// Ids that are not of this questionnaire, or stand twice.
std::vector<http::FieldProblem> find_strangers(const std::vector<Question>& before,
                                               const std::vector<Question>& wanted) {
    std::vector<http::FieldProblem> problems;
    for (std::size_t at = 0; at < wanted.size(); ++at) {
        const auto& question = wanted[at];
        const auto old = std::ranges::find(before, question.id, &Question::id);
        bool strange =
            question.id && (old == before.end() || std::ranges::count(wanted, question.id, &Question::id) > 1);
        for (const auto& option : question.options) {
            const bool known = old != before.end() &&
                               std::ranges::find(old->options, option.id, &QuestionOption::id) != old->options.end();
            const bool twice = std::ranges::count(question.options, option.id, &QuestionOption::id) > 1;
            strange = strange || (option.id && (!known || twice));
        }
        if (strange) {
            problems.push_back({"questions[" + std::to_string(at) + "]", "questionnaire.unknown_question"});
        }
    }
    return problems;
}

Result<std::optional<Error>> why_no_more(db::Connection& connection, model::TenantId tenant) {
    YH_TRY(const auto count,
           connection.one<std::int64_t>(
               "SELECT COUNT(*) FROM questionnaires WHERE tenant_id = ? AND deleted_at_ms IS NULL", tenant));
    return count < most_questionnaires ? std::optional<Error>{} : std::optional<Error>{conflict("crm.too_many")};
}

Result<bool> is_taken(db::Connection& connection, model::TenantId tenant, const std::string& name,
                      std::optional<QuestionnaireId> by) {
    YH_TRY(const auto other, connection.row<std::int64_t>("SELECT id FROM questionnaires WHERE tenant_id = ? AND name "
                                                          "= ? AND deleted_at_ms IS NULL AND id <> ?",
                                                          tenant, name, by ? by->value : 0));
    return other.has_value();
}

}  // namespace

Result<QuestionnaireSaved> save_questionnaire(db::Connection& connection, const people::SignedIn& who,
                                              std::optional<QuestionnaireId> id, const QuestionnaireDraft& draft,
                                              IdMaker& ids, std::int64_t now_ms) {
    QuestionnaireForm before;
    if (id) {
        YH_TRY(auto found, find_questionnaire(connection, who.tenant, *id));
        if (!found) {
            return refused(not_found("questionnaire.unknown"));
        }
        before = *std::move(found);
        if (before.version != draft.version) {
            return refused(conflict("questionnaire.changed"));
        }
    } else {
        YH_TRY(auto refusal, why_no_more(connection, who.tenant));
        if (refusal) {
            return refused(*std::move(refusal));
        }
    }
    QuestionnaireSaved saved;
    saved.problems = find_strangers(before.questions, draft.questions);
    YH_TRY(const bool taken, is_taken(connection, who.tenant, draft.name, id));
    if (taken) {
        saved.problems.push_back({"name", "config.twice"});
    }
    if (!saved.problems.empty()) {
        return saved;
    }
    saved.id = id ? *id : ids.make<QuestionnaireId>(now_ms);
    YH_TRY(auto transaction, connection.begin());
    if (id) {
        YH_CHECK(
            connection.run("UPDATE questionnaires SET name = ?, state = ?, version = version + 1, updated_at_ms = "
                           "? WHERE id = ?",
                           draft.name, draft.state, now_ms, *id));
    } else {
        YH_CHECK(connection.insert("questionnaires", QuestionnaireRow{saved.id.value, who.tenant.value, draft.name,
                                                                      draft.state, 1, who.user.value, now_ms, now_ms}));
    }
    YH_CHECK(Change(connection, saved.id, ids, now_ms).apply(before.questions, draft.questions));
    YH_CHECK(transaction.commit());
    return saved;
}

Result<QuestionnaireSaved> delete_questionnaire(db::Connection& connection, const people::SignedIn& who,
                                                QuestionnaireId id, std::int64_t version, std::int64_t now_ms) {
    YH_TRY(const auto found, find_questionnaire(connection, who.tenant, id));
    if (!found) {
        return refused(not_found("questionnaire.unknown"));
    }
    if (found->version != version) {
        return refused(conflict("questionnaire.changed"));
    }
    YH_CHECK(connection.run("UPDATE questionnaires SET deleted_at_ms = ?, deleted_by = ? WHERE id = ?", now_ms,
                            who.user, id));
    return QuestionnaireSaved{id, {}, {}};
}

}  // namespace yh::office::customers
