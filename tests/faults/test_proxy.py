import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.faults.proxy import Links, Proxy
from tests.kafka.broker import free_ports

Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while chunk := await reader.read(1024):
        writer.write(chunk)
        await writer.drain()
    writer.close()


@asynccontextmanager
async def echoed() -> AsyncIterator[tuple[Proxy, int]]:
    port, target = free_ports(2)
    server = await asyncio.start_server(echo, "127.0.0.1", target)
    proxy = Proxy(port, target)
    await proxy.open()
    try:
        yield proxy, port
    finally:
        await proxy.close()
        server.close()
        await asyncio.sleep(0.05)  # the echo ends, too


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[Ends]:
    ends = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield ends
    finally:
        ends[1].transport.abort()
        await asyncio.sleep(0)


async def said(ends: Ends, words: bytes = b"hello") -> bytes:
    reader, writer = ends
    writer.write(words)
    await writer.drain()
    return await asyncio.wait_for(reader.readexactly(len(words)), 10)


async def test_bytes_pass_as_they_are() -> None:
    async with echoed() as (_, port), connected(port) as ends:
        big = bytes(range(256)) * 8_000
        assert await said(ends, big) == big


async def test_a_delay_holds_for_each_direction() -> None:
    async with echoed() as (proxy, port), connected(port) as ends:
        proxy.delay = 0.1
        started = time.monotonic()
        assert await said(ends) == b"hello"
        assert 0.2 <= time.monotonic() - started < 2


async def test_in_silence_nothing_passes_and_afterwards_all_of_it() -> None:
    async with echoed() as (proxy, port), connected(port) as ends:
        proxy.silent = True
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(said(ends), 0.2)
        proxy.silent = False
        assert await asyncio.wait_for(ends[0].readexactly(5), 10) == b"hello"


async def test_a_closed_proxy_cuts_and_refuses_until_it_is_opened() -> None:
    async with echoed() as (proxy, port):
        async with connected(port) as ends:
            assert await said(ends) == b"hello"
            await proxy.close()
            with pytest.raises((asyncio.IncompleteReadError, ConnectionError)):
                await said(ends)
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", port)
        await proxy.open()
        async with connected(port) as again:
            assert await said(again) == b"hello"


async def test_a_connection_ends_when_nobody_listens_behind() -> None:
    port, target = free_ports(2)
    proxy = Proxy(port, target)
    await proxy.open()
    async with connected(port) as ends:
        with pytest.raises((asyncio.IncompleteReadError, ConnectionError)):
            await said(ends)
    await proxy.close()


def test_links_are_found_by_either_end() -> None:
    proxies = {(worker, broker): Proxy(1, 2) for worker in "ab" for broker in "123"}
    links = Links(proxies)
    assert links.of("a") == [proxies["a", broker] for broker in "123"]
    assert links.of("2") == [proxies[worker, "2"] for worker in "ab"]
    assert links.of("c") == []
