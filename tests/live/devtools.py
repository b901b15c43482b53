"""A browser driven over a pipe: the Chrome DevTools Protocol in its smallest form.

Messages are JSON, each ended by a NUL, on the browser's descriptors 3 and 4. Knows nothing of our pages.
"""

from __future__ import annotations

import base64
import json
import os
import select
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

_OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--remote-debugging-pipe",
)  # fmt: skip


SHIFT, CONTROL = 8, 2
"""Keys that are held while another is pressed."""
_KEYS = {
    "Tab": 9, "Enter": 13, "Escape": 27, " ": 32, "PageDown": 34, "End": 35, "Home": 36, "ArrowLeft": 37, "ArrowUp": 38,
    "ArrowRight": 39, "ArrowDown": 40, "Delete": 46, "a": 65,
}  # fmt: skip
_TEXTS = {"Enter": "\r", " ": " "}
_PATIENCE = 60
"""So many seconds a browser may say nothing, on a machine that has other things to do."""


class Browser:
    """One browser with one page.

    `complaints` collects what its console and its policies said, `requests` what it asked for, `failures` which of that was
    refused or did not arrive.
    """

    def __init__(self, command: str, profile: Path) -> None:
        to_read, self._write = os.pipe()
        self._read, to_write = os.pipe()
        # The browser wants its pipe on 3 and 4, which a shell arranges without touching ours.
        script = f'exec "$0" "$@" 3<&{to_read} 4>&{to_write}'
        self._process = subprocess.Popen(
            ["bash", "-c", script, command, *_OPTIONS, f"--user-data-dir={profile}", "about:blank"],
            pass_fds=(to_read, to_write), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(to_read)
        os.close(to_write)
        self._buffer = b""
        self._number = 0
        self._session = ""
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.failures: list[str] = []
        self._loads = 0
        target = next(t for t in self.call("Target.getTargets")["targetInfos"] if t["type"] == "page")
        attached = self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._read)
        os.close(self._write)

    def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """Return the result of one command."""
        self._number += 1
        message: dict[str, object] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while (answer := self._next()).get("id") != self._number:
            pass
        assert "error" not in answer, answer
        result: dict[str, Any] = answer["result"]
        return result

    def load(self, url: str, width: int, height: int) -> None:
        """Load a page in a window of that size, and wait until it has loaded."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=True)
        self.arrive(lambda: self.call("Page.navigate", url=url))

    def arrive(self, act: Callable[[], object]) -> None:
        """Do what leads to another page, and wait until that has loaded."""
        before = self._loads
        act()
        while self._loads == before:
            self._next()

    def press(self, key: str, modifiers: int = 0) -> None:
        """Press a key and let it go, with what is held meanwhile."""
        text = "" if modifiers & CONTROL else _TEXTS.get(key, "")
        for kind in ("keyDown" if text else "rawKeyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=_KEYS[key],
                      modifiers=modifiers, **({"text": text} if kind == "keyDown" else {}))  # fmt: skip

    def type(self, text: str) -> None:
        """Write into what has the focus, letter by letter."""
        for letter in text:
            for kind in ("keyDown", "keyUp"):
                self.call(
                    "Input.dispatchKeyEvent", type=kind, key=letter, **({"text": letter} if kind == "keyDown" else {})
                )

    def click(self, selector: str) -> None:
        """Click on the middle of the first element that fits, where a person would see it."""
        found = json.dumps(selector)
        self.value(f"document.querySelector({found}).scrollIntoView({{block: 'center'}})")
        x, y = self.value(
            f"(box => [box.x + box.width / 2, box.y + box.height / 2])(document.querySelector({found}).getClientRects()[0])"
        )
        hit = f"(at => at !== null && (at.contains(it) || it.contains(at)))(document.elementFromPoint({x}, {y}))"
        assert self.value(f"(it => {hit})(document.querySelector({found}))"), f"{selector} is covered"
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def until(self, expression: str) -> Any:
        """Return the value of an expression as soon as it is one, a promise awaited."""
        deadline = time.monotonic() + 15
        while not (found := self.value(expression)):
            assert time.monotonic() < deadline, expression
            time.sleep(0.05)
        return found

    def evaluate(self, expression: str) -> Any:
        """Return the value of a JavaScript expression on the page."""
        return self.call("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def value(self, expression: str) -> Any:
        """Return the value of a JavaScript expression, a promise awaited; an exception fails the test."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def screenshot(self, path: Path) -> None:
        """Write a picture of the page."""
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            assert select.select([self._read], [], [], _PATIENCE)[0], "the browser says nothing"
            part = os.read(self._read, 1 << 20)
            assert part, "the browser has ended"
            self._buffer += part
        raw, _, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(raw)
        self._note(str(message.get("method")), message.get("params", {}), raw)
        return message

    def _note(self, method: str, told: dict[str, Any], raw: bytes) -> None:
        if method in ("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded"):
            self.complaints.append(raw.decode())
        elif method == "Network.requestWillBeSent":
            self.requests.append(told["request"]["url"])
        elif method == "Network.responseReceived" and told["response"]["status"] >= 400:
            self.failures.append(f"{told['response']['status']} {told['response']['url']}")
        elif method == "Network.loadingFailed" and not told.get("canceled"):
            self.failures.append(raw.decode())
        elif method == "Page.loadEventFired":
            self._loads += 1
