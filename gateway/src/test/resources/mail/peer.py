"""A mail server for tests, by aiosmtpd. Says its port, then each mail that it takes as a line of JSON.

usage: peer.py starttls|implicit|plain CERTIFICATE KEY

What it says to a mail is named by the recipient's local part: unknown, later, full, quota, spam, leaving, relay, words, silent, closes, slow; else it takes it.
The only login is convoy with the password geheim.
"""

import asyncio
import email
import email.policy
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

RECIPIENT = {
    "unknown": "550 5.1.1 no such user here",
    "later": "451 4.7.1 greylisted, come back",
    "full": "452 4.3.1 no room left",
    "quota": "452 4.2.2 mailbox is full",
    "leaving": "421 4.3.2 going down",
    "relay": "554 5.7.1 relay access denied",
    "words": "501 5.1.3 I do not understand",
}


class Handler:
    async def handle_MAIL(self, server, session, envelope, address, options):
        if address.startswith("forged@"):
            return "553 5.7.1 not your address"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        local = address.split("@")[0]
        if local == "closes":
            server.transport.close()
            return "250 OK"
        if local == "silent":
            await asyncio.sleep(3600)
        if local in RECIPIENT:
            return RECIPIENT[local]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        local = envelope.rcpt_tos[0].split("@")[0]
        if local == "spam":
            return "554 5.7.1 looks like spam"
        if local == "slow":
            await asyncio.sleep(2)
        parsed = email.message_from_bytes(envelope.content, policy=email.policy.default)
        login = session.auth_data.login.decode() if session.authenticated else ""
        say({
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "login": login,
            "encrypted": server.transport.get_extra_info("sslcontext") is not None or session.ssl is not None,
            "greeted": session.host_name,
            "peer": list(session.peer),
            "heads": [[name, str(value)] for name, value in parsed.items()],
            "fromName": parsed["From"].addresses[0].display_name,
            "text": parsed.get_content(),
        })
        return "250 2.0.0 taken"


def say(what):
    print(json.dumps(what), flush=True)


def authenticate(server, session, envelope, mechanism, data):
    good = isinstance(data, LoginPassword) and data.login == b"convoy" and data.password == b"geheim"
    return AuthResult(success=good, handled=False, auth_data=data if good else None)


async def main(mode, certificate, key):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    handler = Handler()

    def server():
        options = {"hostname": "peer.test", "enable_SMTPUTF8": False, "timeout": 600}
        if mode == "starttls":
            return SMTP(handler, tls_context=context, require_starttls=True, auth_required=True,
                        authenticator=authenticate, **options)
        if mode == "implicit":
            return SMTP(handler, auth_require_tls=False, auth_required=True, authenticator=authenticate, **options)
        return SMTP(handler, **options)

    listening = await asyncio.get_running_loop().create_server(
        server, "127.0.0.1", 0, ssl=context if mode == "implicit" else None)
    say({"port": listening.sockets[0].getsockname()[1]})
    await listening.serve_forever()


asyncio.run(main(*sys.argv[1:]))
