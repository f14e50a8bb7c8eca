#include "office/people/avatar_store.h"

#include <array>
#include <filesystem>
#include <fstream>

#include "office/people/picture.h"

namespace yh::office::people {

namespace {

namespace fs = std::filesystem;

std::string path_of(const std::string& folder, std::int64_t user) {
    return folder + '/' + std::to_string(user);
}

Result<bool> set_time(db::Connection& connection, std::int64_t user, std::int64_t at_ms) {
    auto ran = connection.run("UPDATE users SET avatar_at_ms = ? WHERE id = ?", at_ms, user);
    return ran.ok() ? Result<bool>{true} : Result<bool>{std::move(ran).error()};
}

}  // namespace

Result<bool> keep_avatar(db::Connection& connection, const std::string& folder, std::int64_t user,
                         std::string_view bytes, std::int64_t now_ms) {
    const auto path = path_of(folder, user);
    const auto beside = path + ".new";
    std::error_code failure;
    fs::create_directories(folder, failure);
    {
        std::ofstream file{beside, std::ios::binary | std::ios::trunc};
        file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        file.close();
        if (!file) {
            fs::remove(beside, failure);
            return unavailable("avatar.not_stored", beside);
        }
    }
    fs::rename(beside, path, failure);
    if (failure) {
        return unavailable("avatar.not_stored", failure.message());
    }
    return set_time(connection, user, now_ms);
}

Result<bool> forget_avatar(db::Connection& connection, const std::string& folder, std::int64_t user) {
    std::error_code failure;
    fs::remove(path_of(folder, user), failure);
    return set_time(connection, user, 0);
}

Result<std::optional<AvatarFile>> find_avatar(db::Connection& connection, const std::string& folder,
                                              std::int64_t tenant, std::string_view number) {
    YH_TRY(const auto user, connection.row<std::int64_t>("SELECT id FROM users WHERE tenant_id = ? AND number = ? AND "
                                                         "avatar_at_ms > 0 AND deleted_at_ms IS NULL",
                                                         tenant, number));
    if (!user) {
        return std::optional<AvatarFile>{};
    }
    AvatarFile file{path_of(folder, *user), {}};
    std::array<char, 16> head{};
    std::ifstream in{file.path, std::ios::binary};
    in.read(head.data(), head.size());
    file.type = picture_type({head.data(), static_cast<std::size_t>(in.gcount())});
    return file.type.empty() ? std::optional<AvatarFile>{} : std::optional{std::move(file)};
}

}  // namespace yh::office::people
