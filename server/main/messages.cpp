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
    m.add("digits.malformed", "按键只能是 0-9、*、#", "Digits are 0-9, * and #");
    m.add("demo.none", "本企业没有模拟呼叫", "This company has no simulated calls");
    m.add("demo.no_number", "没有号码直通您的分机", "No number leads to your extension");
    m.add("demo.busy", "请稍候再试", "Please wait a moment");
    m.add("sort.unknown", "不能按此列排序", "The list cannot be sorted by this");
    m.add("column.unknown", "没有这一列", "No such column");
    m.add("export.too_many", "最多导出 5 万行，请缩小范围", "At most 50,000 rows; narrow the list");
    m.add("points.malformed", "点数为 1 到 4000", "1 to 4000 points");
    m.add("queue.unknown", "没有这个队列", "No such queue");
    m.add("queue.not_mine", "您不在这个队列中", "You are not in this queue");
    m.add("record.unknown", "没有这条通话记录", "No such call record");
    m.add("recording.unknown", "没有这条录音", "No such recording");
    m.add("switch.draining", "系统正在关闭，不再接受新呼叫", "The system is shutting down");
    m.add("site.other_tenant", "只能修改本企业的配置", "You may only configure your own company");
    m.add("page.malformed", "分页参数不正确", "Wrong page or size");
    return m;
}

}  // namespace yh::app
