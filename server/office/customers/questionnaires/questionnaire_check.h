#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "http/reply.h"
#include "office/customers/questionnaires/answer_sheet.h"

// What is wrong with a questionnaire, and with what was filled in. Pure.
namespace yh::office::customers {

/// By "name", "questions[0].text", "questions[0].options[1]"; blanks around texts go. Codes: config.required,
/// config.twice, customer.too_long, crm.too_many, questionnaire.too_few_options, questionnaire.no_options.
std::vector<http::FieldProblem> check_questionnaire(QuestionnaireDraft& draft);

/// Options that are no part of the form any more and stand in the sheet that is corrected: they may stay.
using KeptOptions = std::map<QuestionId, std::set<OptionId>>;

/// By "answers.QUESTION"; blanks around texts go, and so do answers that say nothing. Codes: config.required,
/// customer.too_long, questionnaire.unknown_question, questionnaire.bad_answer.
std::vector<http::FieldProblem> check_answers(const std::vector<Question>& form, const KeptOptions& kept,
                                              std::vector<AnswerDraft>& answers);

/// "是否满意: 满意；原因: 价格、质量".
std::string summary_of(const std::vector<SheetAnswer>& answers);

}  // namespace yh::office::customers
