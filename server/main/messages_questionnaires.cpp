#include "main/messages.h"

namespace yh::app {

void add_questionnaires(http::Messages& m) {
    m.add("questionnaire.unknown", "没有这份问卷", "No such questionnaire");
    m.add("questionnaire.changed", "问卷刚被修改，请查看最新内容",
          "The questionnaire was changed a moment ago: look at it as it is now");
    m.add("questionnaire.closed", "问卷已停用", "The questionnaire is closed");
    m.add("questionnaire.too_few_options", "请至少填写两个选项", "Give it two options at least");
    m.add("questionnaire.no_options", "输入题没有选项", "A question that takes text has no options");
    m.add("questionnaire.unknown_question", "问卷中没有这道题或选项",
          "The questionnaire has no such question or option");
    m.add("questionnaire.bad_answer", "请重新选择", "Choose again");
    m.add("answer_sheet.unknown", "没有这份答卷", "No such answer sheet");
    m.add("answer_sheet.not_yours", "只能修改自己填写的答卷", "Only who filled it in may correct it");
    m.add("answer_sheet.exists", "本次通话已填写过这份问卷，请修改原答卷",
          "You have filled it in for this call: correct that sheet");
    m.add("answer_sheet.about_nobody", "请先选择客户或通话", "Name the customer or the call it is about");
    m.add("answer_sheet.token", "缺少答卷的请求标识", "The sheet's token is missing");
}

}  // namespace yh::app
