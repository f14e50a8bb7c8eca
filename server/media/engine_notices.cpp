#include "media/engine.h"

// What workers tell: the road from their threads to calls' upcalls.
namespace yh::media {

void Engine::on_notices(std::vector<WorkerNotice> notices) {
    for (auto& notice : notices) {
        std::visit([this](auto& what) { on_notice(what); }, notice);
    }
}

void Engine::on_notice(ProgramFinished& notice) {
    if (legs_.contains(notice.leg)) {
        events_.on_program_finished(notice.call, notice.leg, notice.program);
    }
}

void Engine::on_notice(KeyPressed& notice) {
    if (legs_.contains(notice.leg)) {
        events_.on_media_dtmf(notice.leg, notice.digit);
    }
}

void Engine::on_notice(LegSilent& notice) {
    if (legs_.contains(notice.leg)) {
        events_.on_media_silent(notice.leg);
    }
}

void Engine::on_notice(LegClosed& notice) {
    if (const auto at = closing_.find(notice.leg); at != closing_.end()) {
        give_back_port(at->second);
        closing_.erase(at);
    } else {
        // The worker could not open it: what we believed open is gone. Its silence will end the call.
        forget(notice.leg);
    }
    events_.on_measured(notice.call, notice.leg, std::move(notice.quality));
}

void Engine::on_notice(RecordingQuiet& notice) {
    if (recordings_.contains(notice.recording)) {
        events_.on_recording_quiet(notice.call, notice.recording);
    }
}

void Engine::on_notice(CallMetered& notice) {
    events_.on_metered(notice.call, std::move(notice.legs));
}

void Engine::on_notice(RecordingClosed& notice) {
    recordings_.erase(notice.ended.recording);
    events_.on_recording_ended(notice.call, std::move(notice.ended));
}

void Engine::forget(model::LegId leg) {
    if (legs_.contains(leg)) {
        discard(leg);
        events_.on_media_silent(leg);
    }
}

}  // namespace yh::media
