#include "office/customers/questionnaires/questionnaire_check.h"

#include <gtest/gtest.h>

namespace yh::office::customers {
namespace {

Question question(std::int64_t id, QuestionKind kind, bool required, std::initializer_list<std::int64_t> options = {}) {
    Question made{QuestionId{id}, kind, "题" + std::to_string(id), required, {}};
    for (const auto option : options) {
        made.options.push_back({OptionId{option}, "项" + std::to_string(option)});
    }
    return made;
}

std::string wrong(const std::vector<http::FieldProblem>& problems) {
    std::string text;
    for (const auto& one : problems) {
        text += (text.empty() ? "" : "; ") + one.field + ' ' + std::string{one.code};
    }
    return text;
}

TEST(QuestionnaireCheck, R193_SaysWhatAQuestionnaireLacks) {
    QuestionnaireDraft draft;
    draft.name = "  ";
    draft.questions = {question(0, QuestionKind::Single, true, {0}), question(0, QuestionKind::Text, false, {1}),
                       question(0, QuestionKind::DropDown, false, {1, 1})};
    draft.questions[0].text = " ";
    EXPECT_EQ(wrong(check_questionnaire(draft)),
              "name config.required; questions[0].text config.required; questions[0].options "
              "questionnaire.too_few_options; questions[1].options questionnaire.no_options; questions[2].options[1] "
              "config.twice");
    draft.name = " 满意度回访 ";
    draft.questions = {question(0, QuestionKind::Multiple, false, {1, 2}), question(0, QuestionKind::Text, false)};
    draft.questions[0].options[1].text = " 价格 ";
    EXPECT_EQ(wrong(check_questionnaire(draft)), "");
    EXPECT_EQ(draft.name, "满意度回访");
    EXPECT_EQ(draft.questions[0].options[1].text, "价格");
    draft.name = std::string(181, 'x');
    draft.questions.resize(most_questions + 1, draft.questions[1]);
    EXPECT_EQ(wrong(check_questionnaire(draft)), "name customer.too_long; questions crm.too_many");
}

class AnswerCheck : public ::testing::Test {
  protected:
    std::string check(std::vector<AnswerDraft> answers, const KeptOptions& kept = {}) {
        said_ = std::move(answers);
        return wrong(check_answers(form_, kept, said_));
    }

    std::vector<Question> form_{
        question(1, QuestionKind::Single, true, {11, 12}), question(2, QuestionKind::Multiple, false, {21, 22}),
        question(3, QuestionKind::DropDown, false, {31, 32}), question(4, QuestionKind::Text, false)};
    std::vector<AnswerDraft> said_;
};

TEST_F(AnswerCheck, R196_TakesWhatTheQuestionsAskFor) {
    EXPECT_EQ(check({{QuestionId{2}, {OptionId{22}, OptionId{21}}, ""},
                     {QuestionId{1}, {OptionId{12}}, ""},
                     {QuestionId{3}, {}, ""},
                     {QuestionId{4}, {}, "  太贵 "}}),
              "");
    ASSERT_EQ(said_.size(), 3U) << "what says nothing is no answer";
    EXPECT_EQ(said_[0].options.front(), OptionId{21}) << "in one order, whichever was clicked first";
    EXPECT_EQ(said_[2].text, "太贵");
}

TEST_F(AnswerCheck, R196_RefusesWhatIsMissingOrDoesNotExist) {
    const AnswerDraft good{QuestionId{1}, {OptionId{11}}, ""};
    EXPECT_EQ(check({}), "answers.1 config.required");
    EXPECT_EQ(check({{QuestionId{1}, {}, ""}}), "answers.1 config.required");
    EXPECT_EQ(check({{QuestionId{1}, {OptionId{11}, OptionId{12}}, ""}}), "answers.1 questionnaire.bad_answer");
    EXPECT_EQ(check({{QuestionId{1}, {OptionId{21}}, ""}}), "answers.1 questionnaire.bad_answer")
        << "an option of another question";
    EXPECT_EQ(check({{QuestionId{1}, {OptionId{11}}, "也写了字"}}), "answers.1 questionnaire.bad_answer");
    EXPECT_EQ(check({good, {QuestionId{2}, {OptionId{21}, OptionId{21}}, ""}}), "answers.2 questionnaire.bad_answer");
    EXPECT_EQ(check({good, {QuestionId{4}, {OptionId{21}}, ""}}), "answers.4 questionnaire.bad_answer");
    EXPECT_EQ(check({good, {QuestionId{4}, {}, std::string(3001, 'x')}}), "answers.4 customer.too_long");
    EXPECT_EQ(check({good, {QuestionId{9}, {}, "x"}}), "answers.9 questionnaire.unknown_question");
    EXPECT_EQ(check({good, good}), "answers.1 questionnaire.bad_answer");
}

TEST_F(AnswerCheck, R196_WhatStoodInTheSheetMayStay) {
    const std::vector<AnswerDraft> answers{{QuestionId{1}, {OptionId{19}}, ""}};
    EXPECT_EQ(check(answers), "answers.1 questionnaire.bad_answer");
    EXPECT_EQ(check(answers, {{QuestionId{1}, {OptionId{19}}}}), "");
}

TEST(QuestionnaireSummary, R196_SaysAllAnswersAsOneText) {
    EXPECT_EQ(
        summary_of(
            {{QuestionId{1}, QuestionKind::Multiple, "原因", false, {{OptionId{1}, "价格"}, {OptionId{2}, "质量"}}, ""},
             {QuestionId{2}, QuestionKind::Text, "建议", false, {}, "快一点"}}),
        "原因: 价格、质量；建议: 快一点");
}

}  // namespace
}  // namespace yh::office::customers
