"""The lists of what nobody answered: missed rings are handled, lost numbers are taken and completed (R109, R110)."""
from harness.browser_case import BrowserCase


class Lists(BrowserCase):
    def test_missed_ring_is_handled_and_lost_number_completed(self):
        agent = self.agent(1)
        call = self.customer_rings(agent)
        agent.pause(2)  # he lets it ring: an agent whose telephone had not begun to ring has missed nothing
        call.hang_up()
        agent.wait_ring_gone()
        self.new_records(1)
        agent.go("missed_calls")
        page = agent.page
        row = page.at("list-row", nth=0)
        row.wait_text("客户挂断", "未处理")
        page.at("row-handled").click()
        row.wait_text("已处理")

        page.at("list-lost_calls").click()
        page.at("page-lost_calls").wait()
        lost = page.css('[data-testid="page-lost_calls"] [data-testid="list-row"]', nth=0)
        lost.wait_text("待占有")
        page.at("row-occupy").click()
        lost.wait_text("我占有", "回拨", "处理完成")
        page.at("row-complete").click()
        lost.wait_text("我已完成")
        self.assertFalse(page.at("row-occupy").visible(), "a completed case takes nothing more")

    def test_every_list_opens_empty(self):
        agent = self.agent(1)
        for name in ("voicemails", "surveys", "missed_calls"):
            agent.go(name)
        for name in ("forwarded_calls", "callbacks"):
            agent.page.at(f"list-{name}").click()
            agent.page.at(f"page-{name}").wait()
        agent.page.css('[data-testid="page-callbacks"] [data-testid="block-empty"]').wait()
