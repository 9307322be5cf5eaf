"""Static files: under an address that changes with their content, compressed, kept for good.

There is no build step: a file is read, hashed and compressed when it is first asked for.
"""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import distribution
from pathlib import Path

import brotli
from flask import Flask, Response, abort, request, url_for
from werkzeug.security import safe_join

FOLDER = Path(__file__).parent / "static"
BESIDES: dict[str, Path] = {
    "plotly.min.js": Path(str(distribution("plotly").locate_file("plotly")))
    / "package_data"
    / "plotly.min.js"
}
"""Files that packages carry, by the name under which we serve them."""

_YEAR = 365 * 24 * 60 * 60
_COMPRESSIBLE = ("text/", "application/javascript", "application/json", "image/svg+xml")


@dataclass(frozen=True, slots=True)
class Asset:
    """One static file, ready to be sent."""

    kind: str
    version: str
    plain: bytes
    gzip: bytes | None
    brotli: bytes | None


def init_app(app: Flask) -> None:
    """Serve static files, and give templates `asset(name)`: the address of one."""
    app.add_url_rule("/static/<path:filename>", "static", _send)
    app.jinja_env.globals["asset"] = address


def address(name: str) -> str:
    """Return where a static file is served, with the version of its content."""
    path = _path(name)
    return url_for("static", filename=name, v=_version(path, path.stat().st_mtime_ns))


def _send(filename: str) -> Response:
    try:
        path = _path(filename)
        asset = _read(path, path.stat().st_mtime_ns)
    except (FileNotFoundError, IsADirectoryError):
        abort(404)
    response = Response(asset.plain, content_type=asset.kind)
    response.vary.add("Accept-Encoding")
    for coding, body in (("br", asset.brotli), ("gzip", asset.gzip)):
        if body is not None and request.accept_encodings[coding]:
            response.set_data(body)
            response.content_encoding = coding
            break
    response.set_etag(f"{asset.version}-{response.content_encoding or 'plain'}")
    response.cache_control.public = True
    response.cache_control.max_age = 60
    if request.args.get("v") == asset.version:
        response.cache_control.max_age = _YEAR
        response.cache_control.immutable = True
    response.make_conditional(request)
    return response


def _path(name: str) -> Path:
    """Find a file by its name, never outside our folder.

    Raises:
        FileNotFoundError: there is none by that name.
    """
    if name in BESIDES:
        return BESIDES[name]
    found = safe_join(str(FOLDER), name)
    if found is None:
        raise FileNotFoundError(name)
    return Path(found)


@lru_cache(maxsize=256)
def _version(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


@lru_cache(maxsize=256)
def _read(path: Path, changed: int) -> Asset:
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    plain = path.read_bytes()
    small = kind.startswith(_COMPRESSIBLE) or kind == "text/javascript"
    quality = 11 if len(plain) < 200_000 else 5  # a megabyte at 11 takes seconds
    return Asset(
        kind=f"{kind}; charset=utf-8" if kind.startswith("text/") else kind,
        version=_version(path, changed),
        plain=plain,
        gzip=gzip.compress(plain, mtime=0) if small else None,
        brotli=brotli.compress(plain, quality=quality) if small else None,
    )
