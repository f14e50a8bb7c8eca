#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/loop.h"
#include "base/result.h"
#include "base/worker.h"
#include "calls/ports.h"
#include "media/browser_port.h"
#include "media/dtls_identity.h"
#include "media/negotiation.h"
#include "media/port_pool.h"
#include "media/prompt.h"
#include "media/socket_address.h"
#include "media/speech_cache.h"
#include "media/worker.h"

namespace yh::media {

struct EngineConfig {
    std::string bind_address = "127.0.0.1";  ///< numeric, IPv4 or IPv6; a wildcard works but costs a little per packet
    std::string advertised_address;          ///< written into SDP; empty: the bound one
    std::uint16_t first_port = 20000;
    std::uint16_t last_port =
        29999;  ///< two ports a leg; descriptors: one a leg, two after five seconds, one a recording
    /// Browsers share one port per media thread: these, from here on, opened at once; 0: one of the range each, taken
    /// with the first browser and kept.
    std::uint16_t first_browser_port = 0;
    Duration port_rest = std::chrono::seconds{2};
    std::size_t workers = 0;  ///< media threads; 0: one per core
    std::string recordings_folder = "recordings";
    std::vector<std::string> prompt_folders;  ///< later ones win; NAME of "prompt:NAME" is the path without extension
    std::string voices_folder;  ///< FOLDER/COMPANY/NAME.wav is that company's own "prompt:NAME"; empty: none
    SpeechOptions speech;       ///< for "say:TEXT"
    SilenceLimits silence;      ///< until on_media_silent
    std::size_t max_waiting_commands = 65536;  ///< of each worker; when full no new leg is opened
};

struct EngineStats {
    std::size_t calls = 0;
    std::size_t legs = 0;
    std::size_t closing_legs = 0;  ///< closed here, not yet measured by their worker
    std::size_t recordings = 0;    ///< asked for, not yet complete on disk
    std::size_t ports = 0;
    std::size_t ports_in_use = 0;
    std::size_t prompts = 0;
    std::size_t commands_kept = 0;  ///< waiting because a worker's mailbox is full
    bool idle() const { return legs == 0 && closing_legs == 0 && recordings == 0; }
};

/// The media plane as calls sees it. Offers, answers, ports and sockets are done here, at once, on the call loop;
/// packets live on worker threads, all legs of a call on one of them. Owned by main. Thread: call loop. To end: close
/// all legs, let the loop run until `stats().idle()`, destroy. The destructor stops the workers and waits for their
/// recordings (three seconds at most); no upcall is made after it.
class Engine final : public calls::MediaPort {
    struct Key {};

  public:
    /// Errors: media.address, media.ports (an empty range), media.no_socket, media.port_taken, media.no_certificate.
    static Result<std::unique_ptr<Engine>> create(Loop& call_loop, const EngineConfig& config,
                                                  calls::MediaEvents& events);
    Engine(Key, Loop& call_loop, const EngineConfig& config, calls::MediaEvents& events, SocketAddress bind);
    ~Engine() override;
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    Result<std::string> offer(model::CallId call, model::LegId leg, const calls::MediaProfile& profile) override;
    Result<calls::Negotiated> answer(model::CallId call, model::LegId leg, std::string_view offer,
                                     const calls::MediaProfile& profile) override;
    Result<calls::Negotiated> accept(model::LegId leg, std::string_view answer) override;
    void arrange(calls::MediaPlan plan) override;
    void send_dtmf(model::LegId leg, std::string digits) override;
    void close(model::LegId leg) override;
    bool has_leg(model::LegId leg) const override { return legs_.contains(leg); }
    void discard_recording(std::string path) override;
    void prepare(std::vector<std::string> items) override;

    /// Makes "prompt:NAME" (or "music:NAME") known at once; what already plays goes on as it was.
    void set_prompt(const std::string& item, PromptPtr prompt);
    /// Reads the prompt folders and the companies' voices again, on a thread for that; what is new appears when it is
    /// loaded.
    void reload_prompts();
    EngineStats stats() const;

