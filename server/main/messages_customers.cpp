#include "main/messages.h"

namespace yh::app {

void add_customers(http::Messages& m) {
    m.add("customer.unknown", "没有这个客户，可能已被删除", "There is no such customer; perhaps it was deleted");
    m.add("customer.exists", "该号码已属于另一位客户", "This number is another customer's already");
    m.add("customer.duplicate", "与已有数据重复", "The same is here already");
    m.add("customer.changed", "客户资料已被他人修改，请刷新后再保存",
          "Somebody else has changed this customer meanwhile; look at it again before you save");
    m.add("customer.owner_not_yours", "您没有变更所属人的权限", "You may not give customers to others");
    m.add("customer.too_long", "内容太长", "Is too long");
    m.add("customer.bad_fields", "自定义字段格式不正确", "The company's own fields are not well formed");
}

}  // namespace yh::app
