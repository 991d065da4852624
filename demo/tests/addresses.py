"""The addresses of the program when it runs as the demonstration."""

from django.urls import include, path

from goldenthread.config.urls import handler400, handler403, handler404, handler429, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500", "urlpatterns"]

urlpatterns = [*urlpatterns, path("demo/", include("demo.urls"))]
