"""The `coursebook` command: one file for each subcommand, loaded when it is called.

Exit status: 0 success, 1 findings or not done, 2 wrong usage, 130 interrupted.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from keyword import iskeyword

import click

COMMANDS = {
    "build": "check the course and build it into site/",
    "check": "check the course and report findings",
    "export": "write the dossier for an accrediting body",
    "grade": "mark a folder of answer sheets",
    "import": "convert questions from mkdocs-quiz, GIFT or Moodle XML",
    "key": "write the answer key of a quiz that is built without it",
    "receipt": "check learners' receipts against this course",
    "release": "record every address of the course in addresses.csv",
    "signing-key": "create the key that signs certificates",
    "tickets": "create a ticket for each learner on a list",
    "verify": "check references and links online, and save the results in bib/",
}
"""Every command with its one line of help."""


class _Lazy(click.Group):
    """Knows its commands by name, and imports the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """See click."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """See click."""
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        module = import_module(f"{__name__}.{name}_" if iskeyword(name) else f"{__name__}.{name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """See click; without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="coursebook")
def cli() -> None:
    """A course in Markdown, questions and a bibliography: built, checked, and put before an accreditor."""


def choose_host() -> None:
    """Makes ProperDocs, MkDocs' continuation, the host if it is installed: later imports of mkdocs get it. A host that
    runs already stays.
    """
    if "mkdocs" not in sys.modules and find_spec("properdocs"):
        import_module("properdocs.replacement")


def main(arguments: list[str] | None = None) -> int:
    """The command line. Returns the exit status."""
    choose_host()
    try:
        status = cli.main(args=arguments, prog_name="coursebook", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as help_:
        print(help_.format_message(), file=sys.stderr)
        return 2
    except click.ClickException as error:
        error.show()
        return 2
    except click.Abort:
        print("\nstopped", file=sys.stderr)
        return 130
    return int(status or 0)
