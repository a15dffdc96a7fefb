"""What Prometheus may ask: counters and timings of the whole program, in one place."""

from prometheus_client import Counter, Gauge, Histogram

ANSWERS = Counter("rectify_answers_total", "Questions by face and outcome", ["face", "status"])
CHECKS = Counter("rectify_checks_total", "Intuitions by face and outcome", ["face", "status"])
CACHE_HITS = Counter("rectify_simulation_cache_hits_total", "Simulations answered from the cache")
QUEUE_LENGTH = Gauge("rectify_simulation_queue_length", "Simulations that wait or run")
RUN_SECONDS = Histogram(
    "rectify_simulation_seconds", "Run time of a simulation", ["name"], buckets=(0.1, 0.3, 1, 2, 4, 8, 16, 32)
)
ACKNOWLEDGE_SECONDS = Histogram(
    "rectify_discord_acknowledge_seconds",
    "From the arrival of an interaction to its acknowledgement",
    buckets=(0.01, 0.03, 0.1, 0.3, 1, 2, 3),
)
ERRORS = Counter("rectify_errors_total", "Unexpected errors by face", ["face"])
