"""What a page shows when it has nothing to show: the server is slow, fails, or has nothing; and how one goes on."""
from harness.browser_case import BrowserCase

# Address, page, what the server is asked for it.
LISTS = (("/customers", "customers", r"/api/v1/customers\?"), ("/leads", "leads", r"/api/v1/leads\?"),
         ("/pools/customers", "customer_pools", r"/api/v1/pools/customers\?"),
         ("/follow-ups", "follow_ups", r"/api/v1/follow-ups\?"),
         ("/contact-history", "contact_history", r"/api/v1/contact-history\?"),
         ("/work-orders", "work_orders", r"/api/v1/work-orders\?"),
         ("/questionnaires", "questionnaires", r"/api/v1/questionnaires\?"),
         ("/answer-sheets", "answer_sheets", r"/api/v1/answer-sheets\?"),
         ("/data-jobs", "data_jobs", r"/api/v1/data-jobs\?"))
SETTINGS = (("/admin/crm/fields", "crm_fields", r"/api/v1/crm/fields$"),
            ("/admin/crm/templates", "crm_templates", r"/api/v1/crm/templates$"),
            ("/admin/crm/mapping", "crm_mapping", r"/api/v1/crm/mapping$"),
            ("/admin/crm/service_form", "crm_service_form", r"/api/v1/crm/service-form$"),
            ("/admin/work_orders", "admin_work_orders", r"/api/v1/work-orders/settings$"))
FAILURE = {"error": {"code": "server.failed", "message": "", "request_id": "r-0042"}}


class BlockStates(BrowserCase):
    def open(self, desk, address, name, pattern, **answer):
        desk.page.stand_aside()
        desk.page.stand_in(pattern, **answer)
        desk.open(address).page.at(f"page-{name}").wait(15)

    def test_what_failed_says_so_and_is_asked_again(self):
        self.forgive("status of 500")
        desk = self.admin_desk()
        desk.bar.wait(15)
        for address, name, pattern in (*LISTS, *SETTINGS):
            self.open(desk, address, name, pattern, status=500, body=FAILURE)
            desk.on_page(name, "block-error").wait_text("r-0042")
            desk.page.stand_aside()
            desk.on_page(name, "retry").click()
            desk.on_page(name, "block-error").wait_gone()

    def test_who_waits_sees_that_something_comes(self):
        desk = self.admin_desk()
        desk.bar.wait(15)
        for address, name, pattern in (*LISTS, *SETTINGS):
            self.open(desk, address, name, pattern)
            desk.on_page(name, "block-loading").wait()

    def test_a_list_without_rows_says_why(self):
        desk = self.admin_desk()
        desk.bar.wait(15)
        for address, name, pattern in LISTS:
            self.open(desk, address, name, pattern, status=200, body={"items": [], "total": 0, "more": False})
            text = desk.on_page(name, "block-empty").wait_text("。", "没有")
            self.assertGreater(len(text), 4)
