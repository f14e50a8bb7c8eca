"""Phones and carriers that vanish, go silent or speak twice: every call ends, once, and nothing is left."""
import time

from harness.case import NIGHTLY, CallCentreCase


class LostPeer(CallCentreCase):
    def test_customer_hangs_up_twice(self):
        agent = self.agent_phone(1)
        call, ringing = self.connected(agent)
        call.bye()
        call.state = "up"
        call.bye()
        ringing.wait_ended()
        self.assertEqual(len(self.new_records(1)), 1)

    def test_both_hang_up_at_once(self):
        agent = self.agent_phone(1)
        for _ in range(5):
            call, ringing = self.connected(agent)
            call.bye()
            ringing.bye()
            self.admin.wait_no_calls()
        self.assertEqual(len(self.new_records(5)), 5)

    def test_agents_phone_crashes_and_registers_again(self):
        agent = self.agent_phone(1)
        call, ringing = self.connected(agent)
        ringing.abandon()  # power cut: says nothing
        agent.calls.clear()
        self.assertEqual(agent.register().status, 200)
        call.bye()
        self.admin.wait_no_calls()
        call, ringing = self.connected(agent)
        call.bye()
        ringing.wait_ended()

    def test_tcp_phone_loses_its_connection(self):
        agent = self.agent_phone(1, transport="tcp")
        call, ringing = self.connected(agent)
        agent.transport.close()
        agent.registered = False
        call.bye()
        self.admin.wait_no_calls()

    def test_server_meets_a_request_for_a_call_that_is_gone(self):
        agent = self.agent_phone(1)
        call, ringing = self.connected(agent)
        call.bye()
        ringing.wait_ended()
        self.assertEqual(ringing.ask("INFO").status, 481)
        self.assertEqual(call.ask("OPTIONS").status in (200, 481), True)

    def test_both_go_silent(self):
        # An abruptly closed phone sends no BYE: the RTP time-out must end the call in the end.
        if not NIGHTLY:
            self.skipTest("waits for the RTP time-out: nightly")
        agent = self.agent_phone(1)
        call, ringing = self.connected(agent)
        for side in (call, ringing):
            side.media.stop()
            side.abandon()
        self.admin.wait_no_calls(timeout=120)

    def test_nothing_is_left_after_a_hundred_calls(self):
        agent = self.agent_phone(1)
        agent.answer_automatically(850)
        for _ in range(5):
            self.customer_calls().wait_up().bye()
        self.admin.wait_no_calls()
        time.sleep(1)
        files, threads = self.server.open_files(), self.server.threads()
        for _ in range(100):
            call = self.customer_calls().wait_up()
            call.bye()
            call.media.close()
            del self.carrier.calls[call.call_id]
        self.admin.wait_no_calls()
        # Those of the last calls are closed in a moment, what leaks never is.
        self.admin.wait(lambda: self.server.open_files() <= files + 5, 5,
                        lambda: f"files or ports leak: {files} were open, and {self.server.open_files()} are")
        self.admin.wait(lambda: self.server.threads() <= threads, 5, "no more threads than before")
