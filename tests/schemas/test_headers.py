import re
from datetime import UTC, datetime, timedelta

from schemas.headers import cloud_headers, new_trace

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def test_a_record_carries_the_headers_of_cloudevents() -> None:
    headers = dict(cloud_headers("report", "extractor", "a1@1|KEN-VNM"))
    assert headers.pop("ce_time")
    assert headers == {
        "ce_specversion": b"1.0",
        "ce_id": b"a1@1|KEN-VNM",
        "ce_type": b"entente.report.v1",
        "ce_source": b"/entente/extractor",
        "content-type": b"application/json",
    }


def test_the_time_of_a_record_is_now_and_has_a_zone() -> None:
    told = dict(cloud_headers("count", "aggregator", "x"))["ce_time"].decode()
    age = datetime.now(UTC) - datetime.fromisoformat(told)
    assert timedelta() <= age < timedelta(minutes=1)


def test_a_record_carries_the_trace_it_is_part_of() -> None:
    assert ("traceparent", TRACE.encode()) in cloud_headers("event", "aggregator", "x", TRACE)


def test_a_record_without_a_trace_has_no_such_header() -> None:
    assert "traceparent" not in dict(cloud_headers("event", "aggregator", "x"))


def test_no_header_is_told_twice() -> None:
    names = [name for name, _ in cloud_headers("event", "aggregator", "x", TRACE)]
    assert len(names) == len(set(names))


def test_an_id_in_any_script_can_be_a_header() -> None:
    assert dict(cloud_headers("article", "producer", "записка-7"))["ce_id"].decode() == "записка-7"


def test_a_trace_is_a_sampled_w3c_trace_context() -> None:
    assert re.fullmatch(r"00-[0-9a-f]{32}-[0-9a-f]{16}-01", new_trace())


def test_every_trace_is_another() -> None:
    assert len({new_trace() for _ in range(100)}) == 100
