#include "main/messages.h"

namespace yh::app {

void add_crm_settings(http::Messages& m) {
    m.add("crm.unknown", "没有这一项设置，可能已被删除", "There is no such setting; perhaps it was deleted");
    m.add("crm.system", "系统项只能改名，不能删除或移动", "What belongs to the system can only be renamed");
    m.add("crm.in_use", "仍在使用，不能删除", "It is still used and cannot be deleted");
    m.add("crm.too_many", "数量已达上限", "There are as many as there can be");
    m.add("crm.order", "列表已被他人修改，请刷新后再排序",
          "Somebody else has changed the list meanwhile; look at it again");
    m.add("crm.fixed", "该项不能修改", "This cannot be changed");
    m.add("crm.choice_used", "已有资料使用该选项，只能停用", "Somebody has this choice; it can only be switched off");
    m.add("crm.unknown_field", "没有这个字段", "There is no such field");
    m.add("crm.unknown_stage", "没有这个阶段", "There is no such stage");
    m.add("crm.unknown_group", "没有这个分组", "There is no such group");
    m.add("crm.unknown_tag", "没有这个标签", "There is no such tag");
    m.add("crm.unknown_pool", "没有这个公海", "There is no such pool");
    m.add("crm.unknown_role", "没有这个角色", "There is no such role");
    m.add("crm.unknown_department", "没有这个部门", "There is no such department");
    m.add("crm.no_order", "只有数字、日期和时间可以比较先后", "Only numbers, dates and times have an order");
    m.add("crm.no_limit", "至少填写一项限制", "At least one limit is needed");
    m.add("crm.across", "所选的其他对象没有这个字段", "The other objects do not have this field");
    m.add("crm.tells_nobody_apart", "只凭这些字段分不出是谁，请加入名称、电话、文本、数字或日期字段",
          "Too many have the same in these alone; add the name, the numbers, or a text, number or date of your own");
    m.add("crm.types_differ", "两个字段的类型不一致", "The two fields are of different types");
}

}  // namespace yh::app
