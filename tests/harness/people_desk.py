"""The pages of people, roles and departments in the words of the trade. Their test ids stand here only."""


class PeopleDesk:
    """Owner: a test. Wraps the desk of somebody who may manage people."""

    def __init__(self, desk):
        self.desk, self.page = desk, desk.page

    def go(self, name):
        self.page.at(f"nav-admin_{name}").click()
        self.page.at(f"page-admin_{name}").wait()
        return self

    def sees(self, name):
        return self.page.at(f"nav-admin_{name}").visible()

    def _here(self, test_id, page="admin_users", **more):
        """Pages behind other tabs stay in the document."""
        return self.page.css(f'[data-testid="page-{page}"] [data-testid="{test_id}"]', **more)

    # ---- the list

    def numbers(self):
        """工号 of the rows that are shown."""
        return self._here("list-row").evaluate_all("rows => rows.map(row => row.dataset.key)")

    def wait_numbers(self, *wanted, timeout=8):
        self.page.wait_for(lambda: sorted(self.numbers()) == sorted(wanted), timeout,
                           lambda: f"people {wanted}, shown are {self.numbers()}")
        return self

    def wait_listed(self, number, *words):
        self.page.css(f'[data-key="{number}"]').wait_text(*words)
        return self

    def row_text(self, number):
        return self.page.css(f'[data-key="{number}"]').text()

    def find(self, text):
        self._here("list-search").fill(text)
        self._here("list-query").click()
        return self

    def show(self, status):
        """One of the quick filters: active, left, locked, all."""
        self._here(f"preset-{status}").click()
        return self

    def tick(self, *numbers):
        for number in numbers:
            self.page.css(f'[data-testid="tick-{number}"] input').click()
        return self

    def batch(self, what):
        self.page.at(f"batch-{what}").click()
        return self

    def confirm(self):
        self.page.at("confirm-do").click()
        return self

    def confirm_question(self):
        """Yes, delete it."""
        self.page.css(".question .el-button--danger").click()
        return self

    def keep_editing(self):
        self.page.css(".question .el-message-box__btns .el-button:not(.el-button--primary)").click()
        self.page.css(".question").wait_gone()
        return self

    def give_up(self):
        self.page.css(".question .el-message-box__btns .el-button--primary").click()
        return self

    def act(self, number, what):
        """What a row offers, at hand or behind its dots."""
        row = self.page.css(f'[data-key="{number}"]')
        row.wait()
        at_hand = self.page.css(f'[data-key="{number}"] [data-testid="row-{what}"]')
        if at_hand.visible():
            at_hand.click()
        else:
            self.page.css(f'[data-key="{number}"] [data-testid="row-more"]').click()
            self.page.css(f'[data-testid="row-{what}"]:visible').click()
        return self

    # ---- the form

    def create(self, page="admin_users"):
        self._here("create", page).click()
        return self

    def open(self, number):
        self.page.css(f'[data-key="{number}"] [data-testid="row-open"]').click()
        self.page.at("field-name").wait()
        return self

    def field(self, name):
        return self.page.css(f'[data-testid="field-{name}"]:visible')

    def fill(self, **fields):
        for name, value in fields.items():
            self.field(name).fill(value)
        return self

    def choose(self, **fields):
        for name, value in fields.items():
            self.field(name).choose(value)
        return self

    def make_password(self):
        self.page.at("make-password").click()
        return self.field("password").value()

    def save(self):
        self.page.css('[data-testid="save"]:visible').click()
        return self

    def wait_saved(self, timeout=8):
        bar = self.page.css('[data-testid="save-bar"]:visible')
        self.page.wait_for(lambda: bar.attribute("data-dirty") == "false", timeout,
                           lambda: f"the form is saved: {bar.text()}")
        return self

    def wait_refused_at(self, field, *words):
        """What is wrong stands at its field."""
        self.page.css(f'[data-path="{field}"] [data-testid="field-problem"]:visible').wait_text(*words)
        return self

    def close(self):
        self.page.at("drawer-close").click()
        return self

    def ask_for_password(self):
        """From the form that is open: the dialog that proposes one."""
        self.page.at("drawer-reset").click()
        self.page.at("password-dialog").wait()
        return self

    def reset_password(self, number):
        """Sets the proposed one, and returns it."""
        self.page.at(f"reset-{number}").click()
        proposed = self.page.at("new-password").wait().value()
        self.page.at("set-password").click()
        self.page.at("password-set").wait()
        self.page.at("password-done").click()
        self.page.at("password-dialog").wait_gone()
        return proposed

    def move_to(self, department):
        """In the dialog that moves people."""
        self.page.css('[data-testid="move-dialog"] select').choose(department)
        self.page.at("move-do").click()
        self.page.at("move-dialog").wait_gone()
        return self

    # ---- roles and departments

    def open_item(self, key):
        self.page.at(f"item-{key}").click()
        return self

    def tick_right(self, right):
        self.page.at(f"right-{right}").click()
        return self

    def tick_group(self, group):
        self.page.css(f'[data-testid="group-{group}"] input').click()
        return self

    def holds(self, right):
        return self.page.at(f"right-{right}").evaluate("box => box.checked")

    def choose_data(self, scope):
        self.page.at(f"data-{scope}").click()
        return self

    def may_remove(self, page):
        return self._here("remove", page).enabled()

    def remove(self, page):
        self._here("remove", page).click()
        return self.confirm_question()

    def choose_people(self, field, *numbers):
        """managers or newcomers of a department."""
        box = self.page.css(f'[data-testid="{field}"] input')
        for number in numbers:
            self.page.css(f'[data-testid="{field}"] .el-select__wrapper').click()
            box.fill(number)
            self.page.css(f'[data-testid="person-{number}"]:visible').click()
        self.page.press("Escape")
        return self

    def take_in(self):
        self.page.at("take-in").click()
        return self

    def wait_members(self, *words):
        self.page.at("department-people").wait_text(*words)
        return self

    def press_in_tree(self, code, key):
        self.page.at(f"item-{code}").press(key)
        return self

    def focused_in_tree(self):
        return self.page.evaluate("document.activeElement?.dataset.code ?? ''")
