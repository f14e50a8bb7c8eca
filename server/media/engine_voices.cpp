#include <algorithm>
#include <filesystem>
#include <string_view>

#include "base/log.h"
#include "media/engine.h"

// The companies' own voice files, texts and numbers read aloud, and plans that wait for what is not ready yet.
namespace yh::media {
namespace {

namespace fs = std::filesystem;

bool is_voice_file(const fs::path& path) {
    return path.extension() == ".wav" || path.extension() == ".mp3";
}

/// How a Chinese operator reads the keys of a telephone; 1 is yāo, so that nobody mistakes it for 7.
std::string_view spoken(char key) {
    switch (key) {
        case '0':
            return "零";
        case '1':
            return "幺";
        case '2':
            return "二";
        case '3':
            return "三";
        case '4':
            return "四";
        case '5':
            return "五";
        case '6':
            return "六";
        case '7':
            return "七";
        case '8':
            return "八";
        case '9':
            return "九";
        case '*':
            return "星号";
        case '#':
            return "井号";
        default:
            return {};
    }
}

constexpr std::size_t most_digits = 32;

}  // namespace

struct Engine::VoiceNews {
    std::unordered_map<std::string, std::int64_t> marks;  // of every file there is
    std::vector<std::pair<std::string, PromptPtr>> loaded;
};

// Only files that are new or were changed are read: an upload must not cost the reading of all the others.
Engine::VoiceNews Engine::read_voices(const std::string& folder,
                                      const std::unordered_map<std::string, std::int64_t>& known) {
    VoiceNews news;
    std::error_code failure;
    for (fs::recursive_directory_iterator at{folder, fs::directory_options::skip_permission_denied, failure}, end;
         !failure && at != end; at.increment(failure)) {
        std::error_code ignored;
        if (!at->is_regular_file(ignored) || !is_voice_file(at->path())) {
            continue;
        }
        auto name = at->path().lexically_relative(folder);
        name.replace_extension();
        const auto item = "prompt:" + name.generic_string();
        const auto mark = static_cast<std::int64_t>(at->last_write_time(ignored).time_since_epoch().count());
        news.marks[item] = mark;
        if (const auto before = known.find(item); before != known.end() && before->second == mark) {
            continue;
        }
        if (auto prompt = load_prompt(at->path().string(), item)) {
            news.loaded.emplace_back(item, std::move(prompt).value());
        } else {
            log().warn("prompt.not_loaded", {{"path", at->path().string()}, {"code", prompt.error().code}});
        }
    }
    return news;
}

void Engine::reload_voices() {
    if (config_.voices_folder.empty()) {
        return;
    }
    const bool taken =
        voice_files_->post([&loop = loop_, life = life_, folder = config_.voices_folder, known = voice_marks_] {
            loop.post([life, news = read_voices(folder, known)]() mutable {
                if (life->engine != nullptr) {
                    life->engine->take_voices(news);
                }
            });
        });
    if (!taken) {
        log().warn("prompts.not_reloaded");
    }
}

void Engine::take_voices(VoiceNews& news) {
    for (const auto& [item, mark] : voice_marks_) {
        if (!news.marks.contains(item)) {
            prompts_.remove(item);
        }
    }
    for (const auto& [item, prompt] : news.loaded) {
        prompts_.set(item, prompt);
    }
    voice_marks_ = std::move(news.marks);
    log().info("voices.loaded", {{"count", voice_marks_.size()}, {"fresh", news.loaded.size()}});
}

// All of them are asked for, so that they are made one after the other while the first one waits.
bool Engine::find_prompts(const calls::Program& program, const std::string& company, std::vector<PromptPtr>& into) {
    bool ready = true;
    for (const auto& item : program.items) {
        ready = find_item(item, company, into) && ready;
    }
    return ready;
}

// False: something of it must be read aloud, or from the disk, first.
bool Engine::find_item(const std::string& item, const std::string& company, std::vector<PromptPtr>& into) {
    if (item.starts_with("say:")) {
        return find_speech(item.substr(4), into);
    }
    if (item.starts_with("recording:")) {
        return find_recording(item.substr(10), into);
    }
    if (item.starts_with("digits:")) {
        bool ready = true;
        for (const char key : item.substr(7, most_digits)) {
            ready = find_digit(key, company, into) && ready;
        }
        return ready;
    }
    const auto colon = item.find(':');
    if (!company.empty() && item.starts_with("prompt:")) {
        if (auto own = prompts_.find("prompt:" + company + "/" + item.substr(colon + 1))) {
            into.push_back(std::move(own));
            return true;
        }
    }
    into.push_back(find_prompt(item));
    return true;
}

bool Engine::find_speech(const std::string& text, std::vector<PromptPtr>& into) {
    const auto found = speech_->ask(text);
    if (found.prompt) {
        into.push_back(found.prompt);
    }
    return found.state != SpeechCache::State::Making;
}

// "prompt:digits/8" of the company or of everybody, else the digit is read aloud.
bool Engine::find_digit(char key, const std::string& company, std::vector<PromptPtr>& into) {
    for (const auto& folder : {company.empty() ? std::string{} : company + "/digits/", std::string{"digits/"}}) {
        if (auto recorded = folder.empty() ? nullptr : prompts_.find("prompt:" + folder + key)) {
            into.push_back(std::move(recorded));
            return true;
        }
    }
    const auto word = spoken(key);
    return word.empty() || find_speech(std::string{word}, into);
}

void Engine::prepare(std::vector<std::string> items) {
    loop_.assert_here();
    std::vector<PromptPtr> ready;
    for (const auto& item : items) {
        if (item.starts_with("say:") || item.starts_with("digits:")) {
            find_item(item, {}, ready);
        }
    }
}

// What is heard more than once in a row is read once; of a company's messages only the last few are kept.
bool Engine::find_recording(const std::string& path, std::vector<PromptPtr>& into) {
    const auto known = std::ranges::find(read_, path, &std::pair<std::string, PromptPtr>::first);
    if (known != read_.end()) {
        if (known->second != nullptr) {
            into.push_back(known->second);
        }
        return true;
    }
    if (reading_.contains(path)) {
        return false;
    }
    const bool taken = voice_files_->post([&loop = loop_, life = life_, path, root = config_.recordings_folder] {
        auto prompt = load_prompt(root + "/" + path, "recording:" + path);
        if (!prompt.ok()) {
            log().warn("prompt.not_loaded", {{"path", path}, {"code", prompt.error().code}});
        }
        loop.post([life, path, read = prompt.ok() ? *std::move(prompt) : nullptr]() mutable {
            if (life->engine != nullptr) {
                life->engine->take_recording(path, std::move(read));
            }
        });
    });
    if (taken) {
        reading_.insert(path);
    }
    return !taken;  // too much is being read: nothing is heard of it, and whoever listens goes on
}

// One that could not be read stands here as nothing: its program is over at once.
void Engine::take_recording(const std::string& path, PromptPtr prompt) {
    constexpr std::size_t kept = 4;  // of two minutes each: 15 MB
    reading_.erase(path);
    read_.emplace_front(path, std::move(prompt));
    if (read_.size() > kept) {
        read_.pop_back();
    }
    look_at_waiting_plans();
}

void Engine::on_speech_made() {
    look_at_waiting_plans();
}

// Something became ready: whoever waits for that is looked at again.
void Engine::look_at_waiting_plans() {
    for (auto& [call, plan] : std::exchange(waiting_plans_, {})) {
        arrange(std::move(plan));
    }
}

void Engine::discard_recording(std::string path) {
    loop_.assert_here();
    files_->post([whole = config_.recordings_folder + "/" + path] {
        std::error_code failure;
        fs::remove(whole, failure);
        if (failure) {
            log().warn("recording.not_discarded", {{"path", whole}, {"why", failure.message()}});
        }
    });
}

}  // namespace yh::media
