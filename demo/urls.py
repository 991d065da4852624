"""Addresses of the demonstration."""

from django.urls import path

from demo import views

urlpatterns = [
    path("sign-in/", views.demo_sign_in, name="demo_sign_in"),
]
