"""Alternates windows without and with an attack on a running gateway while devices press, and says what the presses felt.

    alternate.py --gateway PID --metrics PORT --seconds S --rounds R --state F ATTACK=COMMAND ...
    alternate.py --table --state F --ledgers F ...

Each attack is one process: it prints 'ready', goes on until its standard input is closed, and prints JSON. The order is
idle, attack 1, idle, attack 2 ...; the attacks take turns for R rounds. The first second of every window is not counted, so that
what the window before left behind is over. With --table the presses of the ledgers are put into their windows.
"""
import argparse, json, os, re, shlex, subprocess, sys, threading, time, urllib.request

SETTLE = 1.0
TICK = os.sysconf("SC_CLK_TCK")


def metrics(port):
    values = {}
    with urllib.request.urlopen("http://127.0.0.1:%d/metrics" % port, timeout=20) as page:
        for line in page.read().decode().splitlines():
            if not line.startswith("#"):
                name, _, value = line.rpartition(" ")
                values[name] = float(value)
    return values


def summed(values, prefix, containing=""):
    return sum(v for name, v in values.items() if name.startswith(prefix) and containing in name)


def processor(pid):
    with open("/proc/%d/stat" % pid) as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def by_thread(pid):
    """Processor seconds of each sort of thread, named without its number, and of the whole machine under 'machine'."""
    spent = {}
    for task in os.listdir("/proc/%d/task" % pid):
        try:
            with open("/proc/%d/task/%s/stat" % (pid, task)) as stat:
                name, _, rest = stat.read().partition("(")[2].rpartition(")")
        except OSError:
            continue  # it has ended
        fields, name = rest.split(), re.sub(r"[-#]?\d+$", "", name)
        spent[name] = spent.get(name, 0) + (int(fields[11]) + int(fields[12])) / TICK
    with open("/proc/stat") as stat:
        ticks = [int(n) for n in stat.readline().split()[1:9]]
    spent["machine"] = (sum(ticks) - ticks[3] - ticks[4]) / TICK
    return spent


def resident(pid):
    with open("/proc/%d/status" % pid) as status:
        return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1]) / 1024


def living_heap(pid, java):
    """MB that are alive: what is left after a full collection."""
    subprocess.run([java.replace("bin/java", "bin/jcmd"), str(pid), "GC.run"], stdout=subprocess.DEVNULL, check=True)
    info = subprocess.run([java.replace("bin/java", "bin/jcmd"), str(pid), "GC.heap_info"], capture_output=True, text=True, check=True)
    return sum(int(k) for k in re.findall(r"(?:DefNew|Tenured) +total \d+K, used (\d+)K", info.stdout)) / 1024


def window(options, windows, name, command):
    attacker = None
    if command:
        attacker = subprocess.Popen(["nice", "-n", "10"] + shlex.split(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if attacker.stdout.readline().strip() != "ready":
            sys.exit("the attacker '%s' did not start" % name)
    time.sleep(SETTLE)
    began, used, threads = time.time(), processor(options.gateway), by_thread(options.gateway)
    peak = 0
    while time.time() - began < options.seconds:
        time.sleep(0.25)
        peak = max(peak, resident(options.gateway))
    ended = time.time()
    entry = {"name": name, "from": began, "to": ended, "gateway": (processor(options.gateway) - used) / (ended - began),
             "rss": peak, "load": os.getloadavg()[0],
             "threads": {name: (spent - threads.get(name, 0)) / (ended - began) for name, spent in by_thread(options.gateway).items()}}
    values = metrics(options.metrics)
    entry["halfOpen"] = summed(values, "convoy_connections_half_open") + summed(values, "convoy_tls_unfinished")
    if attacker:
        attacker.stdin.close()
        said = attacker.stdout.read()
        attacker.wait()
        entry["did"] = json.loads(said.splitlines()[-1])
    windows.append(entry)


def look_at_memory(options, n):
    if options.memory:
        tool = os.path.join(os.path.dirname(os.path.abspath(__file__)), "memory.py")
        subprocess.run([sys.executable, tool, "--gateway", str(options.gateway), "--java", options.java, "--take",
                        "%s.%02d" % (options.memory, n)], check=True)


def run(options):
    look_at_memory(options, 0)
    windows, heap = [], [living_heap(options.gateway, options.java)]
    attacks = [each.split("=", 1) for each in options.attacks]
    for round_ in range(options.rounds):
        for name, command in attacks:
            window(options, windows, "idle:" + name, None)
            window(options, windows, name, command)
            print("round %d of %d: %s" % (round_ + 1, options.rounds, name), file=sys.stderr)
        look_at_memory(options, round_ + 1)
        heap.append(living_heap(options.gateway, options.java))
    with open(options.state, "w") as out:
        json.dump({"windows": windows, "heap": heap, "attacks": [name for name, _ in attacks]}, out)


KINDS = (("sim-d01", "native-tls"), ("sim-m01", "mqtt-tls"), ("sim-d", "native"), ("sim-m", "mqtt"), ("86893", "watch"),
         ("139555", "jt808"), ("plain-", "coap"), ("dtls-", "dtls"))


def presses(ledgers):
    """(kind, when it was due as Unix time, milliseconds) of each press that was received."""
    for path in ledgers:
        with open(path) as lines:
            for line in lines:
                field = line.split()
                if field[0] == "received":
                    micros = int(field[6])
                    yield next(k for p, k in KINDS if field[1].startswith(p)), int(field[5]) / 1000 - micros / 1e6, micros / 1000


def percentile(values, p):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * p / 100))] if values else float("nan")


