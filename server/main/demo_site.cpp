#include "main/demo_site.h"

namespace yh::app {

std::string demo_site() {
    return R"(# The demo company. `yinghe apply demo.toml` declares it; change what you like and apply it again.

[[tenant]]
code = "demo"
name = "演示公司"
state_after_login = "ready"

# After a talk the customer is asked how it was, where the queue takes part: 601 does.
[tenant.options.survey]
trigger = "automatic"

# Where a password is only a first one, `first_password = true` has its owner change it before anything else.
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
survey = false

# Who waits here is told the place in the queue, and may leave a message (1) or be called back (2).
[[tenant.queue]]
number = "601"
name = "销售"
strategy = "round_robin"
ring_timeout_s = 20
max_wait_s = 300
on_timeout = "voicemail"
record = true
leaders = ["10010"]
members = ["10001", "10002"]
announce_position = true
announce_every_s = 45
voicemail_key = "1"
callback_key = "2"
keys_hint = "say:留言请按1，需要我们稍后回电请按2，或继续等待。"
hours = "work"
when_closed = "voicemail"

# The days are digits: 1 is Monday. A day in `special` is a holiday, or, with times, worked all the same.
[[tenant.schedule]]
code = "work"
name = "工作时间"
zone = "Asia/Shanghai"
open = [{ days = "1234567", from = "00:00", to = "24:00" }]
special = [{ date = "2027-01-01", name = "元旦" }]
when_open = "ivr:main"
when_closed = "voicemail"

[[tenant.flow]]
code = "main"
name = "总机"
start = "welcome"

[[tenant.flow.node]]
id = "welcome"
kind = "menu"
name = "欢迎词"
prompt = "say:您好，欢迎致电演示公司。售后服务请按1，销售咨询请按2，人工服务请按0。"
timeout_s = 5
tries = 3
exits = [{ on = "1", to = "service" }, { on = "2", to = "sales" }, { on = "0", to = "service" }, { on = "timeout", to = "service" }, { on = "invalid", to = "goodbye" }]
x = 80
y = 80

[[tenant.flow.node]]
id = "service"
kind = "go"
name = "售后"
value = "queue:600"
x = 420
y = 40

[[tenant.flow.node]]
id = "sales"
kind = "go"
name = "销售"
value = "queue:601"
x = 420
y = 160

[[tenant.flow.node]]
id = "goodbye"
kind = "play"
name = "再见"
prompt = "say:很抱歉，没有听懂您的选择。再见。"
exits = [{ on = "next", to = "end" }]
x = 420
y = 280

[[tenant.flow.node]]
id = "end"
kind = "hangup"
name = "挂机"
x = 700
y = 280

[[tenant.room]]
number = "1"
name = "早会"
description = "每个工作日早上的碰头会"
participants = ["10010", "10001", "10002"]

[[tenant.inbound]]
did = "4008001234"
destination = "queue:600"

# The switchboard: a voice menu, while somebody is there.
[[tenant.inbound]]
did = "4008005678"
destination = "hours:work"

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
