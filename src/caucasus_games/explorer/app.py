"""The page as a server on this machine."""

from __future__ import annotations

import socket
import webbrowser
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from html import escape
from pathlib import Path
from threading import Timer
from urllib.parse import urlsplit

import uvicorn
from immutabledict import immutabledict
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from caucasus_games.errors import GameError, unknown
from caucasus_games.explorer import panels
from caucasus_games.explorer.page import refusal
from caucasus_games.explorer.questions import (
    changes,
    download,
    effects,
    explanation,
    hindered,
    kept,
    several,
    shares,
    theorem,
    whole,
)
from caucasus_games.explorer.state import Own, State
from caucasus_games.explorer.workers import Workers
from caucasus_games.models.model import ModelLike
from caucasus_games.models.places import model_at, place_of, setup_at

# what is drawn or drawn at random takes seconds: it is asked for after the rest, and ended by a
# question about other numbers
_SLOW_PANELS = ("area", "share", "setups")
_LATER_PANELS: Mapping[str, Callable[[State], object]] = immutabledict(
    landing=shares, theorem=theorem, effects=effects, why=explanation
)
_HEADERS = immutabledict(
    {
        # nothing is loaded from elsewhere, and no other page shows this one inside
        "Content-Security-Policy": (
            "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
            "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        ),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
)
_HOSTS = ("localhost", "127.0.0.1")
# what is still being worked out says so, and is asked for again
_STILL = 'class="working"'
_WORKING = (
    f"<p {_STILL}>This is still being worked out, which takes from some seconds to some minutes. "
    "The rest of the page can be used meanwhile.</p>"
)


def application(own: str = "", setups: Sequence[str] = ()) -> ASGIApp:
    """Make the server's application.

    Parameters
    ----------
    own : str
        Where a model of the user's own is written, as ``module:function`` or
        ``path/to/file.py:function``.
    setups : sequence of str
        Where setups of the user's own are written.

    Returns
    -------
    starlette.types.ASGIApp
        Answers addresses that are states, and the parts and files of each.

    Examples
    --------
    >>> from starlette.testclient import TestClient
    >>> with TestClient(application(), base_url="http://localhost") as page:
    ...     page.get("/parts/now?setup=NONE").json()["now"].count("<span")
    2
    """
    workers = Workers()
    mine = Own(own, tuple(setups))

    def page(request: Request) -> Response:
        return HTMLResponse(workers.answer(None, whole, dict(request.query_params), mine))

    def later(who: str, name: str, state: State, general: State, first: State) -> str:
        """Write what is worked out beside, if it is there yet."""
        about = {"why": state, "landing": first}.get(name, general)
        found = workers.result(who, _LATER_PANELS[name], about)
        if found is None:
            return _WORKING
        if name == "why":
            return f"<pre>{escape(str(found))}</pre>"
        if name == "effects":
            return workers.answer((who, name), panels.effects, found)
        if name == "landing":
            # what is answered soonest is shown first
            rest = [workers.result(who, work, first) for work in (changes, hindered)]
            return workers.answer((who, name), panels.landing, state, found, *rest)
        return workers.result(who, panels.checks, state, found) or _WORKING

    def some(request: Request) -> Response:
        who, query = request.headers.get("x-page", ""), dict(request.query_params)
        names = request.path_params["names"].split(",")
        for name in names:
            if name not in {*panels.PANELS, *_LATER_PANELS}:
                raise unknown("part", name, (*panels.PANELS, *_LATER_PANELS))
        slow = [name for name in names if name in _SLOW_PANELS]
        quick = [name for name in names if name in panels.PANELS and name not in _SLOW_PANELS]
        if quick and who:
            workers.drop((who, "slow"))
        told: dict[str, object] = {}
        # the state itself is read by one of them, if only to refuse it
        read = [] if quick or slow else [("read", quick)]
        for kind, group in (("quick", quick), ("slow", slow), *read):
            if group or kind == "read":
                key = (who, kind) if who else None
                *states, found = workers.answer(key, several, group, query, mine)
                told |= found
        for name in names:
            if name in _LATER_PANELS:
                try:
                    told[name] = later(who, name, *states)
                except GameError as error:
                    told[name] = f'<p class="error">{escape(str(error))}</p>'
        told["again"] = [name for name, text in told.items() if _STILL in str(text)]
        return JSONResponse(told)

    def taken(request: Request) -> Response:
        name = request.path_params["name"]
        kind, data = workers.answer(None, download, name, dict(request.query_params), mine)
        disposition = f'attachment; filename="{name}"'
        return Response(data, media_type=kind, headers={"Content-Disposition": disposition})

    def switch(request: Request) -> Response:
        """Go to another setup with those numbers that it has too."""
        query = workers.answer(None, kept, dict(request.query_params), mine)
        return RedirectResponse(f"/?{query}", status_code=303)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        workers.begin()
        yield
        workers.close()

    inner = Starlette(
        routes=[
            Route("/", page),
            Route("/parts/{names}", some),
            Route("/files/{name}", taken),
            Route("/switch", switch),
            Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
        ],
        exception_handlers={GameError: _refused},
        lifespan=lifespan,
    )
    return _Guarded(inner)


class _Guarded:
    """Refuses what other pages ask for, and says with each what a browser may do with it."""

    def __init__(self, inner: ASGIApp) -> None:
        self._inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        if scope["type"] == "http" and (why := _foreign(Headers(scope=scope), scope["path"])):
            await PlainTextResponse(why, status_code=403)(scope, receive, sent)
        else:
            await self._inner(scope, receive, sent)


def _foreign(headers: Headers, path: str) -> str:
    """Say why a request is refused before anything is worked out; nothing if it is not."""
    host = headers.get("host", "")
    # a name of one's own for this machine would make another page the same origin
    if host.partition(":")[0] not in _HOSTS:
        return f"this server answers as {' or '.join(_HOSTS)}, and was asked as {host!r}"
    refused = "another page asked for this: open the address itself"
    site = headers.get("sec-fetch-site")
    if site is None:
        # old browsers say at least who asks
        said = [name for name in ("origin", "referer") if name in headers]
        asking = {urlsplit(headers[name]).netloc for name in said}
        return "" if asking <= {host} else refused
    if site in ("same-origin", "none"):
        return ""
    followed = headers.get("sec-fetch-dest") == "document" and "sec-fetch-user" in headers
    return "" if path == "/" and followed else refused


async def _refused(request: Request, error: Exception) -> Response:
    if request.url.path.startswith("/parts/"):
        return JSONResponse({"error": str(error)}, status_code=422)
    return HTMLResponse(refusal(str(error)), status_code=422)


def explore(model: ModelLike, port: int = 8000, *, browser: bool = True) -> None:
    """Serve a page about a model of one's own until it is interrupted.

    Parameters
    ----------
    model : callable
        A function from a setup to a game, at the top of a module or a file: the processes that
        solve it read it there.
    port : int
        Where; zero for any that is free.
    browser : bool
        Whether to open it in a browser.

    Raises
    ------
    GameError
        If the function is written elsewhere, or the port is taken.
    """
    serve(port, browser=browser, own=place_of(model))


def serve(
    port: int = 8000,
    query: str = "",
    *,
    browser: bool = True,
    own: str = "",
    setups: Sequence[str] = (),
) -> None:
    """Serve the page on this machine until it is interrupted.

    Parameters
    ----------
    port : int
        Where; zero for any that is free.
    query : str
        The address to open, from the question mark on.
    browser : bool
        Whether to open it in a browser.
    own : str
        Where a model of the user's own is written, which is shown first.
    setups : sequence of str
        Where setups of the user's own are written, which stand first in the list.

    Raises
    ------
    GameError
        If the port is taken, or there is no such model or setup.
    """
    if own:
        model_at(own)
    for place in setups:
        setup_at(place)
    with socket.socket() as door:
        # a page that was just closed leaves its port in use for a while
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            raise GameError(f"port {port} cannot be had ({error}): give another") from None
        # a browser that comes before the first process is ready waits
        door.listen()
        address = f"http://127.0.0.1:{door.getsockname()[1]}/{query}"
        print(f"{address}  (Ctrl+C ends it)", flush=True)
        if browser:
            Timer(1, webbrowser.open, (address,)).start()
        served = application(own, setups)
        uvicorn.Server(uvicorn.Config(served, log_level="warning")).run(sockets=[door])
