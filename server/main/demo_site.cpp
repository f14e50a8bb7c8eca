#include "main/demo_site.h"

namespace yh::app {

std::string demo_site() {
    return R"(# The demo company. `yinghe apply demo.toml` declares it; change what you like and apply it again.

[[tenant]]
code = "demo"
name = "演示公司"
state_after_login = "ready"

[[tenant.user]]
number = "10001"
name = "王丽"
password = "demo-10001"
extension = "8001"
extension_type = "sip"
extension_secret = "demo-8001"
sign_in = "phone"
after_call = "wrap_up"
wrap_up_s = 10

[[tenant.user]]
number = "10002"
name = "李强"
password = "demo-10002"
extension = "8002"
extension_type = "sip"
extension_secret = "demo-8002"
sign_in = "phone"

[[tenant.user]]
number = "10003"
name = "赵敏"
password = "demo-10003"
extension = "8003"
extension_type = "sip"
extension_secret = "demo-8003"
sign_in = "page"

[[tenant.user]]
number = "10010"
name = "周组长"
password = "demo-10010"
role = "leader"

[[tenant.user]]
number = "10000"
name = "管理员"
account = "admin"
password = "demo-admin"
role = "admin"

[[tenant.trunk]]
name = "carrier"
kind = "peer"
address = "127.0.0.1:5070"

[[tenant.queue]]
number = "600"
name = "售后"
strategy = "longest_idle"
ring_timeout_s = 20
max_wait_s = 600
on_timeout = "hangup"
greeting = "prompt:welcome"
record = true
leaders = ["10010"]
members = ["10001", "10002", { user = "10003", penalty = 1 }]

[[tenant.inbound]]
did = "4008001234"
trunk = "carrier"
destination = "queue:600"

[[tenant.outbound]]
pattern = "0*|1*|400*"
trunk = "carrier"
caller_id = "4008001234"
)";
}

}  // namespace yh::app
