#pragma once

#include <string_view>

namespace yh::office::settings {

/// A company that uses everything a site file can say, for tests.
inline constexpr std::string_view switchboard = R"([[tenant]]
code = "demo"
name = "演示公司"
prefer_opus = true

[tenant.options]
call_waiting = true
auto_answer = true
supervision_keeps_mode = true
vip = [{ pattern = "1390000*", priority = 20, name = "老客户" }]
blocked = [{ pattern = "13911112222" }]

[tenant.options.survey]
trigger = "automatic"
level = [{ key = "1", name = "满意" }, { key = "2", name = "不满意", ask_reason = true }]
timeout_s = 6

[tenant.options.feature]
pick_up = "*80"
voicemail = ""

[tenant.sms]
enabled = true
url = "https://sms.example.com/send"
headers = [{ name = "X-Key", value = "{secret}" }]
secret = "pst"
success_field = "code"
success_value = "0"
signature = "应和客服"

[[tenant.sms_signature]]
name = "应和客服"
remark = "客服"

[[tenant.sms_template]]
name = "稍后联系"
text = "{customer}您好，我是{agent}"
signature = "应和客服"
approved = true

[tenant.retention]
recording_days = 365
hold_days = 180

[tenant.popup]
inbound = "https://crm.example.com/in?tel={number}&call={call}"
outbound = "https://crm.example.com/out?tel={number}"
open = "answered"

[tenant.mail]
host = "smtp.example.com"
port = 587
security = "start_tls"
username = "robot"
secret = "pw"
sender = "robot@example.com"

[tenant.disk_alert]
enabled = true
below_percent = 20
to = ["admin@example.com"]

[tenant.platform]
enabled = true
address = "https://platform.example.com"

[[tenant.user]]
number = "10001"
name = "王丽"
extension = "8001"
extension_type = "sip"
extension_secret = "s3cret"
record_calls = "never"

[[tenant.user]]
number = "10002"
name = "李强"
extension = "8002"

[[tenant.trunk]]
name = "carrier"
kind = "register"
address = "sip.example.com"
username = "4008001234"
password = "pw"
proxy = "sbc.example.com:5062"
expires_s = 300
codecs = "G722|PCMA"

[[tenant.trunk]]
name = "second"
address = "192.0.2.60"

[[tenant.queue]]
number = "600"
name = "售后"
members = ["10001", { user = "10002", penalty = 1 }]
leaders = ["10002"]
announce_position = true
announce_every_s = 30
voicemail_key = "1"
callback_key = "2"
callback_lost = true
keys_hint = "say:留言请按1"
overflow_after_s = 60
overflow_to = "601"
hours = "work"
when_closed = "ivr:main"
survey = false

[[tenant.queue]]
number = "601"
name = "销售"
on_timeout = "hours:work"

[[tenant.schedule]]
code = "work"
name = "工作时间"
open = [{ days = "12345", from = "09:00", to = "18:00" }]
special = [{ date = "2026-10-01", name = "国庆节" }]
when_open = "queue:600"
when_closed = "voicemail"

[[tenant.flow]]
code = "main"
name = "总机"
start = "welcome"

[[tenant.flow.node]]
id = "welcome"
kind = "menu"
prompt = "say:售后请按1，销售请按2"
exits = [{ on = "1", to = "to600" }, { on = "timeout", to = "to600" }, { on = "invalid", to = "bye" }]
x = -40
y = 10

[[tenant.flow.node]]
id = "to600"
kind = "go"
value = "queue:600"

[[tenant.flow.node]]
id = "bye"
kind = "hangup"

[[tenant.room]]
number = "1"
name = "早会"
description = "每天九点"
participants = ["10002", "10001"]

[[tenant.inbound]]
did = "4008005678"
trunk = "carrier"
destination = "ivr:main"

[[tenant.outbound]]
pattern = "0*"
trunk = "carrier"
caller_id = "4008005678"
backup_trunks = ["second"]
)";

}  // namespace yh::office::settings
