"""Two tabs, two machines, one person: the newer page has the telephone, the older one says so."""
from harness.browser_case import BrowserCase, agent_account


class OneTelephone(BrowserCase):
    def on_another_machine(self):
        return self.desk().open().sign_in(*agent_account(1))

    def test_another_machine_takes_over_while_idle_and_it_is_taken_back(self):
        """R020."""
        first = self.agent(1)
        second = self.on_another_machine().wait_ready_to_work()
        first.page.at("taken-over").wait()
        first.wait_telephone("taken_over")
        first.watch_ring()
        call = self.customer_rings(second)
        # The older page may show who calls; it must not make a sound.
        self.wait_seconds(1)
        self.assertIsNone(first.ring_moments()[1], "it rings where the telephone is, only there")
        call.hang_up()
        first.page.at("take-back").click()
        first.wait_telephone("online")
        second.page.at("taken-over").wait()
        call = self.in_call(first)
        call.bye()

    def test_another_machine_takes_over_in_mid_call(self):
        first = self.agent(1)
        call = self.in_call(first)
        call_id = first.call_id()
        second = self.on_another_machine().wait_ready_to_work()
        first.page.at("taken-over").wait()
        second.wait_talking(15)
        self.assertEqual(second.call_id(), call_id)
        self.assert_talking(second, call)
        self.assertIsNone(first.page.levels(450), "the older page still plays the call")
        first.page.at("take-back").click()
        first.wait_talking(15)
        self.assert_talking(first, call)
        call.bye()
        self.assertEqual(len(self.new_records(1)), 1)

    def test_second_tab_of_the_same_browser_leaves_the_telephone_where_it_is(self):
        first = self.agent(1)
        second = self.desk(first.page.context).open()
        second.page.at("elsewhere").wait(15)
        call = self.customer_rings(first)
        call.hang_up()
        second.page.at("take-here").click()
        second.wait_telephone("online")
        first.wait_telephone("elsewhere", "taken_over")
        call = self.in_call(second)
        call.bye()
