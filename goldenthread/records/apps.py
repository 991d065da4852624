"""Records at start: sections and pages are named, whose clocks are whose, and who keeps what search looks at again."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """What hangs on records."""

    name = "goldenthread.records"
    label = "records"

    def ready(self) -> None:
        """Register the section, the pages, and the kinds of record that clocks hang on."""
        from goldenthread.foundation import search
        from goldenthread.partnership import beginnings, navigation
        from goldenthread.partnership.permissions import Permission
        from goldenthread.records import owners, sections
        from goldenthread.records.models import ClockRule, SearchDue

        navigation.register("Import and export", "import_list", permission=Permission.EXPORT_RECORDS, order=80)
        navigation.register("Clocks", "clock_rule_list", permission=Permission.SEE_REGISTER, order=60)
        for owner in sections.clock_owners():
            owners.register(owner)
        beginnings.register(lambda: ClockRule.load_packaged(by=None))
        search.keep_due(SearchDue.keep)
        navigation.search_at("search", permission=Permission.SEE_REGISTER)
