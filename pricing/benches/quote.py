# Alibaba's six lines in Python's decimal, as the benchmark's straight-line code writes them. Prints the
# median picoseconds for each invoice, and the total of the first.
from decimal import Decimal, ROUND_CEILING
from time import perf_counter_ns

INSTANCE, KEY, SECRET, QPS = Decimal("4.5"), Decimal("0.03"), Decimal("0.013"), Decimal("0.5")
THREE, ZERO, ONE, DAYS = Decimal(3), Decimal(0), Decimal(1), Decimal(30)


def total(instances, keys, secrets, qps, accounts, vpcs):
    return (
        instances * INSTANCE
        + keys * KEY
        + secrets * SECRET
        + qps.quantize(ONE, rounding=ROUND_CEILING) * QPS
        + accounts * THREE
        + max(vpcs - instances, ZERO) * THREE
    ) * DAYS


cases = [tuple(Decimal(number) for number in case) for case in CASES]
rounds = []
for _ in range(51):
    begin = perf_counter_ns()
    for _ in range(20):
        for case in cases:
            total(*case)
    rounds.append((perf_counter_ns() - begin) * 1000 // (20 * len(cases)))
print(sorted(rounds)[len(rounds) // 2], total(*cases[0]))
