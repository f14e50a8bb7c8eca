#include <filesystem>

#include "base/log.h"
#include "http/openapi.h"
#include "http/static_files.h"
#include "main/api.h"
#include "main/front_page.h"
#include "main/health_routes.h"
#include "main/messages.h"
#include "main/server_graph.h"
#include "main/voice_tools.h"
#include "office/people/routes.h"
#include "office/platform/routes.h"
#include "office/settings/region_routes.h"

// What a server is reached by: sound, SIP, pages; and the voices that it speaks with.
namespace yh::app {

using std::chrono::seconds;

std::vector<std::string> Server::Graph::prompt_folders() const {
    std::vector<std::string> folders;
    for (const auto& prompts : {options.prompts, folder.path() + "/prompts"}) {
        if (!prompts.empty() && std::filesystem::is_directory(prompts)) {
            folders.push_back(prompts);
        }
    }
    return folders;
}

office::VoiceTools Server::Graph::voice_tools() {
    office::VoiceTools tools;
    tools.root = folder.path() + "/voices";
    tools.look = look_at_sound;
    tools.speak = [this](std::string text, std::function<void(Result<std::string>)> done) {
        const bool taken = speech.post([this, text = std::move(text), done] {
            home_loop.post([done, wav = speak_wav(text)]() mutable { done(std::move(wav)); });
        });
        if (!taken) {
            done(Error{ErrorKind::TooMany, "speech.busy", {}});
        }
    };
    tools.shared = [folders = prompt_folders()] {
        auto names = prompt_names(folders);
        names.emplace_back("welcome");  // spoken when nobody recorded one
        return names;
    };
    tools.on_changed = [this] { call_loop.post([this] { engine->reload_prompts(); }); };
    return tools;
}

Result<void> Server::Graph::open_media() {
    YH_TRY(const auto range, parse_port_range(options.rtp));
    media::EngineConfig config;
    config.bind_address = range.address;
    config.advertised_address = options.advertised_address;
    config.first_port = range.first;
    config.last_port = range.last;
    YH_TRY(config.first_browser_port, checked_webrtc_port(options.webrtc_port, range));
    config.workers = static_cast<std::size_t>(options.media_threads);
    config.recordings_folder = folder.recordings();
    config.prompt_folders = prompt_folders();
    config.voices_folder = folder.path() + "/voices";
    YH_TRY(engine, media::Engine::create(call_loop, config, conductor));
    return {};
}

Result<void> Server::Graph::open_sip() {
    sip::EndpointConfig config;
    YH_TRY(const auto listen, sip::Address::parse(options.sip));
    config.flows.listen = {listen};
    if (!options.sip_tls.empty()) {
        YH_TRY(const auto listen_tls, sip::Address::parse(options.sip_tls));
        config.flows.listen_tls = {listen_tls};
        config.flows.tls_certificate_file = options.certificate_file;
        config.flows.tls_key_file = options.certificate_key_file;
    }
    config.flows.tls_ca_file = options.sip_tls_trust;
    config.flows.advertised_host = options.advertised_address;
    YH_TRY(endpoint, sip::Endpoint::create(call_loop, config, ids, conductor));
    conductor.connect(*endpoint, *engine);
    conductor.set_lookup(&lookup);
    conductor.set_customers(&customers);
    return {};
}

Result<void> Server::Graph::open_web() {
    http::ServerConfig config;
    YH_TRY(config.http, http::Endpoint::parse(options.http));
    if (!options.https.empty()) {
        YH_TRY(config.https, http::Endpoint::parse(options.https));
        config.cert_file = options.certificate_file;
        config.key_file = options.certificate_key_file;
    }
    config.upload_folder = folder.path();
    const auto regions_file = folder.path() + "/regions.csv";
    office::settings::load_own_regions(regions_file);
    http::Router router;
    add_health_routes(router, {writer, clock});
    add_api_routes(router, {office,
                            live_feed,
                            today_feed,
                            simulation,
                            outbox,
                            reminders,
                            disk_watch,
                            alarms,
                            deletions,
                            &certificates,
                            {options.ice_urls, options.turn_secret, seconds{options.turn_ttl_s}},
                            regions_file});
    phones = std::make_unique<BrowserPhones>(
        BrowserPhones::World{call_loop, home_loop, *endpoint, conductor, session_sockets});
    router.add_websocket("/sip", office::people::rights::use_phone, {"The browser's telephone", "浏览器电话"},
                         phones->route());
    if (options.web.empty()) {
        add_front_page(router);
    } else {
        http::StaticFilesConfig pages;
        pages.root = options.web;
        YH_TRY(auto handler, http::static_files(pages));
        router.set_fallback(std::move(handler));
    }
    http::add_openapi_route(router, api_info());
    YH_TRY(web, http::Server::create(std::move(config), std::move(router),
                                     office::platform::with_keys(office::people::hooks(office), office), all_messages(),
                                     {&web_loops[0], &web_loops[1]}));
    return {};
}

// A greeting for those who have recorded none: spoken by a separate program, beside the start.
void Server::Graph::speak_welcome() {
    for (const auto* ending : {".wav", ".mp3"}) {
        if (std::filesystem::exists(folder.path() + "/prompts/welcome" + ending)) {
            return;
        }
    }
    speech.post([this] {
        auto said = media::speak_prompt("您好，欢迎致电。正在为您转接客服，请稍候。");
        if (!said.ok()) {
            log().warn("prompt.no_welcome", {{"code", said.error().code}});
            return;
        }
        call_loop.post([this, prompt = *std::move(said)] {
            if (engine) {
                engine->set_prompt("prompt:welcome", prompt);
            }
        });
    });
}

}  // namespace yh::app
