#include "main/messages.h"

namespace yh::app {

void add_work_orders(http::Messages& m) {
    m.add("work_order.unknown", "没有这个工单", "No such work order");
    m.add("work_order.token", "缺少工单的请求标识", "The order's token is missing");
    m.add("work_order.of_others", "该服务记录已由他人创建工单", "Somebody else has made an order of this record");
    m.add("work_order.not_draft", "工单已发送，不能再修改或删除", "It has been sent: only drafts change or go");
    m.add("work_order.not_allowed", "工单当前状态或您的身份不允许该操作",
          "This cannot be done with the order now, or not by you");
    m.add("work_order.changed", "工单刚被他人处理，请查看最新状态",
          "Somebody else was first: look at the order as it is now");
    m.add("work_order.incomplete", "工单内容不完整", "Something is missing in the order");
    m.add("work_order.no_handlers", "请选择处理人", "Choose who shall handle it");
    m.add("work_order.handler_gone", "所选处理人已离职或不在该处理组",
          "Not in that group any more, or has left the company");
    m.add("work_order.remark_needed", "请填写说明", "Say why in a few words");
    m.add("work_order.urged_lately", "刚催过单，请稍后再催", "It was urged a moment ago; wait before you urge again");
}

}  // namespace yh::app
