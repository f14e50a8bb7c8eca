#include "office/alarms/alarm_words.h"

#include <fmt/format.h>

#include <cmath>

#include "base/json.h"

namespace yh::office::alarms {

namespace {

struct FigureWords {
    std::string_view chinese;
    std::string_view english;
    std::string_view unit_chinese;
    std::string_view unit_english;
};

FigureWords words_of(AlarmFigure figure) {
    switch (figure) {
        case AlarmFigure::Waiting:
            return {"排队人数", "calls waiting", " 人", ""};
        case AlarmFigure::LongestWait:
            return {"最长等待", "longest wait", " 秒", " s"};
        case AlarmFigure::ServiceLevel:
            return {"今日服务水平", "service level today", "%", "%"};
        case AlarmFigure::Abandoned:
            return {"今日放弃", "abandoned today", " 次", ""};
        case AlarmFigure::Ready:
            return {"空闲坐席", "agents ready", " 人", ""};
        case AlarmFigure::Abnormal:
            return {"今日异常通话", "abnormal calls today", " 次", ""};
    }
    return {};
}

std::string number_text(double value) {
    return value == std::floor(value) ? fmt::format("{:.0f}", value) : fmt::format("{:.1f}", value);
}

struct HookQueue {
    std::string number;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(HookQueue, (), (number, name))

struct HookBody {
    Told event = Told::Raised;
    std::string company;
    AlarmRuleId rule;
    std::string name;
    AlarmFigure figure = AlarmFigure::Waiting;
    std::optional<HookQueue> queue;
    Compare compare = Compare::Above;
    double threshold = 0;
    std::int64_t for_s = 0;
    double value = 0;
    std::int64_t at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(HookBody, (),
                      (event, company, rule, name, figure, queue, compare, threshold, for_s, value, at_ms))

}  // namespace

AlarmMail mail_of(const AlarmNews& news) {
    const auto& rule = news.rule;
    const auto words = words_of(rule.figure);
    const bool above = rule.compare == Compare::Above;
    const auto queue = news.queue_name.empty() ? rule.queue : news.queue_name;
    const auto where = queue.empty() ? std::string{"全部队列"} : "队列 " + queue;
    const auto where_english = queue.empty() ? std::string{"all queues"} : "queue " + queue;
    const auto turn = news.what == Told::Raised ? "告警" : news.what == Told::Cleared ? "已恢复" : "测试";
    const auto turn_english = news.what == Told::Raised ? "Alarm" : news.what == Told::Cleared ? "Cleared" : "Test";
    AlarmMail mail;
    mail.subject = fmt::format("【{}】{}：{} / {}: {}", news.company, turn, rule.name, turn_english, rule.name);
    mail.text =
        fmt::format("{}：{}\n{}，{}：{}{}\n条件：{} {}{}，持续 {} 秒\n\n{}: {}\n{}, {}: {}{}\nRule: {} {}{} for {} s\n",
                    turn, rule.name, where, words.chinese, number_text(news.value), words.unit_chinese,
                    above ? "高于" : "低于", number_text(rule.threshold), words.unit_chinese, rule.for_s, turn_english,
                    rule.name, where_english, words.english, number_text(news.value), words.unit_english,
                    above ? "above" : "below", number_text(rule.threshold), words.unit_english, rule.for_s);
    return mail;
}

std::string body_of(const AlarmNews& news) {
    const auto& rule = news.rule;
    HookBody body{news.what,    news.company,   rule.id,    rule.name,  rule.figure, {},
                  rule.compare, rule.threshold, rule.for_s, news.value, news.at_ms};
    if (!rule.queue.empty()) {
        body.queue = HookQueue{rule.queue, news.queue_name};
    }
    std::string text;
    append_json(text, body);
    return text;
}

}  // namespace yh::office::alarms
