"""Runs the checks of a suite that is written in Python."""
import sys
import traceback


def run(suite, checks):
    """Prints what failed and, last, "SUITE: N passed, N failed"; returns whether any failed."""
    failed = 0
    for check in checks:
        try:
            check()
        except Exception:
            traceback.print_exc(file=sys.stdout)
            failed += 1
    print(f"{suite}: {len(checks) - failed} passed, {failed} failed")
    return failed > 0
