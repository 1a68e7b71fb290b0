"""An attacker of one port: mutated samples, random bytes, announcements of more than there is, and beginnings without an end, as a
stranger and, where the protocol knows devices, logged in as one of its own. Says 'ready', goes on until standard input is
closed, and prints what it did as JSON. What it does is bounded by --share of a core, its own processor time.

    hostile.py --kind native|mqtt|watch|jt808|coap|native-tls|mqtt-tls --port P --share S --seed N --vectors DIR --samples DIR
               --id ID --secret S [--lines N]

ID ends in X, for which each line that logs in puts a digit of its own: a device logged in twice would end its other connection.
"""
import argparse, glob, hashlib, hmac, json, os, random, socket, ssl, struct, sys, threading, time

parser = argparse.ArgumentParser()
for name in ("kind", "vectors", "samples", "id", "secret"):
    parser.add_argument("--" + name, required=True)
parser.add_argument("--port", type=int, required=True)
parser.add_argument("--share", type=float, default=0.25)
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--lines", type=int, default=16)
options = parser.parse_args()
IDS = [options.id[:-1] + str(n) for n in range(10)]
chance = random.Random(options.seed)
protocol, over_tls = options.kind.removesuffix("-tls"), options.kind.endswith("-tls")
POOL, LONGEST, HELD = 2000, 8192, 64
counted = {"inputs": 0, "connections": 0, "logins": 0, "held": 0}
lock, running = threading.Lock(), threading.Event()
running.set()


def count(**what):
    with lock:
        for name, n in what.items():
            counted[name] += n


class Budget:
    """Processor time of this process, held down to a share of a core, over any quarter of a second."""

    def __init__(self, share):
        self.share, self.lock = share, threading.Lock()
        self.began, self.used = time.monotonic(), time.process_time()

    def wait(self):
        with self.lock:
            now, used = time.monotonic(), time.process_time()
            ahead = (used - self.used) / self.share - (now - self.began)
            if now - self.began > 0.25 and ahead <= 0:
                self.began, self.used = now, used
        if ahead > 0:
            time.sleep(ahead)


def crc32c_table():
    table = []
    for n in range(256):
        for _ in range(8):
            n = n >> 1 ^ (0x82F63B78 if n & 1 else 0)
        table.append(n)
    return table


TABLE = crc32c_table()


def native_frame(message):
    frame = b"\xc5\x1a" + struct.pack(">H", len(message)) + message
    crc = 0xFFFFFFFF
    for byte in frame:
        crc = TABLE[(crc ^ byte) & 255] ^ crc >> 8
    return frame + struct.pack(">I", crc ^ 0xFFFFFFFF)


def vectors():
    frames = []
    for path in sorted(glob.glob(options.vectors + "/*.hex")):
        lines = [line.split("#")[0] for line in open(path) if not line.startswith("@")]
        frames.append(bytes.fromhex("".join("".join(lines).split())))
    return [frame for frame in frames if frame]


def samples(name):
    with open(options.samples + "/" + name) as lines:
        told = [json.loads(line) for line in lines if line.strip()]
    return [bytes.fromhex(each["hex"]) for each in told if "hex" in each]


def mqtt_packet(first, body):
    length, rest = b"", len(body)
    while True:
        length += bytes([rest & 127 | (128 if rest > 127 else 0)])
        rest >>= 7
        if not rest:
            return bytes([first]) + length + body


def text(words):
    return struct.pack(">H", len(words)) + words.encode()


def mqtt_connect(client, password):
    return mqtt_packet(0x10, text("MQTT") + b"\x05\xc2\x00\x3c\x00" + text(client) + text(client) + text(password))


def mqtt_samples(own=IDS[0]):
    up = text("convoy/%s/up/json" % own)
    beat = b'{"type":"heartbeat","seq":4,"battery":80,"signal":70,"steps":1000,"worn":true}'
    return [
        mqtt_packet(0x30, up + b"\0" + beat),
        mqtt_packet(0x32, up + b"\0\x07\0" + beat),
        mqtt_packet(0x34, up + b"\0\x08\x0d\x01\x01\x02\0\0\0\x3c\x26\0\1a\0\1b" + beat),
        mqtt_packet(0x32, text("convoy/%s/up" % own) + b"\0\x09\0" + os.urandom(23)),
        mqtt_packet(0x82, b"\0\x01\0" + text("convoy/%s/down/json" % own) + b"\x01"),
        mqtt_packet(0xA2, b"\0\x02\0" + text("convoy/%s/down" % own)),
        mqtt_packet(0x62, b"\0\x08"), mqtt_packet(0x40, b"\0\x01"), mqtt_packet(0xC0, b""), mqtt_packet(0xE0, b"\0")]


def coap_request(code, path, query, body):
    out = bytes([0x44, code]) + chance.randbytes(6) + bytes([0xB0 + len(path)]) + path + b"\x11\x32"
    out += (bytes([0x30 + len(query)]) if len(query) < 13 else bytes([0x3D, len(query) - 13])) + query
    return out + (b"\xff" + body if body else b"")


