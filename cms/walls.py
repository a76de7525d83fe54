"""The walls around the whole site: who may see what a list shows, and requests that no page of ours can mean."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.datastructures import MultiValueDictKeyError
from wagtail.admin.auth import permission_denied, user_has_any_page_permission
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry

from cms.core.walls import Shown, Wall, wall_before

ADMIN = "wagtailadmin.access_admin"
STAFF = "cms.change_user"
IN_PIECES = "This form did not arrive whole, so nothing was changed. Go back, load the page anew and try once more."


class Walls:
    """Middleware, behind the log-in: it refuses what Wagtail's own views would show to everybody who may log in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "TRACE":
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        return self._get_response(request)

    def process_view(self, request: HttpRequest, _view, _args, kwargs) -> HttpResponse | None:
        model = f"{kwargs.get('app_label', '')}.{kwargs.get('model_name', '')}"
        wall = wall_before(request.resolver_match.route, model)
        if wall and wall.shown is Shown.NOTHING:
            raise Http404
        if wall is None or not request.user.has_perm(ADMIN) or _may_see(request.user, wall):
            return None
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            raise PermissionDenied
        return permission_denied(request)

    def process_exception(self, _request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A form that was cut off on its way is the sender's trouble and no fault of ours."""
        if isinstance(exception, MultiValueDictKeyError):
            return HttpResponse(IN_PIECES, status=HTTPStatus.BAD_REQUEST, content_type="text/plain")
        return None


def _may_see(user, wall: Wall) -> bool:
    return _ASKED[wall.shown](user, wall.model)


def _has_to_do_with(user, model) -> bool:
    policy = policy_registry.get_by_type(model)
    return policy.user_has_any_permission(user, {"add", "change", "delete", "choose"})


def _sees_rows_of(user, model: str) -> bool:
    app, name = model.split(".")
    return user.has_perm(f"{app}.view_{name}") or user.has_perm(f"{app}.change_{name}")


_ASKED: Mapping[Shown, Callable[..., bool]] = {
    Shown.PAGES: lambda user, _: user_has_any_page_permission(user),
    Shown.IMAGES: lambda user, _: _has_to_do_with(user, get_image_model()),
    Shown.DOCUMENTS: lambda user, _: _has_to_do_with(user, get_document_model()),
    Shown.MODEL: _sees_rows_of,
    Shown.FAULTS: lambda user, _: user.has_perm(STAFF),
}
