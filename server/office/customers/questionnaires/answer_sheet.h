#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/ids.h"
#include "office/customers/questionnaires/questionnaire.h"

// Answer sheets (答卷, R196): a questionnaire as an agent filled it in.
namespace yh::office::customers {

using AnswerSheetId = Id<struct AnswerSheetTag>;

/// What was said to one question: options, or a text.
struct AnswerDraft {
    QuestionId question;
    std::vector<OptionId> options;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(AnswerDraft, (), (question, options, text))

/// What a page saves. Who and which call it is about is only said of a new one.
struct AnswerSheetDraft {
    std::optional<QuestionnaireId> questionnaire;
    std::int64_t version = 0;  ///< of the form that was filled in
    std::optional<model::CustomerId> customer;
    std::optional<model::CallId> call;
    std::string token;
    std::vector<AnswerDraft> answers;
};
BOOST_DESCRIBE_STRUCT(AnswerSheetDraft, (), (questionnaire, version, customer, call, token, answers))

/// A row of the list.
struct AnswerSheetItem {
    AnswerSheetId id;
    std::int64_t created_at_ms = 0;
    QuestionnaireId questionnaire;
    std::string questionnaire_name;
    std::optional<model::CustomerId> customer;
    std::string customer_name;
    std::string number;  ///< of the call; without one, the customer's first
    std::optional<std::string> number_token;
    std::string summary;
    std::string agent;
    std::string agent_name;
    std::string department_name;
    std::optional<model::CallId> call;
    bool recorded = false;  ///< there is a recording of the call
    std::optional<std::int64_t> updated_at_ms;
    bool mine = false;
};
BOOST_DESCRIBE_STRUCT(AnswerSheetItem, (),
                      (id, created_at_ms, questionnaire, questionnaire_name, customer, customer_name, number,
                       number_token, summary, agent, agent_name, department_name, call, recorded, updated_at_ms, mine))

/// An answer with the question as it was asked.
struct SheetAnswer {
    QuestionId question;
    QuestionKind kind = QuestionKind::Text;
    std::string asked;
    bool retired = false;  ///< the question is no part of the questionnaire any more
    std::vector<QuestionOption> options;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(SheetAnswer, (), (question, kind, asked, retired, options, text))

/// One of them whole.
struct AnswerSheetView : AnswerSheetItem {
    std::vector<SheetAnswer> answers;
};
BOOST_DESCRIBE_STRUCT(AnswerSheetView, (AnswerSheetItem), (answers))

}  // namespace yh::office::customers
