"""Puts our site of the admin in the place of Django's own."""

from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    default_site = "catalogue.staff_site.StaffSite"
