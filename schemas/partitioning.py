"""Which partition a key belongs to."""

from functools import lru_cache

_M = 0x5BD1E995
_SEED = 0x9747B28C
_WORD = 0xFFFFFFFF


def murmur2(key: bytes) -> int:
    """Return the 32-bit hash by which Kafka's own clients choose a partition."""
    size = len(key)
    digest = _SEED ^ size
    for start in range(0, size - 3, 4):
        word = int.from_bytes(key[start : start + 4], "little") * _M & _WORD
        word = (word ^ (word >> 24)) * _M & _WORD
        digest = (digest * _M & _WORD) ^ word
    if rest := size % 4:
        digest = (digest ^ int.from_bytes(key[-rest:], "little")) * _M & _WORD
    digest = (digest ^ (digest >> 13)) * _M & _WORD
    return digest ^ (digest >> 15)


@lru_cache(maxsize=65536)
def partition_of(key: str, partitions: int) -> int:
    """Return the partition of a key among so many, as the default partitioner of Kafka does."""
    return (murmur2(key.encode()) & 0x7FFFFFFF) % partitions
