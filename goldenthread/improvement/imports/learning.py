"""The import kinds ``learning_products`` and ``cascades``: what was made of findings, and how far it went."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from goldenthread.foundation.imports import Column, Outcome, Row, register
from goldenthread.improvement.models import Cascade, Finding, LearningProduct
from goldenthread.improvement.models.learning import MOST_PEOPLE, LearningSort
from goldenthread.partnership.imports import look_up
from goldenthread.partnership.imports.kept import KeptKind
from goldenthread.partnership.permissions import Permission

SORTS = {sort.value: sort.value for sort in LearningSort}


@register
class LearningProducts(KeptKind):
    """Learning products, known by their reference in their partnership."""

    code = "learning_products"
    title = "Learning products"
    description = "Newsletters, seven-minute briefings, podcasts and events, with the findings each is made of."
    order = 86
    option_names = ("partnership",)
    columns = (
        Column("reference", "a reference of its own, such as LP01", required=True, example="LP01"),
        Column("title", "what it is called", required=True, example="Welfare checks in seven minutes"),
        Column("sort", f"one of: {', '.join(SORTS)}", required=True, example="seven-minute briefing"),
        Column("published_on", "the day it came out, a date such as 4 July 2026", required=True, example="2026-07-04"),
        Column("partnership", "the name of its partnership", example="Bi-Borough LSCP"),
        Column("address", "where it is, beginning with https://"),
        Column("summary", "what it says, in a few words"),
        Column("findings", "references of findings, separated by ;", example="RV14-01;RV02-02"),
    )
    fields: ClassVar[Mapping[str, str]] = {column.name: column.name for column in columns}

    def prepare(self, rows: Iterable[Row]) -> None:
        """Look up partnerships, products and the findings the file names."""
        named = {reference for row in rows for reference in row.words("findings")}
        self.option = look_up.partnership_option(self.scope, self.options)
        self.partnerships = look_up.partnerships(self.scope)
        self.across = self.scope.partnership_ids_with(Permission.MANAGE_EVIDENCE)
        held = LearningProduct.objects.visible_to(self.scope).exclude(reference="").prefetch_related("findings")
        self.held = {(product.partnership_id, product.reference): product for product in held}
        self.findings: dict[str, list[Finding]] = {}
        for finding in Finding.objects.visible_to(self.scope).filter(reference__in=named):
            self.findings.setdefault(finding.reference, []).append(finding)

    def load(self, row: Row) -> Outcome:
        """Load one product."""
        values: dict[str, Any] = {name: row.text(name) for name in ("reference", "title")}
        values |= {"sort": row.choice("sort", SORTS), "published_on": row.date("published_on")}
        values |= {name: row.text(name) for name in ("address", "summary") if row.has(name)}
        holder = self.partnerships.in_cell(row, "partnership") or self.option
        if holder is None and "partnership" not in row.faults:
            row.refuse("partnership", "the name of a partnership in the register")
        findings = []
        for reference in row.words("findings"):
            alike = self.findings.get(reference, [])
            if len(alike) != 1:
                row.refuse("findings", "references of findings that are there, separated by ;")
            findings += alike[:1]
        holder = row.need(holder)
        values["partnership"] = holder
        key = (holder.pk, row.text("reference"))
        self.once(row, "reference", key)
        related = {"findings": findings} if row.has("findings") else {}
        record = self.held.get(key) or LearningProduct()
        outcome = self.put(row, record, values, related)
        self.held[key] = record
        return outcome

    def may_keep(self, record: LearningProduct) -> bool:
        """Those of partnerships whose evidence the importer keeps."""
        return self.scope.is_operator or record.partnership_id in self.across

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """Every product that has a reference and may be exported, with the findings the exporter sees."""
        scope = self.scope.where(Permission.EXPORT_RECORDS)
        rows = LearningProduct.objects.visible_to(scope).exclude(reference="")
        if option := look_up.partnership_option(self.scope, self.options):
            rows = rows.filter(partnership=option)
        seen = set(
            Finding.objects.visible_to(scope).filter(learning_products__isnull=False).values_list("pk", flat=True)
        )
        for product in rows.select_related("partnership").prefetch_related("findings"):
            findings = [row.reference for row in product.findings.all() if row.pk in seen and row.reference]
            yield {name: getattr(product, name) for name in ("reference", "title", "sort", "published_on")} | {
                "partnership": product.partnership.name,
                "address": product.address,
                "summary": product.summary,
                "findings": ";".join(findings),
            }


@register
class Cascades(KeptKind):
    """Who was asked to pass a product on, and what they said."""

    code = "cascades"
    title = "Cascade of learning"
    description = "Which agency or body was asked to pass each learning product on, by when, and what it said."
    order = 87
    option_names = ("partnership",)
    columns = (
        Column("product", "the reference of a learning product", required=True, example="LP01"),
        Column("agency", "the name or reference of the agency that is asked", example="AG12"),
        Column("body", "the name or reference of the body that is asked, where it is no agency"),
        Column("due_on", "the day by which it says so, a date such as 4 July 2026", required=True),
        Column("answered_on", "the day it was said, or nothing while it is awaited"),
        Column("reached_on", "the day by which it was passed on"),
        Column("reached", "to whom"),
        Column("people_reached", f"a whole number from 0 to {MOST_PEOPLE}"),
        Column("changed", "what changed"),
    )
    fields: ClassVar[Mapping[str, str]] = {column.name: column.name for column in columns}

    def prepare(self, rows: Iterable[Row]) -> None:
        """Look up products, agencies, bodies and what is there."""
        option = look_up.partnership_option(self.scope, self.options)
        products = LearningProduct.objects.visible_to(self.scope).exclude(reference="")
        products = products.filter(partnership=option) if option else products
        self.products: dict[str, list[LearningProduct]] = {}
        for product in products.select_related("partnership"):
            self.products.setdefault(look_up.key(product.reference), []).append(product)
        self.agencies = look_up.agencies(self.scope)
        self.bodies = look_up.Bodies(self.scope)
        self.across = self.scope.partnership_ids_with(Permission.MANAGE_EVIDENCE)
        rows_there = Cascade.objects.visible_to(self.scope).select_related("product", "agency", "body")
        self.held = {(row.product_id, row.agency_id, row.body_id): row for row in rows_there}

    def load(self, row: Row) -> Outcome:
        """Load one request, with its answer where there is one."""
        alike = self.products.get(look_up.key(row.text("product")), [])
        if len(alike) != 1 and row.text("product"):
            row.refuse("product", "the reference of one learning product")
        product = alike[0] if len(alike) == 1 else None
        agency = self.agencies.in_cell(row, "agency")
        body = self.bodies.in_cell(row, product.partnership) if product else None
        if bool(row.text("agency")) == bool(row.text("body")):
            row.refuse("agency", "an agency, or a body in the column body, one of the two")
        values: dict[str, Any] = {name: row.date(name) for name in ("due_on", "answered_on", "reached_on")}
        values |= {"reached": row.text("reached"), "changed": row.text("changed")}
        values["people_reached"] = row.whole("people_reached", most=MOST_PEOPLE)
        answer = (values["reached_on"], row.text("reached"), row.text("people_reached"))
        if values["answered_on"] and not all(answer):
            row.refuse("answered_on", "an answer with reached_on, reached and people_reached, or nothing")
        elif not values["answered_on"] and (any(answer) or row.text("changed")):
            row.refuse("answered_on", "the day on which this was said")
        product = row.need(product)
        values |= {"product": product, "agency": agency, "body": body}
        key = (product.pk, agency.pk if agency else None, body.pk if body else None)
        self.once(row, "agency" if agency else "body", key)
        record = self.held.get(key) or Cascade()
        outcome = self.put(row, record, values)
        self.held[key] = record
        return outcome

    def may_keep(self, record: Cascade) -> bool:
        """Those of partnerships whose evidence the importer keeps."""
        return self.scope.is_operator or record.product_id is None or record.product.partnership_id in self.across

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """Every request of products that have a reference and may be exported."""
        scope = self.scope.where(Permission.EXPORT_RECORDS)
        rows = Cascade.objects.visible_to(scope).exclude(product__reference="")
        if option := look_up.partnership_option(self.scope, self.options):
            rows = rows.filter(product__partnership=option)
        plain = ("due_on", "answered_on", "reached_on", "reached", "people_reached", "changed")
        for row in rows.select_related("product", "agency", "body").order_by("product__reference", "pk"):
            yield {
                "product": row.product.reference,
                "agency": (row.agency.reference or row.agency.name) if row.agency else "",
                "body": (row.body.reference or row.body.name) if row.body else "",
            } | {name: getattr(row, name) for name in plain}
