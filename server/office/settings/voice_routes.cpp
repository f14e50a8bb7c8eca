#include <filesystem>
#include <memory>
#include <utility>

#include "base/log.h"
#include "office/answer.h"
#include "office/people/identity.h"
#include "office/settings/config_body.h"
#include "office/settings/config_change.h"
#include "office/settings/config_routes.h"
#include "office/settings/voice_store.h"

namespace yh::office::settings {

namespace {

namespace fs = std::filesystem;

struct SpeechWish {
    std::string text;
};
BOOST_DESCRIBE_STRUCT(SpeechWish, (), (text))

constexpr std::uint64_t largest_voice_bytes = 10 * 1024 * 1024;
constexpr std::size_t longest_speech_bytes = 3000;
constexpr int unprocessable = 422;

/// What waits for an answer while a voice is looked at and stored. The upload's file is removed with it, unless it was
/// taken.
struct Upload {
    http::Reply reply;
    std::unique_ptr<http::UploadedFile> file;
    people::SignedIn who;
    std::string folder;
    VoiceRow voice;
    bool replaces = false;
};
/// What became of the wish to delete a voice.
struct Removed {
    VoiceRow voice;
    std::optional<Error> refusal;
};

using UploadPtr = std::shared_ptr<Upload>;

/// None: the company is gone.
std::string folder_of(const Office& office, model::TenantId id) {
    const auto* tenant = office.directory->find_tenant(id);
    return tenant == nullptr || office.voices.root.empty() ? std::string{} : office.voices.root + "/" + tenant->code;
}

std::string path_of(const std::string& folder, const VoiceRow& voice) {
    return folder + "/" + voice.name + "." + voice.format;
}

void refuse_sound(http::Reply& reply, Error error) {
    reply.send({.status = unprocessable, .headers = {}, .body = http::Failure{std::move(error), {}, unprocessable}});
}

void written(Office& office, const UploadPtr& upload) {
    log().info("voice.stored", {{"by", upload->who.number},
                                {"tenant", upload->who.tenant},
                                {"name", upload->voice.name},
                                {"bytes", upload->voice.size_bytes}});
    office.voices.on_changed();
    const auto& voice = upload->voice;
    answer(upload->reply, Voice{voice.name, voice.format, voice.size_bytes, voice.duration_ms, {}}, 201);
}

// The file first, then its row: a row without a file would be a voice that nobody hears.
void store(Office& office, const UploadPtr& upload) {
    office.writer.write(
        office.home,
        [voice = upload->voice](db::Connection& connection) -> Result<bool> {
            YH_CHECK(save_voice(connection, voice));
            return true;
        },
        [&office, upload](Result<bool> saved) {
            if (saved.ok()) {
                written(office, upload);
            } else {
                upload->reply.fail(std::move(saved).error());
            }
        });
}

Result<SoundFile> take_file(db::Connection& connection, const VoiceTools& tools, Upload& upload) {
    auto& voice = upload.voice;
    YH_TRY(const auto old, find_voice(connection, voice.tenant_id, voice.name));
    if (old && !upload.replaces) {
        return Error{ErrorKind::Conflict, "voice.exists", voice.name};
    }
    YH_TRY(const auto sound, tools.look(upload.file->path()));
    voice.format = sound.format;
    std::error_code failure;
    fs::create_directories(upload.folder, failure);
    if (old && old->format != sound.format) {
        fs::remove(path_of(upload.folder, *old), failure);
    }
    fs::rename(upload.file->path(), path_of(upload.folder, voice), failure);
    if (failure) {
        return Error{ErrorKind::Unavailable, "http.upload_failed", failure.message()};
    }
    upload.file->take();
    return sound;
}

void upload_voice(Office& office, http::Request& request, http::Reply reply) {
    const auto& who = people::asker(request);
    const std::string name{request.arg("name").value_or("")};
    const auto folder = folder_of(office, who.tenant);
    if (!is_voice_name(name)) {
        refuse_fields(reply, {{"name", name.empty() ? "config.required" : "voice.bad_name"}});
        return;
    }
    if (!request.upload || request.upload->size_bytes() == 0) {
        refuse_sound(reply, invalid_input("voice.empty", name));
        return;
    }
    if (folder.empty()) {
        reply.fail(not_found("site.no_tenant"));
        return;
    }
    VoiceRow voice{who.tenant.value,          name, {}, static_cast<std::int64_t>(request.upload->size_bytes()), 0,
                   to_ms(office.clock.wall())};
    auto upload = std::make_shared<Upload>(Upload{std::move(reply), std::move(request.upload), who, folder,
                                                  std::move(voice), request.arg("replace").has_value()});
    office.readers.read(
        office.home,
        [upload, &tools = office.voices](db::Connection& connection) { return take_file(connection, tools, *upload); },
        [&office, upload](Result<SoundFile> sound) {
            if (sound.ok()) {
                upload->voice.duration_ms = sound->duration_ms;
                store(office, upload);
            } else if (sound.error().kind == ErrorKind::InvalidInput) {
                refuse_sound(upload->reply, std::move(sound).error());
            } else {
                upload->reply.fail(std::move(sound).error());
            }
        });
}

void show_voices(Office& office, const http::Request& request, http::Reply reply) {
    office.readers.read(
        office.home,
        [tenant = people::asker(request).tenant.value](db::Connection& connection) {
            return list_voices(connection, tenant);
        },
        [to = std::make_shared<http::Reply>(std::move(reply))](Result<std::vector<Voice>> found) {
            if (found.ok()) {
                answer_items(*to, *found);
            } else {
                to->fail(std::move(found).error());
            }
        });
}

void delete_voice(Office& office, const http::Request& request, http::Reply reply) {
    const auto& who = people::asker(request);
    office.writer.write(
        office.home,
        [tenant = who.tenant.value,
         name = std::string{request.param("name")}](db::Connection& connection) -> Result<Removed> {
            auto gone = remove_voice(connection, tenant, name);
            if (!gone.ok() && !is_refusal(gone.error())) {
                return std::move(gone).error();
            }
            return gone.ok() ? Removed{*std::move(gone), std::nullopt} : Removed{{}, gone.error()};
        },
        [&office, number = who.number, folder = folder_of(office, who.tenant),
         to = std::make_shared<http::Reply>(std::move(reply))](Result<Removed> gone) {
            if (!gone.ok() || gone->refusal) {
                to->fail(gone.ok() ? *std::move(gone->refusal) : std::move(gone).error());
                return;
            }
            std::error_code ignored;  // one unlink; a file without a row is no voice any more
            fs::remove(path_of(folder, gone->voice), ignored);
            log().info("voice.deleted", {{"by", number}, {"name", gone->voice.name}});
            office.voices.on_changed();
            to->no_content();
        });
}

void play_voice(Office& office, const http::Request& request, http::Reply reply) {
    const auto& who = people::asker(request);
    office.readers.read(
        office.home,
        [tenant = who.tenant.value, name = std::string{request.param("name")}](db::Connection& connection) {
            return find_voice(connection, tenant, name);
        },
        [folder = folder_of(office, who.tenant),
         to = std::make_shared<http::Reply>(std::move(reply))](Result<std::optional<VoiceRow>> found) {
            if (!found.ok() || !*found) {
                to->fail(found.ok() ? not_found("voice.unknown") : std::move(found).error());
                return;
            }
            http::FileBody file;
            file.path = path_of(folder, **found);
            file.content_type = (*found)->format == "mp3" ? "audio/mpeg" : "audio/wav";
            to->file(std::move(file));
        });
}

void speak(Office& office, const http::Request& request, http::Reply reply) {
    const auto wish = config_body<SpeechWish>(request, reply);
    if (!wish) {
        return;
    }
    if (wish->text.empty() || wish->text.size() > longest_speech_bytes) {
        refuse_fields(reply, {{"text", wish->text.empty() ? "config.required" : "speech.too_long"}});
        return;
    }
    office.voices.speak(wish->text, [to = std::make_shared<http::Reply>(std::move(reply))](Result<std::string> wav) {
        if (wav.ok()) {
            to->send({.status = 200, .headers = {{"Content-Type", "audio/wav"}}, .body = *std::move(wav)});
        } else {
            to->fail(std::move(wav).error());
        }
    });
}

}  // namespace

void add_voice_routes(http::Router& router, Office& office) {
    router.add({.pattern = "/api/v1/voices",
                .permission = people::rights::configure,
                .summary = {"The company's voices", "语音列表"},
                .response = items_of<Voice>(),
                .handler = on_home(office, show_voices)});
    router.add(
        {.method = http::Method::Post,
         .pattern = "/api/v1/voices",
         .permission = people::rights::configure,
         .summary = {"Upload a voice: mp3, or wav with one channel at 8 kHz", "上传语音（mp3，或单声道 8 kHz wav）"},
         .query = {{"name"}, {"replace"}},
         .request = http::binary_schema("audio/*"),
         .response = http::schema_of<Voice>(),
         .status = 201,
         .body_limit_bytes = largest_voice_bytes,
         .body_to = http::BodyTo::File,
         .handler = [&office](http::Request request, http::Reply reply) {
             office.home.post([&office, request = std::move(request), reply = std::move(reply)]() mutable {
                 upload_voice(office, request, std::move(reply));
             });
         }});
    router.add({.method = http::Method::Delete,
                .pattern = "/api/v1/voices/{name}",
                .permission = people::rights::configure,
                .summary = {"Delete a voice that nothing plays", "删除语音（未被使用时）"},
                .status = 204,
                .handler = on_home(office, delete_voice)});
    router.add({.pattern = "/api/v1/voices/{name}/audio",
                .permission = people::rights::configure,
                .summary = {"Listen to a voice", "试听语音"},
                .response = http::binary_schema("audio/*"),
                .handler = on_home(office, play_voice)});
    router.add({.method = http::Method::Post,
                .pattern = "/api/v1/voices/speech",
                .permission = people::rights::configure,
                .summary = {"A text read aloud", "文字转语音试听"},
                .request = http::schema_of<SpeechWish>(),
                .response = http::binary_schema("audio/wav"),
                .handler = on_home(office, speak)});
}

}  // namespace yh::office::settings
