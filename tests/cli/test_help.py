"""Help of every command: in Chinese where the system or --lang says so, with nothing left in English."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import typer
from rich.cells import cell_len

from onewindow.cli.app import application, run
from onewindow.cli.helping import VALUES
from onewindow.cli.layout import wrapped
from onewindow.commands import COMMANDS
from sim.words.command_help import IN_CHINESE
from sim.words.command_help import VALUES as VALUES_IN_CHINESE


def every_command() -> Iterator[tuple[list[str], object]]:
    """How each is called, and the parser's own command."""
    whole = typer.main.get_command(application(None))
    yield [], whole
    for name in COMMANDS:
        command = typer.main.get_command(application(name)).commands[name]  # type: ignore[attr-defined]
        yield [name], command
        yield from (([name, below], one) for below, one in getattr(command, "commands", {}).items())


EVERY = list(every_command())


@pytest.mark.parametrize("called", [" ".join(called) for called, _ in EVERY])
def test_in_chinese_it_fits_and_nothing_is_left_in_english(
    called: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("ONEWINDOW_LANG", "zh")
    assert run([*called.split(), "--help"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"用法：onewindow {called}".strip())
    for line in out.splitlines():
        assert cell_len(line) <= 80, line
        assert line.startswith("用法：") or not re.search(r"[a-z]{2,} [a-z]+ [a-z]{2,}", line), line


def test_every_sentence_has_chinese_and_none_is_left_over() -> None:
    said = {"Show this message and exit."}
    for _, command in EVERY:
        said |= {command.help} | {param.help for param in command.params}  # type: ignore[attr-defined]
    assert said == set(IN_CHINESE)


def test_every_name_of_a_value_has_chinese() -> None:
    named = {param.metavar or "" for _, command in EVERY for param in command.params}  # type: ignore[attr-defined]
    used = {word for name in named | set(VALUES.values()) for word in re.findall(r"\b[A-Z]+\b", name)}
    assert used <= set(VALUES_IN_CHINESE)


def test_the_language_may_be_asked_for_on_either_side(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONEWINDOW_LANG", "en")
    asked = []
    for arguments in (["--lang", "zh", "check", "--help"], ["check", "--lang", "zh", "--help"]):
        assert run(arguments) == 0
        asked.append(capsys.readouterr().out)
    assert asked[0] == asked[1]
    assert asked[0].startswith("用法：")


def test_a_language_before_the_command_holds_for_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONEWINDOW_LANG", "en")
    assert run(["--lang", "zh", "list"]) == 0
    assert "方案库" in capsys.readouterr().out


def test_what_a_value_is_called_is_a_word_for_readers(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--help", "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "--set PATH=VALUE" in out
    assert "--load FACTOR|STAGE" in out
    assert not re.search(r"--[\w-]+ <(str|int|path|list)", out)


def test_the_usage_that_stands_with_a_fault_is_in_chinese_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONEWINDOW_LANG", "zh")
    for arguments in (["chek"], ["check", "--laod", "2"], ["runs", "prune"]):
        assert run(arguments) == 2
        first = capsys.readouterr().err.splitlines()[0]
        assert first.startswith("用法：onewindow ")
        assert "[选项]" in first
        assert not re.search("OPTIONS|ARGS|COMMAND", first)


def test_what_a_number_may_be_is_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["serve", "--help", "--lang", "zh"]) == 0
    out = capsys.readouterr().out
    assert "1 至 65535" in out
    assert "<=x<=" not in out


@pytest.mark.parametrize("width", range(24, 41))
def test_marks_stand_by_what_they_belong_to(width: int) -> None:
    text = "一次看这么多次（不写则逐次看），到“结论”有把握为止；见 runs merge。[默认：24%]" * 2
    lines = wrapped(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        assert cell_len(line) <= width
        assert line[0] not in "，。；：）”]%"
        assert line[-1] not in "（“["
