"""The window as passers-by see it: every assertion is on pixels captured from a virtual display."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import pytest

from player.model.units import Millis
from player.screen import sdl
from player.screen import window as window_module
from player.screen.glass import Event, Happening
from player.screen.pane import Options
from player.screen.window import Window
from player.transitions.table import transition_of
from tests.support.frames import BLUE, CELLS, RED, WHITE, Colour, clock, pattern, plain, sprite
from tests.support.xvfb import Capture, Recorder, Xvfb

SIZE = (640, 360)
ROOT: Colour = (0, 200, 0)


def colours(capture: Capture) -> frozenset[Colour]:
    """The colours on a grid that reaches all four edges."""
    columns = [*range(0, capture.width, 29), capture.width - 1]
    rows = [*range(0, capture.height, 17), capture.height - 1]
    return frozenset(capture.pixel(x, y) for x in columns for y in rows)


def opaque(capture: Capture) -> bytes:
    """The capture's pixels, the unused byte as 255."""
    pixels = bytearray(capture.pixels)
    pixels[3::4] = b"\xff" * (len(pixels) // 4)
    return bytes(pixels)


def until(window: Window, what: Happening, seconds: float = 10.0) -> list[Event]:
    """Everything that happened until `what` did."""
    found: list[Event] = []
    deadline = time.monotonic() + seconds
    while not any(event.what is what for event in found):
        assert time.monotonic() < deadline, f"no {what} in {seconds} s, only {found}"
        found += window.wait(0.5)
    return found


def settled(condition: Callable[[], bool], seconds: float = 5.0) -> bool:
    """True as soon as the condition holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def drain(window: Window) -> None:
    while window.wait(0.1):
        pass


def test_a_frame_is_on_the_screen_to_the_pixel(display: Xvfb, window: Window) -> None:
    frame = pattern(*SIZE)
    window.show(frame)
    assert opaque(display.capture()) == frame.pixels


def test_digits_tick_on_the_screen(display: Xvfb, window: Window) -> None:
    frame = clock(*SIZE, RED)
    window.show(frame, "159")
    window.tick(frame, "159", "208")
    capture = display.capture()
    assert [capture.pixel(x, y) for x, y in CELLS] == [sprite(sign) for sign in "208"]
    assert capture.pixel(0, 0) == RED


@pytest.mark.parametrize("name", ["fade", "push", "wipe"])
def test_a_transition_is_seen_on_its_way(display: Xvfb, window: Window, name: str) -> None:
    """The screen shows the old picture, many different pictures between, and in the end the new one; never black."""
    transition = transition_of(name)
    assert transition is not None
    window.show(plain(*SIZE, RED))
    drain(window)
    with Recorder(display, colours) as recorder:
        time.sleep(0.05)
        window.play(plain(*SIZE, RED), plain(*SIZE, BLUE), transition, Millis(600))
        time.sleep(0.05)
    looks = [look for _, look in recorder.seen]
    assert looks[0] == {RED}
    assert looks[-1] == {BLUE}
    if name == "fade":
        between = [next(iter(look)) for look in looks if look not in ({RED}, {BLUE})]
        assert all(len(look) == 1 for look in looks)
        assert [red for red, _, _ in between] == sorted((red for red, _, _ in between), reverse=True)
        assert len(set(between)) >= 10
    else:
        assert {RED, BLUE} in looks
        assert set().union(*looks) == {RED, BLUE}


def test_digits_fade_with_their_picture(display: Xvfb, window: Window) -> None:
    """Halfway through a fade a cell is the mean of the old picture and its new digit, not of three things."""
    fade = transition_of("fade")
    assert fade is not None
    window.show(plain(*SIZE, WHITE))
    captures: list[Capture] = []

    def look() -> bool:
        captures.append(display.capture())
        return True

    window.play(plain(*SIZE, WHITE), clock(*SIZE, BLUE), fade, Millis(400), text="888", keep_going=look)
    checked = 0
    for capture in captures:
        share = (WHITE[0] - capture.pixel(0, 0)[0]) / (WHITE[0] - BLUE[0])
        for x, y in CELLS:
            wanted = [old + (new - old) * share for old, new in zip(WHITE, sprite("8"), strict=True)]
            assert capture.pixel(x, y) == pytest.approx(wanted, abs=2.5)
            checked += 1
    assert checked >= 15


def test_the_window_never_shows_black(display: Xvfb) -> None:
    """From before the window is made until after it is closed, the screen shows the desktop or the frame, whole."""
    with Recorder(display, colours) as recorder:
        time.sleep(0.05)
        for _ in range(5):
            window = Window(Options())
            time.sleep(0.02)
            window.show(plain(*SIZE, RED))
            time.sleep(0.05)
            window.close()
    assert {look for _, look in recorder.seen} == {frozenset({ROOT}), frozenset({RED})}
    assert recorder.rate > 100


def test_an_ordinary_window_does_show_black(display: Xvfb) -> None:
    """The control: the same recorder sees the black that a window has which is mapped before it is drawn."""
    from player.screen.sdl import pygame

    with Recorder(display, colours) as recorder:
        for _ in range(5):
            pygame.display.init()
            surface = pygame.display.set_mode(SIZE, pygame.NOFRAME)
            time.sleep(0.05)
            surface.fill(RED)
            pygame.display.flip()
            pygame.display.quit()
    assert frozenset({(0, 0, 0)}) in {look for _, look in recorder.seen}


def test_under_a_window_manager_it_is_never_black_either(display: Xvfb) -> None:
    """There full screen is asked for after the first frame, and SDL begins with a new surface whenever it likes."""
    with display.silent_manager(), Recorder(display, colours) as recorder:
        window = Window(Options())
        window.show(plain(*SIZE, RED))
        drain(window)
        assert colours(display.capture()) == {RED}
        frame = clock(*SIZE, BLUE)
        window.show(frame, "123")
        window.tick(frame, "123", "124")
        drain(window)
        with display.covered(0, 0, *SIZE):
            drain(window)
        until(window, Happening.EXPOSED)
        capture = display.capture()
        assert [capture.pixel(x, y) for x, y in CELLS] == [sprite(sign) for sign in "124"]
        window.close()
    seen = set().union(*(look for _, look in recorder.seen))
    assert (0, 0, 0) not in seen
    assert {ROOT, RED, BLUE} <= seen


def test_what_was_covered_is_repaired(display: Xvfb, window: Window) -> None:
    frame = pattern(*SIZE, 3)
    window.show(frame)
    drain(window)
    with display.covered(100, 50, 200, 100):
        assert display.capture().pixel(150, 80) == (255, 0, 255)
        drain(window)
    until(window, Happening.EXPOSED)
    assert opaque(display.capture()) == frame.pixels


def test_a_new_resolution_is_followed(display: Xvfb, window: Window) -> None:
    """The window tells its new size within 2 s, the old picture stands in, and nothing black is ever seen."""
    window.show(plain(*SIZE, RED))
    drain(window)
    with Recorder(display, colours) as recorder:
        for size, colour in (((320, 200), BLUE), (SIZE, WHITE), ((500, 300), RED), (SIZE, BLUE)):
            timer = threading.Timer(0.1, display.resize, size)
            start = time.monotonic()
            timer.start()
            assert Event(Happening.RESIZED, size=size) in until(window, Happening.RESIZED)
            assert time.monotonic() - start < 2
            timer.join()
            assert window.size == size
            window.show(plain(*size, colour))
            drain(window)
            assert colours(display.capture()) == {colour}
    assert (0, 0, 0) not in set().union(*(look for _, look in recorder.seen))


@pytest.mark.fault(30)
@pytest.mark.parametrize("step", ["bounds", "listening"])
def test_a_display_that_changes_while_the_window_opens_is_filled(
    display: Xvfb, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Found by the soak: the size was read before the change, and what was told of it came before anybody listened."""
    larger = (500, 300)
    if step == "bounds":
        bounds = sdl.Sdl.bounds

        def changing(self: sdl.Sdl, number: int) -> sdl.Place:
            found = bounds(self, number)
            display.resize(*larger)
            return found

        monkeypatch.setattr(sdl.Sdl, "bounds", changing)
    else:
        news = window_module.News

        def late() -> object:
            display.resize(*larger)
            return news()

        monkeypatch.setattr(window_module, "News", late)
    window = Window()
    try:
        assert window.size == larger
        window.show(plain(*larger, RED))
        drain(window)
        assert colours(display.capture()) == {RED}
    finally:
        window.close()


@pytest.mark.parametrize("key", ["Escape", "q"])
def test_two_keys_quit(display: Xvfb, window: Window, key: str) -> None:
    window.show(plain(*SIZE, RED))
    drain(window)
    display.key(key)
    assert until(window, Happening.QUIT)[-1] == Event(Happening.QUIT)


def test_other_keys_are_told_by_name(display: Xvfb, window: Window) -> None:
    window.show(plain(*SIZE, RED))
    drain(window)
    display.key("F5")
    assert Event(Happening.KEY, key="f5") in until(window, Happening.KEY)


def test_the_cross_of_the_window_quits(display: Xvfb, window: Window) -> None:
    window.show(plain(*SIZE, RED))
    drain(window)
    display.ask_to_close()
    assert Event(Happening.QUIT) in until(window, Happening.QUIT)


def test_a_moving_mouse_wakes_nobody(display: Xvfb, window: Window) -> None:
    window.show(plain(*SIZE, RED))
    drain(window)
    timer = threading.Timer(0.1, lambda: [display.eye.move_pointer(100 + n, 100) for n in range(50)])
    timer.start()
    assert window.wait(0.5) == ()
    timer.join()


def test_the_pointer_is_hidden(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The framebuffer, where the pointer is drawn in, is the frame; with an ordinary window it is not (control)."""
    from player.screen.sdl import pygame

    with Xvfb(*SIZE, fbdir=tmp_path_factory.mktemp("framebuffer")) as display:
        monkeypatch.setenv("DISPLAY", display.name)
        display.paint(*ROOT)
        display.eye.move_pointer(200, 100)
        window = Window(Options())
        window.show(plain(*SIZE, RED))
        drain(window)
        assert settled(lambda: set_of(display.framebuffer()) == {RED})
        pygame.mouse.set_visible(True)
        drain(window)
        window.show(plain(*SIZE, RED))
        display.eye.move_pointer(210, 110)
        assert settled(lambda: set_of(display.framebuffer()) != {RED})
        window.close()


def set_of(capture: Capture) -> set[Colour]:
    """Every colour there is."""
    pixels = capture.pixels
    return {(pixels[n + 2], pixels[n + 1], pixels[n]) for n in range(0, len(pixels), 4)}


def test_a_wait_sleeps(display: Xvfb, window: Window) -> None:
    """Three idle seconds take at most three wake-ups and 20 ms of CPU."""
    window.show(plain(*SIZE, RED))
    drain(window)
    before = resource.getrusage(resource.RUSAGE_SELF)
    assert window.wait(3) == ()
    after = resource.getrusage(resource.RUSAGE_SELF)
    assert after.ru_nvcsw - before.ru_nvcsw <= 3
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime <= 0.02


def test_a_window_may_be_opened_again(display: Xvfb) -> None:
    for colour in (RED, BLUE, WHITE):
        window = Window(Options())
        window.show(plain(*SIZE, colour))
        assert colours(display.capture()) == {colour}
        window.close()
        assert settled(lambda: colours(display.capture()) == {ROOT})


def test_a_size_of_its_own(display: Xvfb) -> None:
    window = Window(Options(size=(200, 100)))
    assert window.size == (200, 100)
    window.show(plain(200, 100, RED))
    assert {RED, ROOT} == colours(display.capture())
    window.close()


PROGRAM = """
import sys
from player.errors import DisplayError
from player.screen.window import Window
try:
    Window()
except DisplayError as error:
    print(error, error.retry)
    sys.exit(3)
"""


def run(program: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program run to its end with only these variables about screens."""
    inherited = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    inherited.pop("SDL_VIDEODRIVER", None)
    return subprocess.run(
        [sys.executable, "-c", program],
        env={**inherited, "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("environment", [{}, {"DISPLAY": ":987"}, {"DISPLAY": ":987", "SDL_VIDEODRIVER": "x11"}])
def test_no_display_is_said_in_words(environment: dict[str, str]) -> None:
    done = run(PROGRAM, **environment)
    assert done.returncode == 3, done.stderr
    assert "没有找到显示器" in done.stdout
    assert "No display was found" in done.stdout
    assert done.stdout.strip().endswith("True")


def test_only_what_a_screen_needs_is_imported() -> None:
    """Sound, fonts and sprites stay out, and can still be imported by whoever needs them."""
    done = run(
        "import sys; from player.screen.window import Window\n"
        "loaded = {name for name in sys.modules if sys.modules[name] is not None}\n"
        "print(sorted(loaded & {'pygame.mixer', 'pygame.font', 'pygame.sprite', 'pygame.mixer_music', 'PIL'}))\n"
        "import pygame.mixer, pygame.font\n"
        "print(pygame.mixer.Sound is not None, pygame.font.Font is not None)"
    )
    assert done.stdout.splitlines() == ["[]", "True True"], done.stderr


def test_a_driver_that_cannot_sleep_is_woken_all_the_same() -> None:
    """SDL's dummy driver, asked for by name, polls; a wake from a thread ends the wait within a poll or two."""
    done = run(
        "import threading, time\n"
        "from player.screen.window import Window\n"
        "window = Window()\n"
        "threading.Timer(0.2, window.wake).start()\n"
        "start = time.monotonic()\n"
        "events = window.wait(30)\n"
        "print([event.what.value for event in events], time.monotonic() - start < 5)\n"
        "print(window.wait(0.1))\n"
        "window.close()",
        SDL_VIDEODRIVER="dummy",
    )
    assert done.stdout.splitlines() == ["['woken'] True", "()"], done.stderr


def test_a_headless_glass_needs_no_pygame() -> None:
    done = run("import sys, player.screen.headless; print('pygame' in sys.modules)")
    assert done.stdout.strip() == "False", done.stderr
