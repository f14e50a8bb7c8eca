#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "db/connection.h"

// Keys of the central management platform (R035), and every use of them. Thread of all: one that may block.
namespace yh::office::platform {

/// How each of our keys begins: nothing else that is sent as a bearer token does.
inline constexpr std::string_view key_start = "ymk_";

struct KeyView {
    Id<struct KeyTag> id;
    std::string name;
    std::string shown;  ///< its beginning
    std::int64_t created_at_ms = 0;
    std::string created_by;
    std::optional<std::int64_t> last_used_at_ms;
    std::optional<std::int64_t> revoked_at_ms;
    std::string revoked_by;
};
BOOST_DESCRIBE_STRUCT(KeyView, (),
                      (id, name, shown, created_at_ms, created_by, last_used_at_ms, revoked_at_ms, revoked_by))

struct UseView {
    Id<struct UseTag> id;
    std::string key_name;
    std::int64_t at_ms = 0;
    std::string address;
    std::string method;
    std::string path;
    std::string refused;  ///< a code of ours; empty: it was let in
};
BOOST_DESCRIBE_STRUCT(UseView, (), (id, key_name, at_ms, address, method, path, refused))

struct NewKey {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::string name;
    std::string shown;
    std::string key_hash;
    std::int64_t created_at_ms = 0;
    std::int64_t created_by = 0;
};
BOOST_DESCRIBE_STRUCT(NewKey, (), (id, tenant_id, name, shown, key_hash, created_at_ms, created_by))

struct Use {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::int64_t key_id = 0;
    std::int64_t at_ms = 0;
    std::string address;
    std::string method;
    std::string path;
    std::string refused;
};
BOOST_DESCRIBE_STRUCT(Use, (), (id, tenant_id, key_id, at_ms, address, method, path, refused))

/// Whose key it is, and why it opens nothing: "platform.revoked", "platform.off", or empty.
struct FoundKey {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::string name;
    std::string_view refused;
};
Result<std::optional<FoundKey>> find_key(db::Connection& connection, std::string_view key_hash);

Result<std::vector<KeyView>> list_keys(db::Connection& connection, std::int64_t tenant);
Result<void> create_key(db::Connection& connection, const NewKey& key);
/// False when there is no such key that could be revoked.
Result<bool> revoke_key(db::Connection& connection, std::int64_t tenant, std::int64_t id, std::int64_t by,
                        std::int64_t now_ms);

/// Writes the use down, and forgets those of more than a year ago.
Result<void> note_use(db::Connection& connection, const Use& use);
/// The last hundred.
Result<std::vector<UseView>> list_uses(db::Connection& connection, std::int64_t tenant);

}  // namespace yh::office::platform
