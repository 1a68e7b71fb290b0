"""Floods one port, for trials/flood and trials/slow-loris. Says 'ready', goes on until standard input is closed, and prints what it did
as JSON. Bounded by --share of a core, its own processor time.

    flood.py close  --port P [--port P ...]              connects and closes at once
    flood.py hold   --port P ... --connections N         connects and says nothing, N open at a time; those that are closed come again
    flood.py dawdle --port P ... --connections N         the same, and says one byte of a login each few seconds
    flood.py hellos --port P ...                         sends a ClientHello, waits for the answer, which is a signature, and goes
    flood.py dtls   --port P                             ClientHellos of DTLS from 2,000 sockets on 200 addresses that never answer

For dawdle a port is KIND:P, with native, mqtt, watch, jt808 or tls.
"""
import argparse, json, os, selectors, socket, ssl, struct, sys, threading, time

parser = argparse.ArgumentParser()
parser.add_argument("how", choices=("close", "hold", "dawdle", "hellos", "dtls"))
parser.add_argument("--port", action="append", required=True)
parser.add_argument("--connections", type=int, default=0)
parser.add_argument("--share", type=float, default=0.25)
options = parser.parse_args()
running = threading.Event()
running.set()
counted = {"connections": 0}
BOUND_REACHED = 500  # so many closed, and more will not be let in
RESET = struct.pack("ii", 1, 0)  # leaves no port behind
PORTS = [int(port.rpartition(":")[2]) for port in options.port]
BEGINNINGS = {"native": b"\xc5\x1a\x00\x3c\x01\x41", "mqtt": b"\x10\x7f\x00\x04MQTT\x05\x02\x00\x3c\x00", "watch": b"[3G*12345",
              "jt808": b"\x7e\x01\x02\x00\x05\x01\x39", "tls": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "": b""}
WORDS = {int(number): BEGINNINGS[kind] for kind, _, number in (port.rpartition(":") for port in options.port)}


def pace(state=[0.0, 0.0]):
    """Rests until the share is kept; what was not used of it is forgotten after a quarter of a second."""
    now, used = time.monotonic(), time.process_time()
    ahead = (used - state[1]) / options.share - (now - state[0])
    if ahead > 0:
        time.sleep(min(ahead, 0.2))
    elif now - state[0] > 0.25:
        state[0], state[1] = now, used


def come_and_go():
    while running.is_set():
        for port in PORTS:
            with socket.socket() as s:
                s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                try:
                    s.connect(("127.0.0.1", port))
                    counted["connections"] += 1
                except OSError:
                    time.sleep(0.01)
        pace()


def client_hello():
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    outgoing = ssl.MemoryBIO()
    try:
        context.wrap_bio(ssl.MemoryBIO(), outgoing).do_handshake()
    except ssl.SSLWantReadError:
        return outgoing.read()


def hellos():
    """32 at a time, so that the answers of one do not hold up the others."""
    hello, selector = client_hello(), selectors.DefaultSelector()
    counted.update(answered=0, refused=0)
    while running.is_set():
        while len(selector.get_map()) < 32:
            s = socket.socket()
            s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            s.settimeout(2)
            try:
                s.connect(("127.0.0.1", PORTS[counted["connections"] % len(PORTS)]))
                s.sendall(hello)
                counted["connections"] += 1
                selector.register(s, selectors.EVENT_READ)
            except OSError:
                s.close()
                time.sleep(0.01)
                break
        for key, _ in selector.select(0.05):
            try:
                counted["answered" if len(key.fileobj.recv(65536)) > 100 else "refused"] += 1
            except OSError:
                counted["refused"] += 1
            selector.unregister(key.fileobj)
            key.fileobj.close()
        pace()


def stay(says):
    selector, opened, last = selectors.DefaultSelector(), {}, 0.0
    owed = [PORTS[i % len(PORTS)] for i in range(options.connections)]
    counted["closed"] = 0
    while running.is_set():
        for port in owed[:100]:
            s = socket.socket()
            s.setblocking(False)
            s.connect_ex(("127.0.0.1", port))
            selector.register(s, selectors.EVENT_READ, port)
            opened[s] = 0
            counted["connections"] += 1
        del owed[:100]
        if len(opened) >= options.connections * 0.95 or counted["closed"] > BOUND_REACHED:
            all_there.set()
        for key, _ in selector.select(0.05):
            try:
                gone = not key.fileobj.recv(4096)
            except OSError:
                gone = True
            if gone:
                selector.unregister(key.fileobj)
                del opened[key.fileobj]
                key.fileobj.close()
                owed.append(key.data)
                counted["closed"] += 1
        now = time.monotonic()
        if says and now - last >= 1:
            last = now
            for s, said in list(opened.items()):
                words = WORDS[selector.get_key(s).data]
                if s.fileno() % 3 == int(now) % 3 and said < len(words):
                    try:
                        s.send(words[said:said + 1])
                        opened[s] = said + 1
                    except OSError:
                        pass
        counted["open"] = len(opened)
        pace()


def dtls():
    suites = bytes.fromhex("c0a8c0a4008cc037cca9")
    extensions = bytes.fromhex("000a00040002001d000b00020100")
    body = b"\xfe\xfd" + bytes(32) + b"\0\0" + struct.pack(">H", len(suites)) + suites + b"\1\0" + struct.pack(">H", len(extensions)) + extensions
    message = b"\1" + struct.pack(">I", len(body))[1:] + b"\0\0" + b"\0\0\0" + struct.pack(">I", len(body))[1:] + body
    hello = b"\x16\xfe\xff" + bytes(8) + struct.pack(">H", len(message)) + message
    sockets = []
    for n in range(2000):
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        s.bind(("127.1.%d.%d" % (n % 200 // 100, 1 + n % 100), 0))
        s.setblocking(False)
        sockets.append(s)
    all_there.set()
    while running.is_set():
        for n, s in enumerate(sockets):
            try:
                s.sendto(hello, ("127.0.0.1", PORTS[0]))
                counted["connections"] += 1
            except OSError:
                pass
            if n % 50 == 0:
                pace()


all_there = threading.Event()
flood = {"close": come_and_go, "hold": lambda: stay(False), "dawdle": lambda: stay(True), "hellos": hellos, "dtls": dtls}[options.how]
threading.Thread(target=flood, daemon=True).start()
if options.how in ("hold", "dawdle"):
    all_there.wait(60)
before, began, used = counted["connections"], time.monotonic(), time.process_time()
print("ready", flush=True)
sys.stdin.read()
running.clear()
seconds = time.monotonic() - began
counted["afterReady"] = counted["connections"] - before
print(json.dumps(dict(counted, seconds=round(seconds, 2), core=round((time.process_time() - used) / seconds, 3))), flush=True)
os._exit(0)
