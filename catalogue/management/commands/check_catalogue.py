"""`manage.py check_catalogue` says what is wrong in the catalogue, where, and what to do. It changes nothing."""

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from catalogue.checking import Finding, check


class Command(BaseCommand):
    help = "Lists errors and warnings about the entries, their sources and figures. Fails when there are errors."

    def handle(self, *args, **options) -> None:
        findings = check()
        errors = sum(finding.is_error for finding in findings)
        for finding in findings:
            self.stdout.write(in_words(finding))
        summary = f"Errors: {errors}. Warnings: {len(findings) - errors}."
        if errors:
            raise CommandError(summary)
        self.stdout.write(summary)


def in_words(finding: Finding) -> str:
    record, meta = finding.record, finding.record._meta
    level = "ERROR" if finding.is_error else "warning"
    place = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
    return f"{level}: {meta.verbose_name} {record.key} {place}: {finding.text}"
