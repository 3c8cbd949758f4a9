"""Proxies between workers and brokers: they pass bytes on as they are, late or not at all."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from time import monotonic

_CHUNK = 65_536
_MOST_CHUNKS = 64
"""Chunks on their way in one direction: beyond it the sender has to wait."""


class Proxy:
    """Listens on one port of 127.0.0.1 and passes on to another.

    `delay` is in seconds and holds for each direction. While `silent`, nothing passes, and
    what has come is passed on afterwards.
    """

    def __init__(self, port: int, target: int) -> None:
        self.delay = 0.0
        self._port, self._target = port, target
        self._passing = asyncio.Event()
        self._passing.set()
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    @property
    def silent(self) -> bool:
        """Whether nothing passes."""
        return not self._passing.is_set()

    @silent.setter
    def silent(self, value: bool) -> None:
        if value:
            self._passing.clear()
        else:
            self._passing.set()

    async def open(self) -> None:
        """Accept connections."""
        if self._server is None:
            self._server = await asyncio.start_server(self._accept, "127.0.0.1", self._port)

    async def close(self) -> None:
        """Cut what is connected, and refuse new connections."""
        if self._server is not None:
            self._server.close()
            self._server = None
        going = list(self._connections)
        for task in going:
            task.cancel()
        await asyncio.gather(*going, return_exceptions=True)
        await asyncio.sleep(0)  # what was aborted is closed in the next round of the loop

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            await self._connect(reader, writer)
        except (OSError, asyncio.CancelledError):
            pass  # either end is gone, or this proxy cuts: what follows is the same
        finally:
            self._connections.discard(task)
            writer.transport.abort()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self._target)
        ways = {
            asyncio.create_task(way)
            for way in (self._pass(reader, back), self._pass(there, writer))
        }
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            back.transport.abort()

    async def _pass(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        """Pass one direction on until its source ends."""
        on_the_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(_MOST_CHUNKS)
        writing = asyncio.create_task(self._write(on_the_way, sink))
        try:
            while chunk := await source.read(_CHUNK):
                await on_the_way.put((monotonic() + self.delay, chunk))
            await on_the_way.join()
        finally:
            writing.cancel()
            with suppress(asyncio.CancelledError, OSError):
                await writing

    async def _write(
        self, on_the_way: asyncio.Queue[tuple[float, bytes]], sink: asyncio.StreamWriter
    ) -> None:
        while True:
            due, chunk = await on_the_way.get()
            await asyncio.sleep(max(due - monotonic(), 0))
            await self._passing.wait()
            sink.write(chunk)
            await sink.drain()
            on_the_way.task_done()


class Links:
    """A proxy for every pair of worker and broker, chosen by the name of either."""

    def __init__(self, proxies: dict[tuple[str, str], Proxy]) -> None:
        self._proxies = proxies

    def of(self, name: str) -> list[Proxy]:
        """Return the proxies of a worker or of a broker."""
        return [proxy for ends, proxy in self._proxies.items() if name in ends]

    async def open(self, proxies: Iterable[Proxy] | None = None) -> None:
        """Open these proxies, by default all."""
        for proxy in self._proxies.values() if proxies is None else proxies:
            await proxy.open()

    async def close(self) -> None:
        """Close all."""
        for proxy in self._proxies.values():
            await proxy.close()
