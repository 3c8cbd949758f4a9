from collections import Counter
from itertools import combinations

import pytest
from aiokafka.partitioner import DefaultPartitioner
from aiokafka.partitioner import murmur2 as murmur2_of_aiokafka
from hypothesis import example, given
from hypothesis import strategies as st

from schemas.partitioning import murmur2, partition_of
from schemas.record import pair_of
from schemas.topics import REPORTS


@given(st.binary(max_size=64))
@example(b"")
@example(b"\xff\xff\xff")
@example(b"AZE-CHN")
def test_the_hash_is_that_of_kafkas_clients(key: bytes) -> None:
    assert murmur2(key) == murmur2_of_aiokafka(key)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), st.integers(1, 500))
def test_a_key_goes_where_the_default_partitioner_sends_it(key: str, partitions: int) -> None:
    every = list(range(partitions))
    assert partition_of(key, partitions) == DefaultPartitioner()(key.encode(), every, every)


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(1, 500))
def test_a_key_stays_within_the_partitions(key: str, partitions: int) -> None:
    assert 0 <= partition_of(key, partitions) < partitions


def test_one_partition_takes_every_key() -> None:
    assert {partition_of(key, 1) for key in ("AZE-CHN", "", "é")} == {0}


def test_pairs_spread_over_the_partitions() -> None:
    codes = [a + b + c for a in "ACGKMR" for b in "AEOU" for c in "NRS"]
    pairs = [pair_of(*two) for two in combinations(codes, 2)]
    sizes = Counter(partition_of(pair, 12) for pair in pairs)
    assert len(sizes) == 12
    assert max(sizes.values()) < 1.5 * len(pairs) / 12


def test_no_partitions_is_an_error() -> None:
    with pytest.raises(ZeroDivisionError):
        partition_of("AZE-CHN", 0)


def test_the_reports_topic_is_cut_by_pair() -> None:
    assert (REPORTS.by_pair, REPORTS.key) == (True, "pair")
