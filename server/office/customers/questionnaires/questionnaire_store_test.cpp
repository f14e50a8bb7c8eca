#include "office/customers/questionnaires/questionnaire_store.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include "office/customers/company_fake.h"
#include "office/customers/questionnaires/option_counts.h"
#include "office/customers/questionnaires/sheet_erasers.h"
#include "office/customers/questionnaires/sheet_store.h"

namespace yh::office::customers {
namespace {

constexpr std::int64_t a_day = 24LL * 60 * 60 * 1000;

/// One questionnaire: 单选 with two options, 多选 with three, 选择 with two, 输入.
class Questionnaires : public Company {
  protected:
    Questionnaires() : Company{{"10001", "10002", "10009"}} {
        const auto owner = id_of("10001");
        EXPECT_TRUE(connection_
                        .run("INSERT INTO customers (id, tenant_id, name, gender, level, note, owner_id, fields, "
                             "version, created_at_ms, created_by, updated_at_ms, updated_by) VALUES (1, ?, '客户', "
                             "'unknown', '一般', '', ?, '{}', 1, 1, ?, 1, ?)",
                             tenant_, owner, owner, owner)
                        .ok());
        EXPECT_TRUE(connection_
                        .run("INSERT INTO customer_numbers (customer_id, position, tenant_id, number, typed, kind) "
                             "VALUES (1, 0, ?, '13800000001', '13800000001', '')",
                             tenant_)
                        .ok());
        QuestionnaireDraft draft;
        draft.name = "满意度回访";
        draft.questions = {{{}, QuestionKind::Single, "是否满意", true, {{{}, "满意"}, {{}, "不满意"}}},
                           {{}, QuestionKind::Multiple, "原因", false, {{{}, "价格"}, {{}, "质量"}, {{}, "服务"}}},
                           {{}, QuestionKind::DropDown, "渠道", false, {{{}, "网络"}, {{}, "朋友"}}},
                           {{}, QuestionKind::Text, "建议", false, {}}};
        id_ = save(draft);
    }

    QuestionnaireId save(const QuestionnaireDraft& draft, std::optional<QuestionnaireId> id = {}) {
        const auto saved = save_questionnaire(connection_, admin().who, id, draft, ids_, ++now_);
        EXPECT_TRUE(saved.ok()) << saved.error().code << ' ' << saved.error().detail;
        say(saved->refusal, saved->problems);
        return saved->id;
    }
    Asker admin() { return asker("10009", model::Role::Admin); }
    QuestionnaireForm form() { return **find_questionnaire(connection_, tenant_, id_); }
    /// The form as a page sends it back.
    QuestionnaireDraft draft() {
        const auto now = form();
        return {now.name, now.state, now.version, now.questions};
    }
    void say(const std::optional<Error>& refusal, const std::vector<http::FieldProblem>& problems) {
        why_ = refusal ? std::string{refusal->code} : "";
        for (const auto& one : problems) {
            why_ += one.field + ' ' + std::string{one.code};
        }
    }

    /// Says the options of the first two questions by their places, and the text.
    std::vector<AnswerDraft> answers(std::size_t single, const std::vector<std::size_t>& multiple = {},
                                     const std::string& text = "") {
        const auto asked = form().questions;
        std::vector<AnswerDraft> said{{asked[0].id, {asked[0].options.at(single).id}, ""}};
        AnswerDraft several{asked[1].id, {}, ""};
        for (const auto at : multiple) {
            several.options.push_back(asked[1].options.at(at).id);
        }
        said.push_back(several);
        said.push_back({asked[3].id, {}, text});
        return said;
    }
    AnswerSheetDraft sheet(std::vector<AnswerDraft> said) {
        AnswerSheetDraft made;
        made.questionnaire = id_;
        made.version = form().version;
        made.customer = model::CustomerId{1};
        made.token = "t" + std::to_string(++tokens_);
        made.answers = std::move(said);
        return made;
    }
    AnswerSheetId add(const Asker& who, const AnswerSheetDraft& what) {
        ++now_;
        const auto saved = add_sheet(connection_, who, what, ids_.make<AnswerSheetId>(now_), now_);
        EXPECT_TRUE(saved.ok()) << saved.error().code << ' ' << saved.error().detail;
        say(saved->refusal, saved->problems);
        return saved->id;
    }
    void correct(const Asker& who, AnswerSheetId id, const AnswerSheetDraft& what) {
        const auto saved = correct_sheet(connection_, who, id, what, ++now_);
        EXPECT_TRUE(saved.ok()) << saved.error().code << ' ' << saved.error().detail;
        say(saved->refusal, saved->problems);
    }
    std::string said(AnswerSheetId id) {
        return *connection_.one<std::string>("SELECT summary FROM answer_sheets WHERE id = ?", id);
    }
    /// "是否满意 3: 满意 2 66.7; …"
    std::string counts(const Asker& who, std::vector<http::NamedValue> query = {}) {
        query.push_back({"questionnaire", id_.text()});
        lists::Reader reader;
        reader.who = who.who;
        const auto asked = read_counts_query(query, reader);
        EXPECT_TRUE(asked.ok()) << asked.error().code;
        const auto found = count_options(connection_, *asked);
        EXPECT_TRUE(found.ok()) << found.error().code << ' ' << found.error().detail;
        std::string text = std::to_string(found->sheets);
        for (const auto& question : found->questions) {
            text += fmt::format("; {}{} {}:", question.text, question.retired ? "(停)" : "", question.answered);
            for (const auto& option : question.options) {
                text += fmt::format(" {}{} {} {:.1f}", option.text, option.retired ? "(停)" : "", option.count,
                                    option.percent);
            }
        }
        return text;
    }

