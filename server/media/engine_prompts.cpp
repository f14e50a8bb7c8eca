#include <filesystem>
#include <string_view>

#include "base/log.h"
#include "base/metrics.h"
#include "media/engine.h"

// What a program's items mean, and the prompt folders.
namespace yh::media {
namespace {

bool is_sound_file(const std::filesystem::path& path) {
    const auto extension = path.extension();
    return extension == ".wav" || extension == ".mp3" || extension == ".ogg" || extension == ".flac";
}

/// "welcome/main.wav" in its folder → "prompt:welcome/main"; what stands in a folder "music" → "music:NAME".
std::string item_name(const std::filesystem::path& relative) {
    auto name = relative;
    name.replace_extension();
    auto text = name.generic_string();
    if (text.starts_with("music/")) {
        return "music:" + text.substr(6);
    }
    return "prompt:" + text;
}

using Loaded = std::vector<std::pair<std::string, PromptPtr>>;

/// Thread: voices.
void load_folder(const std::string& folder, Loaded& loaded) {
    namespace fs = std::filesystem;
    std::error_code failure;
    const auto options = fs::directory_options::skip_permission_denied;
    for (fs::recursive_directory_iterator at{folder, options, failure}, end; !failure && at != end;
         at.increment(failure)) {
        std::error_code ignored;
        if (!at->is_regular_file(ignored) || !is_sound_file(at->path())) {
            continue;
        }
        const auto item = item_name(at->path().lexically_relative(folder));
        if (auto prompt = load_prompt(at->path().string(), item)) {
            loaded.emplace_back(item, std::move(prompt).value());
        } else {
            log().warn("prompt.not_loaded", {{"path", at->path().string()}, {"code", prompt.error().code}});
        }
    }
    if (failure) {
        log().warn("prompt.no_folder", {{"path", folder}, {"why", failure.message()}});
    }
}

}  // namespace

void Engine::set_prompt(const std::string& item, PromptPtr prompt) {
    loop_.assert_here();
    prompts_.set(item, std::move(prompt));
}

void Engine::reload_prompts() {
    reload_voices();
    if (config_.prompt_folders.empty()) {
        return;
    }
    const bool taken = voice_files_->post([&loop = loop_, life = life_, folders = config_.prompt_folders] {
        Loaded loaded;
        for (const auto& folder : folders) {
            load_folder(folder, loaded);
        }
        loop.post([life, loaded = std::move(loaded)] {
            if (life->engine == nullptr) {
                return;
            }
            for (const auto& [item, prompt] : loaded) {
                life->engine->set_prompt(item, prompt);
            }
            log().info("prompts.loaded", {{"count", loaded.size()}});
        });
    });
    if (!taken) {
        log().warn("prompts.not_reloaded");
    }
}

PromptPtr Engine::find_prompt(const std::string& item) {
    if (auto prompt = prompts_.find(item)) {
        return prompt;
    }
    if (item.starts_with("tone:")) {
        if (auto tone = prompts_.find("builtin." + item.substr(5))) {
            return tone;
        }
    }
    if (item.starts_with("music:")) {
        return prompts_.find("builtin.hold_music");  // a queue whose music was deleted still plays music
    }
    // Silence of no length: whatever waits for the end of the program goes on at once.
    log().warn("prompt.unknown", {{"item", item}});
    metrics::counter("yinghe_media_unknown_prompts_total", "Programs that named a prompt we do not have").add();
    return nullptr;
}

}  // namespace yh::media
