#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"

// Questionnaires (外呼问卷, R193): what agents ask customers in calls.
namespace yh::office::customers {

using QuestionnaireId = Id<struct QuestionnaireTag>;
using QuestionId = Id<struct QuestionTag>;
using OptionId = Id<struct OptionTag>;

/// 输入, 选择, 单选, 多选.
enum class QuestionKind { Text, DropDown, Single, Multiple };
BOOST_DESCRIBE_ENUM(QuestionKind, Text, DropDown, Single, Multiple)

/// Closed ones (停用) are filled in by nobody; what was filled in stays.
enum class QuestionnaireState { Open, Closed };
BOOST_DESCRIBE_ENUM(QuestionnaireState, Open, Closed)

inline constexpr std::size_t most_questions = 50;
inline constexpr std::size_t most_options = 50;

struct QuestionOption {
    OptionId id;  ///< of a new one none
    std::string text;
};
BOOST_DESCRIBE_STRUCT(QuestionOption, (), (id, text))

struct Question {
    QuestionId id;  ///< of a new one none
    QuestionKind kind = QuestionKind::Text;
    std::string text;
    bool required = false;
    std::vector<QuestionOption> options;  ///< of a text none
};
BOOST_DESCRIBE_STRUCT(Question, (), (id, kind, text, required, options))

/// What a page saves: the questions in their order.
struct QuestionnaireDraft {
    std::string name;
    QuestionnaireState state = QuestionnaireState::Open;
    std::int64_t version = 0;  ///< that the page shows; of a new one 0
    std::vector<Question> questions;
};
BOOST_DESCRIBE_STRUCT(QuestionnaireDraft, (), (name, state, version, questions))

/// What an agent fills in.
struct QuestionnaireForm {
    QuestionnaireId id;
    std::string name;
    QuestionnaireState state = QuestionnaireState::Open;
    std::int64_t version = 0;
    std::vector<Question> questions;
};
BOOST_DESCRIBE_STRUCT(QuestionnaireForm, (), (id, name, state, version, questions))

/// How many sheets hold an answer to a question or an option of the form.
struct AnswerCount {
    QuestionId question;
    std::optional<OptionId> option;  ///< none: the whole question
    std::int64_t sheets = 0;
};
BOOST_DESCRIBE_STRUCT(AnswerCount, (), (question, option, sheets))

/// … and what whoever edits it must know besides.
struct QuestionnaireDetail {
    QuestionnaireForm form;
    std::int64_t sheets = 0;           ///< how often it was filled in
    std::vector<AnswerCount> answers;  ///< what is not named has none
};
BOOST_DESCRIBE_STRUCT(QuestionnaireDetail, (), (form, sheets, answers))

/// One to be chosen.
struct QuestionnaireName {
    QuestionnaireId id;
    std::string name;
    QuestionnaireState state = QuestionnaireState::Open;
    std::int64_t questions = 0;
};
BOOST_DESCRIBE_STRUCT(QuestionnaireName, (), (id, name, state, questions))

/// A row of the list.
struct QuestionnaireItem {
    QuestionnaireId id;
    std::string name;
    QuestionnaireState state = QuestionnaireState::Open;
    std::int64_t questions = 0;
    std::int64_t sheets = 0;
    std::string agent;
    std::string agent_name;
    std::int64_t created_at_ms = 0;
    std::int64_t updated_at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(QuestionnaireItem, (),
                      (id, name, state, questions, sheets, agent, agent_name, created_at_ms, updated_at_ms))

}  // namespace yh::office::customers
