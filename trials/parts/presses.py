"""Devices that the simulator does not play: watches, JT/T 808 trackers, CoAP in the clear and over DTLS. Each presses again and
again on a connection of its own, repeats what is not answered, and writes a press ledger as `./convoy sim ledger` does, so that
`./convoy sim reconcile` judges it. Latency counts from when a press was due.

    presses.py --ledger F [--host H] --port-offset N --watches N --trackers N --coap N [--dtls N] --every SECONDS

`--devices RESIDENTS.csv DEVICES.csv` writes what has to be imported and ends. Ends when standard input is closed and every
press was received, or after 60 s more. DTLS is libcoap's client, one process and one handshake for each press.
"""
import argparse, os, random, socket, struct, subprocess, sys, threading, time

KEY = "0123456789abcdef"
CODE = "trial"
FIRST_RESIDENT = {"watch": 8001, "jt808": 8101, "coap": 8201, "dtls": 8301}
PRESSING = threading.Event()
PRESSING.set()


def device_id(kind, n):
    return {"watch": "86893000177%04d", "jt808": "139555%05d", "coap": "plain-%04d", "dtls": "dtls-%04d"}[kind] % n


def resident(kind, n):
    return "sim-r%05d" % (FIRST_RESIDENT[kind] + n)


class Ledger:
    def __init__(self, path):
        self.out, self.lock, self.open = open(path, "a"), threading.Lock(), 0

    def sent(self, device, boot, sequence, who):
        with self.lock:
            self.open += 1
            print("sent", device, boot, sequence, who, round(time.time() * 1000), file=self.out, flush=True)

    def received(self, device, boot, sequence, due):
        with self.lock:
            self.open -= 1
            print("received", device, boot, sequence, "-", round(time.time() * 1000),
                  round((time.monotonic() - due) * 1e6), file=self.out, flush=True)


class Stream:
    """A TCP connection that is made again when it is lost. `greeting` is said first."""

    def __init__(self, port, greeting=b""):
        self.port, self.greeting, self.socket, self.held = port, greeting, None, b""

    def send(self, what):
        if self.socket is None:
            self.socket = socket.create_connection((HOST, self.port), 5)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.held = b""
            what = self.greeting + what
        self.socket.sendall(what)

    def heard(self, seconds, whole):
        """@param whole what it makes of the bytes held: (answer or None, bytes used)"""
        deadline = time.monotonic() + seconds
        while True:
            answer, used = whole(self.held)
            self.held = self.held[used:]
            if answer is not None:
                return answer
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            self.socket.settimeout(left)
            more = self.socket.recv(4096)
            if not more:
                raise ConnectionError("closed")
            self.held += more

    def drop(self):
        if self.socket is not None:
            self.socket.close()
            self.socket = None


class Watch:
    def __init__(self, n):
        self.id = device_id("watch", n)[-10:]
        self.line, self.second = Stream(7710 + OFFSET), 0

    def prepare(self, sequence):
        self.second = max(int(time.time()), self.second + 1)  # all that tells its presses apart
        body = time.strftime("AL,%d%m%y,%H%M%S,V,0.0,N,0.0,E,0,0,0,0,80,90,0,0,00010000,0,0,0", time.gmtime(self.second))
        self.frame = ("[3G*%s*%04x*%s]" % (self.id, len(body), body)).encode()

    def press(self, seconds):
        answer = ("[3G*%s*0002*AL]" % self.id).encode()
        try:
            self.line.send(self.frame)
            self.line.heard(seconds, lambda held: (True, held.index(answer) + len(answer)) if answer in held else (None, 0))
            return True
        except OSError:
            self.line.drop()
            return False


def tracker_frame(number, message, serial, body):
    plain = struct.pack(">HH", message, len(body)) + bytes.fromhex(number.rjust(12, "0")) + struct.pack(">H", serial) + body
    check = 0
    for byte in plain:
        check ^= byte
    return b"\x7e" + (plain + bytes([check])).replace(b"\x7d", b"\x7d\x01").replace(b"\x7e", b"\x7d\x02") + b"\x7e"


class Tracker:
    """Says that nothing is wrong before each press, so that it is another one."""
    PLACE = bytes.fromhex("00000002026108d806f02de8002800000000")

    def __init__(self, n):
        self.number = device_id("jt808", n)
        self.line = Stream(7711 + OFFSET, tracker_frame(self.number, 0x0102, 0, CODE.encode()))
        self.second = self.serial = 0

    def prepare(self, sequence):
        self.second = max(int(time.time()), self.second + 1)
        self.serial = self.serial % 30000 + 2
        when = bytes.fromhex(time.strftime("%y%m%d%H%M%S", time.gmtime(self.second + 8 * 3600)))
        self.frames = tracker_frame(self.number, 0x0200, self.serial, bytes(4) + self.PLACE + when) + tracker_frame(
            self.number, 0x0200, self.serial + 1, b"\0\0\0\1" + self.PLACE + when)

    def answered(self, held):
        end = held.rfind(b"\x7e") + 1
        for each in held[:end].split(b"\x7e"):
            plain = each.replace(b"\x7d\x02", b"\x7e").replace(b"\x7d\x01", b"\x7d")
            if plain[:2] == b"\x80\x01" and plain[12:17] == struct.pack(">HHB", self.serial + 1, 0x0200, 0):
                return True, end
        return None, max(0, end - 1)

    def press(self, seconds):
        try:
            self.line.send(self.frames)
            return self.line.heard(seconds, self.answered)
        except OSError:
            self.line.drop()
            return False


