#include "office/office.h"

#include <memory>
#include <utility>

namespace yh::office {

void carry_out(Office& office, model::Command command, http::Reply reply) {
    office.desk.apply(std::move(command), office.home,
                      [reply = std::make_shared<http::Reply>(std::move(reply))](Result<model::CallId> done) {
                          if (done.ok()) {
                              reply->no_content();
                          } else {
                              reply->fail(std::move(done).error());
                          }
                      });
}

}  // namespace yh::office
