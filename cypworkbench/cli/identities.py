"""Commands about identities: make a trial one, see what a file holds."""

import argparse
import getpass
import sys
from pathlib import Path

from cypworkbench.cli import deciding, files
from cypworkbench.cli.adder import Adder, may_read_passphrase, takes_person
from cypworkbench.cli.saying import DONE
from cypworkbench.domain import dates
from cypworkbench.flow import certificates, outputs, proving


def add(adder: Adder) -> None:
    """Add `identity new`, `identity show` and `identity trust`."""
    group = adder.group(
        "identity", "Trial identities, what an identity file holds, and whom to trust"
    )
    new = group.add(
        "new",
        identity_new,
        'identity new --name "Trial chair" --role "Board chair" --to chair.p12',
    )
    new.add_argument("--name", required=True)
    new.add_argument("--role", required=True)
    new.add_argument("--organisation", default="Trial organisation")
    new.add_argument("--to", required=True, metavar="ID.p12")
    may_read_passphrase(new)
    show = group.add("show", identity_show, "identity show chair.p12")
    show.add_argument("file", metavar="ID.p12")
    may_read_passphrase(show)
    trust_ = group.add("trust", trust, "identity trust w.cypw council-ca.pem --as analyst")
    trust_.add_argument("workspace", metavar="WORKSPACE")
    trust_.add_argument("file", metavar="CERT.pem", help="of whoever issues the identities")
    takes_person(trust_)


def identity_new(options: argparse.Namespace) -> int:
    """Make a trial identity, marked as one wherever it is used."""
    from cypworkbench.signing import identity  # cryptography: only when identities are made

    outputs.refuse_taken(Path(options.to))  # before a passphrase is asked for
    secret = passphrase(options)
    made = identity.new_trial_identity(
        options.name, options.role, options.organisation, secret, now=deciding.now()
    )
    files.write_new(Path(options.to), made)  # a key cannot be made again
    print(
        f"{options.to}: a trial identity for {options.name}, {options.role}. It vouches for nobody."
    )
    return DONE


def identity_show(options: argparse.Namespace) -> int:
    """Say whose identity a file holds, until when, and whether it is a trial one."""
    from cypworkbench.signing import identity  # cryptography: only when identities are read

    held = identity.load_identity(files.content(Path(options.file)), passphrase(options))
    print(f"{held.name}, {held.role}, {held.organisation}; valid to {dates.day(held.not_after)}.")
    if held.trial:
        print("A trial identity: it vouches for nobody.")
    return DONE


def trust(options: argparse.Namespace) -> int:
    """Let a workspace trust a certificate: it then vouches for whoever it was issued to, or issued others to."""
    pem = certificates.as_pem(files.content(Path(options.file)))
    with deciding.opened(options) as workspace:
        for name in proving.trust(deciding.desk(options, workspace), pem):
            print(f"{options.workspace}: trusts {name}.")
    return DONE


def takes_key(made: argparse.ArgumentParser, *, required: bool = True) -> None:
    """`--identity` or `--card`: what to sign with; and how its passphrase or PIN is read."""
    one = made.add_mutually_exclusive_group(required=required)
    one.add_argument("--identity", metavar="ID.p12")
    one.add_argument("--card", metavar="LIBRARY", help="a smart card, by its maker's library")
    made.add_argument("--card-label", default="", metavar="NAME", help="which card of several")
    may_read_passphrase(made)


def key(options: argparse.Namespace) -> proving.Key | proving.CardKey:
    """What to sign with. The passphrase or PIN is asked for, and kept nowhere."""
    if options.card:
        return proving.CardKey(Path(options.card), passphrase(options, "PIN"), options.card_label)
    return proving.Key(files.content(Path(options.identity)), passphrase(options))


def passphrase(options: argparse.Namespace, what: str = "Passphrase") -> str:
    """The passphrase of an identity: the first line of standard input, or asked for unseen."""
    return (
        sys.stdin.readline().rstrip("\n")
        if options.passphrase_stdin
        else getpass.getpass(f"{what}: ")
    )
