"""x"""

import lxml.html


def test_each_lesson_of_this_course_has_its_grade(course) -> None:  # type: ignore[no-untyped-def]
    """The worksheet is written before the lessons, by its path, and still knows what stands in them."""
    page = lxml.html.parse(str(course.site / "about" / "credit" / "index.html"))
    rows = [[cell.text_content().strip() for cell in row] for row in page.xpath("//table[@class='cb-sums']//tr[td]")]
    graded = {row[0]: float(row[4]) for row in rows if len(row) == 5 and row[4]}
    assert len(graded) >= 15
    assert all(8 <= grade < 13 for grade in graded.values()), graded
