"""Contact history at the page: the spans of days that are offered by name, and one page of it as a file (R168)."""
from harness.api import Api
from harness.browser_case import BrowserCase
from harness.patience import patient
from harness.table import read_csv

# One more than a page of ten.
RECORDS = 11
HOLDS_TODAY = {"today": True, "this_week": True, "all": True, "yesterday": False, "last_week": False}


class ContactHistory(BrowserCase):
    def write_records(self, number="13656660101", records=RECORDS):
        one = self.agent_api(1)
        made = one.post("/api/v1/customers", {"name": "陈女士", "gender": "unknown", "level": "一般", "note": "",
                                              "numbers": [{"number": number, "kind": ""}]})
        for n in range(records):
            done = one.post(f"/api/v1/customers/{made.json['id']}/services", {"note": f"第{n + 1}次", "result": ""})
            self.assertEqual(done.status, 204, done)

    def file_of_page(self, desk, name):
        """What the list takes away when its page that is shown is asked for."""
        leader = Api.sign_in(self.server, "10090", "Leader-10090")
        desk.on_page(name, "list-export").click()
        desk.page.at("export-page-csv").wait_text("2")
        desk.page.at("export-page-csv").click()

        def found():
            return [one for one in leader.get("/api/v1/data-jobs").json["items"] if one["state"] == "done"]
        [job] = leader.wait(found, 15, "the file is there")
        return read_csv(leader.get(f"/api/v1/data-jobs/{job['id']}/file").body)

    def test_name_number_and_recorder_hold_together(self):
        """R168, and the remark (R166): each narrows what the others leave."""
        for number, records in (("13656660201", 3), ("13656660202", 1)):
            self.write_records(number, records)
        desk = self.leader_desk().wait_ready_to_work()
        name = "contact_history"
        rows = f'[data-testid="page-{name}"] [data-testid="list-row"]'

        def find(left, **texts):
            for field, text in texts.items():
                desk.on_page(name, field.replace("_", "-")).fill(text)
            desk.on_page(name, "list-query").click()
            desk.page.wait_for(lambda: desk.page.css(rows).count() == left, patient(8), f"{left} rows: {texts}")

        desk.go("service_records")
        desk.page.at("list-contact_history", nth=0).click()
        desk.on_page(name, "list-more").click()
        find(3, filter_name="陈女士", list_search="13656660201")
        find(1, filter_note="第2次")
        find(0, filter_name="王")
        desk.on_page(name, "list-clear").click()

    def test_days_by_their_names_and_one_page_as_a_file(self):
        self.write_records()
        desk = self.leader_desk().wait_ready_to_work()
        name = "contact_history"
        desk.go("service_records")
        desk.page.at("list-contact_history", nth=0).click()
        for days, holds in HOLDS_TODAY.items():
            preset = desk.on_page(name, f"preset-{days}")
            preset.click()
            desk.page.wait_for(lambda: preset.attribute("aria-pressed") == "true", patient(8), f"{days} is chosen")
            desk.on_page(name, "list-row" if holds else "block-empty").wait()
        desk.on_page(name, "list-clear").click()
        desk.on_page(name, "list-size").choose("10")
        desk.on_page(name, "list-next").click()
        desk.on_page(name, "list-range").wait_text("第 11 至 11 条")
        self.assertEqual(len(self.file_of_page(desk, name)), 2, "the column names, and the only row of the second page")
