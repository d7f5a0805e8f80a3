"""The frame of a page: the course beside the text or in a drawer, and the colors; by any hand, and without scripts."""

from __future__ import annotations

import re

import pytest
from browsing import told
from conftest import Course
from playwright.sync_api import Page

PHONE = {"viewport": {"width": 390, "height": 844}}
LESSON = "safety/chest/"


def drawer(page: Page):  # type: ignore[no-untyped-def]
    return page.get_by_role("navigation", name="Course")


def test_beside_the_text(watch) -> None:  # type: ignore[no-untyped-def]
    """Modules, and the pages of the current one; where the reader is, is said."""
    page = watch(viewport={"width": 1280, "height": 800}).go(LESSON)
    links = [one.strip() for one in drawer(page).locator("a:visible").all_inner_texts()]
    assert links[:5] == ["Home", "Introduction", "Mechanisms", "Technique", "Safety"]
    assert "Quiz: Safety" in links
    assert "Quiz: Technique" not in links
    assert drawer(page).locator("[aria-current=page]").inner_text() == "The chest: pneumothorax"
    assert not page.get_by_role("button", name="Course", exact=True).is_visible()
    drawer(page).get_by_role("link", name="Technique").click()
    page.wait_for_url("**/technique/")
    assert drawer(page).locator("[aria-current=page]").inner_text() == "Overview"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_drawer_on_a_phone(watch, scripts: bool) -> None:  # type: ignore[no-untyped-def]
    page = watch(**PHONE, has_touch=True, java_script_enabled=scripts).go(LESSON)
    assert not drawer(page).is_visible()
    page.get_by_role("button", name="Course", exact=True).tap()
    assert drawer(page).is_visible()
    drawer(page).get_by_role("button", name="Close").tap()
    assert not drawer(page).is_visible()
    if scripts:  # without them the drawer would stay over the section
        page.get_by_role("button", name="Course", exact=True).tap()
        drawer(page).get_by_role("link", name="First signs to referral").tap()
        page.wait_for_url("**/safety/chest/#recognize")
    page.get_by_role("button", name="Course", exact=True).tap()
    drawer(page).get_by_role("link", name="Regulation").tap()
    page.wait_for_url("**/regulation/")


def test_the_drawer_by_keyboard(watch) -> None:  # type: ignore[no-untyped-def]
    """Opened it has the focus, Escape and leaving it close it, and the button has the focus again."""
    page = watch(**PHONE).go(LESSON)
    button = page.get_by_role("button", name="Course", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('.cb-nav') !== null")
    assert told(page) == []
    page.keyboard.press("Escape")
    assert not drawer(page).is_visible()
    assert button.evaluate("one => one === document.activeElement")
    page.keyboard.press("Enter")
    drawer(page).locator("a:visible").last.focus()
    page.keyboard.press("Tab")
    page.wait_for_function("!document.querySelector('.cb-nav:popover-open')")


def test_no_link_of_the_closed_drawer_takes_the_focus(watch) -> None:  # type: ignore[no-untyped-def]
    page = watch(**PHONE).go(LESSON)
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('.cb-nav') === null")


def test_colors_are_kept(watch) -> None:  # type: ignore[no-untyped-def]
    """From the system's, to light, to dark; the next page has them before it is drawn."""
    watched = watch(color_scheme="dark")
    page = watched.go("")
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    button = page.get_by_role("button", name=re.compile("^Colors"))
    assert button.inner_text() == "Colors: system setting"
    button.click()
    assert button.inner_text() == "Colors: light"
    assert page.evaluate(ground) != dark
    light = page.evaluate(ground)
    page = watched.go(LESSON)
    assert page.evaluate(ground) == light
    page.get_by_role("button", name="Colors: light").click()
    assert page.evaluate(ground) == dark
    off = watch(color_scheme="dark", java_script_enabled=False).go("")
    assert not off.get_by_role("button", name="Search the course").is_visible()
    assert not off.get_by_role("button", name=re.compile("^Colors")).is_visible()


def test_a_page_that_is_not_there_has_the_course(course: Course) -> None:
    html = (course.site / "404.html").read_text("utf-8")
    assert "Introduction" in re.findall(r'<nav class="cb-nav".*?</nav>', html, re.DOTALL)[0]
    assert "frame.mjs" in html
    assert "Search the course" in html
    article = html[html.index("<article") : html.index("</article>")]
    assert "Your progress in this course is not lost." in article
    links = re.findall(r'href="([^"]+)"', article)
    assert links[0] == "/."
    assert {"/introduction/", "/regulation/", "/glossary/"} & set(links) >= {"/introduction/", "/regulation/"}
