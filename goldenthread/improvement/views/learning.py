"""Learning products: what is made of findings, who is asked to pass it on, and how far it went."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.improvement.figures.cascade import cascade_of
from goldenthread.improvement.forms.evidence_filters import InPartnershipFilter
from goldenthread.improvement.forms.finding import OFFERED, ChooseForm, NarrowForm
from goldenthread.improvement.forms.learning import AnswerForm, LearningForm, SendForm, findings_to_teach
from goldenthread.improvement.models import Cascade, Finding, LearningProduct
from goldenthread.improvement.views.evidence import MARKING
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.context import current_partnership
from goldenthread.partnership.forms import carried_out
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

PER_PAGE = 50
OPEN = Circulation.PARTNERSHIP.marking
"""Learning products are for everyone in the partnership; the findings behind one may be for fewer."""


@requires(Permission.SEE_EVIDENCE)
@require_safe
def learning_list(request: HttpRequest) -> HttpResponse:
    """Learning products, newest first, and how far each went."""
    filters = InPartnershipFilter(request.GET, scope=request.scope)
    rows = LearningProduct.objects.visible_to(request.scope).with_coverage().select_related("partnership")
    if partnership := filters.given("partnership"):
        rows = rows.filter(partnership=partnership)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"filters_form": filters, "page": page, "may_add": _may_add(request.scope), "marking": OPEN}
    return render(request, "improvement/learning_list.jinja", context)


@requires(Permission.SEE_EVIDENCE)
@require_safe
def learning_coverage(request: HttpRequest) -> HttpResponse:
    """What each agency and body said it passed on."""
    filters = InPartnershipFilter(request.GET, scope=request.scope)
    figures = cascade_of(request.scope, filters.given("partnership"))
    context = {"filters_form": filters, "figures": figures, "marking": OPEN}
    return render(request, "improvement/learning_coverage.jinja", context)


@requires(Permission.SEE_EVIDENCE)
@require_safe
def learning_page(request: HttpRequest, product_id: int) -> HttpResponse:
    """One product: the findings it is made of, and its cascade."""
    scope = request.scope
    product = found(LearningProduct.objects.visible_to(scope).select_related("partnership"), pk=product_id)
    rows = Cascade.objects.visible_to(scope).filter(product=product).select_related("agency", "body", "product")
    findings = Finding.objects.visible_to(scope).filter(learning_products=product).select_related("evidence")
    context = {
        "product": product,
        "findings": findings.in_order(),
        "cascades": [(row, row.stands_on(scope.today), row.may_be_answered_by(scope)) for row in rows],
        "may_manage": _keeps(scope, product),
        "marking": MARKING,
    }
    return render(request, "improvement/learning_page.jinja", context)


@requires(Permission.MANAGE_EVIDENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def learning_add(request: HttpRequest) -> HttpResponse:
    """Add a learning product to the partnership whose pages these are."""
    if not _may_add(request.scope):
        raise PermissionDenied
    return _asked(request, LearningProduct(partnership=current_partnership(request.scope)))


@requires(Permission.MANAGE_EVIDENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def learning_edit(request: HttpRequest, product_id: int) -> HttpResponse:
    """Change a learning product."""
    return _asked(request, _kept(request.scope, product_id))


@requires(Permission.MANAGE_EVIDENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def learning_send(request: HttpRequest, product_id: int) -> HttpResponse:
    """Ask agencies and bodies to pass a product on, and to say so."""
    product = _kept(request.scope, product_id)
    form = SendForm(request.POST or None, product=product, scope=request.scope)
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, product.send, **form.cleaned_data, by=request.user)
    ):
        messages.success(request, "They are asked to pass it on.")
        return redirect(product)
    return render(request, "improvement/learning_send.jinja", {"form": form, "product": product, "marking": OPEN})


@requires(Permission.MANAGE_EVIDENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def learning_finding_add(request: HttpRequest, product_id: int) -> HttpResponse:
    """Say that a product is made of a finding."""
    product = _kept(request.scope, product_id)
    narrow = NarrowForm(request.GET)
    rows = findings_to_teach(request.scope, product, narrow.asked)
    form = ChooseForm(request.POST or None, rows=rows, label="Which finding is it made of?")
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, product.teach, finding=form.cleaned_data["chosen"], by=request.user)
    ):
        messages.success(request, "The finding was linked.")
        return redirect(product)
    context = {"form": form, "narrow": narrow, "product": product, "offered": OFFERED, "marking": MARKING}
    return render(request, "improvement/learning_finding_add.jinja", context)


@requires(Permission.MANAGE_EVIDENCE)
@require_POST
def learning_finding_remove(request: HttpRequest, product_id: int, finding_id: int) -> HttpResponse:
    """Take back that a product is made of a finding."""
    product = _kept(request.scope, product_id)
    finding = found(Finding.objects.visible_to(request.scope), pk=finding_id)
    product.teach_no_more(finding, by=request.user)
    messages.success(request, "The finding was unlinked.")
    return redirect(product)


@requires(Permission.UPDATE_ACTIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def cascade_answer(request: HttpRequest, cascade_id: int) -> HttpResponse:
    """Say for an agency or a body that a product was passed on."""
    rows = Cascade.objects.visible_to(request.scope).select_related("product__partnership", "agency", "body")
    row = found(rows, pk=cascade_id)
    if not row.may_be_answered_by(request.scope):
        raise PermissionDenied
    said = {name: getattr(row, name) for name in AnswerForm.base_fields} if row.answered_on else None
    form = AnswerForm(request.POST or None, initial=said)
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, row.answer, **form.cleaned_data, by=request.user)
    ):
        messages.success(request, f"It is recorded how far {row.recipient} passed it on.")
        return redirect(row.product)
    return render(request, "improvement/cascade_answer.jinja", {"form": form, "cascade": row, "marking": OPEN})


def _asked(request: HttpRequest, product: LearningProduct) -> HttpResponse:
    """The form of one product, new or held."""
    is_new = product.pk is None
    form = LearningForm(request.POST or None, instance=product, scope=request.scope)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, f"{product.title} was {'added' if is_new else 'changed'}.")
        return redirect(product)
    context = {"form": form, "product": None if is_new else product, "of": product.partnership, "marking": OPEN}
    return render(request, "improvement/learning_form.jinja", context)


def _may_add(scope: Scope) -> bool:
    partnership = current_partnership(scope)
    return partnership is not None and partnership.pk in scope.partnership_ids_with(Permission.MANAGE_EVIDENCE)


def _keeps(scope: Scope, product: LearningProduct) -> bool:
    return product.partnership_id in scope.partnership_ids_with(Permission.MANAGE_EVIDENCE)


def _kept(scope: Scope, product_id: int) -> LearningProduct:
    """The product, where the person keeps those of its partnership: 404 outside their scope, 403 inside it."""
    product = found(LearningProduct.objects.visible_to(scope).select_related("partnership"), pk=product_id)
    if not _keeps(scope, product):
        raise PermissionDenied
    return product
