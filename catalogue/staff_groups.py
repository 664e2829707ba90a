"""The four groups of staff and what each may do. Who is in which: staff_accounts.py and the accounts of the admin."""

from __future__ import annotations

from typing import Any

from django.apps import apps as installed
from django.db import models

EDITED_APPS = ("institutions", "funding", "catalogue")
# What the site itself writes down, for staff to read.
_KEPT_BY_THE_SITE = {"change", "checkedlink", "formerslug", "fruitlesssearch", "proposal", "suggestion"}


class StaffGroup(models.TextChoices):
    """Each may do what those before it may, and more. The value is the name of the group."""

    VIEWER = "Viewer", "reads everything and changes nothing"
    EDITOR = "Editor", "edits and hands in; what visitors see waits for a publisher"
    PUBLISHER = "Publisher", "edits everything at once, publishes, withdraws, decides on proposals"
    MANAGER = "Manager", "does all this, and says which group an account is in and what an editor is limited to"

    def may(self, app: str, model: str, codename: str) -> bool:
        act = codename.partition("_")[0]
        if (app, model) in {("auth", "user"), ("catalogue", "institutionlimit")}:
            return self is self.MANAGER and (act in {"view", "change"} or model == "institutionlimit")
        if app not in EDITED_APPS:
            return False
        if act == "view":
            return True
        if model in _KEPT_BY_THE_SITE or model.startswith("historical"):
            return False
        return self in {self.PUBLISHER, self.MANAGER} if act == "publish" else self is not self.VIEWER


def keep_groups_in_step(apps: Any = installed) -> None:
    """Make the groups where they are missing, and give each the permissions that fit the models as they are now.

    A migration gives its own `apps`. What a permission is for is asked by name: it may have outlived its model.
    """
    groups, permissions = apps.get_model("auth", "Group").objects, apps.get_model("auth", "Permission").objects
    known = (
        permissions.filter(content_type__app_label__in=["auth", *EDITED_APPS])
        .order_by("pk")
        .values_list("content_type__app_label", "content_type__model", "codename", "pk")
    )
    living = [each for each in known if each[1] in apps.all_models[each[0]]]
    for staff in StaffGroup:
        group, _ = groups.get_or_create(name=staff.value)
        group.permissions.set(pk for app, model, codename, pk in living if staff.may(app, model, codename))
