#pragma once

#include <optional>
#include <vector>

#include "office/customers/customer_store.h"
#include "office/customers/questionnaires/answer_sheet.h"
#include "office/lists/list_store.h"

// Answer sheets in the database. Thread: one that may block; what changes them, the writer's.
namespace yh::office::customers {

/// What became of a change. An error of the database is none of these.
struct SheetSaved {
    AnswerSheetId id;
    std::optional<Error> refusal;
    std::vector<http::FieldProblem> problems;  ///< of the answers (questionnaire_check.h)
};

/// One's own, and those of the people whose data one sees (U19).
lists::Listing<AnswerSheetItem> answer_sheets();

/// Kept once, however often it is sent with the same token. Refusals: questionnaire.unknown, .closed, .changed;
/// customer.unknown, call.unknown; answer_sheet.about_nobody, .token, and .exists: the agent has filled this
/// questionnaire in for the same call.
Result<SheetSaved> add_sheet(db::Connection& connection, const Asker& asker, const AnswerSheetDraft& draft,
                             AnswerSheetId id, std::int64_t now_ms);

/// Who filled it in corrects it, by the questionnaire as it is now; answers to questions that it does not ask any more
/// stay. Refusals: answer_sheet.unknown, .not_yours, questionnaire.changed.
Result<SheetSaved> correct_sheet(db::Connection& connection, const Asker& asker, AnswerSheetId id,
                                 const AnswerSheetDraft& draft, std::int64_t now_ms);

/// One that the reader sees in the list.
Result<std::optional<AnswerSheetView>> find_sheet(db::Connection& connection, const lists::Reader& reader,
                                                  AnswerSheetId id);

/// Its answers in the order of the questions.
Result<std::vector<SheetAnswer>> answers_of(db::Connection& connection, AnswerSheetId id);

}  // namespace yh::office::customers
