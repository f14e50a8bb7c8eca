"""Taking a file in, in the words of who does it. The window's test ids stand here only."""
import pathlib
import tempfile


class ImportDesk:
    """Owner: a test. Wraps the desk of somebody who signed in."""

    def __init__(self, desk):
        self.desk, self.page = desk, desk.page

    def open(self, page):
        self.page.css(f'[data-testid="page-{page}"] [data-testid="import-open"]').click()
        self.page.at("import-dialog").wait()
        return self

    def give(self, name, content):
        """Chooses a file with this content."""
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / name
            path.write_bytes(content)
            self.page.at("import-file").give_file(path)
            self.desk.pause(0.2)
        return self

    def upload(self, name, content, existing="skip"):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / name
            path.write_bytes(content)
            self.page.at("import-file").give_file(path)
            self.page.at(f"existing-{existing}").click()
            self.page.at("import-upload").click()
            # The browser reads the file when it sends it.
            self.page.wait_for(lambda: self.state() or self.problem(), 20, "the file is uploaded")
        return self

    def state(self):
        outcome = self.page.at("import-outcome")
        return outcome.attribute("data-state") if outcome.visible() else ""

    def problem(self):
        problem = self.page.at("import-problem")
        return problem.text() if problem.visible() else ""

    def wait_state(self, *wanted, timeout=20):
        self.page.wait_for(lambda: self.state() in wanted, timeout, lambda: f"import {wanted}, is {self.state()}")
        return self

    def figures(self):
        """What is added, changed, left as it is, failed."""
        return tuple(int(self.page.css(f'[data-testid="import-rows_{what}"] .count').text().replace(",", ""))
                     for what in ("added", "changed", "same", "failed"))

    def failures(self):
        return self.page.at("import-failures").text()

    def run(self):
        self.page.at("import-run").click()
        return self

    def close(self):
        self.page.press("Escape")
        self.page.at("import-dialog").wait_gone()
        return self
