"""What surrounds every page: tabs, search, settings of a person, the manual. Their test ids stand here only."""


class FrameDesk:
    """Owner: a test. Wraps anybody's desk."""

    def __init__(self, desk):
        self.desk, self.page = desk, desk.page

    def routes(self):
        """The pages of the menu."""
        return self.page.css('[data-testid^="nav-"]').evaluate_all(
            "entries => entries.map(entry => entry.dataset.testid.slice('nav-'.length))")

    # ---- tabs

    def tabs(self):
        found = self.page.css('.tab-row [data-testid^="tab-"]:not([data-testid^="tab-close"])')
        return [one.removeprefix("tab-") for one in found.evaluate_all("tabs => tabs.map(tab => tab.dataset.testid)")
                if one != "tab-menu"]

    def current_tab(self):
        return self.page.css('.tab-row .tab.on').attribute("data-testid").removeprefix("tab-")

    def wait_tabs(self, *wanted):
        self.page.wait_for(lambda: self.tabs() == list(wanted), 8, lambda: f"tabs {wanted}, are {self.tabs()}")
        return self

    def wait_current(self, name):
        self.page.wait_for(lambda: self.current_tab() == name, 8, lambda: f"tab {name}, is {self.current_tab()}")
        return self

    def tab_menu(self, name):
        self.page.at(f"tab-{name}").click(button="right")
        self.page.at("tab-menu").wait()
        return self

    def may_close(self, what):
        """current, others, right, all; in the menu that is open."""
        return self.page.at(f"tabs-{what}").enabled()

    def close_by_menu(self, name, what):
        self.tab_menu(name)
        self.page.at(f"tabs-{what}").click()
        return self

    def close_by_wheel(self, name):
        self.page.at(f"tab-{name}").click(button="middle")
        return self

    # ---- search

    def search(self, text):
        self.page.press("Control+k")
        field = self.page.at("search-input").wait()
        field.fill(text)
        return self

    def wait_hit(self, key):
        self.page.at(f"hit-{key}").wait()
        return self

    def hits(self):
        return self.page.css('[data-testid^="hit-"]').evaluate_all("hits => hits.map(hit => hit.dataset.testid.slice(4))")

    def go_to_first_hit(self):
        self.page.press("Enter")
        return self

    def close_search(self):
        self.page.press("Escape")
        self.page.at("search-panel").wait_gone()
        return self

    # ---- the settings of a person

    def set_profile(self, **fields):
        for name, value in fields.items():
            field = self.page.css(f'[data-testid="profile-card"] [data-testid="field-{name}"]')
            if field.evaluate("one => one.tagName") == "SELECT":
                field.choose(value)
            else:
                field.fill(value)
        self.page.css('[data-testid="profile-card"] [data-testid="save"]').click()
        bar = self.page.css('[data-testid="profile-card"] [data-testid="save-bar"]')
        self.page.wait_for(lambda: bar.attribute("data-dirty") == "false", 8, lambda: f"saved: {bar.text()}")
        return self

    def choose_picture(self, path):
        self.page.at("avatar-file").give_file(path)
        return self

    def use_picture(self):
        self.page.at("avatar-preview").wait()
        self.page.at("avatar-save").click()
        self.page.at("avatar-now").wait()
        return self

    def picture_problem(self):
        return self.page.at("avatar-problem").wait().text()

    def picture_address(self):
        """Of the picture in the bar; empty: the sign of the name stands there."""
        pictures = self.page.css('[data-testid="avatar-menu"] img')
        return next(iter(pictures.evaluate_all("all => all.map(one => one.getAttribute('src'))")), "")

    def change_password(self, before, after, again=None):
        for name, value in (("old", before), ("new", after), ("again", again or after)):
            self.page.at(f"{name}-password").fill(value)
        self.page.at("change-password").click()
        return self

    def password_problem(self, *words):
        return self.page.css('[data-testid="password-card"] [data-testid="field-problem"]').wait_text(*words)

    # ---- the manual

    def manuals(self):
        return self.page.css('[data-testid^="manual-"]').evaluate_all("all => all.map(one => one.dataset.testid.slice(7))")

    def manual(self):
        return self.page.at("manual").wait().text()

    def choose_manual(self, name):
        self.page.at(f"manual-{name}").click()
        return self

    def find_in_manual(self, text):
        self.page.at("help-find").fill(text)
        return self.page.at("help-found").wait().text()
