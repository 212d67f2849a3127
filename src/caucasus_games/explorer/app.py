"""The page as a server on this machine."""

from __future__ import annotations

import socket
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from html import escape
from pathlib import Path
from threading import Lock, Timer
from urllib.parse import urlencode

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from caucasus_games.errors import GameError, unknown
from caucasus_games.explorer import parts
from caucasus_games.explorer.downloads import file
from caucasus_games.explorer.page import page, refusal
from caucasus_games.explorer.state import State, read
from caucasus_games.explorer.workers import Workers, about, effects, explanation, theorem

_PARTS: dict[str, Callable[[State], str]] = {
    "now": parts.now,
    "answer": parts.answer,
    "game": parts.game,
    "area": parts.area,
    "share": parts.share,
    "setups": parts.setups,
}
# nothing is loaded from elsewhere
_POLICY = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'"
    )
}
_WORKING = "<p>Working it out, which takes some seconds …</p>"


def application() -> Starlette:
    """Make the server's application.

    Returns
    -------
    starlette.applications.Starlette
        Answers addresses that are states, and the parts and files of each.

    Examples
    --------
    >>> from starlette.testclient import TestClient
    >>> with TestClient(application(), base_url="http://localhost") as page:
    ...     page.get("/parts/now?setup=NONE").json()["now"].count("<span")
    2
    """
    workers = Workers()
    # one request at a time: solvers share tables that no two threads may use at once
    turn = Lock()

    def whole(request: Request) -> Response:
        with turn:
            return HTMLResponse(page(read(request.query_params)), headers=_POLICY)

    def part(name: str, state: State) -> str:
        if name == "theorem":
            found = workers.result(theorem, about(state))
            return parts.theorem(state, found) if found else _WORKING
        if name == "effects":
            pushed = workers.result(effects, about(state))
            return parts.effects(pushed) if pushed else _WORKING
        if name == "why":
            told = workers.result(explanation, state)
            return f"<pre>{escape(told)}</pre>" if told else _WORKING
        if name not in _PARTS:
            raise unknown("part", name, (*_PARTS, "theorem", "effects", "why"))
        return _PARTS[name](state)

    def some(request: Request) -> Response:
        told: dict[str, object] = {}
        with turn:
            state = read(request.query_params)
            for name in request.path_params["names"].split(","):
                try:
                    told[name] = part(name, state)
                except GameError as error:
                    told[name] = f'<p class="error">{escape(str(error))}</p>'
        told["again"] = [name for name, text in told.items() if text == _WORKING]
        return JSONResponse(told)

    def taken(request: Request) -> Response:
        name = request.path_params["name"]
        with turn:
            kind, data = file(name, read(request.query_params))
        disposition = f'attachment; filename="{name}"'
        return Response(data, media_type=kind, headers={"Content-Disposition": disposition})

    def switch(request: Request) -> Response:
        """Go to another setup with those numbers that it has too."""
        given = dict(request.query_params)
        with turn:
            names = ["model", "setup", "vintage"]
            choice = {name: given[name] for name in names if name in given}
            there = read(choice)
            game = there.start
            allowed = {"outcome": game.outcome_labels, "x": there.movable, "y": there.movable}
            kept = {name: value for name, value in given.items() if name in game.parameters}
            kept |= {name: given[name] for name, own in allowed.items() if given.get(name) in own}
        return RedirectResponse(f"/?{urlencode(choice | kept)}", status_code=303)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        workers.close()

    return Starlette(
        routes=[
            Route("/", whole),
            Route("/parts/{names}", some),
            Route("/files/{name}", taken),
            Route("/switch", switch),
            Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
        ],
        # a page elsewhere cannot ask this server by a name of its own
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["localhost", "127.0.0.1"])],
        exception_handlers={GameError: _refused},
        lifespan=lifespan,
    )


async def _refused(request: Request, error: Exception) -> Response:
    if request.url.path.startswith("/parts/"):
        return JSONResponse({"error": str(error)}, status_code=422)
    return HTMLResponse(refusal(str(error)), status_code=422, headers=_POLICY)


def serve(port: int = 8000, query: str = "", *, browser: bool = True) -> None:
    """Serve the page on this machine until it is interrupted.

    Parameters
    ----------
    port : int
        Where; zero for any that is free.
    query : str
        The address to open, from the question mark on.
    browser : bool
        Whether to open it in a browser.

    Raises
    ------
    GameError
        If the port is taken.
    """
    with socket.socket() as place:
        # a page that was just closed leaves its port in use for a while
        place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            place.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            raise GameError(f"port {port} cannot be had ({error}): give another") from None
        address = f"http://127.0.0.1:{place.getsockname()[1]}/{query}"
        print(f"{address}  (Ctrl+C ends it)", flush=True)
        if browser:
            Timer(1, webbrowser.open, (address,)).start()
        uvicorn.Server(uvicorn.Config(application(), log_level="warning")).run(sockets=[place])
