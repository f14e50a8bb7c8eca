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
extension_type = "web"
sign_in = "page"
after_call = "wrap_up"
wrap_up_s = 10

[[tenant.user]]
number = "10002"
name = "李强"
password = "demo-10002"
extension = "8002"
extension_type = "web"
sign_in = "page"

[[tenant.user]]
number = "10003"
name = "赵敏"
password = "demo-10003"
extension = "8003"
extension_type = "sip"
extension_secret = "demo-8003"
sign_in = "phone"

[[tenant.user]]
number = "10010"
name = "周组长"
password = "demo-10010"
role = "leader"
extension = "8010"
extension_type = "web"

[[tenant.user]]
number = "10000"
name = "管理员"
account = "admin"
password = "demo-admin"
role = "admin"

# People whose name begins with 机器人 are played by the server itself while the simulated calls are on.
[[tenant.user]]
number = "10021"
name = "机器人小应"
password = "demo-10021"
extension = "8021"
extension_type = "sip"
extension_secret = "demo-8021"
sign_in = "phone"

[[tenant.user]]
number = "10022"
name = "机器人小和"
password = "demo-10022"
extension = "8022"
extension_type = "sip"
extension_secret = "demo-8022"
sign_in = "phone"

[[tenant.user]]
number = "10023"
name = "机器人小乐"
password = "demo-10023"
extension = "8023"
extension_type = "sip"
extension_secret = "demo-8023"
sign_in = "phone"
after_call = "wrap_up"
wrap_up_s = 10

[[tenant.trunk]]
name = "carrier"
kind = "peer"
address = "127.0.0.1:5070"

# A trunk of this name offers the simulated calls: robot customers call over it. Remove it, and they are gone.
[[tenant.trunk]]
name = "robots"
kind = "peer"
address = "127.0.0.1:5072"

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
members = ["10001", "10002", "10003", "10021", "10022", "10023"]

[[tenant.inbound]]
did = "4008001234"
destination = "queue:600"

# Numbers of their own: "call me" rings through them.
[[tenant.inbound]]
did = "4008008001"
destination = "extension:8001"

[[tenant.inbound]]
did = "4008008002"
destination = "extension:8002"

[[tenant.inbound]]
did = "4008008003"
destination = "extension:8003"

[[tenant.inbound]]
did = "4008008010"
destination = "extension:8010"

[[tenant.outbound]]
pattern = "0*|1*|400*"
trunk = "carrier"
caller_id = "4008001234"
)";
}

}  // namespace yh::app