  private:
    struct LegState {
        model::CallId call;
        std::size_t worker = 0;
        std::uint16_t port = 0;  // of its own; 0: it shares the browsers'
        Negotiation negotiation;
        std::optional<CodecKind> codec;
        std::unique_ptr<Leg> fresh;  // not handed to its worker yet
    };
    struct CallState {
        std::size_t worker = 0;
        std::size_t legs = 0;
    };
    struct Seat {
        std::unique_ptr<MediaWorker> worker;
        std::size_t legs = 0;
        std::deque<WorkerCommand> kept;             // what did not fit into its mailbox, in order
        std::unique_ptr<BrowserPort> browser_port;  // from the first browser on
        std::unique_ptr<Worker> thread;             // last: ends first
    };
    /// What may outlive the engine inside a posted task: tells it whether there still is one.
    struct Life {
        Engine* engine = nullptr;
    };

    Result<void> start_workers();
    Result<void> open_browser_ports();
    enum class PeerKind : std::uint8_t { Telephone, Browser };
    Result<LegState*> ensure_leg(model::CallId call, model::LegId leg, PeerKind kind);
    Result<LegState*> open_leg(model::CallId call, model::LegId leg, PeerKind kind);
    Result<LegState> open_telephone(model::LegId leg);
    Result<LegState> open_browser(model::LegId leg, std::size_t worker);
    Result<BrowserPort*> ensure_browser_port(std::size_t worker);
    Result<SocketHandle> open_socket(SocketAddress& local);
    void give_back_port(std::uint16_t port);
    /// Gives a new leg to its worker. Error: media.busy; the leg is then gone.
    Result<void> hand_over(model::LegId leg, LegState& state);
    /// Undoes open_leg before hand_over.
    void discard(model::LegId leg);
    void take_off(std::unordered_map<model::LegId, LegState>::iterator leg);
    std::size_t choose_worker(model::CallId call) const;
    std::optional<CodecKind> codec_like(const calls::MediaProfile& profile) const;
    void agree(model::LegId leg, LegState& state, const Agreement& agreement);
    void forget(model::LegId leg);

    /// Never loses a command: one that does not fit waits here, and all later ones behind it.
    void send(std::size_t worker, WorkerCommand command);
    void send_kept();
    PromptPtr find_prompt(const std::string& item);
    struct VoiceNews;
    static VoiceNews read_voices(const std::string& folder, const std::unordered_map<std::string, std::int64_t>& known);
    void reload_voices();
    void take_voices(VoiceNews& news);
    bool find_prompts(const calls::Program& program, const std::string& company, std::vector<PromptPtr>& into);
    bool find_item(const std::string& item, const std::string& company, std::vector<PromptPtr>& into);
    bool find_speech(const std::string& text, std::vector<PromptPtr>& into);
    bool find_recording(const std::string& path, std::vector<PromptPtr>& into);
    void take_recording(const std::string& path, PromptPtr prompt);
    void look_at_waiting_plans();
    bool find_digit(char key, const std::string& company, std::vector<PromptPtr>& into);
    void on_speech_made();

    void on_notices(std::vector<WorkerNotice> notices);
    void on_notice(ProgramFinished& notice);
    void on_notice(KeyPressed& notice);
    void on_notice(LegSilent& notice);
    void on_notice(LegClosed& notice);
    void on_notice(RecordingClosed& notice);
    void on_notice(RecordingQuiet& notice);
    void on_notice(CallMetered& notice);

    Loop& loop_;
    const EngineConfig config_;
    calls::MediaEvents& events_;
    const SocketAddress bind_;
    const std::string advertised_;

    const std::shared_ptr<Life> life_;  // shared with tasks on the call loop, read only there
    std::unique_ptr<DtlsIdentity> identity_;
    PortPool ports_;
    std::unordered_map<model::LegId, LegState> legs_;
    std::unordered_map<model::CallId, CallState> calls_;
    std::unordered_map<model::LegId, std::uint16_t> closing_;  // the port each still holds
    std::unordered_map<model::RecordingId, model::CallId> recordings_;
    PromptLibrary prompts_;
    std::unordered_map<std::string, std::int64_t> voice_marks_;          // item → when its file was written
    std::unordered_map<model::CallId, calls::MediaPlan> waiting_plans_;  // for what is not ready to be heard yet
    std::unique_ptr<SpeechCache> speech_;
    std::unordered_set<std::string> reading_;             // recordings to be played
    std::deque<std::pair<std::string, PromptPtr>> read_;  // the last few of them, the newest first
    bool retry_armed_ = false;
    std::unique_ptr<Worker> files_;
    std::unique_ptr<Worker> voice_files_;  // prompts are read here, so that no recording waits for them
    std::vector<Seat> workers_;
};

}  // namespace yh::media
