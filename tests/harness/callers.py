"""Customers for the pictures: they fill every list of the demo company with a few rows before a page is looked at."""
import time

from harness.api import Api
from harness.phone import Phone

CARRIER_IP = "127.0.0.2"
MOBILE = "13811112222"
CUSTOMER_HZ, AGENT_HZ = 450, 850
CUSTOMERS = (("李清禾", "VIP", "习惯下午联系，说话慢一些", (("13511110011", "手机"), ("0512-66668816", "家庭"))),
             ("周文博", "一般", "", (("13511110012", "手机"),)),
             ("江南纺织有限公司", "重要", "采购负责人：沈竹，合同每年三月续签", (("13511110013", ""), ("025-84448888", "公司"))),
             ("吴敏", "一般", "换货中", (("15911110051", "手机"),)),
             ("郑宇航", "重要", "", (("18611110041", "手机"),)),
             ("Anna Müller", "一般", "请说英语", (("+49 30 1234567", "公司"),)))
# Two more queues of agent 10003, who has a desk phone and a mobile: one asks for a rating, one calls back.
MORE_QUEUES = """
[[tenant.queue]]
number = "604"
name = "投诉"
strategy = "linear"
ring_timeout_s = 20
max_wait_s = 3
on_timeout = "hangup"
record = true
leaders = ["10010"]
members = ["10003"]
survey = true
forward_to_mobiles = true

[[tenant.queue]]
number = "605"
name = "VIP 专线"
strategy = "linear"
ring_timeout_s = 20
max_wait_s = 300
on_timeout = "hangup"
record = true
leaders = ["10010"]
members = ["10003"]
callback_key = "2"

[[tenant.inbound]]
did = "4008006040"
destination = "queue:604"

[[tenant.inbound]]
did = "4008006041"
destination = "voicemail:604"

[[tenant.inbound]]
did = "4008006050"
destination = "queue:605"
"""


def with_callers(site):
    """The demo company's site, with what these customers need."""
    return site.replace('name = "赵敏"\n', f'name = "赵敏"\nmobile = "{MOBILE}"\n') + MORE_QUEUES


class Callers:
    """Owner: the taking of pictures. Everything is said with tones; ends with close()."""

    def __init__(self):
        self.carrier = Phone(("127.0.0.1", 9), "13900000000", ip=CARRIER_IP)
        self.server = self.admin = self.agent = None

    @property
    def address(self):
        return self.carrier.address

    def live(self, server):
        """About a minute in the life of a company."""
        self.server, self.carrier.server = server, server.sip
        self.admin = Api.sign_in(server, "admin", "demo-admin")
        self.carrier.answer_automatically(CUSTOMER_HZ, ring_s=0.4)
        self._reserve("13611110021")
        for customer in ("13711110031", "13711110032"):
            self._is_answered_by_a_mobile(customer)
        for customer, seconds in (("18611110041", 9), ("18611110042", 6)):
            self._leaves_a_message(customer, seconds)
        self._with_an_agent()
        self._are_saved()
        self._reserve("13611110022")

    def close(self):
        if self.agent:
            self.agent.close()
        self.carrier.close()

    def _call(self, number, customer):
        return self.carrier.call(f"sip:{number}@{self.server.sip[0]}:{self.server.sip[1]}",
                                 from_address=f"<sip:{customer}@{CARRIER_IP}>")

    def _wait_phase(self, phase):
        self.admin.wait(lambda: [live["phase"] for live in self.admin.calls()] == [phase], 40, f"a call in {phase}")

    def _reserve(self, customer):
        call = self._call("4008006050", customer)
        call.wait_up(10)
        time.sleep(0.5)
        call.media.dtmf("2")
        time.sleep(2)
        call.media.dtmf("1")
        call.wait_ended(30)

    def _is_answered_by_a_mobile(self, customer):
        call = self._call("4008006040", customer)
        self._wait_phase("talking")
        call.media.play_tone(CUSTOMER_HZ)
        time.sleep(4)
        call.bye()

    def _leaves_a_message(self, customer, seconds):
        call = self._call("4008006041", customer)
        call.wait_up(10)
        self._wait_phase("voicemail")
        time.sleep(8)  # the greeting
        call.media.play_tone(CUSTOMER_HZ)
        time.sleep(seconds)
        call.media.dtmf("#")
        call.wait_ended(20)

    def _with_an_agent(self):
        self.agent = Phone(self.server.sip, "8003", "demo-8003", domain="demo")
        self.agent.register()
        back = self.agent.expect_call(20)  # the place that was kept
        back.answer(AGENT_HZ)
        time.sleep(6)
        back.bye()
        for customer, keys in (("13511110011", "1"), ("13511110012", "2"), ("13511110013", "32"), ("13511110014", "1")):
            self._rates(customer, keys)
        for customer in ("15911110051", "15911110052", "15911110051"):
            self._gives_up(customer)
        self.agent.unregister()

    def _are_saved(self):
        """As customers of three agents, one of them nobody's."""
        for n, (name, level, note, numbers) in enumerate(CUSTOMERS):
            numbers = [{"number": number, "kind": kind} for number, kind in numbers]
            draft = {"name": name, "gender": ("female", "male")[n % 2], "level": level, "note": note,
                     "numbers": numbers, "owner": ("10001", "10002", "", "10003")[n % 4]}
            saved = self.admin.post("/api/v1/customers", draft)
            assert saved.status == 201, saved

    def _rates(self, customer, keys):
        call = self._call("4008006040", customer)
        ringing = self.agent.expect_call(15)
        ringing.ring()
        time.sleep(0.5)
        ringing.answer(AGENT_HZ)
        call.wait_up()
        call.media.play_tone(CUSTOMER_HZ)
        time.sleep(3)
        ringing.bye()
        for key in keys:
            time.sleep(1.5)
            call.media.dtmf(key)
        call.wait_ended(30)

    def _gives_up(self, customer):
        call = self._call("4008006050", customer)
        self.agent.expect_call(15).ring()
        time.sleep(1.5)
        call.hang_up()
        time.sleep(0.5)