def coap_samples():
    own = ("id=" + IDS[0]).encode()
    beat = b'{"type":"heartbeat","seq":4,"battery":80}'
    return [coap_request(2, b"up", own, beat), coap_request(2, b"up", b"id=nobody", b'{"type":"sos","seq":1}'),
            coap_request(1, b"down", own, b""), coap_request(2, b"up", own, bytes.fromhex("a26474797065697669 74616c736368657274183c".replace(" ", ""))),
            b"\x44\x02\x12\x34abcd\xb2up\xd1\x0e\x0e" + own + b"\xff" + b"x" * 1024, b"\x40\0\x12\x34", b"\x60\0\x12\x34"]


def client_hello():
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    try:
        context.wrap_bio(incoming, outgoing).do_handshake()
    except ssl.SSLWantReadError:
        pass
    return outgoing.read()


def check_xor(body):
    check = 0
    for byte in body:
        check ^= byte
    return check


def mutated(seeds):
    """As `care.convoy.fuzz.Mutator` does it."""
    data = bytearray(chance.choice(seeds))
    for _ in range(1 + chance.randrange(6)):
        if not data:
            data = bytearray(chance.randbytes(4))
        at = chance.randrange(len(data))
        some = 1 + chance.randrange(min(16, len(data) - at))
        how = chance.randrange(8)
        if how == 0:
            data[at] ^= 1 << chance.randrange(8)
        elif how == 1:
            data[at] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, 0x5B, 0x5D, 0x2A, 0x2C, 0x7E, 0x7D, 0x30))
        elif how == 2:
            data[at] = (data[at] + chance.choice((1, 255))) & 255
        elif how == 3:
            del data[at:]
        elif how == 4:
            del data[at:at + some]
        elif how == 5:
            data[at:at] = chance.randbytes(some)
        elif how == 6:
            data[at:at] = data[at:at + some]
        else:
            data[at:] = chance.choice(seeds)[at:]
    return bytes(data[:LONGEST])


OVERSIZED = {
    "native": [b"\xc5\x1a\xff\xff", b"\xc5\x1a\x03\xf8" + b"\0" * 900],
    "mqtt": [b"\x10\xff\xff\xff\x7f", b"\x32\xff\xff\xff\x7f\0\x04a", b"\x30\xff\xff\xff\xff\xff"],
    "watch": [b"[3G*9999999999*ffff*AL", b"[3G*9999999999*ffff*" + b"," * 4000, b"[" * 4000],
    "jt808": [b"\x7e\x02\0\x03\xff" + b"\1" * 5000, b"\x7e" + b"\x7d" * 2000, b"\x7e\x02\0\x23\xff" + b"\0" * 40],
    "coap": [b"\x4f" + b"\xff" * 60, b"\x44\x02\0\1abcd\xb2up\xd1\x0e\x76" + b"x" * 1200, b"\x44\x02\0\1abcd\xed\xff\xff" + b"x"],
    "tls": [b"\x16\x03\x01\xff\xff\x01\xff\xff\xff", b"\x16\x03\x01\x20\0\x01\0\x1f\xfc" + b"\3" * 4000, b"\x16\x03\x01\0\0" * 50],
}
SEEDS = {"native": vectors, "mqtt": lambda: mqtt_samples() + [mqtt_connect(IDS[0], "x"), mqtt_connect("nobody", "")],
         "watch": lambda: samples("watch-samples.jsonl"), "jt808": lambda: samples("jt808-samples.jsonl"), "coap": coap_samples}


def pool(seeds, oversized):
    """Half mutated, a fifth random, the rest announcements of too much."""
    made = []
    for _ in range(POOL):
        dice = chance.random()
        if dice < 0.65:
            made.append(mutated(seeds))
        elif dice < 0.85:
            made.append(chance.randbytes(1 + chance.randrange(600)))
        else:
            made.append(chance.choice(oversized))
    return [each for each in made if each]


def insiders(own):
    """What a device that is logged in sends: what its frame is checked by is right, what is in it is not."""
    if protocol == "native":
        quiet = [frame[4:-4] for frame in vectors() if len(frame) > 25 and frame[5] < 0x40]
        return [native_frame(m) for m in (mutated(quiet)[:1016] for _ in range(POOL)) if len(m) >= 2] + vectors()
    if protocol == "mqtt":
        return [mutated(mqtt_samples(own)) for _ in range(POOL)]
    if protocol == "watch":
        made, own = [], own[-10:].encode()
        quiet = [each for each in samples("watch-samples.jsonl") if b"*AL" not in each and b"*UD" not in each and each.count(b"*") > 2]
        for _ in range(POOL):
            parts = mutated(quiet).split(b"*", 3)
            if len(parts) == 4:
                made.append(b"*".join((parts[0], own, parts[2], parts[3])))
        return made
    if protocol == "jt808":
        made = []
        quiet = [each[1:-2] for each in samples("jt808-samples.jsonl") if each[:1] == b"\x7e" and each[1:3] != b"\x02\0"]
        for _ in range(POOL):
            plain = mutated(quiet)[:1000]
            plain = plain[:4] + bytes.fromhex(own.rjust(12, "0")) + plain[10:]
            plain += bytes([check_xor(plain)])
            made.append(b"\x7e" + plain.replace(b"\x7d", b"\x7d\x01").replace(b"\x7e", b"\x7d\x02") + b"\x7e")
        return made
    return []


