#include <memory>
#include <utility>

#include "office/answer.h"
#include "office/people/identity.h"
#include "office/settings/config_body.h"
#include "office/settings/config_change.h"
#include "office/settings/config_revision.h"
#include "office/settings/config_routes.h"
#include "office/settings/site_messages_store.h"

// The settings that are one document each: pages of third parties, mail, disk alert, retention (高级设置).
namespace yh::office::settings {

namespace {

using people::asker;

/// The mail server without its secret.
struct MailView : SiteMail {
    bool has_secret = false;
};
BOOST_DESCRIBE_STRUCT(MailView, (SiteMail), (has_secret))

/// One setting: its word, how it is read, and where it stands in the tenant.
template <class T>
struct Setting {
    std::string_view word;  ///< a literal
    Result<std::optional<T>> (*load)(db::Connection&, std::int64_t tenant);
    std::optional<T> SiteTenant::*place;
};

constexpr Setting<SiteRetention> retention{"retention", &load_retention, &SiteTenant::retention};
constexpr Setting<SitePopup> popup{"popup", &load_popup, &SiteTenant::popup};
constexpr Setting<SiteMail> mail{"mail", &load_mail, &SiteTenant::mail};
constexpr Setting<SiteDiskAlert> disk_alert{"disk_alert", &load_disk_alert, &SiteTenant::disk_alert};

template <class T>
const T& view_of(const T& setting) {
    return setting;
}
MailView view_of(const SiteMail& setting) {
    MailView view;
    static_cast<SiteMail&>(view) = setting;
    view.has_secret = !view.secret.empty();
    view.secret.clear();
    return view;
}

template <class T>
void show(Office& office, const Setting<T>& setting, const http::Request& request, http::Reply reply) {
    office.readers.read(
        office.home,
        [load = setting.load, tenant = asker(request).tenant.value](db::Connection& connection) {
            return load(connection, tenant);
        },
        [reply = std::make_shared<http::Reply>(std::move(reply))](Result<std::optional<T>> found) {
            if (found.ok()) {
                answer(*reply, view_of(found->value_or(T{})));
            } else {
                reply->fail(std::move(found).error());
            }
        });
}

template <class T>
void put(Office& office, const Setting<T>& setting, const http::Request& request, http::Reply reply) {
    auto wanted = config_body<T>(request, reply);
    if (!wanted) {
        return;
    }
    SiteEdit edit{setting.word, std::string{setting.word}, {}};
    edit.seen = seen_change(request);
    edit.make = [place = setting.place, wanted = *std::move(wanted)](db::Connection&,
                                                                     SiteTenant& tenant) -> Result<void> {
        tenant.*place = wanted;
        return {};
    };
    change_site(office, asker(request), std::move(edit), std::move(reply));
}

template <class T, class View = T>
void add_setting(http::Router& router, Office& office, const Setting<T>& setting, std::string_view path,
                 http::Summary shown, http::Summary saved) {
    const std::string pattern = "/api/v1/config/" + std::string{path};
    router.add({.pattern = pattern,
                .permission = people::rights::configure,
                .summary = shown,
                .response = http::schema_of<View>(),
                .handler = on_home(office, [setting](Office& at, const http::Request& request, http::Reply reply) {
                    show(at, setting, request, std::move(reply));
                })});
    router.add({.method = http::Method::Put,
                .pattern = pattern,
                .permission = people::rights::configure,
                .summary = saved,
                .request = http::schema_of<T>(),
                .status = 204,
                .handler = on_home(office, [setting](Office& at, const http::Request& request, http::Reply reply) {
                    put(at, setting, request, std::move(reply));
                })});
}

}  // namespace

void add_advanced_routes(http::Router& router, Office& office) {
    add_setting(router, office, retention, "retention", {"How long data is kept", "数据保留"},
                {"Keep data for so long from now on", "保存数据保留"});
    add_setting(router, office, popup, "popup", {"Pages of third parties that open for calls", "弹屏地址"},
                {"Set the pages that open for calls", "保存弹屏地址"});
    add_setting<SiteMail, MailView>(router, office, mail, "mail", {"The mail server, without its secret", "邮件服务器"},
                                    {"Set the mail server; an empty secret keeps the old one", "保存邮件服务器"});
    add_setting(router, office, disk_alert, "disk-alert", {"Who is told that the disk fills up", "磁盘空间提醒"},
                {"Set who is told that the disk fills up", "保存磁盘空间提醒"});
    router.add({.pattern = "/api/v1/popup",
                .permission = people::rights::use_phone,
                .summary = {"Pages of third parties that open for one's own calls", "弹屏地址（坐席）"},
                .response = http::schema_of<SitePopup>(),
                .handler = on_home(office, [](Office& at, const http::Request& request, http::Reply reply) {
                    show(at, popup, request, std::move(reply));
                })});
}

}  // namespace yh::office::settings
