"""Every page of the manual stands in both languages, with the same headings, rules and examples, and names its twin."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted(page for page in DOCS.rglob("*.md") if not page.name.endswith(".zh-CN.md"))


def twin(page: Path) -> Path:
    return page.with_name(page.name.replace(".md", ".zh-CN.md"))


def name(page: Path) -> str:
    return str(page.relative_to(DOCS))


def outline(text: str) -> list[str]:
    """Marks of headings, numbers of rules, and how many fenced blocks of which kind."""
    fences = re.findall(r"^```(\w*.*)$", text, re.MULTILINE)
    prose = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    return re.findall(r"^#+(?= )|^\d+\.\d+\w?(?= [A-Z\u4e00-\u9fff*`])", prose, re.MULTILINE) + fences


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_it_has_a_twin_and_both_name_each_other(page: Path) -> None:
    assert f"]({twin(page).name})" in page.read_text("utf-8")
    assert f"]({page.name})" in twin(page).read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for one in (page, twin(page)):
        links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", one.read_text("utf-8"))
        assert [link for link in links if "://" not in link and not (one.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_chinese_pages_lead_to_chinese_pages(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+\.md)", twin(page).read_text("utf-8"))
    english = [link for link in links if not link.endswith(".zh-CN.md") and link != page.name]
    assert [link for link in english if twin(page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_both_have_the_same_parts(page: Path) -> None:
    assert outline(twin(page).read_text("utf-8")) == outline(page.read_text("utf-8"))