def login_native(s, own):
    key, boot = bytes.fromhex(options.secret), int(time.time())
    header = lambda kind, n: struct.pack(">BBBIIQ", 1, kind, 0, boot, n, 0)[:11] + bytes(6)
    hello = header(0x41, 1) + b"\1\1\0\0\1" + os.urandom(16) + bytes([len(own)]) + own.encode()
    s.sendall(native_frame(hello))
    challenge, epoch, n = native_message(s), boot, 2
    if challenge[1] != 0x42:
        raise OSError("not let in")
    if challenge[20] & 1:
        epoch, n = struct.unpack(">I", challenge[21:25])[0], 1
    proof = struct.pack(">BBBII", 1, 0x43, 0, epoch, n) + bytes(6)
    transcript = hashlib.sha256(struct.pack(">H", len(hello)) + hello + struct.pack(">H", len(challenge)) + challenge).digest()
    s.sendall(native_frame(proof + hmac.new(key, b"convoy-v1 device" + transcript + proof, hashlib.sha256).digest()))
    if native_message(s)[1] != 0x44:
        raise OSError("not let in")


def exactly(s, n):
    held = b""
    while len(held) < n:
        more = s.recv(n - len(held))
        if not more:
            raise OSError("closed")
        held += more
    return held


def native_message(s):
    return exactly(s, exactly(s, 4)[3] + 4)[:-4]


def login_mqtt(s, own):
    s.sendall(mqtt_connect(own, options.secret))
    start = exactly(s, 2)
    if start[0] != 0x20 or exactly(s, start[1])[1] != 0:
        raise OSError("not let in")


def login_jt808(s, own):
    body = options.secret.encode()
    plain = struct.pack(">HH", 0x0102, len(body)) + bytes.fromhex(own.rjust(12, "0")) + b"\0\1" + body
    s.sendall(b"\x7e" + plain + bytes([check_xor(plain)]) + b"\x7e")
    if s.recv(64)[17:18] != b"\0":
        raise OSError("not let in")


LOGIN = {"native": login_native, "mqtt": login_mqtt, "jt808": login_jt808, "watch": lambda s, own: None}
strangers_pool = pool([client_hello() for _ in range(20)], OVERSIZED["tls"]) if over_tls else pool(
    SEEDS[protocol](), OVERSIZED[protocol])
context = ssl.create_default_context()
context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
beginnings = []


def connected():
    s = socket.create_connection(("127.0.0.1", options.port), 5)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # leaves no port behind
    count(connections=1)
    return s


def stranger(mine):
    """One input a connection; some are only begun, and kept open."""
    what = mine.choice(strangers_pool)
    s = connected()
    if mine.random() < 0.1:
        s.sendall(what[:max(1, len(what) // 2)])
        count(inputs=1, held=1)
        with lock:
            beginnings.append(s)
            old = beginnings.pop(0) if len(beginnings) > HELD else None
        if old:
            old.close()
        return
    with s:
        s.sendall(what)
        count(inputs=1)
        s.settimeout(0.02)
        s.recv(4096)


def insider(mine, own, said):
    """Logged in, inputs until it is thrown out."""
    s = connected()
    try:
        if over_tls:
            s = context.wrap_socket(s)
        LOGIN[protocol](s, own)
        count(logins=1)
        for _ in range(50):
            budget.wait()
            some = mine.choices(said, k=1 if protocol == "mqtt" else 4)
            s.sendall(b"".join(some))
            count(inputs=len(some))
            s.settimeout(0.001)
            try:
                if not s.recv(65536):
                    return
            except TimeoutError:
                pass
            s.settimeout(5)
            if not running.is_set():
                return
    finally:
        s.close()


def attack(n):
    mine = random.Random(options.seed * 1000 + n)
    plain = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    own = IDS[n // 2 % 10]
    said = insiders(own) if n % 2 else []
    prepared.release()
    begin.wait()
    while running.is_set():
        budget.wait()
        try:
            if protocol == "coap":
                for _ in range(10):
                    plain.sendto(mine.choice(strangers_pool)[:1400], ("127.0.0.1", options.port))
                count(inputs=10)
            elif n % 2:
                insider(mine, own, said)
            else:
                stranger(mine)
        except OSError:
            pass


prepared, begin, lines = threading.Semaphore(0), threading.Event(), 1 if protocol == "coap" else options.lines
for n in range(lines):
    threading.Thread(target=attack, args=(n,), daemon=True).start()
for n in range(lines):
    prepared.acquire()
budget = Budget(options.share)
began, used = time.monotonic(), time.process_time()
begin.set()
print("ready", flush=True)
sys.stdin.read()
running.clear()
seconds = time.monotonic() - began
print(json.dumps(dict(counted, seconds=round(seconds, 2), core=round((time.process_time() - used) / seconds, 3))), flush=True)
os._exit(0)
