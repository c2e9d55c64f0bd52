"""What to mend, on the page: problems of the content and notices of the machine, the worst first, each with its cure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from player.model.problem import Problem, Severity
from player.model.words import Language, Words
from player.status import saying
from player.status.facts import StatusFacts
from player.status.markup import NOTHING, Html, joined, tag
from player.status.verdict import PROBLEMS

FEW = 2
"""So many problems alike in one file are each told whole; more are gathered under the first."""

MOST = 40
"""So many are told; whoever has mended these sees the others."""

OPENLY = 4
"""So many warnings stand openly beside the errors."""

ALIKE = 20
"""So many places of problems alike are listed."""

_MARKS = {Severity.ERROR: Words("错误", "error"), Severity.WARNING: Words("提醒", "warning")}
_SELF = Words("这块屏幕", "This screen")
_CURE = Words("怎么办", "Cure")
_ON_SCREEN = Words("屏幕上", "Screen")
_ALIKE = Words("同样的还有 {count} 处：{places}", "The same {count} more times: {places}")
_FOLDED = Words("还有 {count} 处提醒", "{count} more warnings")
_MORE = Words("另有 {count} 处，改好上面的再看。", "{count} more; mend these first.")
_KEPT = "\t\u3000"


def problems(facts: StatusFacts, notices: Iterable[Problem], language: Language) -> Html:
    """All that is wrong, errors before warnings, and the machine's before the content's; nothing where nothing is.

    Of many warnings the first few stand openly; the others unfold.
    """
    groups = [(one,) for one in notices] + list(_alike(facts.problems))
    worst = sorted(groups, key=lambda group: group[0].severity is not Severity.ERROR)
    if not worst:
        return NOTHING
    shown = worst[:MOST]
    errors = sum(group[0].severity is Severity.ERROR for group in shown)
    openly = errors + OPENLY if len(shown) > errors + OPENLY + 1 else len(shown)
    told = [tag("div", *(_problem(group, language) for group in shown[:openly]), class_="problems")]
    if folded := shown[openly:]:
        summary = tag("summary", _FOLDED.said(language).format(count=len(folded)))
        inside = tag("div", *(_problem(group, language) for group in folded), class_="problems")
        told.append(tag("details", summary, inside))
    if len(worst) > MOST:
        told.append(tag("p", _MORE.said(language).format(count=len(worst) - MOST), class_="empty"))
    return tag("section", *told, class_="all")


def late(language: Language) -> Html:
    """What is told of a page that is not renewed any more: seen where its script finds it so."""
    sort = PROBLEMS["page-old"]
    before, _, after = sort.message.said(language).partition("{long}")
    return tag(
        "article",
        tag("header", _mark(sort.severity, language)),
        tag("p", before, tag("span", class_="age"), after, class_="message"),
        _cure(sort.hint.said(language), sort.on_screen.said(language), language),
        class_="problem late all",
    )


def _alike(found: tuple[Problem, ...]) -> Iterator[tuple[Problem, ...]]:
    """The problems in their order, more than `FEW` of one code in one file gathered where the first of them stands."""
    groups: dict[tuple[str | None, str], list[Problem]] = {}
    for problem in found:
        groups.setdefault((problem.place.file, problem.code), []).append(problem)
    for group in groups.values():
        yield from [tuple(group)] if len(group) > FEW else [(problem,) for problem in group]


def _problem(group: tuple[Problem, ...], language: Language) -> Html:
    one, *others = group
    where = tag("bdi", one.place.file) if one.place.file is not None else _SELF.said(language)
    head = [_mark(one.severity, language), tag("span", where, class_="file")]
    if spot := saying.place(one.place, language):
        head.append(tag("span", spot, class_="spot"))
    return tag(
        "article",
        tag("header", *head),
        tag("p", tag("bdi", one.message.said(language)), class_="message"),
        _excerpt(one.excerpt),
        _cure(one.hint.said(language), one.on_screen.said(language), language),
        _others(others, language),
        class_=f"problem {one.severity.value}",
    )


def _mark(severity: Severity, language: Language) -> Html:
    return tag("span", _MARKS[severity].said(language), class_="mark")


def _cure(hint: str, on_screen: str, language: Language) -> Html:
    """The cure, and what the screen does meanwhile."""
    rows = []
    if hint:
        rows += [tag("dt", _CURE.said(language)), tag("dd", tag("bdi", hint))]
    if on_screen:
        rows += [
            tag("dt", _ON_SCREEN.said(language), class_="aside"),
            tag("dd", tag("bdi", on_screen), class_="aside"),
        ]
    return tag("dl", *rows) if rows else NOTHING


def _excerpt(excerpt: str) -> Html:
    """The line that staff wrote, and the caret below it, which stands right by blanks as wide as the characters."""
    if not excerpt:
        return NOTHING
    line, _, caret = excerpt.partition("\n")
    below = tag("b", _as_written(caret)) if caret else NOTHING
    return tag("pre", _as_written(line), Html("\n"), below, dir="ltr")


def _as_written(line: str) -> Html:
    """The line with its tabs and wide blanks, by which the caret below it stands right."""
    if line.isprintable():
        return joined(line)
    return Html("".join([char if char in _KEPT else saying.escaped(char) for char in line]))


def _others(others: list[Problem], language: Language) -> Html:
    if not others:
        return NOTHING
    listed = [saying.place(other.place, language) or "—" for other in others[:ALIKE]]
    places = Words("、", "; ").said(language).join(listed) + ("……" if len(others) > ALIKE else "")
    return tag("p", _ALIKE.said(language).format(count=len(others), places=places), class_="alike")