class Coap:
    """In the clear. What is sent is the same again until it is answered, the message id of each try another."""

    def __init__(self, n, boot):
        self.id, self.boot = device_id("coap", n), boot
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.connect((HOST, 5683 + OFFSET))
        self.message_id = random.randrange(65536)

    def prepare(self, sequence):
        self.sequence, self.token = sequence, os.urandom(4)
        self.body = b'{"type":"sos","boot":%d,"seq":%d}' % (self.boot, sequence)

    def press(self, seconds):
        self.message_id = (self.message_id + 1) % 65536
        query = b"id=" + self.id.encode()
        length = bytes([0x30 + len(query)]) if len(query) < 13 else bytes([0x3D, len(query) - 13])
        deadline = time.monotonic() + min(seconds, 2)
        try:
            self.socket.send(b"\x44\x02" + struct.pack(">H", self.message_id) + self.token + b"\xb2up\x11\x32" + length + query
                             + b"\xff" + self.body)
            while True:
                self.socket.settimeout(max(0.001, deadline - time.monotonic()))
                heard = self.socket.recv(2048)
                if heard[1:2] == b"\0" or heard[4:8] != self.token:
                    continue
                if heard[0] >> 4 & 3 == 0:
                    self.socket.send(b"\x60\0" + heard[2:4])
                return heard[1] == 0x44 and b'"received"' in heard
        except OSError:
            return False


class Dtls:
    def __init__(self, n, boot):
        self.id, self.boot = device_id("dtls", n), boot

    def prepare(self, sequence):
        self.body = '{"type":"sos","boot":%d,"seq":%d}' % (self.boot, sequence)

    def press(self, seconds):
        done = subprocess.run(["coap-client-openssl", "-B", str(round(seconds)), "-m", "post", "-u", self.id, "-k", KEY, "-t", "50",
                               "-e", self.body, "coaps://%s:%d/up" % (HOST, 5684 + OFFSET)], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        return b'"received"' in done.stdout


def press_on(kind, n, device, boot, ledger, every, phase):
    due, sequence = time.monotonic() + every * phase, 0
    while PRESSING.is_set():
        time.sleep(max(0, due - time.monotonic()))
        sequence += 1
        device.prepare(sequence)
        name = device_id(kind, n)
        ledger.sent(name, boot, sequence, resident(kind, n))
        give_up = None
        while not device.press(5):
            time.sleep(0.2)
            if not PRESSING.is_set():
                give_up = give_up or time.monotonic() + 60
                if time.monotonic() > give_up:
                    return
        ledger.received(name, boot, sequence, due)
        due += every


def write_devices(counts, residents, devices):
    with open(residents, "w") as r, open(devices, "w") as d:
        r.write("resident_id,name\n")
        d.write("device_id,protocol,secret,resident_id\n")
        secret = {"watch": "", "jt808": CODE, "coap": KEY.encode().hex(), "dtls": KEY.encode().hex()}
        for kind, count in counts.items():
            for n in range(count):
                r.write("%s,测试\n" % resident(kind, n))
                d.write("%s,%s,%s,%s\n" % (device_id(kind, n), "coap" if kind == "dtls" else kind, secret[kind], resident(kind, n)))


parser = argparse.ArgumentParser()
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port-offset", type=int, default=0)
parser.add_argument("--watches", type=int, default=0)
parser.add_argument("--trackers", type=int, default=0)
parser.add_argument("--coap", type=int, default=0)
parser.add_argument("--dtls", type=int, default=0)
parser.add_argument("--every", type=float, default=1.6)
parser.add_argument("--ledger")
parser.add_argument("--devices", nargs=2)
options = parser.parse_args()
HOST, OFFSET = options.host, options.port_offset
counts = {"watch": options.watches, "jt808": options.trackers, "coap": options.coap, "dtls": options.dtls}
if options.devices:
    write_devices(counts, *options.devices)
    sys.exit()
ledger, threads, boot = Ledger(options.ledger), [], int(time.time())
for kind, count in counts.items():
    for n in range(count):
        device = {"watch": lambda: Watch(n), "jt808": lambda: Tracker(n), "coap": lambda: Coap(n, boot),
                  "dtls": lambda: Dtls(n, boot)}[kind]()
        # shares of the interval that no two have, so that no two press at once
        threads.append(threading.Thread(target=press_on, daemon=True, args=(
            kind, n, device, boot, ledger, options.every * (1.25 if kind == "dtls" else 1), len(threads) * 0.618 % 1)))
for thread in threads:
    thread.start()
sys.stdin.read()
PRESSING.clear()
for thread in threads:
    thread.join(90)
sys.exit(1 if ledger.open else 0)
