#include "office/certificate/routes.h"

#include <memory>
#include <utility>

#include "base/log.h"
#include "office/lists/list_route.h"
#include "office/settings/config_audit.h"

namespace yh::office::certificate {

namespace {

using lists::share;
using people::asker;

struct CertificateFiles {
    std::string chain;  ///< PEM text, the server's own certificate first
    std::string key;    ///< PEM text; never shown again
};
BOOST_DESCRIBE_STRUCT(CertificateFiles, (), (chain, key))

// It is the whole server's: where several companies share one, none of them sets it for the others.
bool is_shared(const Office& office) {
    return office.directory->tenants.size() > 1;
}

CertificateView seen_by(const Office& office, CertificateView view) {
    if (view.fixed.empty() && is_shared(office)) {
        view.fixed = "certificate.shared";
    }
    return view;
}

std::string json_of(const CertificateView& view) {
    return view.facts ? to_json(*view.facts) : std::string{};
}

void show(Office& office, CertificateKeeper& keeper, http::Reply reply) {
    keeper.look([&office, shared = share(std::move(reply))](Result<CertificateView> view) {
        if (view.ok()) {
            answer(*shared, seen_by(office, *std::move(view)));
        } else {
            shared->fail(std::move(view).error());
        }
    });
}

/// Looks how it is before, lets `change` run, writes down both and answers how it is now.
void change_it(Office& office, CertificateKeeper& keeper, const people::SignedIn& who, http::Reply reply,
               std::function<void(CertificateKeeper::Done)> change) {
    if (is_shared(office)) {
        reply.fail({ErrorKind::Forbidden, "certificate.shared", {}});
        return;
    }
    const auto shared = share(std::move(reply));
    keeper.look([&office, who, shared, change = std::move(change)](Result<CertificateView> before) {
        if (!before.ok()) {
            shared->fail(std::move(before).error());
            return;
        }
        change([&office, who, shared, old_value = json_of(*before)](Result<CertificateView> after) {
            if (!after.ok()) {
                shared->fail(std::move(after).error());
                return;
            }
            log().warn("certificate.changed", {{"by", who.number}, {"source", enum_text(after->source)}});
            office.writer.write(
                office.home,
                [tenant = who.tenant.value, author = who.user.value, old_value, new_value = json_of(*after),
                 now = to_ms(office.clock.wall())](db::Connection& connection) {
                    return settings::note_config_change(connection, tenant, author, "certificate", "", old_value,
                                                        new_value, now);
                },
                [&office, shared, view = *std::move(after)](const Result<void>&) {
                    answer(*shared, seen_by(office, view));
                });
        });
    });
}

void put(Office& office, CertificateKeeper& keeper, const http::Request& request, http::Reply reply) {
    auto files = body_of<CertificateFiles>(request, reply);
    if (files) {
        change_it(office, keeper, asker(request), std::move(reply),
                  [&keeper, pair = http::PemPair{std::move(files->chain), std::move(files->key)}](
                      CertificateKeeper::Done done) { keeper.use(pair, std::move(done)); });
    }
}

}  // namespace

void add_routes(http::Router& router, Office& office, CertificateKeeper* keeper) {
    using http::Method;
    router.add({.pattern = "/api/v1/certificate",
                .permission = people::rights::configure,
                .summary = {"The certificate that the server shows", "TLS 证书"},
                .response = http::schema_of<CertificateView>(),
                .handler = on_home(office, [keeper](Office& at, const http::Request&, http::Reply reply) {
                    show(at, *keeper, std::move(reply));
                })});
    router.add({.method = Method::Put,
                .pattern = "/api/v1/certificate",
                .permission = people::rights::configure,
                .summary = {"Show this certificate from now on, without a restart", "上传 TLS 证书（立即生效）"},
                .request = http::schema_of<CertificateFiles>(),
                .response = http::schema_of<CertificateView>(),
                .handler = on_home(office, [keeper](Office& at, const http::Request& request, http::Reply reply) {
                    put(at, *keeper, request, std::move(reply));
                })});
    router.add({.method = Method::Delete,
                .pattern = "/api/v1/certificate",
                .permission = people::rights::configure,
                .summary = {"Forget the uploaded certificate", "删除上传的证书"},
                .response = http::schema_of<CertificateView>(),
                .handler = on_home(office, [keeper](Office& at, const http::Request& request, http::Reply reply) {
                    change_it(at, *keeper, asker(request), std::move(reply),
                              [keeper](CertificateKeeper::Done done) { keeper->drop(std::move(done)); });
                })});
}

}  // namespace yh::office::certificate
