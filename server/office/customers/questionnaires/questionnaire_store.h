#pragma once

#include <optional>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "http/reply.h"
#include "office/customers/questionnaires/questionnaire.h"
#include "office/lists/list_store.h"

// Questionnaires in the database. Thread: one that may block; what changes them, the writer's.
namespace yh::office::customers {

/// The right to make, change and delete them; who may change customers fills them in.
inline constexpr std::string_view manage_questionnaires = "questionnaires.manage";

/// A company has so many at the most.
inline constexpr std::int64_t most_questionnaires = 500;

/// What became of a change. An error of the database is none of these.
struct QuestionnaireSaved {
    QuestionnaireId id;
    std::optional<Error> refusal;  ///< questionnaire.unknown, questionnaire.changed, crm.too_many
    std::vector<http::FieldProblem> problems;
};

lists::Listing<QuestionnaireItem> questionnaires();

/// All of the company by name, to choose from.
Result<std::vector<QuestionnaireName>> questionnaire_names(db::Connection& connection, model::TenantId tenant);

/// As it is filled in now: without what is retired.
Result<std::optional<QuestionnaireForm>> find_questionnaire(db::Connection& connection, model::TenantId tenant,
                                                            QuestionnaireId id);
Result<std::optional<QuestionnaireDetail>> find_questionnaire_detail(db::Connection& connection, model::TenantId tenant,
                                                                     QuestionnaireId id);

/// Makes a new one, without `id`, or changes one. What was answered is not rewritten: a question with another kind or
/// text, and an option with another text, is retired, and a new one takes its place. The draft was checked; problems:
/// name config.twice, questions.N questionnaire.unknown_question.
Result<QuestionnaireSaved> save_questionnaire(db::Connection& connection, const people::SignedIn& who,
                                              std::optional<QuestionnaireId> id, const QuestionnaireDraft& draft,
                                              IdMaker& ids, std::int64_t now_ms);

/// Out of sight with all that was filled in, lists and figures included.
Result<QuestionnaireSaved> delete_questionnaire(db::Connection& connection, const people::SignedIn& who,
                                                QuestionnaireId id, std::int64_t version, std::int64_t now_ms);

}  // namespace yh::office::customers
