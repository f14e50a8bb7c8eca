#include "main/messages.h"

namespace yh::app {

// Where a sentence has {}, the detail of the error stands there.
void add_imports(http::Messages& m) {
    m.add("import.refused", "文件不能导入", "This file cannot be taken in");
    m.add("import.empty", "文件里没有数据行", "There is no row in this file");
    m.add("import.not_a_table", "不是表格文件，请上传 csv 或 xlsx", "This is no table; upload a csv or xlsx file");
    m.add("import.old_excel", "不支持旧版 Excel（.xls），请另存为 xlsx", "This is an old Excel file; save it as xlsx");
    m.add("import.broken_file", "文件已损坏或不完整", "The file is broken or not complete");
    m.add("import.encoding", "文件的文字编码无法识别，请另存为 UTF-8",
          "The text of this file cannot be read; save it as UTF-8");
    m.add("import.unpacks_too_large", "文件展开后太大，无法处理", "Unpacked, this file is too large");
    m.add("import.too_many_rows", "行数太多，一次最多 {} 行", "Too many rows; at most {} at once");
    m.add("import.too_many_columns", "列数太多（第 {} 行）", "Too many columns (line {})");
    m.add("import.cell_too_long", "单元格内容太长（第 {} 行）", "A cell is too long (line {})");
    m.add("import.no_column", "缺少必填列“{}”，请使用导入模板", "The column \"{}\" is missing; use the template");
    m.add("import.column_twice", "列“{}”出现了两次", "The column \"{}\" is there twice");
    m.add("import.unknown", "没有这个导入任务", "There is no such import");
    m.add("import.not_ready", "该任务不能导入，请重新上传文件", "This cannot be run; upload the file again");
    m.add("import.ended", "任务已结束", "It has ended already");
    m.add("import.moved_on", "导入进度已变化，请刷新", "The import has moved on; look at it again");
    m.add("import.twice", "与文件中前面的行重复", "The same stands in an earlier row of this file");
    m.add("import.exists", "已存在", "Exists already");
    m.add("import.several", "这些号码分属不同的客户", "These numbers belong to different customers");
    m.add("import.out_of_sight", "该号码属于您看不到的客户", "This number is a customer's whom you may not see");
    m.add("regions.unreadable", "文件读不出来", "The file cannot be read");
    m.add("regions.bad_line", "有一行不是“号段,中文,英文”", "One line is not \"prefix,Chinese,English\"");
    m.add("regions.empty", "文件里没有号段", "There is no prefix in this file");
    m.add("regions.too_many", "号段太多", "Too many prefixes");
    m.add("import.owner_and_pool", "所属人和公海只能填一个", "Name an owner or a pool, not both");
    m.add("import.only_new_into_pool", "已存在的数据不能通过导入放入公海",
          "What is here already is not put into a pool");
    m.add("import.no_customer", "没有这位客户", "There is no such customer");
    m.add("import.several_customers", "有多位客户叫这个名称，请填写电话",
          "Several customers have this name; give a number instead");
    m.add("import.unknown_word", "内容无法识别", "This is none of the words that may stand here");
    m.add("import.unknown_level", "没有这个客户类型", "There is no such type of customers");
    m.add("import.employee_number", "工号应为不小于 10000 的数字", "The number of an employee is 10000 or more");
    m.add("import.no_pattern", "不是号码（可用 * 和 ?）", "This is no number (* and ? may stand for digits)");
    m.add("import.list_full", "黑名单已满（最多 10000 条）", "The list is full (at most 10,000)");
}

}  // namespace yh::app
