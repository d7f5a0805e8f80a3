"""`python -m coursebook`."""

import sys

from .cli import main

sys.exit(main())
