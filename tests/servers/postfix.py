"""A real Postfix of its own: a temporary folder, a free port, every letter for example.org into a Maildir.

Told so, it hands the letters for everybody else to a next server, and what comes back for them to a door of ours.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

POSTFIX = shutil.which("postfix", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"]))
MISSING = "" if POSTFIX and not os.getuid() else "Postfix is not installed (.ci/mail_servers), or this is not root."
NOBODY = 65_534

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/spool
data_directory = {folder}/data
mail_owner = postfix
myhostname = relay.example.org
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
alias_maps =
virtual_mailbox_domains = example.org
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = static:all/
virtual_uid_maps = static:{nobody}
virtual_gid_maps = static:{nobody}
maillog_file_prefixes = {folder}
maillog_file = {folder}/log
"""
SERVICES = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
virtual unix - n n - - virtual
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
smtp unix - - n - - smtp
lmtp unix - - n - - lmtp
"""
ONWARD = """
relayhost = [127.0.0.1]:{relay}
disable_dns_lookups = yes
smtp_host_lookup = native
transport_maps = inline:{{ {bounce_domain}=lmtp:inet:127.0.0.1:{door} }}
"""
SOON = """
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 2s
delay_warning_time = 1s
maximal_queue_lifetime = 5s
bounce_queue_lifetime = 60s
"""


@contextmanager
def postfix(*, more: str = "", **onward) -> Iterator[tuple[int, Path]]:
    """Its port, and the folder into which letters fall. `onward`: relay and door (ports), and the bounce_domain.

    `more` are lines of its settings; with SOON it tries again after a second, and gives a letter up after five.
    """
    folder = Path(tempfile.mkdtemp(prefix="partwise-postfix-"))
    folder.chmod(0o755)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    for name in ("etc", "spool", "data", "mail"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    os.chown(folder / "mail", NOBODY, NOBODY)
    main = MAIN + (ONWARD if onward else "")
    (folder / "etc/main.cf").write_text(main.format(folder=folder, nobody=NOBODY, **onward) + more)
    (folder / "etc/master.cf").write_text(SERVICES.format(port=port))
    _run(folder, "start")
    try:
        yield port, folder / "mail/all/new"
    finally:
        _run(folder, "stop")
        shutil.rmtree(folder)


def letters(maildir: Path, *, count: int, patience_s: float = 30) -> list[bytes]:
    """What has arrived, once so many have."""
    until = time.monotonic() + patience_s
    while time.monotonic() < until:
        found = sorted(maildir.glob("*"))
        if len(found) >= count:
            return [path.read_bytes() for path in found]
        time.sleep(0.05)
    raise TimeoutError(f"Fewer than {count} letters arrived.")


def _run(folder: Path, what: str) -> None:
    subprocess.run([POSTFIX, "-c", folder / "etc", what], check=True, capture_output=True)
