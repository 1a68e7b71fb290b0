#!/usr/bin/env python3
"""Writes the golden vectors of this folder.

A second implementation of PROTOCOL.md, on purpose without a line of the Java codec: a fault in one of them shows as a
difference. The vectors in version control are the contract; this script documents how they came about and is run by hand
when a vector is added:  python3 make.py  (Python 3.8 or later, nothing else).
"""
import hashlib
import hmac
import os
import struct

HERE = os.path.dirname(os.path.abspath(__file__))
TIME = 1767225600123  # 2026-01-01T00:00:00.123Z
EPOCH = 42
ABSENT = -1


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


assert crc32c(b"123456789") == 0xE3069283


def chacha20_block(key, counter, nonce):
    """RFC 8439, section 2.3."""
    words = [0x61707865, 0x3320646E, 0x79622D32, 0x6B206574]
    words += list(struct.unpack("<8I", key)) + [counter] + list(struct.unpack("<3I", nonce))
    x = words[:]

    def quarter(a, b, c, d):
        for first, second, third, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            x[first] = (x[first] + x[second]) & 0xFFFFFFFF
            x[third] ^= x[first]
            x[third] = (x[third] << turn | x[third] >> (32 - turn)) & 0xFFFFFFFF

    for _ in range(10):
        for column in range(4):
            quarter(column, column + 4, column + 8, column + 12)
        for a, b, c, d in ((0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)):
            quarter(a, b, c, d)
    return struct.pack("<16I", *((x[i] + words[i]) & 0xFFFFFFFF for i in range(16)))


