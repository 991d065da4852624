"""Rows of evidence for tests, kept through the same verbs as everywhere."""

from datetime import date

import factory

from goldenthread.improvement.models import ExternalReport, HistoricalRecord, Register
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.tests.factories import KeptFactory, PartnershipFactory


class HistoricalRecordFactory(KeptFactory):
    class Meta:
        model = HistoricalRecord

    partnership = factory.SubFactory(PartnershipFactory)
    title = factory.Sequence(lambda n: f"Review {n}")
    circulation = Circulation.PARTNERSHIP
    dated_on = date(2020, 3, 1)
    register = Register.REVIEWS
    what = "serious case review"


class ExternalReportFactory(KeptFactory):
    class Meta:
        model = ExternalReport

    partnership = factory.SubFactory(PartnershipFactory)
    title = factory.Sequence(lambda n: f"Report {n}")
    circulation = Circulation.PARTNERSHIP
    dated_on = date(2021, 3, 1)
    published_by = "Office for National Statistics"
