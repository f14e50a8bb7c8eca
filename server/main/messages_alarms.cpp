#include "main/messages.h"

namespace yh::app {

void add_alarms(http::Messages& m) {
    m.add("alarm.unknown", "没有这条告警规则", "There is no such alarm");
    m.add("alarm.too_many", "告警规则已达上限 100 条", "There are 100 alarms already");
    m.add("alarm.whole_company", "异常通话只能按全部队列统计", "Abnormal calls are counted for all queues together");
    m.add("alarm.address", "请输入 http:// 或 https:// 开头的地址，不能包含用户名和密码",
          "An address that begins with http:// or https://, without a name and a password");
    m.add("alarm.hook_inside", "内网地址需要由系统运维先加入允许名单（lookup_hosts）",
          "An address inside the network must be allowed by the operator first (lookup_hosts)");
    m.add("alarm.hook_unreachable", "无法连接接口地址", "The address cannot be reached");
    m.add("alarm.hook_no_answer", "接口地址没有响应", "The address does not answer");
    m.add("alarm.hook_refused", "接口地址返回了错误", "The address answered with an error");
    m.add("alarm.hook_busy", "正在发送的通知过多，请稍后再试", "Too many are on their way; wait a moment");
    m.add("alarm.restarted", "发送时服务重启，未能送达", "The server was restarted before it was sent");
}

}  // namespace yh::app