def table(options):
    with open(options.state) as state:
        told = json.load(state)
    pressed = list(presses(options.ledgers))

    def within(name, kind=None):
        return [ms for k, due, ms in pressed if (kind is None or k == kind) and any(
            w["name"] == name and w["from"] <= due < w["to"] for w in told["windows"])]

    def mean(name, what):
        some = [what(w) for w in told["windows"] if w["name"] == name]
        return sum(some) / len(some)

    head = "%-16s %9s %6s %7s %7s %9s | %7s %17s %5s %19s %5s | %s"
    print(head % ("attack", "inputs/s", "core", "gateway", "(idle)", "half-open", "presses", "p50 idle, under", "ratio",
                  "p99 idle, under", "ratio", "same port: p50 ratio, p99 ratio, presses"))
    for name in told["attacks"]:
        idle, under = within("idle:" + name), within(name)
        row = (name, "%.0f" % mean(name, lambda w: w["did"].get("inputs", w["did"].get("afterReady", 0)) / w["did"]["seconds"]),
               "%.2f" % mean(name, lambda w: w["did"]["core"]), "%.2f" % mean(name, lambda w: w["gateway"]),
               "%.2f" % mean("idle:" + name, lambda w: w["gateway"]),
               "%.0f" % max(w["halfOpen"] for w in told["windows"] if w["name"] == name), "%d" % len(under))
        for p in (50, 99):
            a, b = percentile(idle, p), percentile(under, p)
            row += ("%.1f, %.1f ms" % (a, b), "%.2f" % (b / a))
        kind = next((k for _, k in KINDS if name == k or name.startswith(k + "-")), None)
        a, b = within("idle:" + name, kind), within(name, kind)
        if kind and a and b:
            same = "%.2f, %.2f, %d" % (percentile(b, 50) / percentile(a, 50), percentile(b, 99) / percentile(a, 99), len(b))
        else:
            same = "-"
        print(head % (row + (same,)))
    print("processor time, in cores: what the attack adds to the gateway (for each input), the busiest sorts of its threads, the whole machine")
    for name in told["attacks"]:
        added = mean(name, lambda w: w["gateway"]) - mean("idle:" + name, lambda w: w["gateway"])
        inputs = mean(name, lambda w: w["did"].get("inputs", w["did"].get("afterReady", 0)) / w["did"]["seconds"])
        sorts = {n for w in told["windows"] if w["name"] == name for n in w["threads"]} - {"machine"}
        busy = sorted(((mean(name, lambda w: w["threads"].get(n, 0)), mean("idle:" + name, lambda w: w["threads"].get(n, 0)), n) for n in sorts), reverse=True)
        print("  %-16s +%.2f (%.1f us)  %s  machine %.2f, idle %.2f of %d" % (
            name, added, added / inputs * 1e6 if inputs else 0, ", ".join("%s %.2f (idle %.2f)" % (n, a, b) for a, b, n in busy[:5]),
            mean(name, lambda w: w["threads"]["machine"]), mean("idle:" + name, lambda w: w["threads"]["machine"]), os.cpu_count()))
    everything = [[ms for _, due, ms in pressed for w in told["windows"] if w["from"] <= due < w["to"] and
                   w["name"].startswith("idle:") == idle] for idle in (True, False)]
    print("all windows: p50 idle %.1f, under attack %.1f ms (ratio %.2f); p99 %.1f, %.1f ms (%.2f); longest %.0f, %.0f ms; presses %d, %d" % (
        percentile(everything[0], 50), percentile(everything[1], 50), percentile(everything[1], 50) / percentile(everything[0], 50),
        percentile(everything[0], 99), percentile(everything[1], 99), percentile(everything[1], 99) / percentile(everything[0], 99),
        max(everything[0]), max(everything[1]), len(everything[0]), len(everything[1])))
    kinds = sorted({k for k, _, _ in pressed})
    print("presses by kind: " + ", ".join("%s %d" % (k, sum(1 for p in pressed if p[0] == k)) for k in kinds))
    rss = [w["rss"] for w in told["windows"]]
    print("gateway: resident %.0f MB at the first window, %.0f at most, %.0f at the last; heap that is alive, before and after each round: %s MB" % (
        rss[0], max(rss), rss[-1], ", ".join("%.0f" % h for h in told["heap"])))
    totals = {}
    for w in told["windows"]:
        for name, n in w.get("did", {}).items():
            if name not in ("seconds", "core"):
                entry = totals.setdefault(w["name"], {})
                entry[name] = entry.get(name, 0) + n
    for name, did in totals.items():
        print("  %-16s %s" % (name, ", ".join("%s %d" % each for each in did.items())))
    loads = [w["load"] for w in told["windows"]]
    print("load average %.1f to %.1f" % (min(loads), max(loads)))


parser = argparse.ArgumentParser()
parser.add_argument("--table", action="store_true")
parser.add_argument("--state", required=True)
parser.add_argument("--ledgers", nargs="*", default=[])
parser.add_argument("--gateway", type=int)
parser.add_argument("--java")
parser.add_argument("--metrics", type=int)
parser.add_argument("--memory", default="")
parser.add_argument("--seconds", type=float, default=5)
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("attacks", nargs="*")
options = parser.parse_args()
table(options) if options.table else run(options)
