"""A page of two hundred questions: as quick to the learner as one of ten, and nothing of it is late where it counts."""

from __future__ import annotations

import functools
import http.server
import json
import re
import shutil
import statistics
import threading
from collections.abc import Iterator

import pytest
from browsing import Quiet
from playwright.sync_api import Browser, Page

COUNTS = (10, 200)
ANSWER = """() => {
  const chosen = (form) => {
    const pick = (select, n) => `${select.dataset.row}>${select.options[1 + (n % (select.options.length - 1))].value}`;
    if (["match", "order"].includes(form.dataset.kind)) return [...form.querySelectorAll("select")].map(pick);
    return [form.querySelector(".cb-option input")?.value ?? "4"];
  };
  const at = new Date().toISOString();
  const answers = {};
  for (const form of document.querySelectorAll("form.cb-question"))
    answers[form.dataset.question] =
      { hash: form.dataset.hash, chosen: chosen(form), right: false, score: 0, sure: true, at };
  localStorage.setItem("coursebook.kinds", JSON.stringify({ version: 2, answers, attempts: {}, cards: {} }));
}"""
"""Keeps an answer to every question of the page, as if a learner had given them all."""
READY = """
new MutationObserver(() => {
  const first = document.querySelector("form.cb-question:not([hidden]) .cb-check");
  if (first) window.ready ??= performance.now();
}).observe(document, { subtree: true, childList: true });
"""
CLICK = """async () => {
  const form = document.querySelector("form.cb-question");
  form.querySelector("input").click();
  const before = performance.now();
  form.querySelector(".cb-check").click();
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  if (!form.querySelector(".cb-result").textContent) throw new Error("nothing is told");
  return performance.now() - before;
}"""


@pytest.fixture(scope="module")
def long_pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a course that has a quiz page for each of COUNTS."""
    from conftest import TESTS, TODAY, run

    folder = tmp_path_factory.mktemp("long")
    shutil.copytree(TESTS / "courses" / "kinds", folder / "course")
    config = folder / "course" / "mkdocs.yml"
    written = (folder / "course/docs/one/quiz.md").read_text("utf-8")
    single, case = written[written.index("/// question") :].split("//// question")
    units = [(text, 1) for text in re.split(r"(?m)^(?=/// question)", single)[1:]] + [("//// question" + case, 2)]
    for count in COUNTS:
        text, done = f"---\ntitle: Long {count}\nquiz: {{id: q{count}, shuffle: true}}\n---\n\n# Long {count}\n\n", 0
        for n in range(count):
            unit, size = units[n % len(units)]
            if done + size <= count:
                text += re.sub(r"kinds-", f"kinds-{count}-{n}-", unit) + "\n"
                done += size
        (folder / f"course/docs/one/q{count}.md").write_text(text, "utf-8")
    build, _ = run(config, folder / "site", TODAY)
    assert [str(one) for one in build.found if not one.code.startswith(("AS-", "IW-"))] == []
    handler = functools.partial(Quiet, directory=str(folder / "site"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/one/"
    server.shutdown()
    server.server_close()


def learner(chromium: Browser, address: str, answered: bool = False) -> Page:
    """A page as a learner has it, after she has answered everything where that is asked."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address)
    if answered:
        page.evaluate(ANSWER)
    page.close()
    page = context.new_page()
    page.add_init_script(READY)
    page.goto(address)
    return page


def test_what_is_far_below_is_there_when_it_is_needed(chromium: Browser, long_pages: str) -> None:
    """A kept answer at the end shows with a link to it, on paper, and soon by itself; one exam mixes all."""
    page = learner(chromium, f"{long_pages}q200/", answered=True)
    count = page.locator("form.cb-question").count()
    assert 190 <= count <= 200
    shown = page.evaluate(
        """async () => {
          await import("/assets/coursebook/questions.mjs");
          dispatchEvent(new Event("beforeprint"));
          return document.querySelectorAll("form.cb-answered").length;
        }"""
    )
    assert shown == count, "before anything is printed"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.wait_for_function(f"document.querySelectorAll('.cb-result:not(:empty)').length === {count}")
    name = page.locator("form.cb-question").nth(150).get_attribute("id")
    again = page.context.new_page()
    again.goto(f"{long_pages}q200/#{name}")
    again.locator(f"#{name}.cb-answered").wait_for()
    again.get_by_role("button", name="graded quiz").click()
    reasons = again.locator(".cb-rationale:visible, .cb-verdict:visible, .cb-answer:visible, input:checked:visible")
    assert reasons.count() == 0, "at once, wherever she looks"
    again.wait_for_function("!document.querySelector('form.cb-answered')")
    assert again.locator(".cb-wait, form.cb-question input:checked").count() == reasons.count() == 0
    drawn = json.loads(again.evaluate("localStorage.getItem('coursebook.kinds')"))["attempts"]["q200"][0]["drawn"]
    stand = again.locator("form.cb-question").evaluate_all("all => all.map((one) => one.dataset.question)")
    assert stand == drawn
    page.context.close()


@pytest.mark.slow
@pytest.mark.parametrize("answered", [False, True], ids=["first visit", "all answered"])
@pytest.mark.parametrize("slower", [1, 4])
def test_two_hundred_questions_are_as_quick_as_ten(
    chromium: Browser, long_pages: str, answered: bool, slower: int
) -> None:
    """From the address to a question that takes an answer, and from a click to what is told: within the same order,
    the median of five visits, on this machine and one that is four times slower.
    """
    took: dict[tuple[str, int], list[float]] = {(what, count): [] for what in ("ready", "told") for count in COUNTS}
    for _ in range(5):
        for count in COUNTS:
            page = learner(chromium, f"{long_pages}q{count}/", answered)
            page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
            page.reload()
            if not answered:
                page.locator("form.cb-question").first.scroll_into_view_if_needed()
            page.wait_for_function("window.ready")
            took["ready", count].append(page.evaluate("window.ready"))
            if answered:
                page.locator(".cb-check").first.click()
            took["told", count].append(page.evaluate(CLICK))
            page.context.close()
    medians = {name: statistics.median(times) for name, times in took.items()}
    print({f"{what} {count}": round(time) for (what, count), time in medians.items()})
    for what in ("ready", "told"):
        assert medians[what, 200] <= 8 * medians[what, 10], medians
