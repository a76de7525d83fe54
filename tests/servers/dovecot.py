"""A real Dovecot of its own: one mailbox in a temporary folder, spoken to by IMAP and by POP3."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

DOVECOT = shutil.which("dovecot", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"]))
MISSING = "" if DOVECOT and not os.getuid() else "Dovecot is not installed (.ci/mail_servers), or this is not root."
USER, PASSWORD = "bounces", "a-pass:word@1"
NOBODY = 65_534

CONF = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
protocols = imap pop3
listen = 127.0.0.1
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{certificate}
disable_plaintext_auth = no
auth_failure_delay = 0
mail_location = maildir:{folder}/mail
default_internal_user = nobody
default_login_user = nobody
default_internal_group = nogroup
first_valid_uid = 1
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={nobody} gid={nobody} home={folder}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service pop3-login {{
  chroot =
  inet_listener pop3 {{
    port = {pop3}
  }}
  inet_listener pop3s {{
    port = {pop3s}
    ssl = yes
  }}
}}
"""


@dataclass(frozen=True, kw_only=True)
class Mailbox:
    """The ports by scheme, and the folder into which a mail server would lay new mail."""

    ports: dict[str, int]
    folder: Path

    def put(self, raw: bytes) -> None:
        """New mail, as a delivery agent writes it."""
        name = f"{time.time_ns()}.M{len(list(self.folder.iterdir()))}.here"
        path = self.folder / name
        path.write_bytes(raw)
        os.chown(path, NOBODY, NOBODY)


@contextmanager
def dovecot() -> Iterator[Mailbox]:
    """The server, ready; stopped at the end."""
    folder = Path(tempfile.mkdtemp(prefix="partwise-dovecot-"))
    folder.chmod(0o755)
    ports = dict(zip(("imap", "imaps", "pop3", "pop3s"), _free(4), strict=True))
    for name in ("mail", "mail/new", "mail/cur", "mail/tmp"):
        (folder / name).mkdir()
        os.chown(folder / name, NOBODY, NOBODY)
    certificate = Path(__file__).with_name("loopback.pem")
    facts = {"folder": folder, "password": PASSWORD, "nobody": NOBODY, "certificate": certificate}
    (folder / "conf").write_text(CONF.format(**facts, **ports))
    server = subprocess.Popen([DOVECOT, "-F", "-c", folder / "conf"], stderr=subprocess.DEVNULL)
    try:
        _wait_for(ports)
        yield Mailbox(ports=ports, folder=folder / "mail/new")
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _free(count: int) -> list[int]:
    with ExitStack() as open_ones:
        sockets = [open_ones.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [each.getsockname()[1] for each in sockets]


def _wait_for(ports: dict[str, int], patience_s: float = 20) -> None:
    until = time.monotonic() + patience_s
    for port in ports.values():
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