    QuestionnaireId id_;
    std::string why_;
    int tokens_ = 0;
};

TEST_P(Questionnaires, R193_AreMadeChangedAndOrdered) {
    EXPECT_EQ(why_, "");
    auto wanted = draft();
    std::swap(wanted.questions[0], wanted.questions[3]);
    wanted.questions[1].options.push_back({{}, "其他"});
    wanted.questions[2].kind = QuestionKind::Single;
    wanted.questions.push_back({{}, QuestionKind::Text, "联系人", false, {}});
    save(wanted, id_);
    const auto now = form();
    ASSERT_EQ(now.questions.size(), 5U);
    EXPECT_EQ(now.version, 2);
    EXPECT_EQ(now.questions[0].text, "建议");
    EXPECT_EQ(now.questions[0].id, wanted.questions[0].id);
    EXPECT_EQ(now.questions[1].options.size(), 4U);
    EXPECT_EQ(now.questions[2].kind, QuestionKind::Single);
    EXPECT_EQ(*connection_.one<std::int64_t>("SELECT COUNT(*) FROM questions"), 5)
        << "nobody had answered: nothing stays";

    save(wanted, id_);
    EXPECT_EQ(why_, "questionnaire.changed") << "the page had an older one";
    auto strange = draft();
    strange.questions[1].options[0].id = OptionId{77};
    save(strange, id_);
    EXPECT_EQ(why_, "questions[1] questionnaire.unknown_question");
    auto same_name = draft();
    same_name.version = 0;
    same_name.questions.clear();
    save(same_name);
    EXPECT_EQ(why_, "name config.twice");
}

TEST_P(Questionnaires, R193_WhatWasAnsweredIsRetiredAndNotRewritten) {
    const auto me = asker("10001");
    const auto filled = add(me, sheet(answers(0, {0, 2}, "快一点")));
    EXPECT_EQ(why_, "");
    EXPECT_EQ(said(filled), "是否满意: 满意；原因: 价格、服务；建议: 快一点");

    auto wanted = draft();
    wanted.questions[0].text = "您是否满意";           // answered: another question
    wanted.questions[1].options[0].text = "价格太高";  // chosen: another option
    wanted.questions[1].options[1].text = "质量差";    // never chosen: the same one
    wanted.questions.pop_back();                       // answered: it is not asked any more
    save(wanted, id_);
    EXPECT_EQ(why_, "");
    const auto kept = answers_of(connection_, filled);
    ASSERT_TRUE(kept.ok()) << kept.error().detail;
    ASSERT_EQ(kept->size(), 3U);
    EXPECT_EQ((*kept)[0].asked, "是否满意");
    EXPECT_TRUE((*kept)[0].retired);
    EXPECT_EQ((*kept)[1].options[0].text, "价格");
    EXPECT_FALSE((*kept)[1].retired);
    EXPECT_EQ(counts(me),
              "1; 您是否满意 0: 满意 0 0.0 不满意 0 0.0; 原因 1: 价格太高 0 0.0 质量差 0 0.0 服务 1 100.0 价格(停) 1 "
              "100.0; 是否满意(停) 1: 满意 1 100.0");

    // A correction goes by the form of now; what is asked no more stays as it was said.
    auto corrected = sheet({{form().questions[0].id, {form().questions[0].options[1].id}, ""},
                            {form().questions[1].id, {(*kept)[1].options[0].id}, ""}});
    correct(me, filled, corrected);
    EXPECT_EQ(why_, "");
    EXPECT_NE(said(filled).find("您是否满意: 不满意"), std::string::npos) << said(filled);
    EXPECT_NE(said(filled).find("原因: 价格"), std::string::npos) << said(filled);
    EXPECT_NE(said(filled).find("建议: 快一点"), std::string::npos) << said(filled);
}

TEST_P(Questionnaires, R196_AreFilledInOnceAndCorrectedByWhoDid) {
    const auto me = asker("10001");
    auto wanted = sheet(answers(0));
    const auto id = add(me, wanted);
    EXPECT_EQ(add(me, wanted), id) << "a second click is the same sheet";
    EXPECT_EQ(*connection_.one<std::int64_t>("SELECT COUNT(*) FROM answer_sheets"), 1);
    add(asker("10002"), sheet(answers(0)));
    EXPECT_EQ(why_, "customer.unknown") << "he does not see the customer";
    auto nobody = sheet(answers(0));
    nobody.customer.reset();
    add(me, nobody);
    EXPECT_EQ(why_, "answer_sheet.about_nobody");
    nobody.call = model::CallId{5};
    add(me, nobody);
    EXPECT_EQ(why_, "call.unknown") << "a call he had no part in";
    auto missing = sheet({});
    add(me, missing);
    EXPECT_EQ(why_, fmt::format("answers.{} config.required", form().questions[0].id.text()));

    correct(asker("10002"), id, sheet(answers(1)));
    EXPECT_EQ(why_, "answer_sheet.unknown");
    correct(admin(), id, sheet(answers(1)));
    EXPECT_EQ(why_, "answer_sheet.not_yours");
    correct(me, id, sheet(answers(1, {1}, "好")));
    EXPECT_EQ(why_, "");
    EXPECT_EQ(said(id), "是否满意: 不满意；原因: 质量；建议: 好");
    EXPECT_EQ(counts(me), "1; 是否满意 1: 满意 0 0.0 不满意 1 100.0; 原因 1: 价格 0 0.0 质量 1 100.0 服务 0 0.0");

    auto older = sheet(answers(0));
    auto closed = draft();
    closed.state = QuestionnaireState::Closed;
    save(closed, id_);
    add(me, older);
    EXPECT_EQ(why_, "questionnaire.closed");
    closed = draft();
    closed.state = QuestionnaireState::Open;
    save(closed, id_);
    add(me, older);
    EXPECT_EQ(why_, "questionnaire.changed");
}

TEST_P(Questionnaires, R196_OneSheetForACall) {
    auto me = asker("10001");
    me.call = CallPart{model::CallId{7}, "13900000009", true};
    auto wanted = sheet(answers(0));
    wanted.customer.reset();
    wanted.call = model::CallId{7};
    const auto id = add(me, wanted);
    EXPECT_EQ(why_, "");
    EXPECT_EQ(*connection_.one<std::string>("SELECT number FROM answer_sheets WHERE id = ?", id), "13900000009");
    wanted.token = "another";
    add(me, wanted);
    EXPECT_EQ(why_, "answer_sheet.exists");
}

TEST_P(Questionnaires, R224_OptionsAreCountedWithinWhatOneSees) {
    const auto first = asker("10001");
    const auto second = admin();
    add(first, sheet(answers(0, {0, 1})));
    add(first, sheet(answers(1, {0})));
    const auto late = ++now_ + 10 * a_day;
    now_ = late;
    add(second, sheet(answers(0)));
    EXPECT_EQ(counts(second), "3; 是否满意 3: 满意 2 66.7 不满意 1 33.3; 原因 2: 价格 2 100.0 质量 1 50.0 服务 0 0.0")
        << "of several options, per cent of those who answered";
    EXPECT_EQ(counts(first).substr(0, 1), "2") << "an agent sees his own";
    EXPECT_EQ(counts(second, {{"agent", "10009"}}),
              "1; 是否满意 1: 满意 1 100.0 不满意 0 0.0; 原因 0: 价格 0 0.0 质量 0 0.0 服务 0 0.0");
    EXPECT_EQ(counts(second, {{"from_ms", std::to_string(late)}}).substr(0, 1), "1");
    EXPECT_EQ(counts(second, {{"department", "none"}}).substr(0, 1), "0");
}

TEST_P(Questionnaires, R193_ADeletedOneIsGoneFromListsAndFigures) {
    const auto me = asker("10001");
    add(me, sheet(answers(0, {}, "x")));
    const auto detail = find_questionnaire_detail(connection_, tenant_, id_);
    ASSERT_TRUE(detail.ok() && *detail) << detail.error().detail;
    EXPECT_EQ((*detail)->sheets, 1);
    EXPECT_EQ((*detail)->answers.size(), 3U) << "an option, its question, and the text";
    const auto stale = delete_questionnaire(connection_, admin().who, id_, 7, ++now_);
    EXPECT_EQ(stale->refusal->code, "questionnaire.changed");
    EXPECT_FALSE(delete_questionnaire(connection_, admin().who, id_, 1, ++now_)->refusal);
    lists::Asked asked;
    asked.reader.who = me.who;
    EXPECT_TRUE(lists::find_page(connection_, answer_sheets(), asked)->items.empty());
    EXPECT_TRUE(questionnaire_names(connection_, tenant_)->empty());
    // What was filled in is there until it is deleted on purpose.
    const EraseSpan span{tenant_.value, now_ + 1, 1, now_};
    EXPECT_EQ(sheet_eraser.count(connection_, span)->front().count, 1);
    EXPECT_EQ(sheet_eraser.erase(connection_, span, 10)->rows, 1);
    for (const auto* table : {"answer_sheets", "answer_choices", "answer_texts"}) {
        EXPECT_EQ(*connection_.one<std::int64_t>(std::string{"SELECT COUNT(*) FROM "} + table), 0) << table;
    }
}

INSTANTIATE_TEST_SUITE_P(Engines, Questionnaires, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& engine) { return db::engine_name(engine.param); });

}  // namespace
}  // namespace yh::office::customers
