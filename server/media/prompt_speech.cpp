#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <utility>

#include "base/os_error.h"
#include "media/file_handle.h"
#include "media/prompt.h"

namespace yh::media {
namespace {

constexpr std::size_t max_text_bytes = 16 * 1024;

Error failed(std::string detail) {
    return unavailable("speech.failed", std::move(detail));
}

/// Text and sound travel in files without a name: no pipe that could block or kill us, nothing to clean up.
Result<FileHandle> nameless_file(const char* label) {
    FileHandle file{::memfd_create(label, MFD_CLOEXEC)};
    if (!file) {
        return failed("memfd_create");
    }
    return file;
}

class SpawnActions {
  public:
    SpawnActions() { ::posix_spawn_file_actions_init(&actions_); }
    ~SpawnActions() { ::posix_spawn_file_actions_destroy(&actions_); }
    SpawnActions(const SpawnActions&) = delete;
    SpawnActions& operator=(const SpawnActions&) = delete;
    void connect(int ours, int theirs) { ::posix_spawn_file_actions_adddup2(&actions_, ours, theirs); }
    void open_null(int theirs) { ::posix_spawn_file_actions_addopen(&actions_, theirs, "/dev/null", O_WRONLY, 0); }
    const posix_spawn_file_actions_t* get() const { return &actions_; }

  private:
    posix_spawn_file_actions_t actions_{};
};

Result<pid_t> start(const SpeechOptions& options, int text_fd, int sound_fd) {
    SpawnActions actions;
    actions.connect(text_fd, STDIN_FILENO);
    actions.connect(sound_fd, STDOUT_FILENO);
    actions.open_null(STDERR_FILENO);
    std::string program = options.program;
    std::string voice = options.voice;
    std::string speed = std::to_string(options.words_per_minute);
    std::string words[] = {"-v", "-s", "-b", "1", "--stdin", "--stdout"};
    // The text goes through standard input, so that one starting with a dash is no option.
    char* arguments[] = {program.data(),  words[0].data(), voice.data(),    words[1].data(), speed.data(),
                         words[2].data(), words[3].data(), words[4].data(), words[5].data(), nullptr};
    pid_t pid = 0;
    const int code = ::posix_spawnp(&pid, program.c_str(), actions.get(), nullptr, arguments, environ);
    if (code == ENOENT || code == EACCES) {
        return Error{ErrorKind::Unavailable, "speech.missing", program};
    }
    if (code != 0) {
        return failed(os_error_text(code));
    }
    return pid;
}

Result<void> wait_for(pid_t pid, Duration give_up_after) {
    const FileHandle ended{static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))};
    pollfd watched{ended.fd(), POLLIN, 0};
    int ready = 0;
    do {
        ready = ::poll(&watched, 1, static_cast<int>(to_ms(give_up_after)));
    } while (ready < 0 && errno == EINTR);
    const bool late = !ended || ready <= 0;
    if (late) {
        ::kill(pid, SIGKILL);
    }
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (late) {
        return Error{ErrorKind::Timeout, "speech.timeout", {}};
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        return failed("exit status " + std::to_string(status));
    }
    return {};
}

Result<std::vector<std::uint8_t>> read_all(const FileHandle& file) {
    struct stat status {};
    if (::fstat(file.fd(), &status) != 0) {
        return failed("fstat");
    }
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(status.st_size));
    if (!file.read_at(0, bytes)) {
        return failed("read");
    }
    return bytes;
}

}  // namespace

Result<PromptPtr> speak_prompt(std::string_view text, const SpeechOptions& options) {
    if (text.empty() || text.size() > max_text_bytes) {
        return invalid_input("speech.bad_text", std::to_string(text.size()) + " bytes");
    }
    YH_TRY(const auto text_file, nameless_file("speech-text"));
    YH_TRY(const auto sound_file, nameless_file("speech-sound"));
    const std::span bytes{reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
    if (!text_file.write_at(0, bytes)) {
        return failed("write");
    }
    YH_TRY(const auto pid, start(options, text_file.fd(), sound_file.fd()));
    YH_CHECK(wait_for(pid, options.give_up_after));
    YH_TRY(const auto sound, read_all(sound_file));
    if (sound.empty()) {
        return failed("no sound");
    }
    return load_prompt_bytes(sound, std::string{text.substr(0, 40)});
}

}  // namespace yh::media
