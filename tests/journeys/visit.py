"""One person's visit in a real browser: what they are given, what they do, what they see.

Every page reached is looked at: axe-core finds nothing against WCAG 2.2 AA, there is one h1 and a title, the page
does not scroll sideways at 320 pixels, the browser has no complaint, and an error summary has the focus.
"""

import re
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW = 320
MOST_TABS = 80
FOCUSED = """() => { const on = document.activeElement; const label = on.labels && on.labels[0] || on;
    const group = on.closest("fieldset"); const legend = group && group.querySelector("legend");
    return [label.innerText.trim(), legend ? legend.innerText.trim() : ""]; }"""
FIND = """tags => axe.run(document, {runOnly: tags, resultTypes: ["violations"]}).then(found =>
    found.violations.map(rule => rule.id + ": " + rule.nodes.map(node => node.target.join(" ")).join(", ")))"""


class Visit:
    """A browser at the site. Methods are named given, when and then, as a journey reads."""

    def __init__(self, page: Page, address: str, *, javascript: bool = True) -> None:
        self.page = page
        self.address = address
        self.javascript = javascript
        self.complaints: list[str] = []
        self.mirror: Page | None = None
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._hear)

    def close(self) -> None:
        """End the visit."""
        for page in filter(None, (self.page, self.mirror)):
            page.context.close()

    # What is done

    def when_opens(self, path: str, *, status: int = 200) -> None:
        """Open an address."""
        response = self.page.goto(self.address + path)
        assert response is not None
        assert response.status == status, f"{path} answered {response.status}"
        self._look()

    def when_follows(self, link: str, *, within: str = "main") -> None:
        """Follow the first link with this text, also one drawn as a button."""
        self._go(self.page.locator(within).locator("a", has_text=link).first)

    def when_presses(self, button: str) -> None:
        """Press a button, and wait for the page that follows."""
        self._go(self.page.get_by_role("button", name=button, exact=True).first)

    def when_enters(self, **fields: str) -> None:
        """Fill in fields by their labels (``_`` stands for a space), choosing where there is a choice."""
        for label, value in fields.items():
            self.when_fills(label.replace("_", " "), value)

    def when_fills(self, label: str, value: str) -> None:
        """Fill in one field by its label, or choose in it what begins so."""
        field = self.page.get_by_label(label, exact=True).first
        if field.evaluate("element => element.tagName") == "SELECT":
            option = field.locator("option", has_text=re.compile(rf"^\s*{re.escape(value)}")).first
            field.select_option(value=option.get_attribute("value"))
        else:
            field.fill(value)

    def when_gives_date(self, legend: str, day: date) -> None:
        """Fill in the three boxes of a date."""
        group = self.page.get_by_role("group", name=legend, exact=True)
        for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            group.get_by_label(label, exact=True).fill(str(value))

    def when_chooses(self, label: str) -> None:
        """Choose a radio button or tick a box."""
        self.page.get_by_label(label, exact=True).first.check()

    def when_attaches(self, label: str, name: str, content: bytes) -> None:
        """Choose a file."""
        field = self.page.get_by_label(label, exact=True)
        field.set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})

    def when_types(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def when_tabs_to(self, name: str, *, of: str = "") -> None:
        """Press Tab until the control of this name has the focus, in the group ``of`` where that is said."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            label, group = self.page.evaluate(FOCUSED)
            if label == name and of in group:
                return
        raise AssertionError(f"{name} {of} cannot be reached by the keyboard")

    def when_goes_on_with(self, key: str) -> None:
        """Press a key that leads to another page."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        self._look()

    # What is seen

    def then_sees(self, *texts: str) -> None:
        """The page shows these texts."""
        for text in texts:
            expect(self.page.get_by_text(text).locator("visible=true").first).to_be_visible()

    def then_does_not_see(self, *texts: str) -> None:
        """The page holds none of these texts, not even hidden."""
        content = self.page.content()
        assert [text for text in texts if text in content] == []

    def then_is_at(self, path: str) -> None:
        """The address is this one, a regular expression."""
        assert re.fullmatch(path, urlsplit(self.page.url).path), self.page.url

    def heading(self) -> str:
        """The h1."""
        return self.page.locator("h1").inner_text()

    def table(self) -> list[list[str]]:
        """The first table, row by row."""
        rows: list[Locator] = self.page.locator("main table").first.locator("tr").all()
        return [[cell.inner_text().strip() for cell in row.locator("th, td").all()] for row in rows]

    # How every page is looked at

    def _go(self, control: Locator) -> None:
        with self.page.expect_navigation():
            control.click()
        self._look()

    def look(self) -> None:
        """Look at the page reached by other means, such as keys."""
        self._look()

    def _look(self) -> None:
        page = self.page
        page.wait_for_load_state()
        where = f"{urlsplit(page.url).path} ({page.title()})"
        assert page.locator("h1").count() == 1, f"{where} has {page.locator('h1').count()} h1"
        assert " - " in page.title(), f"{where} has no title of its own"
        if page.locator(".govuk-error-summary").count():
            assert page.title().startswith("Error: "), where
            self._error_summary(where)
        self._narrow(where)
        examined = page if self.javascript else self._mirrored()
        examined.evaluate(AXE.read_text(encoding="utf-8") + ";0")
        assert examined.evaluate(FIND, TAGS) == [], f"axe on {where}"
        assert self.complaints == [], f"The browser on {where}"

    def _mirrored(self) -> Page:
        """The same page where axe can run: shown as it is, without the scripts of the site."""
        if self.mirror is None:
            context = self.page.context.browser.new_context()
            context.add_cookies(self.page.context.cookies())
            context.route("**/*.js", lambda route: route.abort())
            self.mirror = context.new_page()
        page, shown = self.mirror, self.page.content()
        page.route(self.page.url, lambda route: route.fulfill(content_type="text/html; charset=utf-8", body=shown))
        page.goto(self.page.url)
        page.unroute(self.page.url)
        return page

    def _error_summary(self, where: str) -> None:
        """The summary has the focus where scripts run; its first link shows its focus and leads to its field."""
        if self.javascript:
            expect(self.page.locator(".govuk-error-summary")).to_be_focused()
        link = self.page.locator(".govuk-error-summary a").first
        link.focus()
        shown = link.evaluate(
            "element => { const style = getComputedStyle(element);"
            " return style.outlineStyle !== 'none' && style.outlineWidth !== '0px' || style.boxShadow !== 'none' }"
        )
        assert shown, f"{where}: the focus on the error summary cannot be seen"
        target = (link.get_attribute("href") or "").removeprefix("#")
        assert self.page.locator(f"[id='{target}']").count() == 1, f"{where}: {target} is not on the page"

    def _narrow(self, where: str) -> None:
        """The page is as wide as a narrow screen, not wider."""
        size: Any = self.page.viewport_size
        self.page.set_viewport_size({"width": NARROW, "height": size["height"]})
        width = self.page.evaluate("document.documentElement.scrollWidth")
        self.page.set_viewport_size(size)
        assert width <= NARROW, f"{where} is {width} pixels wide on a screen of {NARROW}"

    def _hear(self, message: Any) -> None:
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)