def poly1305(key, data):
    """RFC 8439, section 2.5."""
    r = int.from_bytes(key[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    total = 0
    for at in range(0, len(data), 16):
        total = (total + int.from_bytes(data[at:at + 16] + b"\x01", "little")) * r % ((1 << 130) - 5)
    return ((total + int.from_bytes(key[16:], "little")) & ((1 << 128) - 1)).to_bytes(16, "little")


def chacha20_poly1305(key, nonce, plain, associated):
    """Ciphertext and tag, RFC 8439, section 2.8."""
    secret = b""
    for at in range(0, len(plain), 64):
        stream = chacha20_block(key, 1 + at // 64, nonce)
        secret += bytes(a ^ b for a, b in zip(plain[at:at + 64], stream))
    padded = associated + bytes(-len(associated) % 16) + secret + bytes(-len(secret) % 16)
    lengths = struct.pack("<QQ", len(associated), len(secret))
    return secret + poly1305(chacha20_block(key, 0, nonce)[:32], padded + lengths)


# the tag of the example in RFC 8439, section 2.8.2
assert chacha20_poly1305(
    bytes(range(0x80, 0xA0)), bytes.fromhex("070000004041424344454647"),
    b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
    bytes.fromhex("50515253c0c1c2c3c4c5c6c7"))[-16:].hex() == "1ae10b594f09e26a7e902ecbd0600691"


def u(value, size):
    return value.to_bytes(size, "big")


def i32(value):
    return struct.pack(">i", value)


def joined(groups):
    return b"".join(g[0] for g in groups)


TYPES = {
    "HEARTBEAT": 0x01, "VITALS": 0x02, "LOCATION": 0x03, "ACTIVITY": 0x04, "COMMAND_RESULT": 0x05,
    "HELLO": 0x41, "CHALLENGE": 0x42, "PROOF": 0x43, "WELCOME": 0x44, "CLOSE": 0x4F,
    "ACK": 0x61, "REJECTED": 0x62, "RECEIVED": 0x63, "ACCEPTED": 0x64, "RESOLVED": 0x65,
    "CONFIGURE": 0x71, "LOCATE": 0x72, "MEASURE": 0x73, "RING": 0x74, "SHOW": 0x75,
    "REMOVED": 0x81, "WORN": 0x82, "LOW_BATTERY": 0x83,
    "SOS": 0xA1, "FALL": 0xA2, "CANCEL": 0xA3, "TEST": 0xA4,
}


def header(code, sequence, version=1, flags=0, epoch=EPOCH, time=TIME, name=""):
    return [
        (u(version, 1), "version %d" % version),
        (u(code, 1), "type 0x%02X%s" % (code, " " + name if name else "")),
        (u(flags, 1), "flags"),
        (u(epoch, 4), "epoch %d" % epoch),
        (u(sequence, 4), "sequence %d" % sequence),
        (u(time, 6), "time %d ms" % time),
    ]


def header_facts(sequence, version=1, flags=0, epoch=EPOCH, time=TIME):
    return [("header.version", version), ("header.flags", flags), ("header.epoch", epoch),
            ("header.sequence", sequence), ("header.timeMillis", time)]


def framed(groups, spoil=0):
    message = joined(groups)
    start = [(b"\xC5\x1A", "magic"), (u(len(message), 2), "length %d" % len(message))]
    check = crc32c(joined(start) + message) ^ spoil
    return start + groups + [(u(check, 4), "CRC-32C" + (", wrong" if spoil else ""))]


written = set()


def write(name, why, facts, groups):
    lines = ["# " + line for line in why.split("\n")]
    lines += ["@%s %s" % (key, value) for key, value in facts]
    for data, comment in groups:
        for at in range(0, max(1, len(data)), 16):
            part = " ".join("%02X" % b for b in data[at:at + 16])
            lines.append("%-48s# %s" % (part, comment if at == 0 else "..."))
    with open(os.path.join(HERE, name + ".hex"), "w", encoding="ascii", newline="\n") as out:
        out.write("\n".join(line.rstrip() for line in lines) + "\n")
    written.add(name + ".hex")


def good(name, why, type_name, sequence, body, facts, canonical=True, **head):
    """One frame that decodes to one whole message."""
    groups = header(TYPES[type_name], sequence, name=type_name.lower(), **head) + body
    all_facts = [("kind", "frame"), ("expect", "whole"), ("type", type_name)]
    all_facts += [] if canonical else [("canonical", "no")]
    all_facts += header_facts(sequence, **head) + [("body." + k, v) for k, v in facts]
    write(name, why, all_facts, framed(groups))


def salvaged(name, why, type_name, groups, header_values, facts, dropped):
    """One bare message that is odd and still a call for help."""
    all_facts = [("kind", "message"), ("expect", "salvaged"), ("type", type_name), ("canonical", "no")]
    all_facts += header_values + [("body." + k, v) for k, v in facts] + [("dropped", d) for d in sorted(dropped)]
    write(name, why, all_facts, groups)


def refused(name, why, reason, groups, member=None):
    """One bare message that is refused."""
    facts = [("kind", "message"), ("expect", "malformed"), ("reason", reason)]
    facts += [("member", member)] if member else []
    write(name, why, facts, groups)


def stream(name, why, results, groups):
    """Bytes of a stream, and what a reader says, in order; the stream ends after the last byte."""
    write(name, why, [("kind", "stream")] + [("result", r) for r in results], groups)


def measured(value, size, label, absent=None):
    wire = (1 << (8 * size)) - 1 if value == ABSENT else value
    return u(wire, size), label + (" not measured" if value == ABSENT else " %d" % value)


# ---- messages up ----------------------------------------------------------------------------------------------------

def heartbeat_body(battery, signal, worn, steps):
    return [measured(battery, 1, "batteryPercent"), measured(signal, 1, "signalPercent"),
            (u(worn, 1), "worn"), measured(steps, 3, "steps")]


HEARTBEAT_FACTS = [("batteryPercent", 87), ("signalPercent", 54), ("worn", "YES"), ("steps", 4211)]
HEARTBEAT_BODY = heartbeat_body(87, 54, 1, 4211)

good("heartbeat-full", "Every member measured. 31 bytes in all.", "HEARTBEAT", 100, HEARTBEAT_BODY, HEARTBEAT_FACTS)
good("heartbeat-nothing-measured", "Every member not measured.", "HEARTBEAT", 101,
     heartbeat_body(ABSENT, ABSENT, 0xFF, ABSENT),
     [("batteryPercent", -1), ("signalPercent", -1), ("worn", "NOT_KNOWN"), ("steps", -1)])
good("heartbeat-lowest", "Smallest values that are valid, largest numbers of the header.", "HEARTBEAT", 0xFFFFFFFF,
     heartbeat_body(0, 0, 0, 0), [("batteryPercent", 0), ("signalPercent", 0), ("worn", "NO"), ("steps", 0)],
     epoch=0xFFFFFFFF, time=0xFFFFFFFFFFFF)
good("heartbeat-greatest", "Largest values that are valid; no clock.", "HEARTBEAT", 1,
     heartbeat_body(100, 100, 1, 999999),
     [("batteryPercent", 100), ("signalPercent", 100), ("worn", "YES"), ("steps", 999999)], time=0)
good("heartbeat-since-boot", "The clock is not set: time counts from the start of the device (61.5 s).", "HEARTBEAT", 7,
     HEARTBEAT_BODY, HEARTBEAT_FACTS, flags=1, time=61500)
good("heartbeat-unknown-extensions",
     "Extensions of a later version and of a maker, one of them empty: skipped. Reserved flag bits: ignored, kept.",
     "HEARTBEAT", 102,
     HEARTBEAT_BODY + [(b"\x7A\x03\x01\x02\x03", "extension 0x7A, 3 bytes"), (b"\x80\x00", "extension 0x80, empty"),
                       (b"\x01\x01\x00", "extension 0x01, which a heartbeat has no use for")],
     HEARTBEAT_FACTS, canonical=False, flags=0x40)


def vitals_body(hr, spo2, sys, dia, temp, site, resp, steps):
    return [measured(hr, 2, "heartRateBpm"), measured(spo2, 1, "spo2Percent"), measured(sys, 2, "systolicMmhg"),
            measured(dia, 2, "diastolicMmhg"), measured(temp, 2, "temperatureCentiCelsius"), (u(site, 1), "temperatureSite"),
            measured(resp, 1, "respirationPerMinute"), measured(steps, 3, "steps")]


def vitals_facts(hr, spo2, sys, dia, temp, site, resp, steps):
    return [("heartRateBpm", hr), ("spo2Percent", spo2), ("systolicMmhg", sys), ("diastolicMmhg", dia),
            ("temperatureCentiCelsius", temp), ("temperatureSite", site), ("respirationPerMinute", resp), ("steps", steps)]


good("vitals-full", "Every member measured, temperature in the ear.", "VITALS", 110,
     vitals_body(72, 97, 128, 79, 3665, 1, 16, 4300), vitals_facts(72, 97, 128, 79, 3665, "CORE", 16, 4300))
good("vitals-nothing-measured", "Off the wrist: everything not measured.", "VITALS", 111,
     vitals_body(-1, -1, -1, -1, -1, 0, -1, -1), vitals_facts(-1, -1, -1, -1, -1, "SKIN", -1, -1))
good("vitals-zero-is-not-measured", "Zeros as sensors give them: read as not measured.", "VITALS", 112,
     vitals_body(0, 0, 0, 0, 0, 0, 0, 0), vitals_facts(-1, -1, -1, -1, -1, "SKIN", -1, 0), canonical=False)
good("vitals-lowest", "Smallest values that are valid: alarming ones are not refused.", "VITALS", 113,
     vitals_body(1, 1, 1, 1, 1000, 0, 1, 0), vitals_facts(1, 1, 1, 1, 1000, "SKIN", 1, 0))
good("vitals-greatest", "Largest values that are valid.", "VITALS", 114,
     vitals_body(300, 100, 300, 300, 4500, 0, 100, 999999), vitals_facts(300, 100, 300, 300, 4500, "SKIN", 100, 999999))


def position_bytes(lat, lon, accuracy, source, age):
    return [(i32(lat), "latitudeE7 %d" % lat), (i32(lon), "longitudeE7 %d" % lon), measured(accuracy, 2, "accuracyMetres"),
            (u(source, 1), "source"), measured(age, 2, "fixAgeSeconds")]


def position_facts(prefix, lat, lon, accuracy, source, age):
    return [(prefix + ".latitudeE7", lat), (prefix + ".longitudeE7", lon), (prefix + ".accuracyMetres", accuracy),
            (prefix + ".source", source), (prefix + ".fixAgeSeconds", age)]


PLACE = (305_720_000, 1_042_860_000, 12, 1, 3)
PLACE_FACTS = (305_720_000, 1_042_860_000, 12, "GNSS", 3)

good("location-gnss", "30.572 N, 104.286 E, 12 m, GNSS, 3 s old.", "LOCATION", 120, position_bytes(*PLACE),
     position_facts("position", *PLACE_FACTS))
good("location-south-west", "Negative degrees at the limits; accuracy and age not known; source not known.", "LOCATION", 121,
     position_bytes(-900_000_000, -1_800_000_000, ABSENT, 0, ABSENT),
     position_facts("position", -900_000_000, -1_800_000_000, -1, "NOT_KNOWN", -1))
good("location-cell", "Cell, 65534 m or more, at the other limits.", "LOCATION", 122,
     position_bytes(900_000_000, 1_800_000_000, 65534, 3, 65534),
     position_facts("position", 900_000_000, 1_800_000_000, 65534, "CELL", 65534))
good("location-wifi", "Wi-Fi.", "LOCATION", 123, position_bytes(0, 0, 0, 2, 0),
     position_facts("position", 0, 0, 0, "WIFI", 0))
good("location-beacon", "A beacon in the house.", "LOCATION", 124, position_bytes(1, -1, 3, 4, 0),
     position_facts("position", 1, -1, 3, "BEACON", 0))

good("activity", "Began to move.", "ACTIVITY", 130, [measured(60, 1, "levelPercent")], [("levelPercent", 60)])
good("command-result", "The command was carried out in part.", "COMMAND_RESULT", 131,
     [(u(0xCAFE0001, 4), "commandId"), (b"\x05", "outcome partly")],
     [("commandId", 0xCAFE0001), ("outcome", "PARTLY")])
good("removed", "The band was taken off.", "REMOVED", 140, [], [])
good("worn", "The band was put on.", "WORN", 141, [], [])
good("low-battery", "9 % left.", "LOW_BATTERY", 142, [measured(9, 1, "batteryPercent")], [("batteryPercent", 9)])

EXTENSION_POSITION = [(b"\x01\x0D", "extension 0x01 position, 13 bytes")] + position_bytes(*PLACE)

good("sos-bare", "A press, no fix.", "SOS", 200, [measured(1, 1, "presses")], [("presses", 1), ("location", "none")])
good("sos-with-location", "Three presses, with a position.", "SOS", 201, [measured(3, 1, "presses")] + EXTENSION_POSITION,
     [("presses", 3)] + position_facts("location", *PLACE_FACTS))
good("sos-presses-not-counted", "The device does not count presses.", "SOS", 202, [measured(ABSENT, 1, "presses")],
     [("presses", -1), ("location", "none")])
good("sos-position-after-unknown", "The position comes after an extension of a later version, is longer than this version\n"
     "knows it, and comes a second time: the first one counts.", "SOS", 203,
     [measured(1, 1, "presses"), (b"\x33\x02\xAA\xBB", "extension 0x33, unknown"),
      (b"\x01\x0F", "extension 0x01 position, 15 bytes")] + position_bytes(*PLACE)
     + [(b"\x12\x34", "two bytes of a later version"), (b"\x01\x0D", "extension 0x01 again")] + position_bytes(1, 2, 3, 4, 5),
     [("presses", 1)] + position_facts("location", *PLACE_FACTS), canonical=False)
good("fall-still", "A fall, no movement since, with a position.", "FALL", 210,
     [(b"\x00", "moving no"), measured(93, 1, "confidencePercent")] + EXTENSION_POSITION,
     [("moving", "NO"), ("confidencePercent", 93)] + position_facts("location", *PLACE_FACTS))
good("fall-nothing-known", "A fall, nothing more known.", "FALL", 211,
     [(b"\xFF", "moving not known"), measured(ABSENT, 1, "confidencePercent")],
     [("moving", "NOT_KNOWN"), ("confidencePercent", -1), ("location", "none")])
good("cancel", "The wearer takes the fall 210 of the same epoch back.", "CANCEL", 212,
     [(u(0, 4), "ofEpoch: this one"), (u(210, 4), "ofSequence 210")], [("ofEpoch", 0), ("ofSequence", 210)])
good("cancel-of-former-epoch", "The wearer takes an alarm from before the last restart back.", "CANCEL", 213,
     [(u(41, 4), "ofEpoch 41"), (u(9, 4), "ofSequence 9")], [("ofEpoch", 41), ("ofSequence", 9)])
good("test", "The monthly test press.", "TEST", 220, [], [])

# ---- messages down --------------------------------------------------------------------------------------------------

ALERT = bytes.fromhex("0192f0c1a2b34c5d8e6f708192a3b4c5")
ALERT_TEXT = "0192f0c1-a2b3-4c5d-8e6f-708192a3b4c5"
NO_ALERT = "00000000-0000-0000-0000-000000000000"

good("ack", "Everything ordinary up to 131 was taken.", "ACK", 3, [(u(131, 4), "upToSequence 131")], [("upToSequence", 131)])
good("rejected", "A vitals message was refused.", "REJECTED", 4,
     [(u(EPOCH, 4), "ofEpoch"), (u(115, 4), "ofSequence 115"), (b"\x08", "reason OUT_OF_RANGE")],
     [("ofEpoch", EPOCH), ("ofSequence", 115), ("reason", "OUT_OF_RANGE")])
good("received-committed", "The press 200 is in the alert log.", "RECEIVED", 5,
     [(u(EPOCH, 4), "ofEpoch"), (u(200, 4), "ofSequence 200"), (b"\x01", "durability COMMITTED"), (ALERT, "alertId")],
     [("ofEpoch", EPOCH), ("ofSequence", 200), ("durability", "COMMITTED"), ("alertId", ALERT_TEXT)])
good("received-local-no-alert", "The test press 220 is on the gateway's own disk; it makes no alert.", "RECEIVED", 6,
     [(u(EPOCH, 4), "ofEpoch"), (u(220, 4), "ofSequence 220"), (b"\x02", "durability LOCAL"), (bytes(16), "alertId none")],
     [("ofEpoch", EPOCH), ("ofSequence", 220), ("durability", "LOCAL"), ("alertId", NO_ALERT)])
good("accepted-operator", "An operator took the case.", "ACCEPTED", 7,
     [(ALERT, "alertId"), (b"\x01", "by operator"), measured(ABSENT, 2, "etaMinutes")],
     [("alertId", ALERT_TEXT), ("by", "OPERATOR"), ("etaMinutes", -1)])
good("accepted-contact", "The neighbour is on the way, 4 minutes.", "ACCEPTED", 8,
     [(ALERT, "alertId"), (b"\x02", "by contact"), measured(4, 2, "etaMinutes")],
     [("alertId", ALERT_TEXT), ("by", "CONTACT"), ("etaMinutes", 4)])
good("resolved", "A contact attended; the case is closed.", "RESOLVED", 9,
     [(ALERT, "alertId"), (b"\x02", "outcome contact attended")],
     [("alertId", ALERT_TEXT), ("outcome", "CONTACT_ATTENDED")])


def slot_text(tag, slot, text):
    return u(tag, 1) + u(1 + len(text), 1) + u(slot, 1) + text


good("configure", "One of each setting.", "CONFIGURE", 10,
     [(u(7, 4), "commandId 7"), (b"\x01\x02\x00\x3C", "heartbeat every 60 s"), (b"\x02\x02\x02\x58", "vitals every 600 s"),
      (b"\x03\x02\x00\x00", "location off"), (b"\x04\x01\x01", "fall detection on"),
      (slot_text(0x10, 2, b"gw2.example.org:7701"), "server address, slot 2"),
      (slot_text(0x11, 1, b"+8602855550100"), "emergency number, slot 1"), (slot_text(0x11, 5, b""), "slot 5 cleared")],
     [("commandId", 7), ("settings.0.type", "HeartbeatEvery"), ("settings.0.seconds", 60),
      ("settings.1.type", "VitalsEvery"), ("settings.1.seconds", 600),
      ("settings.2.type", "LocationEvery"), ("settings.2.seconds", 0),
      ("settings.3.type", "FallDetection"), ("settings.3.on", "true"),
      ("settings.4.type", "ServerAddress"), ("settings.4.slot", 2), ("settings.4.hostPort", "gw2.example.org:7701"),
      ("settings.5.type", "EmergencyNumber"), ("settings.5.slot", 1), ("settings.5.number", "+8602855550100"),
      ("settings.6.type", "EmergencyNumber"), ("settings.6.slot", 5), ("settings.6.number", "")])
good("configure-unknown-setting", "A setting of a later version is skipped.", "CONFIGURE", 11,
     [(u(8, 4), "commandId 8"), (b"\x09\x03\x01\x02\x03", "setting 0x09, unknown"), (b"\x04\x01\x00", "fall detection off")],
     [("commandId", 8), ("settings.0.type", "FallDetection"), ("settings.0.on", "false")], canonical=False)
good("locate", "Search for a fix for 90 s.", "LOCATE", 12, [(u(9, 4), "commandId 9"), (u(90, 2), "withinSeconds 90")],
     [("commandId", 9), ("withinSeconds", 90)])
good("measure", "Measure heart rate and SpO2.", "MEASURE", 13, [(u(0xFFFFFFFF, 4), "commandId"), (b"\x03", "quantities")],
     [("commandId", 0xFFFFFFFF), ("quantities", 3)])
good("ring", "Ring for half a minute.", "RING", 17, [(u(10, 4), "commandId 10"), (u(30, 1), "seconds 30")],
     [("commandId", 10), ("seconds", 30)])
good("show", "A text in Chinese and one ASCII character.", "SHOW", 18,
     [(u(11, 4), "commandId 11"), (u(5, 1), "5 characters"), ("\u533B\u751F\u5C31\u5230!".encode("utf-16-be"), "text")],
     [("commandId", 11), ("text", "\\u533B\\u751F\\u5C31\\u5230!")])
good("close-idle", "Idle; come back by your own back-off.", "CLOSE", 14,
     [(b"\x04", "reason IDLE"), measured(ABSENT, 2, "retryAfterSeconds")], [("reason", "IDLE"), ("retryAfterSeconds", -1)])
good("close-overloaded", "Overloaded; not before 30 s.", "CLOSE", 15,
     [(b"\x0C", "reason OVERLOADED"), measured(30, 2, "retryAfterSeconds")],
     [("reason", "OVERLOADED"), ("retryAfterSeconds", 30)])
good("close-unknown-reason", "A reason of a later version is read as normal.", "CLOSE", 16,
     [(b"\xC8", "reason 200, unknown"), measured(0, 2, "retryAfterSeconds")],
     [("reason", "NORMAL"), ("retryAfterSeconds", 0)], canonical=False)


# ---- login ----------------------------------------------------------------------------------------------------------

def login(number, why, key, hello_epoch, hello_sequence, adopt, next_epoch, session_epoch, proof_sequence,
          last_seen, now, firmware, sealed=False):
    client = bytes(range(0x10, 0x20))
    server = bytes(range(0xA0, 0xB0))
    device = b"sim-000042"
    features = (b"\x00\x01", "features sealed") if sealed else (b"\x00\x00", "features none")
    common = [("kind", "login"), ("login", number), ("key", key.hex())]
    hello_body = [(b"\x01", "lowestVersion"), (b"\x01", "highestVersion"), features,
                  (b"\x02", "wake SOS"), (client, "clientNonce"), (u(len(device), 1), "idLength"), (device, "deviceId")]
    if firmware:
        hello_body.append((b"\x02" + u(len(firmware), 1) + firmware, "extension 0x02 firmware"))
    hello = header(TYPES["HELLO"], hello_sequence, epoch=hello_epoch, name="hello") + hello_body
    challenge = header(TYPES["CHALLENGE"], 1, epoch=hello_epoch, time=now, name="challenge") + [
        (b"\x01", "version 1"), features, (b"\x01" if adopt else b"\x00", "epochAdvice"),
        (u(next_epoch, 4), "nextEpoch %d" % next_epoch), (server, "serverNonce")]
    h, c = joined(hello), joined(challenge)
    transcript = hashlib.sha256(u(len(h), 2) + h + u(len(c), 2) + c).digest()
    proof_header = header(TYPES["PROOF"], proof_sequence, epoch=session_epoch, time=TIME + 500, name="proof")
    device_proof = hmac.new(key, b"convoy-v1 device" + transcript + joined(proof_header), hashlib.sha256).digest()
    welcome_header = header(TYPES["WELCOME"], 2, epoch=session_epoch, time=now + 40, name="welcome")
    terms = [(b"\x00", "standing full"), (u(60, 2), "heartbeatSeconds 60"), (u(190, 2), "idleSeconds 190")]
    server_proof = hmac.new(key, b"convoy-v1 server" + transcript + device_proof + joined(welcome_header) + joined(terms),
                            hashlib.sha256).digest()
    facts = [("lastSeen", "%d %d" % last_seen), ("now", now), ("transcript", transcript.hex()),
             ("sessionEpoch", session_epoch)]
    keys = {way: hmac.new(key, b"convoy-v1 seal " + way.encode() + transcript + b"\x01", hashlib.sha256).digest()
            for way in ("up", "down")}
    if sealed:
        facts += [("sealUp", keys["up"].hex()), ("sealDown", keys["down"].hex())]
    prefix = "login-%d-" % number
    write(prefix + "1-hello", why + "\nStep 1, device.", common + [("step", "hello")], hello)
    write(prefix + "2-challenge", why + "\nStep 2, gateway.", common + [("step", "challenge")] + facts, challenge)
    write(prefix + "3-proof", why + "\nStep 3, device.", common + [("step", "proof")],
          proof_header + [(device_proof, "deviceProof")])
    write(prefix + "4-welcome", why + "\nStep 4, gateway.", common + [("step", "welcome")],
          welcome_header + [(server_proof, "serverProof")] + terms)
    return keys


KEY = bytes(range(32))
NOW = TIME + 450
login(1, "A login within the same epoch, after a lost connection.", KEY, 42, 300, False, NOW // 1000, 42, 301,
      (42, 299), NOW, b"1.4.2")
login(2, "A device that has no epoch adopts the one offered.", KEY, 0, 1, True, NOW // 1000, NOW // 1000, 1,
      (42, 299), NOW, b"")
login(3, "A device whose counter went back adopts the one offered; the last epoch is beyond the clock.", KEY, 42, 299, True,
      4000000001, 4000000001, 1, (4000000000, 5), NOW, b"9.0.0-beta")

SEAL_KEYS = login(4, "A login that agrees on sealed frames.", KEY, 42, 500, False, NOW // 1000, 42, 501, (42, 499), NOW,
                  b"2.0.0", sealed=True)

# ---- odd calls for help: salvaged -----------------------------------------------------------------------------------

BARE_SOS = [("presses", -1), ("location", "none")]
BARE_FALL = [("moving", "NOT_KNOWN"), ("confidencePercent", -1), ("location", "none")]
CUT = [("header.version", 1), ("header.flags", 0), ("header.epoch", 0), ("header.sequence", 0), ("header.timeMillis", 0)]

salvaged("salvaged-sos-two-bytes", "Nothing but version and type: a press.", "SOS", header(0xA1, 0)[:2], CUT, BARE_SOS,
         ["HEADER", "BODY"])
salvaged("salvaged-fall-header-cut", "The header ends before the time: epoch and sequence are not used either.", "FALL",
         header(0xA2, 230)[:5], CUT, BARE_FALL, ["HEADER", "BODY"])
salvaged("salvaged-sos-no-body", "The fixed part is missing.", "SOS", header(0xA1, 231), header_facts(231), BARE_SOS,
         ["PRESSES"])
salvaged("salvaged-sos-latitude", "The latitude is impossible: no position, the press counts.", "SOS",
         header(0xA1, 232) + [measured(2, 1, "presses"), (b"\x01\x0D", "extension 0x01 position")]
         + position_bytes(900_000_001, 0, 5, 1, 0), header_facts(232), [("presses", 2), ("location", "none")], ["LOCATION"])
salvaged("salvaged-sos-source", "The source is unknown, the point is used.", "SOS",
         header(0xA1, 233) + [measured(2, 1, "presses"), (b"\x01\x0D", "extension 0x01 position")]
         + position_bytes(PLACE[0], PLACE[1], 5, 9, 0), header_facts(233),
         [("presses", 2)] + position_facts("location", PLACE[0], PLACE[1], 5, "NOT_KNOWN", 0), ["SOURCE"])
salvaged("salvaged-sos-position-short", "The position is two bytes too short.", "SOS",
         header(0xA1, 234) + [measured(1, 1, "presses"), (b"\x01\x0B" + bytes(11), "extension 0x01, 11 bytes")],
         header_facts(234), [("presses", 1), ("location", "none")], ["LOCATION"])
salvaged("salvaged-sos-extension-runs-over", "An extension claims more than there is.", "SOS",
         header(0xA1, 235) + [measured(1, 1, "presses"), (b"\x01\xFF\x00\x00", "extension of 255 bytes, 2 there")],
         header_facts(235), [("presses", 1), ("location", "none")], ["EXTENSIONS"])
salvaged("salvaged-sos-one-byte-left", "One byte is left over.", "SOS",
         header(0xA1, 236) + [measured(1, 1, "presses")] + EXTENSION_POSITION + [(b"\x05", "half an extension")],
         header_facts(236), [("presses", 1)] + position_facts("location", *PLACE_FACTS), ["EXTENSIONS"])
salvaged("salvaged-fall-members", "moving and confidence are impossible.", "FALL",
         header(0xA2, 237) + [(b"\x07", "moving 7"), (b"\x65", "confidencePercent 101")], header_facts(237), BARE_FALL,
         ["MOVING", "CONFIDENCE"])
salvaged("salvaged-fall-half", "The body ends after its first byte.", "FALL", header(0xA2, 238) + [(b"\x01", "moving yes")],
         header_facts(238), [("moving", "YES"), ("confidencePercent", -1), ("location", "none")], ["CONFIDENCE"])
salvaged("salvaged-sos-later-version", "A later version, not agreed: the header never changes, the press counts.", "SOS",
         header(0xA1, 239, version=2) + [measured(4, 1, "presses")], header_facts(239, version=2),
         [("presses", 4), ("location", "none")], ["VERSION"])
salvaged("salvaged-later-call", "A call for help that this version does not know is an sos.", "SOS",
         header(0xA6, 240) + [(b"\x01\x02\x03", "unknown body")], header_facts(240), BARE_SOS, ["TYPE"])
salvaged("salvaged-sos-sealed", "Sealed, though not agreed: the header is readable, the press counts.", "SOS",
         header(0xA1, 241, flags=0x80) + [(bytes(range(17)), "ciphertext and tag")], header_facts(241, flags=0x80), BARE_SOS,
         ["BODY"])
salvaged("salvaged-sos-no-sequence", "Sequence 0 is not odd for a press, but it cannot be recognised again.", "SOS",
         header(0xA1, 0) + [], header_facts(0), BARE_SOS, ["PRESSES"])

# ---- messages that are refused --------------------------------------------------------------------------------------

refused("refused-empty", "No byte at all.", "TRUNCATED", [(b"", "nothing")])
refused("refused-one-byte", "Only a version.", "TRUNCATED", header(0xA1, 1)[:1])
refused("refused-header-cut", "A heartbeat with 16 of 17 bytes of header.", "TRUNCATED",
        header(1, 1)[:5] + [(b"\x01\x9B\x76\xDA\x58", "time, one byte missing")], "HEADER")
refused("refused-version-0", "Version 0.", "BAD_VERSION", header(1, 1, version=0) + HEARTBEAT_BODY, "VERSION")
refused("refused-version-2", "A version that was not agreed.", "BAD_VERSION", header(1, 1, version=2) + HEARTBEAT_BODY,
        "VERSION")
refused("refused-text-is-no-press", "JSON published on the wrong topic.", "BAD_VERSION",
        [(b'{"type":"sos","seq":1}', "text")], "VERSION")
refused("refused-sos-version-16", "Not plausible as a version of this protocol, so no call for help.", "BAD_VERSION",
        header(0xA1, 1, version=16) + [measured(1, 1, "presses")], "VERSION")
refused("refused-type", "A type that this version does not know.", "UNKNOWN_TYPE", header(0x3F, 1), "TYPE")
refused("refused-type-later-alarm", "A later alarm message that is no call for help.", "UNKNOWN_TYPE", header(0xAC, 1), "TYPE")
refused("refused-sealed", "A sealed heartbeat, not agreed.", "SEALED",
        header(1, 1, flags=0x80) + [(bytes(22), "ciphertext and tag")], "BODY")
refused("refused-heartbeat-short", "The steps are one byte short.", "BAD_BODY",
        header(1, 1) + HEARTBEAT_BODY[:3] + [(b"\x00\x10", "steps, one byte missing")], "STEPS")
refused("refused-heartbeat-battery", "101 %.", "OUT_OF_RANGE", header(1, 1) + heartbeat_body(101, 54, 1, 4211), "BATTERY")
refused("refused-heartbeat-worn", "worn 2.", "OUT_OF_RANGE", header(1, 1) + heartbeat_body(87, 54, 2, 4211), "WORN")
refused("refused-heartbeat-steps", "1,000,000 steps.", "OUT_OF_RANGE", header(1, 1) + heartbeat_body(87, 54, 1, 1000000),
        "STEPS")
refused("refused-heartbeat-extension", "An extension runs past the end.", "BAD_BODY",
        header(1, 1) + HEARTBEAT_BODY + [(b"\x7A\x05\x01", "extension of 5 bytes, 1 there")], "EXTENSIONS")
refused("refused-vitals-heart", "301 beats.", "OUT_OF_RANGE", header(2, 1) + vitals_body(301, 97, 128, 79, 3665, 1, 16, 1),
        "HEART_RATE")
refused("refused-vitals-temperature", "9.99 C.", "OUT_OF_RANGE", header(2, 1) + vitals_body(72, 97, 128, 79, 999, 0, 16, 1),
        "TEMPERATURE")
refused("refused-vitals-site", "temperatureSite 2.", "OUT_OF_RANGE", header(2, 1) + vitals_body(72, 97, 128, 79, 3665, 2, 16, 1),
        "TEMPERATURE_SITE")
refused("refused-location-longitude", "East of 180 degrees.", "OUT_OF_RANGE",
        header(3, 1) + position_bytes(0, 1_800_000_001, 1, 1, 1), "LOCATION")
refused("refused-location-not-measured", "The smallest i32 twice: there is no such place.", "OUT_OF_RANGE",
        header(3, 1) + position_bytes(-2**31, -2**31, 1, 1, 1), "LOCATION")
refused("refused-cancel-of-nothing", "ofSequence 0 names no alarm.", "OUT_OF_RANGE", header(0xA3, 1) + [(bytes(8), "of")], "OF")
refused("refused-cancel-short", "A cancel whose number cannot be read cancels nothing.", "BAD_BODY",
        header(0xA3, 1) + [(bytes(7), "of, one byte missing")], "OF")
refused("refused-ring-0", "Ringing for no time.", "OUT_OF_RANGE",
        header(0x74, 19) + [(u(12, 4), "commandId 12"), (b"\x00", "seconds 0")], "COMMAND")
refused("refused-show-control", "A line feed is nothing to be shown.", "OUT_OF_RANGE",
        header(0x75, 20) + [(u(13, 4), "commandId 13"), (u(2, 1), "2 characters"), (b"\x00A\x00\x0A", "text")], "COMMAND")
refused("refused-show-half-pair", "Half of a surrogate pair is no character.", "OUT_OF_RANGE",
        header(0x75, 21) + [(u(14, 4), "commandId 14"), (u(1, 1), "1 character"), (b"\xD8\x3D", "text")], "COMMAND")
refused("refused-show-empty", "No text.", "OUT_OF_RANGE",
        header(0x75, 22) + [(u(15, 4), "commandId 15"), (u(0, 1), "no character")], "COMMAND")
refused("refused-show-short", "Three characters are announced and two follow.", "BAD_BODY",
        header(0x75, 23) + [(u(16, 4), "commandId 16"), (u(3, 1), "3 characters"), (b"\x00A\x00B", "text")], "COMMAND")
refused("refused-configure-heartbeat", "A heartbeat every 5 s: nothing of the command is done.", "OUT_OF_RANGE",
        header(0x71, 1) + [(u(1, 4), "commandId"), (b"\x04\x01\x01", "fall detection on"), (b"\x01\x02\x00\x05", "every 5 s")],
        "SETTING")
refused("refused-configure-slot-1-empty", "The first server address cannot be cleared.", "OUT_OF_RANGE",
        header(0x71, 1) + [(u(1, 4), "commandId"), (b"\x10\x01\x01", "slot 1, empty")], "SETTING")
refused("refused-hello-id-empty", "A hello without an id.", "OUT_OF_RANGE",
        header(0x41, 1) + [(b"\x01\x01\x00\x00\x00", "versions, features, wake"), (bytes(16), "clientNonce"), (b"\x00", "idLength 0")],
        "LOGIN")

# ---- sealed messages of login 4 -------------------------------------------------------------------------------------

def seal(way, plain, key=None, direction=None):
    """A whole plain message to a sealed one: header readable, body encrypted, tag."""
    head = plain[:2] + u(plain[2] | 0x80, 1) + plain[3:17]
    nonce = (u(("up", "down").index(direction or way), 1) + bytes(3)) + head[3:11]
    return head, chacha20_poly1305(key or SEAL_KEYS[way], nonce, plain[17:], head)


def sealed_groups(way, plain, spoil_at=None, spoil=0x01, cut=0, **other):
    head, body = seal(way, plain, **other)
    message = bytearray(head + body)
    if spoil_at is not None:
        message[spoil_at] ^= spoil
    message = bytes(message)[:len(message) - cut]
    end = max(17, len(message) - 16)
    return [(message[:1], "version"), (message[1:2], "type 0x%02X" % message[1]), (message[2:3], "flags"),
            (message[3:7], "epoch"), (message[7:11], "sequence"), (message[11:17], "time")] + \
           [g for g in ((message[17:end], "body, encrypted"), (message[end:], "tag")) if g[0]]


def opens(name, why, way, groups):
    plain = joined(groups)
    write("sealed-" + name, why, [("kind", "sealed"), ("login", 4), ("direction", way), ("expect", "opens"),
                                  ("plain", plain.hex())], sealed_groups(way, plain))


def does_not_open(name, why, way, groups):
    write("sealed-refused-" + name, why, [("kind", "sealed"), ("login", 4), ("direction", way), ("expect", "refused")], groups)


SEALED_BEAT = joined(header(1, 502) + HEARTBEAT_BODY)
SEALED_SOS = joined(header(0xA1, 503) + [measured(3, 1, "presses")] + EXTENSION_POSITION)

opens("heartbeat", "A heartbeat.", "up", header(1, 502) + HEARTBEAT_BODY)
opens("sos", "Three presses, with a position.", "up",
      header(0xA1, 503) + [measured(3, 1, "presses")] + EXTENSION_POSITION)
opens("sos-of-former-epoch", "An alarm from before the last restart keeps its number, also in the nonce.", "up",
      header(0xA1, 9, epoch=41) + [measured(1, 1, "presses")])
opens("test-without-body", "Nothing to encrypt: a tag alone.", "up", header(0xA4, 504))
opens("since-boot", "Another flag beside SEALED.", "up", header(1, 505, flags=1, time=61500) + HEARTBEAT_BODY)
opens("sos-odd", "It opens, so the device said it; 255 and an extension that runs over: salvaged like any other.", "up",
      header(0xA1, 506) + [measured(ABSENT, 1, "presses"), (b"\x01\xFF\x00\x00", "extension of 255 bytes, 2 there")])
opens("longest", "1000 bytes are the most that can be sealed.", "up",
      header(1, 507) + HEARTBEAT_BODY + [(b"\x7A\xFF" + bytes(255), "extension")] * 3 + [(b"\x7A\xCC" + bytes(204), "extension")])
opens("received", "Down, with the other key.", "down",
      header(0x63, 3) + [(u(EPOCH, 4) + u(503, 4) + b"\x01" + ALERT, "received")])
opens("close", "A close is sealed as well.", "down", header(0x4F, 4) + [(b"\x02\xFF\xFF", "GOING_AWAY")])

does_not_open("plain-sos", "An sos that is not sealed: anybody in the path can write one.", "up", header(0xA1, 503) + [(b"\x01", "presses")])
does_not_open("sos-two-bytes", "What would be a press in a session that is not sealed.", "up", header(0xA1, 503)[:2])
does_not_open("heartbeat-made-sos", "The type of a recorded heartbeat was changed.", "up",
              sealed_groups("up", SEALED_BEAT, spoil_at=1, spoil=0xA0))
does_not_open("sequence", "The number was changed.", "up", sealed_groups("up", SEALED_SOS, spoil_at=10))
does_not_open("time", "The time was changed.", "up", sealed_groups("up", SEALED_SOS, spoil_at=16))
does_not_open("body", "One bit of the body was changed.", "up", sealed_groups("up", SEALED_SOS, spoil_at=17, spoil=0x80))
does_not_open("tag", "One bit of the tag was changed.", "up", sealed_groups("up", SEALED_SOS, spoil_at=-1))
does_not_open("cut", "The last byte is missing.", "up", sealed_groups("up", SEALED_SOS, cut=1))
does_not_open("cut-in-tag", "Too short for a tag.", "up", sealed_groups("up", joined(header(0xA4, 504)), cut=1))
does_not_open("flag", "The flag SEALED was taken away.", "up", sealed_groups("up", SEALED_SOS, spoil_at=2, spoil=0x80))
does_not_open("own-words", "What the gateway sealed, sent back to it.", "up",
              sealed_groups("down", joined(header(0x63, 3) + [(u(EPOCH, 4) + u(503, 4) + b"\x01" + ALERT, "received")])))
does_not_open("other-session", "Sealed with the key of another session.", "up",
              sealed_groups("up", SEALED_SOS, key=hashlib.sha256(b"another session").digest()))
does_not_open("sequence-0", "A message without a number has no nonce of its own.", "up",
              sealed_groups("up", joined(header(0xA1, 0) + [(b"\x01", "presses")])))
does_not_open("epoch-0", "The same without an epoch.", "up",
              sealed_groups("up", joined(header(0xA1, 503, epoch=0) + [(b"\x01", "presses")])))

# ---- streams --------------------------------------------------------------------------------------------------------

BEAT = framed(header(1, 1, name="heartbeat") + HEARTBEAT_BODY)
PRESS = framed(header(0xA1, 2, name="sos") + [measured(1, 1, "presses")])

stream("stream-two-frames", "Two frames with nothing between them.", ["HEARTBEAT", "SOS"], BEAT + PRESS)
stream("stream-bad-crc-goes-on", "A damaged frame is skipped, the press behind it counts.", ["BAD_CRC", "SOS"],
       framed(header(1, 1) + HEARTBEAT_BODY, spoil=1) + PRESS)
stream("stream-bad-magic", "Another protocol: nothing is read after it.", ["BAD_MAGIC"],
       [(b"GET / HTTP/1.1\r\n\r\n", "HTTP")] + PRESS)
stream("stream-bad-second-magic", "Only the first byte of the magic is right.", ["HEARTBEAT", "BAD_MAGIC"],
       BEAT + [(b"\xC5\x1B", "wrong magic")] + PRESS)
stream("stream-length-1", "A length below 2.", ["BAD_LENGTH"], [(b"\xC5\x1A", "magic"), (b"\x00\x01", "length 1")])
stream("stream-length-1017", "A length above 1016 is refused before anything of it is awaited.", ["BAD_LENGTH"],
       [(b"\xC5\x1A", "magic"), (b"\x03\xF9", "length 1017")])
stream("stream-length-65535", "The largest length.", ["BAD_LENGTH"], [(b"\xC5\x1A", "magic"), (b"\xFF\xFF", "length 65535")] + PRESS)
stream("stream-truncated", "The stream ends one byte before the frame does.", ["HEARTBEAT", "TRUNCATED"],
       BEAT + PRESS[:-1] + [(PRESS[-1][0][:3], "CRC-32C, one byte missing")])
stream("stream-refused-goes-on", "A frame that is whole with a message that is refused: the next one counts.",
       ["OUT_OF_RANGE", "UNKNOWN_TYPE", "SOS"],
       framed(header(1, 1) + heartbeat_body(101, 54, 1, 4211)) + framed(header(0x30, 2)) + PRESS)
stream("stream-smallest-press", "Version and type in a frame: a press.", ["SOS"], framed(header(0xA1, 0)[:2]))
stream("stream-largest-frame", "1024 bytes.", ["HEARTBEAT"],
       framed(header(1, 3, name="heartbeat") + HEARTBEAT_BODY
              + [(b"\x7A\xFF" + bytes(255), "extension 0x7A, 255 bytes")] * 3 + [(b"\x7A\xDC" + bytes(220), "extension 0x7A, 220 bytes")]))

for name in sorted(os.listdir(HERE)):
    if name.endswith(".hex") and name not in written:
        raise SystemExit("not written by this script: " + name)
print("%d vectors" % len(written))
