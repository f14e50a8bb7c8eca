#include "main/messages.h"

namespace yh::app {

http::Messages all_messages() {
    http::Messages m;
    m.add("session.none", "请先登录", "Please sign in");
    m.add("session.ended", "登录已过期，请重新登录", "Your session has ended, please sign in again");
    m.add("session.wrong_credentials", "企业编号、账号或密码不正确", "Wrong company code, account or password");
    m.add("session.too_often", "登录过于频繁，请稍后再试", "Too many attempts, please wait a moment");
    m.add("account.locked", "密码错误次数过多，账号已锁定，请稍后再试或联系组长解锁",
          "The account is locked after too many wrong passwords; wait, or ask your leader");
    m.add("user.unknown", "没有这个员工", "No such person");
    m.add("user.above_you", "您只能解锁坐席的账号", "You may unlock agents only");
    m.add("agent.unknown", "没有这个坐席", "No such agent");
    m.add("agent.resting", "小休状态不能外呼", "You cannot dial while resting");
    m.add("agent.offline", "请先上线再外呼", "Go online before you dial");
    m.add("agent.in_call", "您正在通话中", "You are already in a call");
    m.add("device.offline", "话机未登录，请登录话机", "Your phone is not registered");
    m.add("device.answers_by_hand", "请在话机上接听", "Answer on the phone itself");
    m.add("number.no_route", "没有外呼规则允许拨打该号码", "No outbound rule takes this number");
    m.add("number.malformed", "号码格式不正确", "This is not a number that can be dialled");
    m.add("number.too_short", "至少输入 3 位数字", "Enter at least 3 digits");
    m.add("call.unknown", "通话已结束", "The call is over");
    m.add("call.not_yours", "这不是您的通话", "This is not your call");
    m.add("call.wrong_phase", "当前通话状态不允许该操作", "The call does not allow this now");
    m.add("call.not_recorded", "该通话没有录音", "This call is not recorded");
    m.add("call.never_recorded", "通话中有从不录音的员工，录音不能继续",
          "Somebody in this call is never recorded, so recording cannot go on");
    m.add("call.supervised", "另一位组长正在督导该通话", "Another leader is in this call");
    m.add("call.mode_fixed", "企业不允许在督导中切换方式，请先退出再重新开始",
          "The mode cannot be changed; leave and begin anew");
    m.add("call.yours", "您自己在这通电话中", "You are in this call yourself");
    m.add("call.no_agent", "该通话没有坐席", "No agent is in this call");
    m.add("call.party_unknown", "对方已不在通话中", "They are not in the call any more");
    m.add("target.self", "不能转给自己", "That is yourself");
    m.add("target.busy", "对方正在通话中", "They are in a call");
    m.add("target.offline", "对方的话机不在线", "Their phone is not there");
    m.add("target.not_a_person", "队列不能咨询，只能转接", "A queue cannot be asked, only be sent calls");
    m.add("room.unknown", "没有这个会议室", "No such conference room");
    m.add("room.nobody_reachable", "没有可以呼叫的参会人", "Nobody of them can be reached");
    m.add("pick_up.nothing_rings", "没有正在振铃的电话", "Nothing rings there");
    m.add("mobile.no_number", "没有填写手机号", "There is no mobile number");
    m.add("digits.malformed", "按键只能是 0-9、*、#", "Digits are 0-9, * and #");
    m.add("demo.none", "本企业没有模拟呼叫", "This company has no simulated calls");
    m.add("demo.no_number", "没有号码直通您的分机", "No number leads to your extension");
    m.add("demo.busy", "请稍候再试", "Please wait a moment");
    m.add("sort.unknown", "不能按此列排序", "The list cannot be sorted by this");
    m.add("column.unknown", "没有这一列", "No such column");
    m.add("export.too_many", "行数太多，请缩小范围", "Too many rows: narrow the list");
    m.add("points.malformed", "点数为 1 到 4000", "1 to 4000 points");
    m.add("queue.unknown", "没有这个队列", "No such queue");
    m.add("queue.not_mine", "您不在这个队列中", "You are not in this queue");
    m.add("record.unknown", "没有这条通话记录", "No such call record");
    m.add("recording.unknown", "没有这条录音", "No such recording");
    m.add("voicemail.unknown", "没有这条留言", "No such message");
    m.add("missed_call.unknown", "没有这条未接来电", "No such missed call");
    m.add("lost_call.unknown", "没有这条漏话记录", "No such lost call");
    m.add("lost_call.occupied", "已被其他坐席占有", "A colleague has taken this number");
    m.add("lost_call.not_yours", "只有占有者可以操作", "Only who occupies it may do this");
    m.add("lost_call.completed", "该漏话已处理完成", "This lost call has been handled");
    m.add("survey.off", "企业没有开启坐席邀请评价", "Inviting to the survey is switched off");
    m.add("survey.no_customer", "对方不是客户，不能邀请评价", "There is no customer to ask");
    m.add("callback.unknown", "没有这个回拨预约", "No such call-back");
    m.add("choice.unknown", "没有这个筛选条件", "No such condition");
    m.add("switch.draining", "系统正在关闭，不再接受新呼叫", "The system is shutting down");
    m.add("site.other_tenant", "只能修改本企业的配置", "You may only configure your own company");
    m.add("config.invalid", "配置有误，请检查标出的各项", "The configuration has faults; see the fields");
    m.add("config.in_use", "仍被其他配置使用，不能删除", "Something else still uses it");
    m.add("config.changed", "其他人已修改并保存了这一项", "Somebody else has changed this meanwhile");
    m.add("config.unknown", "没有这一项配置", "There is no such entry");
    m.add("config.required", "必填", "Must be filled in");
    m.add("config.twice", "不能重复", "Is there twice");
    m.add("config.malformed", "格式不正确", "Is not well formed");
    m.add("zone.unknown", "没有这个时区", "There is no such time zone");
    m.add("schedule.zone_unknown", "没有这个时区", "There is no such time zone");
    m.add("schedule.days", "星期由 1（周一）到 7（周日）组成", "Days are digits from 1 (Monday) to 7 (Sunday)");
    m.add("schedule.time", "时间应写作 09:00 的形式", "A time is written as 09:00");
    m.add("schedule.date", "日期应写作 2026-10-01 的形式", "A date is written as 2026-10-01");
    m.add("schedule.date_twice", "这个日期已经有了", "This date is there already");
    m.add("config.announcement_too_long", "播放工号总长超过 10 秒，请缩短",
          "The announcement would take longer than 10 seconds: make it shorter");
    m.add("config.out_of_range", "超出允许范围", "Is out of range");
    m.add("config.name_differs", "与地址中的编号不一致", "Differs from the address");
    m.add("config.leads_nowhere", "去向不存在", "Leads nowhere");
    m.add("config.unknown_user", "没有这个员工", "No such person");
    m.add("config.unknown_trunk", "没有这条中继", "No such trunk");
    m.add("config.unknown_codec", "编码只能是 PCMA、PCMU、G722、opus", "Codecs are PCMA, PCMU, G722 and opus");
    m.add("config.unknown_queue", "没有这个队列", "No such queue");
    m.add("config.unknown_schedule", "没有这个工作时间", "No such working hours");
    m.add("config.unknown_voice", "没有这个语音", "No such voice");
    m.add("json.missing_field", "缺少该项", "Is missing");
    m.add("json.unknown_field", "不认识的项", "Is not known here");
    m.add("json.wrong_type", "类型不正确", "Has the wrong type");
    m.add("json.range", "超出允许范围", "Is out of range");
    m.add("enum.unknown", "不是允许的值", "Is not one of the allowed words");
    m.add("flow.unknown", "没有这个语音流程", "No such voice menu");
    m.add("flow.no_draft", "没有可发布的草稿", "There is no draft to publish");
    m.add("voice.unknown", "没有这个语音", "No such voice");
    m.add("voice.exists", "已有同名语音", "There is a voice of this name");
    m.add("voice.in_use", "该语音正在使用，不能删除", "The voice is in use");
    m.add("voice.bad_name", "名称只能由文字、数字、- 和 _ 组成，最长 20 个汉字",
          "A name is made of letters, digits, - and _");
    m.add("voice.empty", "文件是空的", "The file is empty");
    m.add("voice.format", "只支持 mp3 或 wav 文件", "Only mp3 and wav files are taken");
    m.add("voice.not_8k_mono", "wav 文件应为单声道、8000 Hz", "A wav file must have one channel at 8000 Hz");
    m.add("voice.unreadable", "文件已损坏或无法解码", "The file is broken");
    m.add("voice.too_long", "语音太长", "The sound is too long");
    m.add("speech.missing", "服务器未安装语音合成", "The server has no speech program");
    m.add("speech.failed", "语音合成失败", "The text could not be read aloud");
    m.add("speech.timeout", "语音合成超时", "Reading the text aloud took too long");
    m.add("speech.busy", "语音合成繁忙，请稍后再试", "Too many texts are being read aloud; please wait");
    m.add("speech.too_long", "文字太长", "The text is too long");
    add_texts_and_notes(m);
    add_reports(m);
    add_people(m);
    add_customers(m);
    add_pools(m);
    add_alarms(m);
    add_follow_ups(m);
    add_work_orders(m);
    add_questionnaires(m);
    add_crm_settings(m);
    add_imports(m);
    add_advanced(m);
    m.add("filter.not_together", "这两个条件不能同时使用", "These two conditions exclude each other");
    m.add("list.unknown", "没有这个列表", "No such list");
    m.add("jobs.too_many", "您的数据任务太多，请等待完成或取消", "Too many of your jobs are waiting");
    m.add("jobs.no_folder", "服务器没有存放导出文件的位置", "The server has no place for exported files");
    m.add("job.no_file", "没有可下载的文件，或文件已过期", "There is no file to download, or its time is over");
    m.add("job.ended", "任务已经结束", "The job has ended");
    m.add("export.needs_approval", "导出须审批，请在列表页面上申请",
          "Exports need an approval: ask for it on the page");
    m.add("export.reason_needed", "请填写原因，200 字以内", "Say why, in 200 characters at most");
    m.add("export.decided", "该申请已被处理", "Somebody has decided already");
    m.add("export.lapsed", "该申请已过期", "Nobody decided in time");
    m.add("job.unknown", "没有这条导出申请", "No such export");
    m.add("export.disk", "写文件失败，请检查磁盘空间", "The file could not be written: check the disk");
    m.add("export.nothing", "所选录音的文件都不存在", "None of the sound files is there");
    m.add("recordings.too_many", "一次最多下载 20 条录音", "At most 20 recordings at a time");
    m.add("config_change.unknown", "没有这条配置变更", "No such change");
    m.add("page.malformed", "分页参数不正确", "Wrong page or size");
    return m;
}

}  // namespace yh::app
