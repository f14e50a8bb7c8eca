"""What a leader sees live, and what somebody sees who only tries the demo."""
from harness.browser_case import BrowserCase, demo_site
from harness.server import rtp_range


class Floor(BrowserCase):
    def test_waiting_customers_and_agent_states_change_as_they_happen(self):
        leader = self.leader_desk()
        leader.wait_ready_to_work()
        leader.go("queues")
        body = leader.page.at("page-queues")
        call = self.customer_calls()  # nobody is there: he waits
        body.wait_text("139")
        agent = self.agent(1)
        agent.wait_ring()
        agent.answer()
        call.wait_up()
        leader.go("wall")
        wall = leader.page.at("page-wall")
        wall.wait_text("通话")
        call.bye()
        agent.wait_after_call()
        agent.set_busy()
        wall.wait_text("忙碌")

    def test_agent_sees_neither_wall_nor_the_others(self):
        agent = self.agent(1)
        self.assertFalse(agent.page.at("nav-wall").visible())
        agent.open("/wall")
        agent.page.at("page-no-permission").wait()


class Demo(BrowserCase):
    """The demo company: a switch starts the robots, a button makes one of them call this page."""

    admin_account = ("admin", "demo-admin")

    @classmethod
    def site(cls, carrier_address):
        return demo_site(carrier_address)

    @classmethod
    def setUpClass(cls):
        cls.more_server_options = ("--simulation-rtp", rtp_range())
        super().setUpClass()

    def sign_in(self, account="10001", password="demo-10001"):
        desk = self.desk()
        desk.open().sign_in(account, password).wait_ready_to_work()
        return desk

    def test_call_me(self):
        desk = self.sign_in()
        desk.set_ready()
        desk.page.at("call-me").click()
        desk.wait_ring(60)  # the robots learn their sentences first
        desk.answer()
        desk.wait_talking()
        desk.page.wait_for(lambda: (desk.page.levels() or {"all": -100})["all"] > -45, 15, "the robot's voice")
        desk.hang_up()
        desk.wait_after_call()

    def test_simulated_calls_fill_the_screens(self):
        desk = self.sign_in("10010", "demo-10010")
        desk.switch_simulation(True)
        try:
            desk.go("wall")
            desk.page.at("page-wall").wait_text("通话", timeout=40)
        finally:
            desk.go("desk")
            desk.switch_simulation(False)
        self.admin.wait_no_calls(30)
