"""The register app."""

from django.apps import AppConfig


class PartnershipConfig(AppConfig):
    """Agencies, bodies, seats and scope."""

    name = "goldenthread.partnership"
