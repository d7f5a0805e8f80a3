"""Addresses that stay: what a released edition had leads somewhere, with scripts and without."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import open_browser, serve
from conftest import MINIMAL, ROOT
