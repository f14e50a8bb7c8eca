#include "main/messages.h"

namespace yh::app {

void add_texts_and_notes(http::Messages& m) {
    m.add("sms.unknown", "没有这条短信", "No such text");
    m.add("sms.no_gateway", "没有启用短信网关，请联系管理员在“短信设置”中配置",
          "No gateway is switched on; ask an administrator to set it up");
    m.add("sms.no_number", "请输入正确的手机号码（3 到 20 位数字）", "Enter the number: 3 to 20 digits");
    m.add("sms.template_unknown", "没有这个短信模板", "There is no such template");
    m.add("sms.not_approved", "该模板还没有通过审核，不能发送", "The template has not been approved yet");
    m.add("sms.no_free_text", "企业只允许发送模板短信，请选择模板", "Only templates may be sent; choose one");
    m.add("sms.empty", "请填写短信内容", "Write something first");
    m.add("sms.too_long", "短信太长，最多 10 条", "The text is too long: ten segments are the most");
    m.add("sms.too_soon", "刚给该号码发过短信，请稍后再发", "This number was sent a text just now; wait a moment");
    m.add("sms.too_many_today", "该号码今天的短信已达上限", "This number has had as many texts today as it may");
    m.add("sms.too_many", "企业发送短信过于频繁，请稍后再发", "The company sends too many texts; wait a moment");
    m.add("config.unknown_word", "没有这个变量，可用 {customer} {agent} {agent_number} {company} {number}",
          "No such word; known are {customer} {agent} {agent_number} {company} {number}");
    m.add("config.word_missing", "地址或正文中要有 {number} 和 {text}",
          "{number} and {text} must stand in URL or body");
    m.add("config.unknown_signature", "没有这个签名", "No such signature");
    m.add("platform.unknown_key", "没有这个密钥", "There is no such key");
    m.add("platform.off", "企业没有开启管理平台连接", "The company has switched the management platform off");
    m.add("platform.revoked", "该密钥已被吊销", "The key has been revoked");
    m.add("platform.name", "请填写密钥名称，最长 60 个字符", "A key needs a name of at most 60 characters");
    m.add("task.unknown", "没有这个待办或备忘", "There is no such plan or memo");
    m.add("task.not_yours", "只能修改自己创建的", "You may change your own only");
    m.add("task.content", "请填写内容，最长 1000 个字", "Write what is to be done, at most 1000 characters");
    m.add("task.too_early", "提醒时间不能早于现在", "The time must not be in the past");
    m.add("department.unknown", "没有这个部门", "No such department");
    m.add("announcement.unknown", "没有这条公告", "There is no such announcement");
    m.add("announcement.text", "请填写标题和内容", "An announcement needs a title and a text");
    m.add("annotation.unknown", "没有这条批注", "There is no such note");
    m.add("annotation.not_yours", "只能修改自己的批注", "You may change your own notes only");
    m.add("annotation.text", "请填写批注，最长 1000 个字符", "A note is 1 to 1000 characters long");
    m.add("annotation.position", "批注位置超出录音长度", "The recording is not that long");
}

}  // namespace yh::app
