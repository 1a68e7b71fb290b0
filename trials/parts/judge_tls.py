"""Reads what a scanner of TLS found; says what is wrong, a line each, and a summary. Exit code 1 if anything is.

    judge_tls.py sslscan F.xml
    judge_tls.py testssl F.json
"""
import json, sys, xml.etree.ElementTree as tree

def sslscan(path):
    root = tree.parse(path).getroot()
    wrong = [each.text for each in root.iter("error")]
    protocols = {each.get("type") + each.get("version"): each.get("enabled") == "1" for each in root.iter("protocol")}
    ciphers = [each for each in root.iter("cipher")]
    for name, offered in protocols.items():
        if offered != (name in ("tls1.2", "tls1.3")):
            wrong.append("%s is %soffered" % (name, "" if offered else "not "))
    for each in ciphers:
        name, bits = each.get("cipher"), int(each.get("bits"))
        forward = name.startswith("TLS_") if each.get("sslversion") == "TLSv1.3" else name.startswith("ECDHE-")
        sealed = any(mode in name for mode in ("GCM", "CHACHA20", "CCM"))
        if not forward or not sealed or bits < 128 or "NULL" in name or "EXP" in name:
            wrong.append("suite %s of %d bits" % (name, bits))
    if not ciphers or not protocols:
        wrong.append("nothing was found out: no suites")
    for each in root.iter("compression"):
        if each.get("supported") != "0":
            wrong.append("compression is supported")
    for each in root.iter("renegotiation"):
        if each.get("supported") == "1" and each.get("secure") != "1":
            wrong.append("insecure renegotiation")
    for each in root.iter("heartbleed"):
        if each.get("vulnerable") != "0":
            wrong.append("heartbleed with %s" % each.get("sslversion"))
    for each in root.iter("connection-signature-algorithm"):
        if "sha1" in each.get("name").lower() or "md5" in each.get("name").lower():
            wrong.append("signature %s" % each.get("name"))
    print("  sslscan: %s; %d suites: %s" % (
        ", ".join(name for name, offered in protocols.items() if offered), len(ciphers), ", ".join(sorted({c.get("cipher") for c in ciphers}))))
    return wrong


# The console's pages are compressed ahead of time, hold nothing secret and nothing of the request; trials/tls asks whether answers
# of the API, which do, are not.
ASKED_ELSEWHERE = ("BREACH",)


def testssl(path):
    with open(path) as found:
        findings = json.load(found)
    wrong = ["%s: %s (%s)" % (each["id"], each["finding"], each["severity"]) for each in findings
             if each["severity"] not in ("OK", "INFO", "DEBUG", "WARN") and each["id"] not in ASKED_ELSEWHERE]
    if len(findings) < 30:
        wrong.append("nothing was found out: %d findings" % len(findings))
    print("  testssl.sh: %d findings, %d of them OK; not judged, mostly for want of an old openssl: %s" % (
        len(findings), sum(1 for each in findings if each["severity"] == "OK"),
        ", ".join(each["id"] for each in findings if each["severity"] == "WARN") or "none"))
    return wrong


wrong = {"sslscan": sslscan, "testssl": testssl}[sys.argv[1]](sys.argv[2])
for each in wrong:
    print("  WRONG: " + each)
sys.exit(1 if wrong else 0)
