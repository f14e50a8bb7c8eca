#include "main/messages.h"

namespace yh::app {

void add_follow_ups(http::Messages& m) {
    m.add("service.unknown", "没有这条服务记录，可能已被删除",
          "There is no such service record; perhaps it was deleted");
    m.add("service.not_yours", "只能修改或删除自己写的服务记录", "You may change or delete what you wrote yourself");
    m.add("follow_up.unknown", "没有这条跟进，可能已被删除", "There is no such follow-up; perhaps it was deleted");
    m.add("follow_up.not_yours", "只能删除自己写的跟进", "You may delete what you wrote yourself");
    m.add("follow_up.unknown_template", "该跟进模板已停用或不适用，请重新选择",
          "This template is not in use for you any more: choose another");
    m.add("follow_up.unknown_field", "模板中没有这一项，请重新选择模板",
          "The template has no such field any more: choose it again");
    m.add("follow_up.bad_value", "内容格式不正确", "This is not a value of the field");
    m.add("follow_up.next_is_past", "下次跟进时间必须晚于现在", "The next date must lie in the future");
    m.add("follow_up.too_many_files", "最多上传 10 个文件（含照片）", "Ten files at the most, photos among them");
    m.add("attachment.unknown", "附件不存在，请重新上传", "The file is not there any more: upload it again");
    m.add("attachment.empty", "文件是空的", "The file is empty");
    m.add("attachment.type", "只能上传图片、PDF、Word、Excel、PPT、文本、录音和 MP4 视频",
          "Pictures, PDF, Office documents, text, sound and MP4 only");
    m.add("attachment.broken", "文件不完整或已损坏，请重新选择", "The file is damaged or not complete");
    m.add("attachment.too_many", "未保存的附件太多，请先保存跟进",
          "Too many files wait for a follow-up: save it first");
    m.add("draft.malformed", "草稿格式不正确", "The draft is not well formed");
}

}  // namespace yh::app
