"""Prints the site file of the capacity run: N desk-phone agents a1…aN, a recorded and an unrecorded queue.

usage: capacity_site.py N
"""
import sys

count = int(sys.argv[1])
members = ", ".join(f'"{100000 + n}"' for n in range(1, count + 1))
print('''[[tenant]]
code = "bench"
name = "Capacity run"
state_after_login = "ready"

[[tenant.trunk]]
name = "carrier"
kind = "peer"
address = "127.0.0.2:5080"
''')
for n in range(1, count + 1):
    print(f'''[[tenant.user]]
number = "{100000 + n}"
name = "Agent {n}"
account = "{100000 + n}"
role = "agent"
extension = "a{n}"
extension_type = "sip"
extension_secret = "pw{n}"
sign_in = "phone"
after_call = "ready"
''')
# 8000: answered at once and recorded, as a call centre runs. 8001: answered with the agent, for signalling alone.
for number, record, answer_on in (("8000", "true", "entry"), ("8001", "false", "agent")):
    print(f'''[[tenant.queue]]
number = "{number}"
name = "Queue {number}"
strategy = "round_robin"
ring_timeout_s = 20
max_wait_s = 60
on_timeout = "hangup"
record = {record}
answer_on = "{answer_on}"
members = [{members}]

[[tenant.inbound]]
did = "{number}"
trunk = "carrier"
destination = "queue:{number}"
''')
