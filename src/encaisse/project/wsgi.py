"""The site, for any WSGI server. `encaisse serve` is one."""

import os

from django.core.wsgi import get_wsgi_application

from encaisse.project import environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "encaisse.project.settings")
environment.check_installation()
with environment.waking_up(environment.NOW_AND_THEN):
    application = get_wsgi_application()
