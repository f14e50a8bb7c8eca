#include "office/lists/words.h"

#include <algorithm>

#include "base/json_value.h"

namespace yh::office::lists {

namespace {

constexpr WordTitle shared_words[] = {{"inbound", "呼入"},
                                      {"manual_outbound", "手动外呼"},
                                      {"auto_outbound", "自动外呼"},
                                      {"internal", "内部"},
                                      {"ordinary", "不含自动外呼"},
                                      {"answered", "已接听"},
                                      {"no_answer", "无人接听"},
                                      {"busy", "忙"},
                                      {"refused", "拒接"},
                                      {"abandoned", "已放弃"},
                                      {"voicemail", "语音留言"},
                                      {"failed", "失败"},
                                      {"unanswered", "未接听"},
                                      {"no_voicemail", "不含语音留言"},
                                      {"completed", "正常"},
                                      {"caller", "主叫"},
                                      {"agent", "坐席"},
                                      {"us", "系统"},
                                      {"carrier", "运营商"},
                                      {"unknown", "未知"},
                                      {"given_up", "主叫放弃"},
                                      {"free", "待处理"},
                                      {"occupied", "已占有"},
                                      {"handled", "已处理"},
                                      {"open", "待回拨"},
                                      {"gave_up", "未接通"},
                                      {"cancelled", "已取消"},
                                      {"yes", "是"},
                                      {"no", "否"}};

}  // namespace

std::span<const WordTitle> words_of(const Column& column) {
    return column.words.empty() ? std::span<const WordTitle>{shared_words} : column.words;
}

std::string said_choices(const Column& column, const std::string& keys, http::Language language) {
    const auto name_of = [&](const std::string& key) {
        const auto known = std::ranges::find(column.words, key, &WordTitle::word);
        return known == column.words.end() ? key : std::string{known->chinese};
    };
    const auto several = keys.starts_with('[') ? JsonValue::parse(keys) : Result<JsonValue>{JsonValue{}};
    const auto* list = several.ok() ? several->as_array() : nullptr;
    if (list == nullptr) {
        return name_of(keys);
    }
    std::string names;
    for (const auto& one : *list) {
        const auto* key = one.as_text();
        names += names.empty() ? "" : language == http::Language::Chinese ? "、" : ", ";
        names += name_of(key == nullptr ? std::string{} : *key);
    }
    return names;
}

std::string said_word(const Column& column, std::string_view word, http::Language language) {
    const auto end = std::min(word.find(' '), word.size());
    const auto words = words_of(column);
    const auto known = std::ranges::find(words, word.substr(0, end), &WordTitle::word);
    if (language != http::Language::Chinese || known == words.end()) {
        return std::string{word};
    }
    return std::string{known->chinese} + std::string{word.substr(end)};
}

}  // namespace yh::office::lists
