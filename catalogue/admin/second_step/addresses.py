"""The addresses of the second step."""

from django.urls import path

from . import adding, asking, own

urlpatterns = [
    path("", own.own, name="second-step"),
    path("ask/", asking.ask, name="second-step-ask"),
    path("add/", adding.add, name="second-step-add"),
    path("go-on/", asking.onward, name="second-step-go-on"),
    path("codes/", own.new_codes, name="second-step-codes"),
    path("<int:pk>/remove/", own.take_away, name="second-step-remove"),
]
