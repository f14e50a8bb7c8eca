#include "main/messages.h"

namespace yh::app {

void add_reports(http::Messages& m) {
    m.add("report.unknown", "没有这个报表", "There is no such report");
    m.add("report.no_period", "该报表不能按这个时间单位统计", "The report is not counted by this period");
    m.add("report.no_filter", "该报表不能按这个条件筛选", "The report cannot be narrowed by this");
    m.add("report.dates", "请选择正确的起止日期，开始不能晚于结束", "Choose two dates, the first not after the second");
    m.add("report.too_long", "时间范围太长：按天最多 400 天，按月和年最多 10 年",
          "Too long: 400 days are the most, ten years by month or year");
    m.add("report.too_many_rows", "行数太多，请缩小时间范围或换用更大的时间单位",
          "Too many rows: choose fewer days or a longer period");
    m.add("report.no_figure", "这个数字没有对应的通话", "There are no calls behind this figure");
    m.add("report.needs_approval", "企业要求导出审批，不能定时发送报表",
          "Exports need an approval here, so reports are not sent by themselves");
    m.add("report_schedule.unknown", "没有这个定时报表", "There is no such scheduled report");
    m.add("report_schedule.recipients", "请填写 1 到 20 个邮箱地址", "1 to 20 e-mail addresses");
    m.add("report_schedule.when", "发送时间为周一至周日或每月 1 至 28 日、最后一天，0 到 23 点",
          "A day of the week, the 1st to the 28th or the last day of a month, an hour from 0 to 23");
    m.add("report_schedule.too_many", "每人最多 50 个定时报表", "Fifty scheduled reports each are the most");
    m.add("report_schedule.format", "定时报表的格式为 csv 或 xlsx", "A scheduled report is csv or xlsx");
    m.add("config.no_threshold", "只能选 5、10、15、20、25、30、45、60、90、120 秒",
          "One of 5, 10, 15, 20, 25, 30, 45, 60, 90, 120 seconds");
}

}  // namespace yh::app
