"""HTML of which every word counts."""

from factcheck.reading.markup import to_text


def test_blocks_become_lines() -> None:
    """Headings, paragraphs, lists, tables and line breaks come as plain lines; scripts and pictures are silent."""
    page = (
        "<html><head><title>T</title></head><body><h2>Head <b>line</b></h2><div><p>One\n  <i>two</i>.<br/>Three</p>"
        "<ul><li>A<ol><li>B</li></ol></li></ul><table><thead><tr><th>Y</th></tr></thead>"
        "<tbody><tr><td><p>1</p><p>2</p></td></tr></tbody></table>"
        "<script>no</script><!-- no --></div>tail</body></html>"
    )
    assert to_text(page) == "## Head line\n\nOne two.\nThree\n\n- A\n- B\n\n| Y |\n| 1 2 |\n\ntail"


def test_nothing_is_nothing() -> None:
    """Empty markup gives an empty text."""
    assert to_text("") == to_text(b" \n") == ""


def test_raised_numbers_do_not_join_figures() -> None:
    """A mark that leads to a note is left out, and a power stays one."""
    marks = (
        '<sup><a href="#n1">1</a></sup>',
        '<a href="#n1"><sup>[12]</sup></a>',
        '<a epub:type="noteref" href="#n1">1</a>',
        '<sup role="doc-noteref">3</sup>',
    )
    for mark in marks:
        assert to_text(f"<p>It cost 4.2 million{mark}. So they say.</p>") == "It cost 4.2 million. So they say."
    assert to_text("<p>The 4<sup>th</sup> of 10<sup>6</sup> is CO<sub>2</sub>.</p>") == "The 4th of 10⁶ is CO2."
