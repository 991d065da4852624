"""Asking for pages as a person, as the register's tests do."""

from goldenthread.improvement.tests.evidence import mere, shared_mere  # noqa: F401
from goldenthread.partnership.tests.conftest import context, get, post  # noqa: F401
